#include "tests/benchmarks/echo_server.h"

#include "absl/strings/str_cat.h"
#include "grpcpp/security/server_credentials.h"
#include "grpcpp/server_builder.h"
#include "services/chassis/rpc/byte_buffer.h"

namespace potential::benchmarks {

class EchoServer::Service final : public grpc::CallbackGenericService {
 public:
  explicit Service(const std::string& answer) : answer_(rpc::ToByteBuffer(answer)) {}

  grpc::ServerGenericBidiReactor* CreateReactor(grpc::GenericCallbackServerContext*) override {
    class Call final : public grpc::ServerGenericBidiReactor {
     public:
      explicit Call(const grpc::ByteBuffer& answer) : answer_(answer) { StartRead(&request_); }
      void OnReadDone(bool ok) override {
        if (!ok) return Finish(grpc::Status::OK);
        StartWriteAndFinish(&answer_, grpc::WriteOptions(), grpc::Status::OK);
      }
      void OnDone() override { delete this; }

     private:
      grpc::ByteBuffer request_;
      grpc::ByteBuffer answer_;
    };
    return new Call(answer_);
  }

 private:
  const grpc::ByteBuffer answer_;
};

EchoServer::EchoServer(const std::string& answer) : service_(std::make_unique<Service>(answer)) {
  grpc::ServerBuilder builder;
  int port = 0;
  builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port);
  builder.RegisterCallbackGenericService(service_.get());
  builder.SetMaxSendMessageSize(-1);
  server_ = builder.BuildAndStart();
  address_ = absl::StrCat("127.0.0.1:", port);
}

EchoServer::~EchoServer() { server_->Shutdown(); }

}  // namespace potential::benchmarks
