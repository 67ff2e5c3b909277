#include "services/chassis/storage/status_macros.h"

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <utility>

namespace potential {
namespace {

absl::StatusOr<std::pair<int, int>> Halves(int number) {
  if (number % 2 != 0) return absl::InvalidArgumentError("odd");
  return std::pair<int, int>(number / 2, number / 2);
}

absl::Status CheckEven(int number) {
  RETURN_IF_ERROR(Halves(number).status());
  return absl::OkStatus();
}

absl::StatusOr<std::string> Describe(int number) {
  RETURN_IF_ERROR(CheckEven(number));
  ASSIGN_OR_RETURN(const auto halves, Halves(number));
  // Macros within a macro's argument, and a comma there, must not clash.
  ASSIGN_OR_RETURN(std::string text,
                   [&, sum = halves.first + halves.second]() -> absl::StatusOr<std::string> {
                     RETURN_IF_ERROR(CheckEven(sum));
                     return std::to_string(sum);
                   }());
  ASSIGN_OR_RETURN(text, absl::StatusOr<std::string>(text + "!"));
  return text;
}

absl::StatusOr<std::unique_ptr<int>> Moved() {
  ASSIGN_OR_RETURN(std::unique_ptr<int> number,
                   absl::StatusOr<std::unique_ptr<int>>(std::make_unique<int>(7)));
  return number;
}

TEST(StatusMacrosTest, GoOnWhenAllIsWell) {
  EXPECT_EQ(Describe(8).value(), "8!");
  EXPECT_EQ(*Moved().value(), 7);
}

TEST(StatusMacrosTest, ReturnTheFirstError) {
  EXPECT_EQ(CheckEven(3), absl::InvalidArgumentError("odd"));
  EXPECT_EQ(Describe(3).status(), absl::InvalidArgumentError("odd"));
}

}  // namespace
}  // namespace potential
