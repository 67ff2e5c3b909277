// An import and BatchCreateInterventions are two ways to one table: random rows go both, and must be
// accepted or refused alike and be stored alike.

#include <random>

#include "gmock/gmock.h"
#include "services/occupation/import_testing.h"

namespace potential::occupation {
namespace {

using testing::IsOk;
using v1::BatchCreateInterventionsRequest;
using v1::BatchCreateInterventionsResponse;
using v1::ImportInterventionsRequest;
using v1::Intervention;
using v1::ListInterventionsRequest;
using v1::ListInterventionsResponse;

constexpr char kService[] = "potential.occupation.v1.InterventionService.";

class RandomRows {
 public:
  explicit RandomRows(uint64_t seed) : random_(seed) {}

  Intervention Next(int number) {
    Intervention fact;
    fact.set_record_id(Text(number));
    fact.set_date(OneOf({"2026-02-03", "2025-12-31", "1900-01-01", "2026-06-15", "2026-02-30", "",
                         "2026-2-3", "2024-02-29", "2026-06-16", "2199-12-31"}));
    fact.set_team_code(OneOf({"COM-R1", "AUC-W1", "COM-R1", "AUC-W1", ""}));
    fact.set_activity_type(OneOf({"", "Group", "caf\u00e9", std::string(80, 'x'),
                                  std::string(81, 'x'), "control \x01"}));
    fact.set_snomed_procedure_code(
        OneOf({"", "84478008", "311401005", "84478009", "12", "letters"}));
    if (random_() % 4 != 0) {
      fact.set_duration_minutes(static_cast<int32_t>(random_() % 1500) - 20);
    }
    fact.set_attended(static_cast<Intervention::Attendance>(
        Numbered(*Intervention::Attendance_descriptor())));
    fact.set_contact_mode(static_cast<Intervention::ContactMode>(
        Numbered(*Intervention::ContactMode_descriptor())));
    return fact;
  }

 private:
  std::string OneOf(const std::vector<std::string>& texts) {
    return texts[random_() % texts.size()];
  }
  std::string Text(int number) {
    const std::string key = absl::StrCat("id-", number);
    return random_() % 10 == 0 ? OneOf({"", key + std::string(64, 'y'), key + "\xc3\xa9"}) : key;
  }
  int Numbered(const google::protobuf::EnumDescriptor& type) {
    return type.value(static_cast<int>(random_() % static_cast<uint64_t>(type.value_count())))
        ->number();
  }

  std::mt19937_64 random_;
};

std::string Cells(const Intervention& fact) {
  return absl::StrCat(
      "\"", fact.record_id(), "\",", fact.date(), ",", fact.team_code(), ",\"",
      fact.activity_type(), "\",", fact.snomed_procedure_code(), ",",
      fact.has_duration_minutes() ? absl::StrCat(fact.duration_minutes()) : "", ",",
      fact.attended() == 0 ? "" : absl::StrCat(fact.attended()), ",",
      fact.contact_mode() == 0 ? "" : absl::StrCat("0", fact.contact_mode()).substr(
                                          fact.contact_mode() > 9 ? 1 : 0), "\n");
}

class ImportEquivalenceTest : public OccupationTest {
 protected:
  // Whether the service takes the fact by itself.
  bool Batch(const Intervention& fact) {
    BatchCreateInterventionsRequest request;
    request.set_parent("organisations/swlstg");
    *request.add_interventions() = fact;
    return fixture_
        .Call<BatchCreateInterventionsResponse>(absl::StrCat(kService, "BatchCreateInterventions"),
                                                request)
        .ok();
  }

  static std::vector<std::string> All(testing::ServiceFixture& fixture) {
    ListInterventionsRequest request;
    request.set_parent("organisations/swlstg");
    request.set_page_size(1000);
    std::vector<std::string> all;
    const auto page = fixture.Call<ListInterventionsResponse>(
        absl::StrCat(kService, "ListInterventions"), request);
    EXPECT_THAT(page, IsOk());
    for (const Intervention& fact : page->interventions()) all.push_back(fact.ShortDebugString());
    return all;
  }

  testing::ServiceFixture importing_{Definition()};
};

TEST_F(ImportEquivalenceTest, AcceptsAndStoresTheSame) {
  RandomRows rows(11);
  std::string file = "record_id,date,team_code,activity_type,snomed_procedure_code,"
                     "duration_minutes,attended,contact_mode\n";
  std::vector<int64_t> refused;
  for (int i = 0; i < 800; ++i) {
    const Intervention fact = rows.Next(i);
    file += Cells(fact);
    if (!Batch(fact)) refused.push_back(i + 2);
  }
  const auto answer = ImportFile(importing_.channel(), file);
  ASSERT_THAT(answer, IsOk());
  std::vector<int64_t> rejected;
  for (const auto& rejection : answer->rejections()) rejected.push_back(rejection.line());
  EXPECT_EQ(rejected, refused);
  EXPECT_GT(answer->inserted(), 20);
  EXPECT_EQ(All(importing_), All(fixture_));
  for (const char* indicator : {"occupation.interventions", "occupation.intervention_minutes"}) {
    testing::RecordCalls imported(importing_);
    EXPECT_EQ(imported.Flow(indicator, "1900-01-01", "2199-12-31").value(),
              calls_.Flow(indicator, "1900-01-01", "2199-12-31").value());
  }
}

}  // namespace
}  // namespace potential::occupation
