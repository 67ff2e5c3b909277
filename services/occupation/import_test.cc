// Imports of extracts through the service: what becomes of good and bad rows, by mode.

#include <unistd.h>

#include <atomic>
#include <cstdio>

#include "gmock/gmock.h"
#include "potential/occupation/v1/import_month.pb.h"
#include "services/chassis/storage/change_log.h"
#include "services/chassis/storage/history.h"
#include "services/occupation/import_testing.h"
#include "services/occupation/interventions/import_request.h"
#include "services/occupation/interventions/import_stage.h"

namespace potential::occupation {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::IsOk;
using testing::StatusIs;
using v1::ImportInterventionsResponse;
using v1::ImportMonth;

TEST_F(ImportTest, WritesRowsWithWhatFollowsFromThem) {
  const auto answer = Import({"a,2026-02-03,COM-R1,30,5,01,311401005", "b,2026-02-28,AUC-W1,,3,11,",
                              "c,2026-03-01,AUC-W1,45,6,02,"});
  ASSERT_THAT(answer, IsOk());
  EXPECT_EQ(Counts(*answer),
            "rows 3 inserted 3 updated 0 unchanged 0 superseded 0 removed 0 rejected 0 unmapped 0 "
            "other 0");
  EXPECT_TRUE(answer->applied());
  EXPECT_EQ(answer->revision(), Revision());
  EXPECT_THAT(Stored("service_line = community AND ot_service = community-recovery AND "
                     "attended = ATTENDED AND contact_mode = FACE_TO_FACE AND "
                     "duration_minutes = 30 AND date = \"2026-02-03\""),
              ElementsAre("a"));
  EXPECT_THAT(Stored("attended = DID_NOT_ATTEND AND contact_mode = VIDEO"), ElementsAre("b"));
  ASSERT_EQ(answer->months_size(), 2);
  EXPECT_EQ(answer->months(0).ShortDebugString(), "month: \"2026-02\" rows: 2 attended: 1");
  EXPECT_EQ(answer->months(1).ShortDebugString(), "month: \"2026-03\" rows: 1 attended: 1");
  EXPECT_EQ(calls_.Flow("occupation.interventions", "2026-02-01", "2026-03-31").value(), 2);
  EXPECT_EQ(calls_.Flow("occupation.intervention_minutes", "2026-02-01", "2026-03-31").value(), 75);
  EXPECT_EQ(Differing(), 0);
}

TEST_F(ImportTest, ChangesNothingWhenTheFileIsRepeated) {
  const std::vector<std::string> rows = {"a,2026-02-03,COM-R1,30,5,01,", "b,2026-02-03,AUC-W1,,3,,"};
  ASSERT_THAT(Import(rows), IsOk());
  const int64_t revision = Revision();
  const auto again = Import(rows);
  ASSERT_THAT(again, IsOk());
  EXPECT_EQ(again->unchanged(), 2);
  EXPECT_EQ(again->revision(), revision);
  EXPECT_EQ(Revision(), revision);
}

TEST_F(ImportTest, ReplacesCorrectedRowsAndTheirSums) {
  ASSERT_THAT(Import({"a,2026-02-03,COM-R1,30,5,01,", "b,2026-02-03,COM-R1,30,5,01,"}), IsOk());
  EXPECT_EQ(Imported({"a,2026-02-03,COM-R1,30,5,01,", "b,2026-03-03,AUC-W1,45,5,01,"}),
            "rows 2 inserted 0 updated 1 unchanged 1 superseded 0 removed 0 rejected 0 unmapped 0 "
            "other 0");
  EXPECT_EQ(calls_.Flow("occupation.intervention_minutes", "2026-02-01", "2026-02-28").value(), 30);
  EXPECT_EQ(calls_.Flow("occupation.intervention_minutes", "2026-03-01", "2026-03-31").value(), 45);
  EXPECT_EQ(Differing(), 0);
}

TEST_F(ImportTest, SkipsBadRowsAndTellsThem) {
  const auto answer = Import({"a,2026-02-03,COM-R1,30,5,01,", ",2026-02-03,COM-R1,,,,",
                              "c,03/02/2026,COM-R1,,,,", "d,2026-02-30,COM-R1,,,,",
                              "e,2026-02-03,COM-R1,1441,,,", "f,2026-02-03,COM-R1,half,,,",
                              "g,2026-02-03,COM-R1,,9,,", "h,2026-02-03,COM-R1,,,77,",
                              "i,2026-02-03,COM-R1,,,,12345678", "j,2026-02-03,COM-R1", "",
                              "k,2026-02-03,COM-R1,,,,,", "l,2026-02-03,COM-R1,,,,,more",
                              "m,2026-02-03,,,,,", "n\xff,2026-02-03,COM-R1,,,,",
                              "\"o,2026-02-03,COM-R1,,,,"});
  ASSERT_THAT(answer, IsOk());
  EXPECT_THAT(
      Told(*answer),
      ElementsAre("3 CareActID: is required", HasSubstr("4 CareContDate: `03/02/2026` is not a day of the calendar"),
                  HasSubstr("5 CareContDate: `2026-02-30` is not a day of the calendar"),
                  "6 ClinContactDurOfCareAct: is above 1440, the greatest value",
                  "7 ClinContactDurOfCareAct: `half` is not a whole number of minutes",
                  "8 AttendStatus: `9` is no code of Attendance",
                  "9 ConsMechanismMH: `77` is no code of ContactMode",
                  HasSubstr("10 Procedure: `12345678` is not a SNOMED CT identifier"),
                  "11 : has 3 columns and not the 7 of the first line; is it cut off?",
                  "14 : has 8 columns and not the 7 of the first line",
                  "15 CareProfTeamLocalID: is required", "16 CareActID: is not valid UTF-8",
                  "17 : has a quote that is not closed"));
  EXPECT_EQ(answer->rejected(), 13);
  EXPECT_EQ(answer->inserted(), 2);
  EXPECT_THAT(Stored(), ElementsAre("a", "k"));
}

TEST_F(ImportTest, RejectsRowsOfDaysAfterTodayInEveryMode) {
  for (const char* options : {"validate_only: true", "mode: ALL_OR_NOTHING", ""}) {
    const auto answer = Import(
        {"a,2026-06-15,COM-R1,30,5,01,", "b,2026-06-16,COM-R1,30,5,01,", "c,2036-11-01,COM-R1,,,,"},
        options);
    ASSERT_THAT(answer, IsOk()) << options;
    EXPECT_THAT(Told(*answer),
                ElementsAre("3 CareContDate: `2026-06-16` must not be after today, 2026-06-15",
                            "4 CareContDate: `2036-11-01` must not be after today, 2026-06-15"))
        << options;
  }
  EXPECT_THAT(Stored(), ElementsAre("a"));
}

TEST_F(ImportTest, CountsRowsOfUnmappedTeamsAndImportsNone) {
  const auto answer = Import({"a,2026-02-03,COM-R1,,,,", "b,2026-02-03,XX-1,,,,",
                              "c,nonsense,XX-1,,,,", "d,2026-02-03,AA-9,,,,"});
  ASSERT_THAT(answer, IsOk());
  EXPECT_EQ(answer->unmapped(), 3);
  EXPECT_EQ(answer->rejected(), 0);
  ASSERT_EQ(answer->unmapped_teams_size(), 2);
  EXPECT_EQ(answer->unmapped_teams(0).ShortDebugString(), "team_code: \"AA-9\" rows: 1");
  EXPECT_EQ(answer->unmapped_teams(1).ShortDebugString(), "team_code: \"XX-1\" rows: 2");
  EXPECT_THAT(Stored(), ElementsAre("a"));
}

TEST_F(ImportTest, TakesTheLaterOfTwoRowsWithOneKey) {
  EXPECT_EQ(Imported({"a,2026-02-03,COM-R1,30,5,01,", "a,2026-02-04,COM-R1,45,5,01,"}),
            "rows 2 inserted 1 updated 0 unchanged 0 superseded 1 removed 0 rejected 0 unmapped 0 "
            "other 0");
  EXPECT_THAT(Stored("date = \"2026-02-04\""), ElementsAre("a"));
  EXPECT_EQ(Imported({"b,2026-02-03,COM-R1,30,5,01,", "b,2026-02-04,COM-R1,45,5,01,"},
                     "mode: ALL_OR_NOTHING"),
            "rows 2 inserted 1 updated 0 unchanged 0 superseded 1 removed 0 rejected 0 unmapped 0 "
            "other 0");
}

TEST_F(ImportTest, WritesNothingInADryRunAndCountsTheSame) {
  ASSERT_THAT(Import({"a,2026-02-03,COM-R1,30,5,01,", "b,2026-02-03,COM-R1,30,5,01,"}), IsOk());
  const int64_t revision = Revision();
  const std::vector<std::string> rows = {"a,2026-02-03,COM-R1,30,5,01,",
                                         "b,2026-02-03,COM-R1,31,5,01,",
                                         "c,2026-02-03,COM-R1,32,5,01,", "d,never,COM-R1,,,,"};
  const auto answer = Import(rows, "validate_only: true");
  ASSERT_THAT(answer, IsOk());
  EXPECT_FALSE(answer->applied());
  const std::string counts =
      "rows 4 inserted 1 updated 1 unchanged 1 superseded 0 removed 0 rejected 1 unmapped 0 other 0";
  EXPECT_EQ(Counts(*answer), counts);
  EXPECT_EQ(Revision(), revision);
  EXPECT_EQ(Imported(rows), counts);
}

TEST_F(ImportTest, AppliesAllOrNothing) {
  const auto bad = Import({"a,2026-02-03,COM-R1,30,5,01,", "b,never,COM-R1,,,,"},
                          "mode: ALL_OR_NOTHING");
  ASSERT_THAT(bad, IsOk());
  EXPECT_FALSE(bad->applied());
  EXPECT_EQ(bad->rejected(), 1);
  EXPECT_EQ(bad->refusal(), "1 row is bad");
  EXPECT_EQ(Revision(), 0);
  EXPECT_THAT(Stored(), IsEmpty());
  const auto good = Import({"a,2026-02-03,COM-R1,30,5,01,", "b,2026-02-04,COM-R1,,,,"},
                           "mode: ALL_OR_NOTHING");
  ASSERT_THAT(good, IsOk());
  EXPECT_TRUE(good->applied());
  EXPECT_EQ(good->refusal(), "");
  EXPECT_EQ(good->inserted(), 2);
  EXPECT_EQ(good->revision(), Revision());
  EXPECT_THAT(Stored(), ElementsAre("a", "b"));
  EXPECT_EQ(Differing(), 0);
}

// A refused file is answered with what it would have done, and every row is in one of the numbers.
TEST_F(ImportTest, CountsWhatARefusedFileWouldHaveDone) {
  ASSERT_THAT(Import({"same,2026-02-03,COM-R1,30,5,01,", "old,2026-02-03,COM-R1,30,5,01,",
                      "gone,2026-02-04,COM-R1,30,5,01,", "mar,2026-03-04,COM-R1,30,5,01,"}),
              IsOk());
  const std::vector<std::string> rows = {
      "same,2026-02-03,COM-R1,30,5,01,", "old,2026-02-03,COM-R1,31,5,01,",
      "new,2026-02-03,COM-R1,30,5,01,",  "new,2026-02-03,COM-R1,45,5,01,",
      "bad,never,COM-R1,30,5,01,",       "other,2026-02-03,XX-1,30,5,01,"};
  const int64_t revision = Revision();
  for (const char* replace : {"", "replace { first_month: '2026-02' last_month: '2026-02' }"}) {
    const auto answer = Import(rows, absl::StrCat("mode: ALL_OR_NOTHING ", replace));
    ASSERT_THAT(answer, IsOk());
    EXPECT_FALSE(answer->applied());
    EXPECT_EQ(answer->refusal(), "1 row is bad");
    EXPECT_EQ(Counts(*answer),
              absl::StrCat("rows 6 inserted 1 updated 1 unchanged 1 superseded 1 removed ",
                           *replace == '\0' ? 0 : 1, " rejected 1 unmapped 1 other 0"));
    EXPECT_EQ(answer->rows(), answer->inserted() + answer->updated() + answer->unchanged() +
                                  answer->superseded() + answer->rejected() + answer->unmapped() +
                                  answer->other_staff());
  }
  EXPECT_EQ(Revision(), revision);
  EXPECT_THAT(Stored("duration_minutes = 30"), ElementsAre("gone", "mar", "old", "same"));
}

TEST_F(ImportTest, WarnsOfALastRowWithoutItsEnd) {
  std::string file = Extract({"a,2026-02-03,COM-R1,30,5,01,", "b,2026-02-03,COM-R1,30,5,01,"});
  const auto whole = ImportFile(fixture_.channel(), file);
  ASSERT_THAT(whole, IsOk());
  EXPECT_THAT(whole->warnings(), IsEmpty());
  file.resize(file.size() - 2);
  for (const char* mode : {"mode: SKIP_BAD", "mode: ALL_OR_NOTHING", "validate_only: true"}) {
    const auto answer = ImportFile(fixture_.channel(), file, mode);
    ASSERT_THAT(answer, IsOk());
    EXPECT_EQ(answer->unchanged(), 2);
    EXPECT_THAT(answer->warnings(), ElementsAre(HasSubstr("line 3, the last, has no line end")));
  }
  for (const char* validate : {"", " validate_only: true"}) {
    const auto answer = ImportFile(
        fixture_.channel(), file,
        absl::StrCat("mode: ALL_OR_NOTHING replace { first_month: '2026-02' last_month: '2026-02' }",
                     validate));
    ASSERT_THAT(answer, IsOk());
    EXPECT_FALSE(answer->applied());
    EXPECT_EQ(answer->refusal(), "1 row is bad");
    EXPECT_THAT(Told(*answer), ElementsAre("3 : is the last and has no line end; is the file cut off?"));
  }
  EXPECT_THAT(Stored(), ElementsAre("a", "b"));
}

TEST_F(ImportTest, AdmitsCallersAsOtherMethodsDo) {
  const std::vector<std::string> rows = {"a,2026-02-03,COM-R1,30,5,01,",
                                         "b,2026-02-03,AUC-W1,30,5,01,"};
  const auto import_as = [&](const rpc::Identity& identity, const std::string& options = "") {
    return ImportFile(fixture_.channel(), Extract(rows), options, 1000, identity);
  };
  rpc::Identity caller = rpc::LocalAdministrator();
  caller.role = rpc::Role::kViewer;
  EXPECT_THAT(import_as(caller), StatusIs(absl::StatusCode::kPermissionDenied));
  caller = rpc::LocalAdministrator();
  caller.audience = rpc::Audience::kPublished;
  EXPECT_THAT(import_as(caller), StatusIs(absl::StatusCode::kPermissionDenied));
  caller = rpc::LocalAdministrator();
  caller.organisations = {"tower-hamlets"};
  EXPECT_THAT(import_as(caller), StatusIs(absl::StatusCode::kNotFound));
  EXPECT_THAT(import_as(rpc::LocalAdministrator(), "parent: 'organisations/nowhere'"),
              StatusIs(absl::StatusCode::kNotFound));
  EXPECT_THAT(import_as(rpc::LocalAdministrator(), "parent: 'elsewhere'"),
              testing::Violates("parent"));
  EXPECT_THAT(Stored(), IsEmpty());
}

TEST_F(ImportTest, KeepsToTheCallersLines) {
  ASSERT_THAT(Import({"theirs,2026-02-03,AUC-W1,30,5,01,"}), IsOk());
  rpc::Identity caller = rpc::LocalAdministrator();
  caller.role = rpc::Role::kEditor;
  caller.service_lines = {"community"};
  const std::vector<std::string> rows = {"a,2026-02-03,COM-R1,30,5,01,",
                                         "b,2026-02-03,AUC-W1,30,5,01,",
                                         "theirs,2026-02-03,COM-R1,30,5,01,"};
  for (const char* mode : {"validate_only: true", "mode: ALL_OR_NOTHING", "mode: SKIP_BAD"}) {
    const auto answer = ImportFile(fixture_.channel(), Extract(rows), mode, 1000, caller);
    ASSERT_THAT(answer, IsOk());
    EXPECT_THAT(Told(*answer),
                ElementsAre(HasSubstr("3 CareProfTeamLocalID: is of the service line"),
                            HasSubstr("4 : would replace an intervention of a service line")))
        << mode;
  }
  EXPECT_THAT(Stored("service_line = acute-urgent-care"), ElementsAre("theirs"));
  EXPECT_THAT(Stored("service_line = community"), ElementsAre("a"));
  EXPECT_THAT(ImportFile(fixture_.channel(), Extract({}), "partial_months: '2026-02'", 1000, caller),
              StatusIs(absl::StatusCode::kPermissionDenied));
}

TEST_F(ImportTest, RefusesFilesThatCannotBeRead) {
  const auto import = [this](const std::string& file) {
    return ImportFile(fixture_.channel(), file);
  };
  EXPECT_THAT(import(""), testing::Violates("data"));
  EXPECT_THAT(import("\r\n\r\n"), testing::Violates("data"));
  EXPECT_THAT(import("CareActID,CareContDate\r\n"), testing::Violates("data"));
  EXPECT_THAT(import("CareActID,CareContDate,team_code,NHS Number\r\n"),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("`NHS Number`")));
  EXPECT_THAT(import("\x1f\x8bnot gzip at all"), testing::Violates("data"));
  EXPECT_THAT(import("\"CareActID,CareContDate"), testing::Violates("data"));
}

TEST_F(ImportTest, ReadsWhatTheProfileDeclares) {
  const std::string file = "sep=;\r\nAct Ref;Datum;Team;Kind;Outcome;Staff Group;Patient Name\r\n"
      "1;3/2/2026 09:15;COM-R1;caf\xe9 group;Seen;Occupational Therapist;X\r\n"
      "2;2026-02-03;COM-R1;;Seen;occupational therapist;X\r\n"
      "3;04/02/2026;COM-R1;;DNA;Nurse;X\r\n"
      "4;04/02/2026;NEW-1;;DNA;Occupational Therapist;X\r\n";
  const std::string profile =
      "inline_profile { id: 'local' encoding: WINDOWS_1252 date_format: DAY_MONTH_YEAR "
      "columns { field: RECORD_ID headers: 'ActRef' } columns { field: DATE headers: 'Datum' } "
      "columns { field: TEAM_CODE headers: 'team' } "
      "columns { field: ACTIVITY_TYPE headers: 'Kind' } "
      "columns { field: ATTENDANCE headers: 'Outcome' } ignored_columns: 'patient_name' "
      "local_codes { field: ATTENDANCE text: 'Seen' code: '5' } "
      "local_codes { field: ATTENDANCE text: 'DNA' code: '3' } "
      "staff { headers: 'Staff Group' values: 'Occupational Therapist' } }";
  const auto answer = ImportFile(fixture_.channel(), file, profile);
  ASSERT_THAT(answer, IsOk());
  EXPECT_THAT(Told(*answer), ElementsAre(HasSubstr("4 Datum: `2026-02-03` is not a day of the calendar"),
                                         HasSubstr("6 Team: `NEW-1` is not one of the teams")));
  EXPECT_EQ(answer->other_staff(), 1);
  EXPECT_THAT(Stored("date = \"2026-02-03\" AND attended = ATTENDED AND "
                     "activity_type = \"caf\u00e9 group\""),
              ElementsAre("1"));
}

TEST_F(ImportTest, RefusesProfilesThatAreNotThere) {
  EXPECT_THAT(Import({}, "profile: 'none'"), testing::Violates("profile"));
  EXPECT_THAT(Import({}, "profile: 'none' inline_profile { id: 'mine' }"),
              testing::Violates("inline_profile"));
  EXPECT_THAT(Import({}, "inline_profile { id: 'mine' columns { field: DATE headers: 'a' } "
                         "columns { field: DATE headers: 'b' } }"),
              testing::Violates("inline_profile.field"));
  EXPECT_THAT(Import({}, "inline_profile { id: 'mine' local_codes { field: ATTENDANCE text: 'x' "
                         "code: '99' } }"),
              testing::Violates("profile"));
}

// A reload may take an organisation away while its import waits for its turn.
TEST_F(ImportTest, FindsNoProfileOfAnOrganisationThatIsGone) {
  const std::shared_ptr<const strategy::StrategySet> strategies = fixture_.strategies().Get();
  for (const char* profile : {"", "profile: 'none'", "inline_profile { id: 'mine' }"}) {
    EXPECT_THAT(ProfileFor(*strategies, "gone", ImportRequest(profile)),
                StatusIs(absl::StatusCode::kNotFound));
    EXPECT_THAT(ProfileFor(*strategies, "swlstg", ImportRequest("")), IsOk());
  }
}

TEST_F(ImportTest, StatesMonths) {
  ASSERT_THAT(calls_.Create<ImportMonth>("m1", "month: '2026-01' completeness: PARTIAL "
                                               "teams_missing: 'COM-R1'"),
              IsOk());
  const std::string months = "partial_months: '2026-02' complete_months: '2026-01'";
  ASSERT_THAT(Import({"a,2026-02-03,COM-R1,,,,"}, months), IsOk());
  EXPECT_EQ(calls_.ListNames("ListImportMonths", "month = \"2026-02\" AND completeness = PARTIAL")
                ->size(),
            1);
  EXPECT_EQ(calls_.Get<ImportMonth>("m1")->completeness(), ImportMonth::COMPLETE);
  const int64_t revision = Revision();
  ASSERT_THAT(Import({"a,2026-02-03,COM-R1,,,,"}, months), IsOk());
  EXPECT_EQ(Revision(), revision);
  EXPECT_THAT(Import({}, "partial_months: '2026-02' complete_months: '2026-02'"),
              testing::Violates("complete_months"));
}

TEST_F(ImportTest, NotesOneChangeForAChunkAndOneAtTheEnd) {
  ASSERT_THAT(Import({"a,2026-02-03,COM-R1,,,,", "b,2026-02-03,COM-R1,,,,"}), IsOk());
  const auto revisions = storage::ReadChanges(**fixture_.store().Read(), "swlstg", 0, 100);
  ASSERT_THAT(revisions, IsOk());
  ASSERT_EQ(revisions->size(), 2);
  const std::string name = "organisations/swlstg/interventions";
  EXPECT_THAT((*revisions)[0].changes,
              ElementsAre(storage::Change{"interventions", name, storage::Change::kFactsPart}));
  EXPECT_THAT((*revisions)[1].changes,
              ElementsAre(storage::Change{"interventions", name, storage::Change::kFacts}));
}

TEST_F(ImportTest, IsRefusedWithoutItsEnd) {
  ImportCall call(fixture_.channel(), rpc::LocalAdministrator());
  v1::ImportInterventionsRequest first = ImportRequest("mode: ALL_OR_NOTHING");
  first.set_data(Extract({"a,2026-02-03,COM-R1,,,,"}));
  ASSERT_TRUE(call.Send(first));
  EXPECT_THAT(call.Finish(), StatusIs(absl::StatusCode::kAborted));
  EXPECT_THAT(Stored(), IsEmpty());
}

TEST_F(ImportTest, RefusesOptionsAfterTheFirstMessage) {
  ImportCall call(fixture_.channel(), rpc::LocalAdministrator());
  ASSERT_TRUE(call.Send(ImportRequest("")));
  call.Send(ImportRequest("mode: ALL_OR_NOTHING"));
  EXPECT_THAT(call.Finish(), StatusIs(absl::StatusCode::kInvalidArgument));
}

TEST_F(ImportTest, EndsWhenTheCallerGivesUp) {
  ImportCall call(fixture_.channel(), rpc::LocalAdministrator());
  v1::ImportInterventionsRequest first = ImportRequest("mode: ALL_OR_NOTHING");
  first.set_data(Extract({"a,2026-02-03,COM-R1,,,,"}));
  ASSERT_TRUE(call.Send(first));
  // More than a call holds on its way: the import has begun when it is sent.
  v1::ImportInterventionsRequest blank;
  blank.set_data(std::string(1 << 20, '\n'));
  for (int i = 0; i < 16; ++i) ASSERT_TRUE(call.Send(blank));
  call.Cancel();
  EXPECT_THAT(call.Finish(), StatusIs(absl::StatusCode::kCancelled));
  // The organisation's turn comes again, which shows that the first import is over.
  ASSERT_THAT(Import({"b,2026-02-03,COM-R1,,,,"}), IsOk());
  EXPECT_THAT(Stored(), ElementsAre("b"));
  const auto stored = fixture_.store().Read();
  EXPECT_THAT(*(*stored)->Organisations(StagedImportsTable()), IsEmpty());
}

// Whoever fills an organisation's queue does not keep out others.
TEST_F(ImportTest, RefusesAThirdImportOfAnOrganisation) {
  absl::Notification refused;
  std::atomic<int> over = 0;
  const auto on_over = [&] {
    if (++over == 1) refused.Notify();
  };
  std::vector<std::unique_ptr<ImportCall>> calls;
  for (int i = 0; i < 3; ++i) {
    calls.push_back(std::make_unique<ImportCall>(fixture_.channel(), rpc::LocalAdministrator(),
                                                 on_over));
    ASSERT_TRUE(calls.back()->Send(ImportRequest("")));
  }
  EXPECT_TRUE(refused.WaitForNotificationWithTimeout(absl::Seconds(20)));
  EXPECT_THAT(ImportFile(fixture_.channel(), Extract({"a,2026-02-03,COM-R1,,,,"}),
                         "parent: 'organisations/tower-hamlets'"),
              IsOk());
  EXPECT_EQ(over, 1);
  int exhausted = 0;
  for (const auto& call : calls) {
    call->Cancel();
    exhausted += absl::IsResourceExhausted(call->Finish().status());
  }
  EXPECT_EQ(exhausted, 1);
}

TEST_F(ImportTest, ImportsManyRowsInManyPieces) {
  const std::string path = absl::StrCat(::testing::TempDir(), "/import_", ::getpid(), ".sqlite");
  testing::ServiceFixture fixture(Definition(), {.sqlite_path = path});
  testing::RecordCalls calls(fixture);
  std::vector<std::string> rows;
  for (int i = 0; i < 25'000; ++i) {
    rows.push_back(absl::StrCat("id", i, ",2026-0", 1 + i % 6, "-0", 1 + i % 9,
                                i % 2 == 0 ? ",COM-R1," : ",AUC-W1,", i % 60, ",5,01,"));
  }
  for (const char* mode : {"mode: ALL_OR_NOTHING", "mode: SKIP_BAD"}) {
    const auto answer = ImportFile(fixture.channel(), Extract(rows), mode, 100'000);
    ASSERT_THAT(answer, IsOk());
    EXPECT_EQ(answer->inserted() + answer->unchanged(), 25'000);
    EXPECT_EQ(calls.Flow("occupation.interventions", "2026-01-01", "2026-06-30").value(), 25'000);
  }
  for (const char* suffix : {"", "-wal", "-shm", ".lock"}) std::remove((path + suffix).c_str());
}

}  // namespace
}  // namespace potential::occupation
