// The baseline of calls: a bare gRPC callback server that answers every call with the same bytes.

#ifndef POTENTIAL_TESTS_BENCHMARKS_ECHO_SERVER_H_
#define POTENTIAL_TESTS_BENCHMARKS_ECHO_SERVER_H_

#include <memory>
#include <string>

#include "grpcpp/generic/async_generic_service.h"
#include "grpcpp/server.h"

namespace potential::benchmarks {

// Serves on a free port of loopback until it is destroyed.
class EchoServer {
 public:
  explicit EchoServer(const std::string& answer);
  ~EchoServer();

  const std::string& address() const { return address_; }

 private:
  class Service;

  std::unique_ptr<Service> service_;
  std::unique_ptr<grpc::Server> server_;
  std::string address_;
};

}  // namespace potential::benchmarks

#endif  // POTENTIAL_TESTS_BENCHMARKS_ECHO_SERVER_H_
