// What becomes of imports that were accepted and could not be applied, when others follow.

#include <atomic>
#include <optional>

#include "gmock/gmock.h"
#include "services/occupation/import_stage_testing.h"
#include "services/occupation/interventions/pending_imports.h"

namespace potential::occupation {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing::IsOk;
using testing::StatusIs;

// Refuses writes as a full disk does, while it is told to.
class FullStore final : public storage::Store {
 public:
  explicit FullStore(storage::Store& store) : store_(store) {}

  std::atomic<bool> full = false;

  void Write(storage::WriteFunction write, storage::DoneFunction done) override {
    if (full) return done(absl::ResourceExhaustedError("full"));
    store_.Write(std::move(write), std::move(done));
  }
  absl::StatusOr<std::unique_ptr<storage::TableReader>> Read() override { return store_.Read(); }
  void SetCommitListener(std::function<void()>) override {}
  const std::string& Incarnation() const override { return store_.Incarnation(); }
  const std::string& Secret() const override { return store_.Secret(); }

 private:
  storage::Store& store_;
};

class ImportPendingTest : public OccupationTest {
 protected:
  static bool Never() { return false; }

  std::vector<std::string> Stored(const std::string& filter = "") {
    return *calls_.ListNames("ListInterventions", filter);
  }
  std::vector<std::string> Pending() {
    return *(*fixture_.store().Read())->Organisations(StagedImportsTable());
  }
  // An import that was accepted and not applied.
  void Accept(ImportStage& stage, const std::vector<std::string>& rows) {
    ASSERT_THAT(stage.Open(), IsOk());
    FillStage(environment_, stage, Extract(rows));
    ASSERT_THAT(stage.Accept({}), IsOk());
  }

  FullStore store_{fixture_.store()};
  StageEnvironment environment_{fixture_, store_};
};

TEST_F(ImportPendingTest, AppliesWhatWasAcceptedBeforeTheNextImport) {
  ImportStage stage = MakeStage(environment_, "old", "mode: ALL_OR_NOTHING");
  Accept(stage, {"a,2026-02-03,COM-R1,30,5,01,", "b,2026-02-03,COM-R1,30,5,01,"});
  ASSERT_THAT(ImportFile(fixture_.channel(), Extract({"a,2026-02-03,COM-R1,45,5,01,"})), IsOk());
  EXPECT_THAT(Pending(), IsEmpty());
  EXPECT_THAT(Stored("duration_minutes = 45"), ElementsAre("a"));
  EXPECT_THAT(Stored("duration_minutes = 30"), ElementsAre("b"));
}

TEST_F(ImportPendingTest, DropsWhatWasNotAcceptedBeforeTheNextImport) {
  ImportStage stage = MakeStage(environment_, "old", "mode: ALL_OR_NOTHING");
  ASSERT_THAT(stage.Open(), IsOk());
  FillStage(environment_, stage, Extract({"a,2026-02-03,COM-R1,30,5,01,"}));
  ASSERT_THAT(ImportFile(fixture_.channel(), Extract({"b,2026-02-03,COM-R1,45,5,01,"})), IsOk());
  EXPECT_THAT(Pending(), IsEmpty());
  EXPECT_THAT(Stored(), ElementsAre("b"));
}

TEST_F(ImportPendingTest, IsUnavailableUntilWhatWasAcceptedCanBeApplied) {
  ImportStage stage = MakeStage(environment_, "old", "mode: ALL_OR_NOTHING");
  Accept(stage, {"a,2026-02-03,COM-R1,30,5,01,"});
  store_.full = true;
  EXPECT_THAT(EndPendingImports(environment_.get(), "swlstg", Never),
              StatusIs(absl::StatusCode::kUnavailable));
  EXPECT_THAT(Pending(), ElementsAre("swlstg"));
  store_.full = false;
  EXPECT_THAT(EndPendingImports(environment_.get(), "swlstg", [] { return true; }),
              StatusIs(absl::StatusCode::kUnavailable));
  EXPECT_THAT(EndPendingImports(environment_.get(), "swlstg", Never), IsOk());
  EXPECT_THAT(Pending(), IsEmpty());
  EXPECT_THAT(Stored(), ElementsAre("a"));
}

// Between the stage and its applying an intervention may come to another service line.
class ImportPendingLinesTest : public ImportPendingTest {
 protected:
  ImportPendingLinesTest() {
    rpc::Identity editor = rpc::LocalAdministrator();
    editor.role = rpc::Role::kEditor;
    editor.service_lines = {"community"};
    stage_.emplace(MakeStage(environment_, "staged", "mode: ALL_OR_NOTHING", editor));
    Accept(*stage_, {"theirs,2026-02-03,COM-R1,45,5,01,", "own,2026-02-03,COM-R1,45,5,01,"});
    // Not by way of an import, which would apply first what was accepted.
    v1::BatchCreateInterventionsRequest batch;
    EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(
        "parent: 'organisations/swlstg' interventions { record_id: 'theirs' date: '2026-02-03' "
        "team_code: 'AUC-W1' duration_minutes: 30 attended: ATTENDED }",
        &batch));
    EXPECT_THAT(fixture_.Call<v1::BatchCreateInterventionsResponse>(
                    "potential.occupation.v1.InterventionService.BatchCreateInterventions", batch),
                IsOk());
  }
  void ExpectOwnRowsOnly() {
    EXPECT_THAT(Stored("service_line = acute-urgent-care AND duration_minutes = 30"),
                ElementsAre("theirs"));
    EXPECT_THAT(Stored("service_line = community"), ElementsAre("own"));
    EXPECT_THAT(Pending(), IsEmpty());
  }

  std::optional<ImportStage> stage_;
};

TEST_F(ImportPendingLinesTest, LeavesOutRowsThatCameToAnotherLine) {
  ASSERT_THAT(stage_->Apply(Never), IsOk());
  const v1::ImportInterventionsResponse& answer = stage_->import().answer;
  EXPECT_TRUE(answer.applied());
  EXPECT_EQ(answer.inserted(), 1);
  EXPECT_EQ(answer.rejected(), 1);
  EXPECT_THAT(answer.warnings(), ElementsAre(::testing::HasSubstr("1 row was left out")));
  ExpectOwnRowsOnly();
}

TEST_F(ImportPendingLinesTest, KeepsTheCallersLinesForWhoeverTakesUp) {
  ASSERT_THAT(EndPendingImports(environment_.get(), "swlstg", Never), IsOk());
  ExpectOwnRowsOnly();
}

TEST_F(ImportPendingTest, WritesNothingWhileAnEarlierImportCannotEnd) {
  const storage::Row unreadable = {
      .id = "damaged", .values = {kApplying, "someone", "administrator", "\xff", "\xff", ""}};
  ASSERT_THAT(storage::WriteAndWait(store_,
                                    [&](storage::TableWriter& tables) {
                                      return tables.Put(StagedImportsTable(), "swlstg", unreadable);
                                    }),
              IsOk());
  for (const char* mode : {"mode: SKIP_BAD", "mode: ALL_OR_NOTHING"}) {
    EXPECT_THAT(ImportFile(fixture_.channel(), Extract({"a,2026-02-03,COM-R1,45,5,01,"}), mode),
                StatusIs(absl::StatusCode::kUnavailable, ::testing::HasSubstr("earlier import")));
  }
  EXPECT_THAT(Stored(), IsEmpty());
  const auto other = ImportFile(fixture_.channel(), Extract({"a,2026-02-03,COM-R1,45,5,01,"}),
                                "parent: 'organisations/tower-hamlets'");
  EXPECT_THAT(other, IsOk());
}

}  // namespace
}  // namespace potential::occupation
