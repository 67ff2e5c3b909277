#include "services/chassis/server/call_log.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "absl/strings/str_cat.h"
#include "potential/workforce/v1/opportunity_service.pb.h"
#include "services/chassis/resource/violation.h"

namespace potential::server {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::Pair;
using workforce::v1::CreateOpportunityRequest;

// What a careless caller may write where no name belongs.
constexpr char kPersonal[] = "MRS SMITH 07700900000";
constexpr char kCreatePath[] = "/potential.workforce.v1.OpportunityService/CreateOpportunity";

std::vector<LogField> Logged(const absl::Status& status) {
  return ErrorFields(status, CreateOpportunityRequest::descriptor());
}

// All that would stand in the line of the call.
std::string Line(const std::string& path, const absl::Status& status) {
  std::string line;
  for (const auto& [key, value] : CallFields({.path = path,
                                              .status = status,
                                              .duration = absl::Milliseconds(2),
                                              .context = nullptr})) {
    absl::StrAppend(&line, key, "=", value, " ");
  }
  return line;
}

TEST(CallLogTest, NamesTheFieldsOfACallersErrorAndNotItsText) {
  const absl::Status status = resource::InvalidArgument({
      {"opportunity.service_line", absl::StrCat("`", kPersonal, "` is not one of community")},
      {"opportunity.evidence_links[2]", absl::StrCat(kPersonal, " is no link")},
  });
  EXPECT_THAT(Logged(status),
              ElementsAre(Pair("code", "INVALID_ARGUMENT"), Pair("reason", "FIELD_VIOLATION"),
                          Pair("fields", "opportunity.service_line,opportunity.evidence_links[2]")));
}

TEST(CallLogTest, LeavesOutPathsThatAreNotFieldsOfTheRequest) {
  for (const std::string path :
       {"mrs_smith", "opportunity.mrs_smith", "opportunity.title.smith", "opportunity.title[0]",
        "opportunity.evidence_links[smith]", "opportunity.evidence_links[]", "opportunity[0].title",
        "", "opportunity..title"}) {
    EXPECT_THAT(Logged(resource::InvalidArgument(path, "is odd")),
                ElementsAre(Pair("code", "INVALID_ARGUMENT"), Pair("reason", "FIELD_VIOLATION")))
        << path;
  }
}

TEST(CallLogTest, KeepsNoTextOfAnyErrorThatQuotesTheCaller) {
  for (const absl::Status& status :
       {resource::NotFound(kPersonal), resource::AlreadyExists(kPersonal),
        resource::EtagMismatch(kPersonal), resource::Aborted("RECORD_LOCKED", kPersonal),
        resource::FailedPrecondition("ILLEGAL_TRANSITION", kPersonal),
        resource::OutOfRange("POSITION_COMPACTED", kPersonal),
        resource::PermissionDenied(kPersonal), resource::Unauthenticated(kPersonal),
        resource::Unimplemented(kPersonal), absl::CancelledError(kPersonal),
        absl::InvalidArgumentError(kPersonal)}) {
    const std::string line = Line(kCreatePath, status);
    EXPECT_THAT(line, Not(HasSubstr("SMITH"))) << status;
    EXPECT_THAT(line, HasSubstr(absl::StatusCodeToString(status.code())));
  }
}

TEST(CallLogTest, KeepsTheTextOfItsOwnFailures) {
  EXPECT_THAT(Logged(absl::InternalError("the index is behind")),
              ElementsAre(Pair("code", "INTERNAL"), Pair("text", "the index is behind")));
  EXPECT_THAT(Logged(resource::Unavailable("STORAGE_UNAVAILABLE", "no disk")),
              ElementsAre(Pair("code", "UNAVAILABLE"), Pair("reason", "STORAGE_UNAVAILABLE"),
                          Pair("text", "no disk")));
}

TEST(CallLogTest, NamesAMethodOnlyIfTheContractsHaveIt) {
  EXPECT_THAT(Line(kCreatePath, absl::OkStatus()), HasSubstr(absl::StrCat("method=", kCreatePath)));
  EXPECT_THAT(Line("/mrs.Smith/Call", resource::Unimplemented("/mrs.Smith/Call")),
              HasSubstr("method=unknown "));
}

}  // namespace
}  // namespace potential::server
