#include "services/chassis/server/reflection.h"

#include <memory>
#include <utility>

#include "absl/strings/str_cat.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/descriptor.pb.h"
#include "services/chassis/rpc/byte_buffer.h"

namespace potential::server {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::DescriptorPool;
using google::protobuf::FieldDescriptor;
using google::protobuf::FileDescriptor;
using google::protobuf::FileDescriptorProto;
using reflection::v1::ServerReflectionRequest;
using reflection::v1::ServerReflectionResponse;

constexpr int kMaxQuestions = 10'000;

void AppendFile(const FileDescriptor& file, std::set<std::string>& sent,
                reflection::v1::FileDescriptorResponse& response) {
  sent.insert(file.name());
  FileDescriptorProto proto;
  file.CopyTo(&proto);
  response.add_file_descriptor_proto(proto.SerializeAsString());
  for (int i = 0; i < file.dependency_count(); ++i) {
    if (!sent.contains(file.dependency(i)->name())) {
      AppendFile(*file.dependency(i), sent, response);
    }
  }
}

void AnswerFile(const FileDescriptor* file, const std::string& what, std::set<std::string>& sent,
                ServerReflectionResponse& response) {
  if (file == nullptr) {
    response.mutable_error_response()->set_error_code(grpc::StatusCode::NOT_FOUND);
    response.mutable_error_response()->set_error_message(absl::StrCat(what, " is not known here"));
    return;
  }
  AppendFile(*file, sent, *response.mutable_file_descriptor_response());
}

const FileDescriptor* FileOfExtension(const reflection::v1::ExtensionRequest& request) {
  const DescriptorPool& pool = *DescriptorPool::generated_pool();
  const Descriptor* type = pool.FindMessageTypeByName(request.containing_type());
  if (type == nullptr) return nullptr;
  const FieldDescriptor* extension = pool.FindExtensionByNumber(type, request.extension_number());
  return extension == nullptr ? nullptr : extension->file();
}

void AnswerExtensionNumbers(const std::string& type_name, ServerReflectionResponse& response) {
  const DescriptorPool& pool = *DescriptorPool::generated_pool();
  const Descriptor* type = pool.FindMessageTypeByName(type_name);
  if (type == nullptr) {
    std::set<std::string> unused;
    return AnswerFile(nullptr, type_name, unused, response);
  }
  std::vector<const FieldDescriptor*> extensions;
  pool.FindAllExtensions(type, &extensions);
  auto& numbers = *response.mutable_all_extension_numbers_response();
  numbers.set_base_type_name(type_name);
  for (const FieldDescriptor* extension : extensions) {
    numbers.add_extension_number(extension->number());
  }
}

// Reads question after question; each read starts only when the answer before is written.
class Conversation : public std::enable_shared_from_this<Conversation> {
 public:
  Conversation(std::shared_ptr<rpc::ServerCall> call, const std::vector<std::string>& services)
      : call_(std::move(call)), services_(services) {}

  void Next() {
    call_->Read([self = shared_from_this()](bool ok, const grpc::ByteBuffer& message) {
      self->Question(ok, message);
    });
  }

 private:
  void Question(bool ok, const grpc::ByteBuffer& message) {
    if (!ok) return call_->Finish(absl::OkStatus());
    ServerReflectionRequest request;
    if (!rpc::Parse(message, request) || ++questions_ > kMaxQuestions) {
      return call_->Finish(absl::InvalidArgumentError("not a reflection request, or too many"));
    }
    call_->Write(rpc::Serialize(Reflect(request, services_, sent_)),
                 [self = shared_from_this()](bool written) {
                   if (!written) return self->call_->Finish(absl::CancelledError(""));
                   self->Next();
                 });
  }

  const std::shared_ptr<rpc::ServerCall> call_;
  const std::vector<std::string>& services_;
  std::set<std::string> sent_;
  int questions_ = 0;
};

}  // namespace

ServerReflectionResponse Reflect(const ServerReflectionRequest& request,
                                 const std::vector<std::string>& services,
                                 std::set<std::string>& sent) {
  const DescriptorPool& pool = *DescriptorPool::generated_pool();
  ServerReflectionResponse response;
  response.set_valid_host(request.host());
  *response.mutable_original_request() = request;
  switch (request.message_request_case()) {
    case ServerReflectionRequest::kFileByFilename:
      AnswerFile(pool.FindFileByName(request.file_by_filename()), request.file_by_filename(), sent,
                 response);
      break;
    case ServerReflectionRequest::kFileContainingSymbol:
      AnswerFile(pool.FindFileContainingSymbol(request.file_containing_symbol()),
                 request.file_containing_symbol(), sent, response);
      break;
    case ServerReflectionRequest::kFileContainingExtension:
      AnswerFile(FileOfExtension(request.file_containing_extension()), "the extension", sent,
                 response);
      break;
    case ServerReflectionRequest::kAllExtensionNumbersOfType:
      AnswerExtensionNumbers(request.all_extension_numbers_of_type(), response);
      break;
    case ServerReflectionRequest::kListServices:
      for (const std::string& service : services) {
        response.mutable_list_services_response()->add_service()->set_name(service);
      }
      break;
    case ServerReflectionRequest::MESSAGE_REQUEST_NOT_SET:
      response.mutable_error_response()->set_error_code(grpc::StatusCode::INVALID_ARGUMENT);
      response.mutable_error_response()->set_error_message("the request asks nothing");
      break;
  }
  return response;
}

rpc::RawHandler ReflectionHandler(std::vector<std::string> services) {
  auto shared = std::make_shared<const std::vector<std::string>>(std::move(services));
  return [shared](std::shared_ptr<rpc::ServerCall> call) {
    // The conversation refers to the list that the routes keep for as long as the server runs.
    std::make_shared<Conversation>(std::move(call), *shared)->Next();
  };
}

}  // namespace potential::server
