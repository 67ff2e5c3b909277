#include "gateway/backends/backends.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/chassis/testing/matchers.h"

namespace potential::gateway {
namespace {

using ::testing::HasSubstr;
using testing::StatusIs;

constexpr char kAll[] =
    "workforce=127.0.0.1:1,evidence=127.0.0.1:2,partnerships=unix:/p.sock,occupation=127.0.0.1:4";

TEST(BackendsTest, FindsEachServiceByItsNameAndByItsMethods) {
  const std::unique_ptr<Backends> backends = Backends::Make(kAll).value();
  EXPECT_EQ(backends->all().size(), 4u);
  EXPECT_EQ(backends->Find("evidence")->name, "evidence");
  EXPECT_EQ(backends->Find("nothing"), nullptr);
  EXPECT_EQ(backends->ForMethod("potential.evidence.v1.QiService.GetQiProject")->name, "evidence");
  EXPECT_EQ(backends->ForMethod("potential.indicators.v1.IndicatorService.ListIndicators"), nullptr);
  EXPECT_EQ(backends->ForMethod("potential.evidences.v1.A.B"), nullptr);
}

TEST(BackendsTest, SaysWhatIsWrongWithAddresses) {
  EXPECT_THAT(Backends::Make("workforce=a:1,evidence=b:2,partnerships=c:3"),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("occupation")));
  for (const char* part : {"workforce=x:1", "other=x:1", "evidence", "evidence="}) {
    EXPECT_THAT(Backends::Make(std::string(kAll) + "," + part),
                StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr(part)))
        << part;
  }
}

TEST(BackendsTest, ServiceOfAnIdIsItsFirstWord) {
  EXPECT_EQ(ServiceOf("workforce.cpd"), "workforce");
  EXPECT_EQ(ServiceOf("workforce"), "");
}

TEST(BackendsTest, RefusalIsNoFailure) {
  EXPECT_TRUE(IsFailure(absl::UnavailableError("")));
  EXPECT_TRUE(IsFailure(absl::DeadlineExceededError("")));
  EXPECT_FALSE(IsFailure(absl::PermissionDeniedError("")));
  EXPECT_FALSE(IsFailure(absl::OutOfRangeError("")));
  EXPECT_FALSE(IsFailure(absl::OkStatus()));
}

}  // namespace
}  // namespace potential::gateway
