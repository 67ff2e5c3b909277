// Imports that replace a period: what they remove, what they refuse to empty, and who may ask for them.

#include <utility>

#include "gmock/gmock.h"
#include "services/occupation/import_testing.h"

namespace potential::occupation {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::IsOk;
using testing::StatusIs;
using v1::ImportInterventionsResponse;

using ImportPeriodTest = ImportTest;

TEST_F(ImportPeriodTest, ReplacesAPeriod) {
  ASSERT_THAT(Import({"jan,2026-01-31,COM-R1,1,5,01,", "a,2026-02-01,COM-R1,2,5,01,",
                      "b,2026-02-10,COM-R1,4,5,01,", "ward,2026-02-10,AUC-W1,8,5,01,",
                      "c,2026-03-31,COM-R1,16,5,01,", "apr,2026-04-01,COM-R1,32,5,01,"}),
              IsOk());
  const std::vector<std::string> rows = {"b,2026-02-10,COM-R1,4,5,01,",
                                         "new,2026-03-01,COM-R1,64,5,01,"};
  const std::string replace =
      "mode: ALL_OR_NOTHING replace { first_month: '2026-02' last_month: '2026-03' teams: 'COM-R1' }";
  const std::string counts =
      "rows 2 inserted 1 updated 0 unchanged 1 superseded 0 removed 2 rejected 0 unmapped 0 other 0";
  EXPECT_EQ(Imported(rows, replace + " validate_only: true"), counts);
  EXPECT_EQ(Stored().size(), 6);
  EXPECT_EQ(Imported(rows, replace), counts);
  EXPECT_THAT(Stored(), ElementsAre("apr", "b", "jan", "new", "ward"));
  EXPECT_EQ(calls_.Flow("occupation.intervention_minutes", "2026-01-01", "2026-04-30").value(),
            1 + 4 + 8 + 32 + 64);
  EXPECT_EQ(Differing(), 0);
  const int64_t revision = Revision();
  EXPECT_EQ(Imported(rows, replace),
            "rows 2 inserted 0 updated 0 unchanged 2 superseded 0 removed 0 rejected 0 unmapped 0 "
            "other 0");
  EXPECT_EQ(Revision(), revision);
}

// Callers that may not administer the organisation, and how they are told.
std::vector<std::pair<rpc::Identity, absl::StatusCode>> OtherCallers() {
  std::vector<std::pair<rpc::Identity, absl::StatusCode>> callers;
  const auto add = [&callers](absl::StatusCode code) -> rpc::Identity& {
    return callers.emplace_back(rpc::LocalAdministrator(), code).first;
  };
  for (const rpc::Role role : {rpc::Role::kViewer, rpc::Role::kEditor, rpc::Role::kLead}) {
    add(absl::StatusCode::kPermissionDenied).role = role;
  }
  add(absl::StatusCode::kPermissionDenied).audience = rpc::Audience::kPublished;
  add(absl::StatusCode::kNotFound).organisations = {"tower-hamlets"};
  return callers;
}

TEST_F(ImportPeriodTest, ReplacesForAdministratorsOnly) {
  ASSERT_THAT(Import({"a,2026-02-03,COM-R1,30,5,01,"}), IsOk());
  const std::string period =
      "replace { first_month: '2026-02' last_month: '2026-03' allow_empty: true } ";
  const auto replace_as = [&](const rpc::Identity& identity) {
    return ImportFile(fixture_.channel(), Extract({}), period + "mode: ALL_OR_NOTHING", 1000,
                      identity);
  };
  for (const auto& [caller, code] : OtherCallers()) {
    EXPECT_THAT(replace_as(caller), StatusIs(code)) << rpc::DevelopmentHeader(caller);
  }
  rpc::Identity of_line = rpc::LocalAdministrator();
  of_line.service_lines = {"community"};
  EXPECT_THAT(replace_as(of_line), StatusIs(absl::StatusCode::kPermissionDenied));
  EXPECT_THAT(Stored(), ElementsAre("a"));
  EXPECT_THAT(replace_as(rpc::LocalAdministrator()), IsOk());
  EXPECT_THAT(Stored(), IsEmpty());
}

TEST_F(ImportPeriodTest, VerifiesForAdministratorsOnly) {
  const auto verify_as = [&](const rpc::Identity& identity) {
    fixture_.set_identity(identity);
    v1::VerifyInterventionsRequest request;
    request.set_parent("organisations/swlstg");
    return fixture_.Call<v1::VerifyInterventionsResponse>(
        "potential.occupation.v1.InterventionService.VerifyInterventions", request);
  };
  for (const auto& [caller, code] : OtherCallers()) {
    EXPECT_THAT(verify_as(caller), StatusIs(code)) << rpc::DevelopmentHeader(caller);
  }
  EXPECT_THAT(verify_as(rpc::LocalAdministrator()), IsOk());
}

TEST_F(ImportPeriodTest, RefusesReplacementsThatMakeNoSense) {
  EXPECT_THAT(Import({}, "mode: SKIP_BAD replace { first_month: '2026-02' last_month: '2026-03' }"),
              testing::Violates("mode"));
  EXPECT_THAT(Import({}, "mode: ALL_OR_NOTHING replace { first_month: '2026-03' last_month: "
                         "'2026-02' }"),
              testing::Violates("replace.last_month"));
  EXPECT_THAT(Import({}, "mode: ALL_OR_NOTHING replace { first_month: '2026-03' }"),
              testing::Violates("replace.last_month"));
}

class ImportReplacementTest : public ImportTest {
 protected:
  ImportReplacementTest() {
    EXPECT_THAT(Import({"feb,2026-02-10,COM-R1,1,5,01,", "mar,2026-03-10,COM-R1,2,5,01,",
                        "ward,2026-03-10,AUC-W1,4,5,01,"}),
                IsOk());
  }

  // Replaces February and March by the rows, once as a dry run; `fields` are further ones of `replace`.
  ImportInterventionsResponse Replace(const std::vector<std::string>& rows,
                                      const std::string& fields = "") {
    const std::string options =
        absl::StrCat("mode: ALL_OR_NOTHING replace { first_month: '2026-02' last_month: '2026-03' ",
                     fields, "}");
    const auto foretold = Import(rows, options + " validate_only: true");
    const auto answer = Import(rows, options);
    EXPECT_THAT(foretold, IsOk());
    EXPECT_THAT(answer, IsOk());
    if (!foretold.ok() || !answer.ok()) return {};
    EXPECT_EQ(foretold->refusal(), answer->refusal());
    EXPECT_EQ(Counts(*foretold), Counts(*answer));
    EXPECT_EQ(answer->applied(), answer->refusal().empty());
    return *answer;
  }
};

TEST_F(ImportReplacementTest, RefusesToEmptyAMonth) {
  EXPECT_THAT(Replace({}).refusal(), HasSubstr("no row for 2026-02, 2026-03 of the period"));
  EXPECT_THAT(Replace({"new,2026-03-01,COM-R1,8,5,01,"}).refusal(),
              HasSubstr("no row for 2026-02 of the period"));
  // Rows of other teams fill no month of those to which the replacement is limited.
  EXPECT_THAT(Replace({"new,2026-02-01,COM-R1,8,5,01,", "x,2026-03-01,AUC-W1,8,5,01,"},
                      "teams: 'COM-R1' ")
                  .refusal(),
              HasSubstr("no row for 2026-03 of the period"));
  EXPECT_THAT(Stored(), ElementsAre("feb", "mar", "ward"));
  EXPECT_EQ(Replace({"new,2026-03-01,COM-R1,8,5,01,"}, "allow_empty: true").removed(), 3);
  EXPECT_THAT(Stored(), ElementsAre("new"));
  EXPECT_EQ(Replace({}, "allow_empty: true").removed(), 1);
  EXPECT_THAT(Stored(), IsEmpty());
  EXPECT_EQ(Differing(), 0);
}

TEST_F(ImportReplacementTest, RefusesRowsOfUnmappedTeams) {
  const std::vector<std::string> rows = {"new,2026-02-01,COM-R1,8,5,01,",
                                         "mar,2026-03-10,COM-R1,2,5,01,",
                                         "ward,2026-03-10,AUC-W9,4,5,01,"};
  const ImportInterventionsResponse refused = Replace(rows);
  EXPECT_THAT(refused.refusal(), HasSubstr("1 row is of teams that the strategy does not list"));
  EXPECT_EQ(refused.unmapped(), 1);
  EXPECT_EQ(refused.removed(), 2);  // would have been
  EXPECT_THAT(Stored(), ElementsAre("feb", "mar", "ward"));
  EXPECT_TRUE(Replace(rows, "allow_unmapped: true").applied());
  EXPECT_THAT(Stored(), ElementsAre("mar", "new"));
}

}  // namespace
}  // namespace potential::occupation
