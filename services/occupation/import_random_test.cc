// Random traffic of imports, batches, corrections, replacements, interruptions and restarts: after every
// step the sums are those of the interventions, and the interventions are those of a model.

#include <unistd.h>

#include <filesystem>
#include <map>
#include <memory>
#include <random>

#include "absl/strings/str_split.h"
#include "gmock/gmock.h"
#include "services/occupation/import_stage_testing.h"

namespace potential::occupation {
namespace {

using testing::IsOk;
using testing::ServiceFixture;
using testing::StatusIs;
using v1::Intervention;

// Record id to the rest of its row.
using Rows = std::map<std::string, std::string>;

class ImportRandomTest : public ::testing::Test {
 protected:
  ImportRandomTest() {
    std::filesystem::create_directory(folder_);
    Restart();
  }
  ~ImportRandomTest() override {
    fixture_.reset();
    std::filesystem::remove_all(folder_);
  }

  void Restart() {
    fixture_.reset();
    fixture_ = std::make_unique<ServiceFixture>(
        Definition(),
        testing::FixtureOptions{.sqlite_path = folder_ + "/occupation.sqlite"});
  }

  static std::string FileOf(const Rows& rows) {
    std::string file = "record_id,date,team_code,duration_minutes,attended\n";
    for (const auto& [id, rest] : rows) absl::StrAppend(&file, id, ",", rest, "\n");
    return file;
  }

  Rows RandomRows(int most) {
    Rows rows;
    for (int i = static_cast<int>(random_() % static_cast<uint64_t>(most)); i > 0; --i) {
      rows[absl::StrCat("id", random_() % 300)] =
          absl::StrCat("2026-0", 1 + random_() % 4, "-1", random_() % 10, ",",
                       random_() % 2 == 0 ? "COM-R1" : "AUC-W1", ",", random_() % 60, ",",
                       random_() % 3 == 0 ? "3" : "5");
    }
    return rows;
  }

  void Import(const Rows& rows, const std::string& options) {
    const auto answer = ImportFile(fixture_->channel(), FileOf(rows), options, 500);
    ASSERT_THAT(answer, IsOk());
    EXPECT_TRUE(answer->applied());
    EXPECT_EQ(answer->rejected(), 0);
  }

  void Take(const Rows& rows) {
    for (const auto& [id, rest] : rows) model_[id] = rest;
  }

  // The same rows by the other way into the table.
  void BatchCreate(const Rows& rows) {
    if (rows.empty()) return;
    v1::BatchCreateInterventionsRequest batch;
    batch.set_parent("organisations/swlstg");
    for (const auto& [id, rest] : rows) {
      const std::vector<std::string> cells = absl::StrSplit(rest, ',');
      Intervention& fact = *batch.add_interventions();
      fact.set_record_id(id);
      fact.set_date(cells[0]);
      fact.set_team_code(cells[1]);
      fact.set_duration_minutes(std::stoi(cells[2]));
      fact.set_attended(static_cast<Intervention::Attendance>(std::stoi(cells[3])));
    }
    EXPECT_THAT(fixture_->Call<v1::BatchCreateInterventionsResponse>(
                    "potential.occupation.v1.InterventionService.BatchCreateInterventions", batch),
                IsOk());
  }

  // What a replacement of February and March leaves of the model, and the rows.
  void Replace(const Rows& rows) {
    std::erase_if(model_, [&](const auto& row) {
      const std::string month = row.second.substr(0, 7);
      return (month == "2026-02" || month == "2026-03") && !rows.contains(row.first);
    });
    Take(rows);
  }

  // An import that was accepted and stopped before it was applied, as if the service had ended.
  void AcceptOnly(const Rows& rows, int steps) {
    const StageEnvironment environment(*fixture_);
    ImportStage stage =
        MakeStage(environment, absl::StrCat("stage", random_() % 1000), kReplacement);
    ASSERT_THAT(stage.Open(), IsOk());
    FillStage(environment, stage, FileOf(rows));
    ASSERT_THAT(stage.Accept({}), IsOk());
    EXPECT_THAT(stage.Apply([&steps] { return steps-- <= 0; }),
                StatusIs(absl::StatusCode::kUnavailable));
  }

  void CheckAll() {
    v1::VerifyInterventionsRequest verify;
    verify.set_parent("organisations/swlstg");
    const auto sums = fixture_->Call<v1::VerifyInterventionsResponse>(
        "potential.occupation.v1.InterventionService.VerifyInterventions", verify);
    ASSERT_THAT(sums, IsOk());
    EXPECT_EQ(sums->differing(), 0) << sums->DebugString();
    EXPECT_EQ(sums->interventions(), static_cast<int64_t>(model_.size()));
    EXPECT_EQ(Stored(), model_);
  }

  Rows Stored() {
    v1::ListInterventionsRequest list;
    list.set_parent("organisations/swlstg");
    list.set_page_size(1000);
    const auto page = fixture_->Call<v1::ListInterventionsResponse>(
        "potential.occupation.v1.InterventionService.ListInterventions", list);
    Rows rows;
    if (!page.ok()) return rows;
    for (const Intervention& fact : page->interventions()) {
      rows[fact.record_id()] = absl::StrCat(fact.date(), ",", fact.team_code(), ",",
                                            fact.duration_minutes(), ",", fact.attended());
    }
    return rows;
  }

  static constexpr char kReplacement[] =
      "mode: ALL_OR_NOTHING "
      "replace { first_month: '2026-02' last_month: '2026-03' allow_empty: true }";

  const std::string folder_ =
      absl::StrCat(::testing::TempDir(), "/import_random_", ::getpid());
  std::mt19937_64 random_{2026};
  std::unique_ptr<ServiceFixture> fixture_;
  Rows model_;
};

TEST_F(ImportRandomTest, KeepsSumsAndRowsThroughEverything) {
  for (int step = 0; step < 80; ++step) {
    SCOPED_TRACE(step);
    const Rows rows = RandomRows(200);
    switch (random_() % 8) {
      case 0:
        Import(rows, "mode: SKIP_BAD");
        Take(rows);
        break;
      case 1:
        Import(rows, "mode: ALL_OR_NOTHING");
        Take(rows);
        break;
      case 2:
        Import(rows, kReplacement);
        Replace(rows);
        break;
      case 3: {
        ImportCall broken(fixture_->channel(), rpc::LocalAdministrator());
        v1::ImportInterventionsRequest first = ImportRequest(kReplacement);
        first.set_data(FileOf(rows));
        EXPECT_TRUE(broken.Send(first));
        EXPECT_THAT(broken.Finish(), StatusIs(absl::StatusCode::kAborted));
        break;
      }
      case 4:
        Restart();
        break;
      case 5: {  // a caller who does not wait for a restart
        AcceptOnly(rows, static_cast<int>(random_() % 2));
        Replace(rows);
        const Rows newer = RandomRows(200);
        Import(newer, random_() % 2 == 0 ? "mode: SKIP_BAD" : "mode: ALL_OR_NOTHING");
        Take(newer);
        break;
      }
      case 6:
        BatchCreate(rows);
        Take(rows);
        break;
      default:
        AcceptOnly(rows, static_cast<int>(random_() % 2));
        Restart();
        Import({}, "mode: SKIP_BAD");  // waits until what was accepted is applied
        Replace(rows);
    }
    CheckAll();
  }
}

// Stopped between the removal and the rows.
TEST_F(ImportRandomTest, IsAppliedToItsEndAfterARestart) {
  Rows rows;
  for (int i = 0; i < 900; ++i) {
    rows[absl::StrCat("id", i)] = absl::StrCat("2026-02-1", i % 10, ",COM-R1,", i % 60, ",5");
  }
  AcceptOnly(rows, 1);
  Replace(rows);
  Restart();
  Import({}, "mode: SKIP_BAD");
  CheckAll();
  const auto stored = fixture_->store().Read();
  EXPECT_THAT(*(*stored)->Organisations(StagedImportsTable()), ::testing::IsEmpty());
  const records::FactKind& kind =
      *fixture_->core().kinds().FindFact(Intervention::descriptor());
  EXPECT_THAT(*(*stored)->Organisations(StageTable(kind)), ::testing::IsEmpty());
}

TEST_F(ImportRandomTest, DropsAStageThatWasNotAccepted) {
  {
    ImportCall call(fixture_->channel(), rpc::LocalAdministrator());
    v1::ImportInterventionsRequest first = ImportRequest("mode: ALL_OR_NOTHING");
    first.set_data(FileOf(RandomRows(100)));
    EXPECT_TRUE(call.Send(first));
    call.Cancel();
    EXPECT_THAT(call.Finish(), StatusIs(absl::StatusCode::kCancelled));
  }
  Restart();
  Import({}, "mode: SKIP_BAD");
  EXPECT_THAT(*(*fixture_->store().Read())->Organisations(StagedImportsTable()),
              ::testing::IsEmpty());
  CheckAll();
}

}  // namespace
}  // namespace potential::occupation
