#include "gateway/http/listen_address.h"

#include "gtest/gtest.h"

namespace potential::gateway {
namespace {

TEST(ListenAddressTest, ReadsAddressesAndPorts) {
  const ListenOptions v4 = ParseListenAddress("127.0.0.1:8080").value();
  EXPECT_EQ(v4.address, "127.0.0.1");
  EXPECT_EQ(v4.port, 8080);
  EXPECT_EQ(HostText(v4), "127.0.0.1");
  const ListenOptions v6 = ParseListenAddress("[::1]:0").value();
  EXPECT_EQ(v6.address, "::1");
  EXPECT_EQ(v6.port, 0);
  EXPECT_EQ(HostText(v6), "[::1]");
  EXPECT_EQ(ParseListenAddress("localhost:65535").value().address, "127.0.0.1");
}

TEST(ListenAddressTest, RefusesWhatIsNoAddressWithAPort) {
  for (const char* text : {"", "8080", ":8080", "127.0.0.1", "127.0.0.1:", "127.0.0.1:65536",
                           "127.0.0.1:-1", "::1:8080", "[::1]", "[127.0.0.1]:80", "[::1:80",
                           "example.org:80", "127.0.0.1:80x"}) {
    EXPECT_EQ(ParseListenAddress(text).status().code(), absl::StatusCode::kInvalidArgument) << text;
  }
}

}  // namespace
}  // namespace potential::gateway
