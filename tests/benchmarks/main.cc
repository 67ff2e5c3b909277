// The programs behind tests/benchmarks/run, one a first argument. Not for use by hand.

#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <iostream>
#include <string>
#include <vector>

#include "services/chassis/server/library_settings.h"
#include "tests/benchmarks/benchmarks.h"
#include "tests/benchmarks/echo_server.h"
#include "tests/benchmarks/extract.h"

namespace potential::benchmarks {
namespace {

// Serves until it is killed.
[[noreturn]] void Echo(const std::string& service_address) {
  const EchoServer server(RecordBytes(service_address));
  std::cout << server.address() << std::endl;
  while (true) pause();
}

int Run(const std::vector<std::string>& words) {
  const std::string& name = words[0];
  if (name == "echo" && words.size() == 2) Echo(words[1]);
  if (name == "unary_get" && words.size() == 3) {
    UnaryGet(words[1], words[2]);
  } else if (name == "store_commits" && words.size() == 2) {
    StoreCommits(words[1]);
  } else if (name == "grpc_commits" && words.size() == 3) {
    GrpcCommits(words[1], words[2]);
  } else if (name == "dashboard_uncached" && words.size() == 4) {
    UncachedDashboard(words[1], words[2], words[3]);
  } else if (name == "extract" && words.size() == 3) {
    WriteExtract(words[1], std::atoll(words[2].c_str()));
  } else if (name == "import" && words.size() == 3) {
    ImportRows(words[1], words[2]);
  } else if (name == "import_writes" && words.size() == 3) {
    WritesDuringImport(words[1], words[2]);
  } else if (name == "facts_query" && words.size() == 3) {
    FactsQuery(words[1], words[2]);
  } else if (name == "charts" && words.size() == 1) {
    Charts();
  } else {
    std::fprintf(stderr, "potential-benchmark: unknown measurement; see tests/benchmarks/run\n");
    return 2;
  }
  return 0;
}

}  // namespace
}  // namespace potential::benchmarks

int main(int argc, char** argv) {
  // As the services do, so that baselines bear no cost that these do not.
  potential::server::SetUpLibraries();
  const std::vector<std::string> words(argv + 1, argv + argc);
  return words.empty() ? 2 : potential::benchmarks::Run(words);
}
