#include "gateway/cache/sealed_value.h"

#include <gtest/gtest.h>

namespace potential::gateway {
namespace {

TEST(SealedValueTest, OpensUnderItsOwnKeyOnly) {
  const std::string sealed = Seal("key", "value");
  EXPECT_EQ(Unseal("key", sealed), "value");
  EXPECT_EQ(Unseal("other", sealed), std::nullopt);
  EXPECT_EQ(Unseal("ke", Seal("k", "evalue")), std::nullopt);
}

TEST(SealedValueTest, RubbishAndPartsAreMisses) {
  const std::string sealed = Seal("key", "value");
  EXPECT_EQ(Unseal("key", ""), std::nullopt);
  EXPECT_EQ(Unseal("key", "rubbish"), std::nullopt);
  EXPECT_EQ(Unseal("key", sealed.substr(0, sealed.size() - 1)), std::nullopt);
  std::string flipped = sealed;
  flipped.back() = static_cast<char>(flipped.back() ^ 1);
  EXPECT_EQ(Unseal("key", flipped), std::nullopt);
}

TEST(SealedValueTest, EmptyValueIsAValue) { EXPECT_EQ(Unseal("key", Seal("key", "")), ""); }

}  // namespace
}  // namespace potential::gateway
