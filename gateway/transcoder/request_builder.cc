#include "gateway/transcoder/request_builder.h"

#include <algorithm>
#include <limits>
#include <set>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gateway/transcoder/leaf.h"
#include "gateway/transcoder/query_string.h"
#include "gateway/transcoder/request_error.h"
#include "gateway/transcoder/text.h"
#include "gateway/transcoder/well_known.h"
#include "services/chassis/storage/status_macros.h"

namespace potential::gateway {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::OneofDescriptor;
using google::protobuf::Reflection;

class RequestBuilder {
 public:
  RequestBuilder(const Route& route, const JsonLimits& limits)
      : route_(route), limits_(limits), request_(route.request_prototype->New()) {}

  absl::Status AddBody(absl::string_view body) {
    if (body.empty()) return absl::OkStatus();
    if (route_.body == Route::Body::kNone) {
      return RequestError(absl::StatusCode::kInvalidArgument, kReasonUnexpectedBody,
                          "this method takes no body");
    }
    DecodeOptions options;
    options.limits = limits_;
    if (route_.body == Route::Body::kRequest) return DecodeJson(body, options, request_.get());
    options.path = route_.body_field->name();
    if (route_.mask_field != nullptr) options.mentioned = &mentioned_;
    return DecodeJson(body, options,
                      request_->GetReflection()->MutableMessage(request_.get(), route_.body_field));
  }

  absl::Status AddPathValues(const std::vector<std::string>& values) {
    for (size_t i = 0; i < route_.variables.size(); ++i) {
      RETURN_IF_ERROR(AddPathValue(route_.variables[i], values[i]));
    }
    return absl::OkStatus();
  }

  absl::Status AddQuery(absl::string_view query) {
    ASSIGN_OR_RETURN(std::vector<QueryParameter> parameters, ParseQuery(query));
    for (const QueryParameter& parameter : parameters) RETURN_IF_ERROR(AddParameter(parameter));
    return absl::OkStatus();
  }

  // Fills the mask from what the body mentions, without the fields that the path gives.
  void AddMask() {
    if (route_.mask_field == nullptr || mentioned_.empty()) return;
    const Reflection* reflection = request_->GetReflection();
    if (reflection->HasField(*request_, route_.mask_field)) return;
    Message* mask = reflection->MutableMessage(request_.get(), route_.mask_field);
    const FieldDescriptor* paths = mask->GetDescriptor()->FindFieldByNumber(1);
    for (const std::string& path : mentioned_) {
      if (IsGivenByPath(path)) continue;
      mask->GetReflection()->AddString(mask, paths, path);
    }
    if (mask->GetReflection()->FieldSize(*mask, paths) == 0) {
      reflection->ClearField(request_.get(), route_.mask_field);
    }
  }

  std::unique_ptr<Message> Take() && { return std::move(request_); }

 private:
  absl::Status AddPathValue(const FieldPath& path, const std::string& value) {
    Message* parent = MutableParent(path, request_.get());
    const FieldDescriptor* field = path.back();
    const Reflection* reflection = parent->GetReflection();
    if (reflection->HasField(*parent, field)) {
      const bool same = field->cpp_type() == FieldDescriptor::CPPTYPE_STRING &&
                        reflection->GetString(*parent, field) == value;
      return same ? absl::OkStatus()
                  : FieldError(FieldPathText(path), "differs from the one in the path");
    }
    LeafError error = PutText(value, field, parent);
    return error.has_value() ? FieldError(FieldPathText(path), *error) : absl::OkStatus();
  }

  absl::Status AddParameter(const QueryParameter& parameter) {
    const std::string shown = Shown(parameter.name);
    std::optional<FieldPath> path = ResolveFieldPath(route_.method->input_type(), parameter.name);
    if (!path.has_value() || route_.body == Route::Body::kRequest) {
      return FieldError(shown,
                        route_.body == Route::Body::kRequest
                            ? "is not a query parameter: the body holds all fields of this method"
                            : "is not a parameter of this method",
                        kReasonUnknownParameter);
    }
    if (route_.body == Route::Body::kField && path->front() == route_.body_field) {
      return FieldError(shown, "belongs into the body");
    }
    const bool is_of_file = route_.upload.has_value() && (path->front() == route_.upload->data ||
                                                          path->front() == route_.upload->last);
    if (is_of_file) return FieldError(shown, "is given by the body");
    if (std::find(route_.variables.begin(), route_.variables.end(), *path) !=
        route_.variables.end()) {
      return FieldError(shown, "is given by the path already");
    }
    return PutParameter(*path, shown, parameter.value);
  }

  absl::Status PutParameter(const FieldPath& path, const std::string& shown,
                            const std::string& value) {
    const FieldDescriptor* field = path.back();
    if (field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE &&
        !IsScalarForm(WellKnownOf(field->message_type()))) {
      return FieldError(shown, "cannot be given as a query parameter");
    }
    if (!field->is_repeated() && !given_.insert(path).second) {
      return FieldError(shown, "is given twice");
    }
    Message* parent = MutableParent(path, request_.get());
    const OneofDescriptor* oneof = field->real_containing_oneof();
    if (oneof != nullptr && parent->GetReflection()->HasOneof(*parent, oneof)) {
      return FieldError(shown,
                        absl::StrCat("cannot be given with another value of ", oneof->name()));
    }
    LeafError error = PutText(value, field, parent);
    return error.has_value() ? FieldError(shown, *error) : absl::OkStatus();
  }

  // `path` is below the body field.
  bool IsGivenByPath(const std::string& path) const {
    const std::string full = absl::StrCat(route_.body_field->name(), ".", path);
    return std::any_of(
        route_.variables.begin(), route_.variables.end(),
        [&full](const FieldPath& variable) { return FieldPathText(variable) == full; });
  }

  const Route& route_;
  const JsonLimits& limits_;
  std::unique_ptr<Message> request_;
  std::set<FieldPath> given_;           // singular fields that the query gave
  std::vector<std::string> mentioned_;  // by the body of a PATCH, below the body field
};

}  // namespace

absl::StatusOr<std::unique_ptr<Message>> BuildRequest(const Route& route,
                                                      const std::vector<std::string>& values,
                                                      absl::string_view query,
                                                      absl::string_view body,
                                                      const JsonLimits& limits) {
  RequestBuilder builder(route, limits);
  RETURN_IF_ERROR(builder.AddBody(body));
  RETURN_IF_ERROR(builder.AddPathValues(values));
  RETURN_IF_ERROR(builder.AddQuery(query));
  builder.AddMask();
  return std::move(builder).Take();
}

std::string BuildPiece(const Route& route, absl::string_view piece, bool last) {
  const std::unique_ptr<Message> message(route.request_prototype->New());
  const Reflection* reflection = message->GetReflection();
  reflection->SetString(message.get(), route.upload->data, std::string(piece));
  reflection->SetBool(message.get(), route.upload->last, last);
  return message->SerializeAsString();
}

absl::StatusOr<std::string> BuildAnswer(const Route& route, absl::string_view serialized) {
  std::unique_ptr<Message> response(route.response_prototype->New());
  const bool parsed =
      serialized.size() <= std::numeric_limits<int>::max() &&
      response->ParseFromArray(serialized.data(), static_cast<int>(serialized.size()));
  if (!parsed) {
    return RequestError(absl::StatusCode::kInternal, kReasonUnreadableAnswer,
                        "the answer of the service cannot be read");
  }
  if (route.response_field == nullptr) return EncodeJson(*response);
  return EncodeJson(response->GetReflection()->GetMessage(*response, route.response_field));
}

}  // namespace potential::gateway
