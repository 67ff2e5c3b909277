#include "gateway/backends/contracts.h"

#include <gtest/gtest.h>

namespace potential::gateway {
namespace {

TEST(ContractsTest, EveryContractIsThere) {
  for (const std::string& name : DomainContracts()) {
    EXPECT_NE(google::protobuf::DescriptorPool::generated_pool()->FindServiceByName(name), nullptr)
        << name;
  }
}

TEST(ContractsTest, KnowsTheTypeOfRecordsCopiesAndFacts) {
  for (const auto& [collection, type] :
       {std::pair("teachingOpportunities", "potential.partnerships.v1.TeachingOpportunity"),
        std::pair("receivedOpportunities", "potential.workforce.v1.ReceivedOpportunity"),
        std::pair("reachMeasurements", "potential.occupation.v1.ReachMeasurement")}) {
    const google::protobuf::Descriptor* found = RecordTypeOf(collection);
    ASSERT_NE(found, nullptr) << collection;
    EXPECT_EQ(found->full_name(), type);
  }
}

TEST(ContractsTest, KnowsNoTypeOfOtherWords) { EXPECT_EQ(RecordTypeOf("teaching"), nullptr); }

}  // namespace
}  // namespace potential::gateway
