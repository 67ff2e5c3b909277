#include "gateway/cli/session.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "gateway/cli/json.h"
#include "gateway/cli/outcome.h"
#include "services/chassis/rpc/byte_buffer.h"
#include "services/chassis/storage/status_macros.h"

namespace potential::cli {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

absl::Status Unreadable(const Message& answer) {
  return absl::InternalError(absl::StrCat("the server's answer is no ", answer.GetTypeName()));
}

}  // namespace

Session::Session(std::shared_ptr<grpc::Channel> channel, ConnectionOptions options)
    : connection_(std::move(channel), std::move(options)), catalogue_(connection_) {}

absl::Status Session::Reach(absl::string_view address) {
  const absl::Status reachable = connection_.WaitUntilReachable();
  if (reachable.ok()) return reachable;
  return UnreachableError(absl::StrCat(
      "cannot reach ", address,
      ": is the suite running? Another address is given with --address or POTENTIAL_ADDRESS"));
}

absl::Status Session::Call(const google::protobuf::MethodDescriptor& method, const Message& request,
                           const OnAnswer& on_answer) {
  std::unique_ptr<Message> answer = catalogue_.NewMessage(method.output_type());
  absl::Status parsed;
  const absl::Status called =
      connection_.Call(MethodPath(method), rpc::Serialize(request), method.server_streaming(),
                       [&](const grpc::ByteBuffer& bytes) {
                         answer->Clear();
                         if (!rpc::Parse(bytes, *answer)) return parsed.Update(Unreadable(*answer));
                         on_answer(*answer);
                       });
  return called.ok() ? parsed : called;
}

absl::StatusOr<std::string> Session::CallJson(absl::string_view name, absl::string_view json) {
  ASSIGN_OR_RETURN(const auto* method, catalogue_.FindMethod(name));
  std::unique_ptr<Message> request = catalogue_.NewMessage(method->input_type());
  RETURN_IF_ERROR(FromJson(json, request.get()));
  std::string answer;
  RETURN_IF_ERROR(Call(*method, *request, [&answer](const Message& message) {
    answer = ToJson(message, JsonStyle::kCompact);
  }));
  return answer;
}

absl::StatusOr<std::string> Session::ReadJson(absl::string_view name) {
  ASSIGN_OR_RETURN(const ReadMethod read, catalogue_.FindRead(name));
  const std::unique_ptr<Message> request = RequestOf(read, catalogue_);
  std::string answer;
  RETURN_IF_ERROR(Call(*read.method, *request, [&answer](const Message& message) {
    answer = ToJson(message, JsonStyle::kWhole);
  }));
  return answer;
}

absl::Status Session::CallTyped(absl::string_view method, const Message& request, Message* answer) {
  absl::Status parsed;
  const absl::Status called =
      connection_.Call(absl::StrCat("/", method), rpc::Serialize(request), /*streams=*/false,
                       [&](const grpc::ByteBuffer& bytes) {
                         if (!rpc::Parse(bytes, *answer)) parsed.Update(Unreadable(*answer));
                       });
  return called.ok() ? parsed : called;
}

std::unique_ptr<Message> RequestOf(const ReadMethod& read, Catalogue& catalogue) {
  std::unique_ptr<Message> request = catalogue.NewMessage(read.method->input_type());
  for (const auto& [path, value] : read.fields) {
    const FieldDescriptor* field = request->GetDescriptor()->FindFieldByName(path);
    // Reads have their variables in fields of their own; a nested one would be a write.
    if (field == nullptr || field->cpp_type() != FieldDescriptor::CPPTYPE_STRING) continue;
    request->GetReflection()->SetString(request.get(), field, value);
  }
  return request;
}

}  // namespace potential::cli
