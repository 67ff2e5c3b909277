#include "services/chassis/rpc/grpc_status.h"

#include <string>

#include "absl/strings/cord.h"
#include "google/rpc/error_details.pb.h"

namespace potential::rpc {
namespace {

constexpr absl::string_view kTypePrefix = "type.googleapis.com/";
constexpr absl::string_view kErrorInfoUrl = "type.googleapis.com/google.rpc.ErrorInfo";

bool HasPrivateText(absl::StatusCode code) {
  return code == absl::StatusCode::kInternal || code == absl::StatusCode::kUnknown ||
         code == absl::StatusCode::kDataLoss;
}

std::string PublicText(const absl::Status& status) {
  if (!HasPrivateText(status.code())) return std::string(status.message());
  return status.code() == absl::StatusCode::kDataLoss
             ? "stored data is damaged; the operators have to restore it"
             : "the service failed on this call; the request id finds the cause in its log";
}

}  // namespace

google::rpc::Status ToRpcStatus(const absl::Status& status) {
  google::rpc::Status rpc;
  rpc.set_code(static_cast<int>(status.code()));
  if (status.ok()) return rpc;
  rpc.set_message(PublicText(status));
  if (!status.GetPayload(kErrorInfoUrl)) {
    google::rpc::ErrorInfo info;
    info.set_reason(absl::StatusCodeToString(status.code()));
    info.set_domain("potential");
    rpc.add_details()->PackFrom(info);
  }
  status.ForEachPayload([&rpc](absl::string_view url, const absl::Cord& bytes) {
    if (url.substr(0, kTypePrefix.size()) != kTypePrefix) return;
    google::protobuf::Any* detail = rpc.add_details();
    detail->set_type_url(std::string(url));
    detail->set_value(std::string(bytes));
  });
  return rpc;
}

grpc::Status ToGrpcStatus(const absl::Status& status) {
  if (status.ok()) return grpc::Status::OK;
  const google::rpc::Status rpc = ToRpcStatus(status);
  return grpc::Status(static_cast<grpc::StatusCode>(rpc.code()), rpc.message(),
                      rpc.SerializeAsString());
}

absl::Status FromGrpcStatus(const grpc::Status& status) {
  if (status.ok()) return absl::OkStatus();
  absl::Status result(static_cast<absl::StatusCode>(status.error_code()), status.error_message());
  google::rpc::Status rpc;
  if (!rpc.ParseFromString(status.error_details())) return result;
  for (const google::protobuf::Any& detail : rpc.details()) {
    result.SetPayload(detail.type_url(), absl::Cord(detail.value()));
  }
  return result;
}

}  // namespace potential::rpc
