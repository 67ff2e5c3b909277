#include "gateway/http/negotiation.h"

#include "gtest/gtest.h"

namespace potential::gateway {
namespace {

constexpr char kJson[] = "application/json";

TEST(NegotiationTest, TakesTypesByTheMostSpecificRange) {
  for (const char* accept :
       {"", "*/*", "application/*", "application/json", "APPLICATION/JSON", "text/html, */*;q=0.1",
        "application/json;q=0.5;v=1", "text/html,application/*", "*/*;q=0, application/json"}) {
    EXPECT_TRUE(AcceptsType(accept, kJson)) << accept;
  }
  for (const char* accept :
       {"text/html", "application/xml", "application/json;q=0", "application/json;q=0.000, */*",
        "application/*;q=0, */*", "text/*", "application/jsonp", "garbage"}) {
    EXPECT_FALSE(AcceptsType(accept, kJson)) << accept;
  }
}

TEST(NegotiationTest, NamesOnlyWhatIsThereByName) {
  EXPECT_TRUE(NamesType("text/event-stream", "text/event-stream"));
  EXPECT_TRUE(NamesType("application/json, Text/Event-Stream;q=0.5", "text/event-stream"));
  EXPECT_FALSE(NamesType("*/*", "text/event-stream"));
  EXPECT_FALSE(NamesType("text/event-stream;q=0", "text/event-stream"));
  EXPECT_FALSE(NamesType("", "text/event-stream"));
}

TEST(NegotiationTest, KnowsWhoTakesGzip) {
  for (const char* header : {"gzip", "br, GZIP;q=0.1", "*", "deflate, *;q=0.5"}) {
    EXPECT_TRUE(AcceptsGzip(header)) << header;
  }
  for (const char* header : {"", "br", "gzip;q=0", "*, gzip;q=0.0", "identity", "xgzip"}) {
    EXPECT_FALSE(AcceptsGzip(header)) << header;
  }
}

TEST(NegotiationTest, KnowsJson) {
  for (const char* type : {"application/json", "Application/JSON",
                           "application/json; charset=utf-8", "application/json;charset=UTF-8",
                           "application/json; charset=\"utf-8\"", "application/json; v=1"}) {
    EXPECT_TRUE(IsJsonType(type)) << type;
  }
  for (const char* type :
       {"", "text/plain", "application/x-www-form-urlencoded", "application/jsonx",
        "application/json; charset=latin1", "text/json", "multipart/form-data"}) {
    EXPECT_FALSE(IsJsonType(type)) << type;
  }
}

}  // namespace
}  // namespace potential::gateway
