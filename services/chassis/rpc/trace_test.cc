#include "services/chassis/rpc/trace.h"

#include <gtest/gtest.h>

namespace potential::rpc {
namespace {

constexpr char kReceived[] = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

// 1, 2, 3 ...
std::function<uint64_t()> Counting() {
  return [next = uint64_t{0}]() mutable { return ++next; };
}

TEST(TraceTest, GoesOnWithTheCallersTraceInASpanOfItsOwn) {
  EXPECT_EQ(BeginSpan(kReceived, Counting()),
            "00-0af7651916cd43dd8448eb211c80319c-0000000000000001-01");
  EXPECT_EQ(BeginSpan("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-02", Counting()),
            "00-0af7651916cd43dd8448eb211c80319c-0000000000000001-00");
}

TEST(TraceTest, BeginsATraceWithoutOne) {
  EXPECT_EQ(BeginSpan("", Counting()), "00-00000000000000010000000000000002-0000000000000003-00");
}

TEST(TraceTest, BeginsATraceInsteadOfATextThatIsNoTraceparent) {
  const std::string made = BeginSpan("", Counting());
  for (const char* text :
       {"MRS SMITH 07700900000",
        "00-0AF7651916CD43DD8448EB211C80319C-b7ad6b7169203331-01",
        "00-00000000000000000000000000000000-b7ad6b7169203331-01",
        "00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01",
        "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-mrs-smith",
        "ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
        "01-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01smith",
        "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-0"}) {
    EXPECT_EQ(BeginSpan(text, Counting()), made) << text;
  }
}

TEST(TraceTest, ReadsLaterVersionsAsFarAsItKnowsThem) {
  const std::string span = "00-0af7651916cd43dd8448eb211c80319c-0000000000000001-01";
  EXPECT_EQ(BeginSpan("01-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", Counting()), span);
  EXPECT_EQ(BeginSpan("01-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-more", Counting()),
            span);
}

TEST(TraceTest, IdsAreNeverAllZero) {
  EXPECT_EQ(BeginSpan("", [] { return uint64_t{0}; }),
            "00-00000000000000010000000000000001-0000000000000001-00");
}

TEST(TraceTest, HasTheIdsOfASpan) {
  EXPECT_EQ(TraceIdOf(kReceived), "0af7651916cd43dd8448eb211c80319c");
  EXPECT_EQ(SpanIdOf(kReceived), "b7ad6b7169203331");
  EXPECT_EQ(TraceIdOf(""), "");
  EXPECT_EQ(SpanIdOf(""), "");
}

}  // namespace
}  // namespace potential::rpc
