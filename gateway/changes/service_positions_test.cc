#include "gateway/changes/service_positions.h"

#include <gtest/gtest.h>

#include "services/chassis/testing/matchers.h"

namespace potential::gateway {
namespace {

using testing::Violates;

TEST(ServicePositionsTest, ReadsWhatItWrote) {
  const ServicePositions positions = {
      {"workforce", "MSBh-_"}, {"evidence", ""}, {"partnerships", "x="}, {"occupation", "0"}};
  EXPECT_EQ(DecodePositions(EncodePositions(positions)).value(), positions);
}

TEST(ServicePositionsTest, NoPositionIsNoneOfAnyService) {
  const ServicePositions positions = DecodePositions("").value();
  EXPECT_EQ(positions.size(), 4u);
  for (const auto& [service, position] : positions) EXPECT_EQ(position, "") << service;
}

TEST(ServicePositionsTest, OtherTextIsRefused) {
  for (const char* text : {"x", "g1", "g1.a.b.c", "g1.a.b.c.d.e", "g2.a.b.c.d", "g1.a.b.c.d ",
                           "g1.a.b.\xC3\xA9.d", "g1.a.b.c.d\n", "MSBhYmM"}) {
    EXPECT_THAT(DecodePositions(text), Violates("position")) << text;
  }
}

}  // namespace
}  // namespace potential::gateway
