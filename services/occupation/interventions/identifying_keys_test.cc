#include "services/occupation/interventions/identifying_keys.h"

#include <gtest/gtest.h>

namespace potential::occupation {
namespace {

// Numbers that no patient has: the NHS keeps those that begin with 999 for tests.
TEST(IsNhsNumberTest, ChecksTheLastDigit) {
  EXPECT_TRUE(IsNhsNumber("9990000018"));
  EXPECT_TRUE(IsNhsNumber("9990000050"));
  EXPECT_FALSE(IsNhsNumber("9990000019"));
  EXPECT_FALSE(IsNhsNumber("999000001"));
  EXPECT_FALSE(IsNhsNumber("99900000180"));
  EXPECT_FALSE(IsNhsNumber("999000001A"));
  EXPECT_FALSE(IsNhsNumber(""));
}

TEST(IdentifyingKeysTest, TellsFromAllIdsTogether) {
  IdentifyingKeys keys;
  for (int i = 1; i < IdentifyingKeys::kFewest; ++i) keys.See("9990000018");
  EXPECT_FALSE(keys.Found());
  keys.See("9990000050");
  EXPECT_TRUE(keys.Found());
  keys.See("9990000051");
  EXPECT_FALSE(keys.Found());
  keys.See("9990000018");
  EXPECT_FALSE(keys.Found());
}

}  // namespace
}  // namespace potential::occupation
