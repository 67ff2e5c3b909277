#include "gateway/cli/reflection_database.h"

#include <algorithm>

#include "google/protobuf/descriptor.pb.h"
#include "services/chassis/rpc/byte_buffer.h"
#include "services/chassis/storage/status_macros.h"

namespace potential::cli {
namespace {

constexpr char kV1[] = "/grpc.reflection.v1.ServerReflection/ServerReflectionInfo";
constexpr char kV1Alpha[] = "/grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo";

}  // namespace

absl::StatusOr<ReflectionDatabase::Response> ReflectionDatabase::AskOnStream(
    const Request& request) {
  if (stream_ == nullptr) stream_ = connection_.Open(alpha_ ? kV1Alpha : kV1);
  grpc::ByteBuffer answer;
  if (!stream_->Write(rpc::Serialize(request)) || !stream_->Read(&answer)) {
    const absl::Status status = stream_->Finish();
    stream_.reset();
    return status.ok() ? absl::UnavailableError("the server ended its reflection stream") : status;
  }
  Response response;
  if (!rpc::Parse(answer, response)) {
    return absl::InternalError("the server's reflection answer cannot be read");
  }
  return response;
}

absl::StatusOr<ReflectionDatabase::Response> ReflectionDatabase::Ask(const Request& request) {
  absl::StatusOr<Response> response = AskOnStream(request);
  if (!alpha_ && response.status().code() == absl::StatusCode::kUnimplemented) {
    alpha_ = true;
    response = AskOnStream(request);
  }
  if (!response.ok()) status_.Update(response.status());
  return response;
}

absl::StatusOr<std::vector<std::string>> ReflectionDatabase::ListServices() {
  Request request;
  request.set_list_services("*");
  ASSIGN_OR_RETURN(const Response response, Ask(request));
  std::vector<std::string> names;
  for (const auto& service : response.list_services_response().service()) {
    names.push_back(service.name());
  }
  std::sort(names.begin(), names.end());
  return names;
}

bool ReflectionDatabase::Fetch(const Request& request) {
  const absl::StatusOr<Response> response = Ask(request);
  if (!response.ok() || !response->has_file_descriptor_response()) return false;
  for (const std::string& bytes : response->file_descriptor_response().file_descriptor_proto()) {
    google::protobuf::FileDescriptorProto file;
    google::protobuf::FileDescriptorProto known;
    if (!file.ParseFromString(bytes)) return false;
    if (!files_.FindFileByName(file.name(), &known)) files_.Add(file);
  }
  return true;
}

bool ReflectionDatabase::FindFileByName(const std::string& filename,
                                        google::protobuf::FileDescriptorProto* output) {
  if (files_.FindFileByName(filename, output)) return true;
  Request request;
  request.set_file_by_filename(filename);
  return Fetch(request) && files_.FindFileByName(filename, output);
}

bool ReflectionDatabase::FindFileContainingSymbol(const std::string& symbol_name,
                                                  google::protobuf::FileDescriptorProto* output) {
  if (files_.FindFileContainingSymbol(symbol_name, output)) return true;
  Request request;
  request.set_file_containing_symbol(symbol_name);
  return Fetch(request) && files_.FindFileContainingSymbol(symbol_name, output);
}

bool ReflectionDatabase::FindFileContainingExtension(const std::string&, int,
                                                     google::protobuf::FileDescriptorProto*) {
  return false;
}

}  // namespace potential::cli
