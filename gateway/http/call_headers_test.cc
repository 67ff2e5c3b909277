#include "gateway/http/call_headers.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace potential::gateway {
namespace {

using std::chrono::milliseconds;
using ::testing::ElementsAre;
using ::testing::Pair;

RequestHead HeadWith(Headers headers) {
  RequestHead head;
  head.headers = std::move(headers);
  return head;
}

constexpr char kTrace[] = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
constexpr char kSpan[] = "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000001-01";

TEST(CallHeadersTest, ReadsEveryUnitOfTimeout) {
  EXPECT_EQ(ParseGrpcTimeout("1H"), milliseconds(3'600'000));
  EXPECT_EQ(ParseGrpcTimeout("2M"), milliseconds(120'000));
  EXPECT_EQ(ParseGrpcTimeout("3S"), milliseconds(3'000));
  EXPECT_EQ(ParseGrpcTimeout("4m"), milliseconds(4));
  EXPECT_EQ(ParseGrpcTimeout("1u"), milliseconds(1));
  EXPECT_EQ(ParseGrpcTimeout("1001u"), milliseconds(2));
  EXPECT_EQ(ParseGrpcTimeout("1n"), milliseconds(1));
  EXPECT_EQ(ParseGrpcTimeout("0m"), milliseconds(0));
  EXPECT_EQ(ParseGrpcTimeout("99999999H"), milliseconds(359'999'996'400'000));
}

TEST(CallHeadersTest, RefusesOtherTimeouts) {
  for (const char* text :
       {"", "5", "S", "-1S", "+1S", "1.5S", "1s", "1h", "123456789S", " 1S", "1S ", "1SS", "xS"}) {
    EXPECT_EQ(ParseGrpcTimeout(text), std::nullopt) << text;
  }
}

TEST(CallHeadersTest, BoundsDeadlinesOfCallsAndNotOfStreams) {
  HttpSettings settings;
  EXPECT_EQ(**TimeoutOf(HeadWith({}), false, settings), settings.default_deadline);
  EXPECT_EQ(*TimeoutOf(HeadWith({}), true, settings), std::nullopt);
  RequestHead day = HeadWith({{"grpc-timeout", "24H"}});
  EXPECT_EQ(**TimeoutOf(day, false, settings), settings.max_deadline);
  EXPECT_EQ(**TimeoutOf(day, true, settings), milliseconds(86'400'000));
  RequestHead twice = HeadWith({{"grpc-timeout", "1S"}, {"grpc-timeout", "1S"}});
  EXPECT_EQ(TimeoutOf(twice, false, settings).status().code(), absl::StatusCode::kInvalidArgument);
  RequestHead bad = HeadWith({{"grpc-timeout", "soon"}});
  EXPECT_EQ(TimeoutOf(bad, true, settings).status().code(), absl::StatusCode::kInvalidArgument);
}

TEST(CallHeadersTest, HandsOnOnlyWhatIsListed) {
  RequestHead head = HeadWith({{"authorization", "Bearer t"},
                               {"cookie", "c"},
                               {"x-forwarded-for", "1.2.3.4"},
                               {"x-potential-identity", "admin"},
                               {"x-potential-role", "admin"},
                               {"grpc-metadata-x", "y"},
                               {"traceparent", kTrace},
                               {"min-revision", "7"}});
  HttpSettings settings;
  EXPECT_THAT(*MetadataOf(head, {"id-1", kSpan}, settings),
              ElementsAre(Pair("x-request-id", "id-1"), Pair("traceparent", kSpan),
                          Pair("authorization", "Bearer t"), Pair("min-revision", "7")));
  settings.development = true;
  EXPECT_THAT(*MetadataOf(head, {"id-1", kSpan}, settings),
              ::testing::Contains(Pair("x-potential-identity", "admin")));
}

TEST(CallHeadersTest, RefusesMetadataThatCannotBeHandedOn) {
  HttpSettings settings;
  for (const Headers& headers :
       {Headers{{"authorization", "a"}, {"authorization", "b"}},
        Headers{{"min-revision", "\xC3\xA9"}}, Headers{{"authorization", "a\tb"}}}) {
    EXPECT_EQ(MetadataOf(HeadWith(headers), {"i", kSpan}, settings).status().code(),
              absl::StatusCode::kInvalidArgument);
  }
}

TEST(CallHeadersTest, KeepsAGoodRequestIdAndReplacesABadOne) {
  RequestIds ids;
  EXPECT_EQ(RequestIdOf(HeadWith({{"x-request-id", "Abc-1._"}}), &ids), "Abc-1._");
  std::string first = RequestIdOf(HeadWith({}), &ids);
  EXPECT_FALSE(first.empty());
  for (const std::string& bad : {std::string(), std::string("a b"), std::string(65, 'x'),
                                 std::string("a\nb"), std::string("é")}) {
    std::string next = RequestIdOf(HeadWith({{"x-request-id", bad}}), &ids);
    EXPECT_NE(next, bad);
    EXPECT_NE(next, first);
  }
}

}  // namespace
}  // namespace potential::gateway
