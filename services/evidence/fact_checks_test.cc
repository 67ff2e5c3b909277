#include "services/evidence/fact_checks.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace potential::evidence {
namespace {

TEST(HoldsNhsNumberFormTest, FindsTenDigitsOnTheirOwn) {
  for (const char* key :
       {"9434765919", "943 476 5919", "943-476-5919", "943 476-5919", "943 - 476 - 5919",
        "episode 9434765919", "9434765919/2", "nhs:943 476 5919.", "1234567890", "12 943 476 5919",
        "(943 476 5919)", "\u20139434765919"}) {
    EXPECT_TRUE(HoldsNhsNumberForm(key)) << key;
  }
}

TEST(HoldsNhsNumberFormTest, LetsOtherKeysPass) {
  for (const char* key :
       {"", "episode-17", "943476591", "94347659190", "a9434765919", "9434765919b", "1 9434765919x",
        "943 4765919", "943476 5919", "9434 76 5919", "943 476 59190", "1943 476 5919",
        "943.476.5919", "943 476", "943 476 591", "3f29a1b2c4d5e6f7", "2026-06-15-001"}) {
    EXPECT_FALSE(HoldsNhsNumberForm(key)) << key;
  }
}

}  // namespace
}  // namespace potential::evidence
