#include "services/chassis/server/call_log.h"

#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "google/rpc/error_details.pb.h"
#include "services/chassis/resource/violation.h"

namespace potential::server {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::MethodDescriptor;

// Failures whose texts this suite writes by itself.
bool IsOwnFailure(absl::StatusCode code) {
  switch (code) {
    case absl::StatusCode::kInternal:
    case absl::StatusCode::kUnknown:
    case absl::StatusCode::kDataLoss:
    case absl::StatusCode::kUnavailable:
    case absl::StatusCode::kResourceExhausted:
    case absl::StatusCode::kDeadlineExceeded:
      return true;
    default:
      return false;
  }
}

bool IsUpperName(absl::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) {
    return absl::ascii_isupper(static_cast<unsigned char>(c)) || c == '_' ||
           absl::ascii_isdigit(static_cast<unsigned char>(c));
  });
}

// Splits `tags[2]` into its name and whether there was an index; false if it is neither.
bool SplitIndex(absl::string_view segment, absl::string_view* name, bool* indexed) {
  const size_t bracket = segment.find('[');
  *name = segment.substr(0, bracket);
  *indexed = bracket != absl::string_view::npos;
  if (!*indexed) return true;
  absl::string_view index = segment.substr(bracket + 1);
  return absl::ConsumeSuffix(&index, "]") && !index.empty() &&
         std::all_of(index.begin(), index.end(), [](char c) {
           return absl::ascii_isdigit(static_cast<unsigned char>(c));
         });
}

// Whether `path` leads from a message of this type to a field, so that none of it is a caller's text.
bool IsFieldPath(const Descriptor* message, absl::string_view path) {
  for (absl::string_view segment : absl::StrSplit(path, '.')) {
    absl::string_view name;
    bool indexed = false;
    if (message == nullptr || !SplitIndex(segment, &name, &indexed)) return false;
    const FieldDescriptor* field = message->FindFieldByName(std::string(name));
    if (field == nullptr || (indexed && !field->is_repeated())) return false;
    message = field->message_type();
  }
  return true;
}

template <typename Detail>
Detail DetailOf(const absl::Status& status, absl::string_view url) {
  Detail detail;
  const auto bytes = status.GetPayload(url);
  if (bytes.has_value() && !detail.ParseFromString(std::string(*bytes))) detail.Clear();
  return detail;
}

std::string ReasonOf(const absl::Status& status) {
  const std::string reason =
      DetailOf<google::rpc::ErrorInfo>(status, resource::kErrorInfoUrl).reason();
  return IsUpperName(reason) ? reason : "";
}

std::string FieldsOf(const absl::Status& status, const Descriptor* request) {
  std::vector<std::string> paths;
  const auto details = DetailOf<google::rpc::BadRequest>(status, resource::kBadRequestUrl);
  for (const auto& violation : details.field_violations()) {
    if (IsFieldPath(request, violation.field())) paths.push_back(violation.field());
  }
  return absl::StrJoin(paths, ",");
}

const MethodDescriptor* MethodOf(const rpc::CallRecord& record) {
  if (record.context != nullptr && record.context->method != nullptr) {
    return record.context->method;
  }
  return google::protobuf::DescriptorPool::generated_pool()->FindMethodByName(
      absl::StrReplaceAll(absl::StripPrefix(record.path, "/"), {{"/", "."}}));
}

bool MayWrite(const rpc::CallRecord& record) {
  if (record.context == nullptr || record.context->method == nullptr) return false;
  switch (record.context->method->options().GetExtension(options::v1::method).permission()) {
    case options::v1::MethodRules::WRITE:
    case options::v1::MethodRules::APPROVE:
    case options::v1::MethodRules::ADMINISTER:
      return true;
    default:
      return false;
  }
}

LogLevel LevelOf(const rpc::CallRecord& record, LogLevel reads) {
  switch (record.status.code()) {
    case absl::StatusCode::kInternal:
    case absl::StatusCode::kUnknown:
    case absl::StatusCode::kDataLoss:
      return LogLevel::kError;
    case absl::StatusCode::kUnavailable:
    case absl::StatusCode::kResourceExhausted:
    case absl::StatusCode::kDeadlineExceeded:
      return LogLevel::kWarning;
    default:
      break;
  }
  return MayWrite(record) ? LogLevel::kInfo : reads;
}

}  // namespace

std::vector<LogField> ErrorFields(const absl::Status& status, const Descriptor* request) {
  std::vector<LogField> fields = {{"code", absl::StatusCodeToString(status.code())}};
  if (status.ok()) return fields;
  const auto add = [&fields](absl::string_view key, std::string value) {
    if (!value.empty()) fields.emplace_back(key, std::move(value));
  };
  add("reason", ReasonOf(status));
  add("fields", FieldsOf(status, request));
  if (IsOwnFailure(status.code())) add("text", std::string(status.message()));
  return fields;
}

std::vector<LogField> CallFields(const rpc::CallRecord& record) {
  const rpc::CallContext none;
  const rpc::CallContext& call = record.context == nullptr ? none : *record.context;
  const MethodDescriptor* method = MethodOf(record);
  std::vector<LogField> fields = {{"method", method == nullptr ? "unknown" : record.path}};
  for (LogField& field :
       ErrorFields(record.status, method == nullptr ? nullptr : method->input_type())) {
    fields.push_back(std::move(field));
  }
  fields.insert(
      fields.end(),
      {{"milliseconds", absl::StrFormat("%.3f", absl::ToDoubleMilliseconds(record.duration))},
       {"organisation", call.organisation},
       {"subject", call.identity.subject},
       {"request_id", call.request_id},
       {"trace_id", std::string(rpc::TraceIdOf(call.traceparent))},
       {"span_id", std::string(rpc::SpanIdOf(call.traceparent))}});
  return fields;
}

void LogCall(const rpc::CallRecord& record, LogLevel reads) {
  const LogLevel level = LevelOf(record, reads);
  if (IsLogged(level)) Log(level, "call", CallFields(record));
}

}  // namespace potential::server
