// The sample that comes with the suite, read against the contracts: a misspelt field or method
// shows here, without a running suite.

#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "gateway/cli/json.h"
#include "gateway/cli/outcome.h"
#include "gateway/cli/sample_facts.h"
#include "gateway/cli/sample_files.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"
#include "gtest/gtest.h"
#include "potential/evidence/v1/forum_service.pb.h"
#include "potential/evidence/v1/outcome_service.pb.h"
#include "potential/evidence/v1/qi_service.pb.h"
#include "potential/evidence/v1/research_service.pb.h"
#include "potential/evidence/v1/story_service.pb.h"
#include "potential/indicators/v1/initiative_service.pb.h"
#include "potential/occupation/v1/intervention_service.pb.h"
#include "potential/occupation/v1/pathway_service.pb.h"
#include "potential/occupation/v1/post_service.pb.h"
#include "potential/occupation/v1/presence_service.pb.h"
#include "potential/partnerships/v1/equipment_service.pb.h"
#include "potential/partnerships/v1/joint_work_service.pb.h"
#include "potential/partnerships/v1/partner_service.pb.h"
#include "potential/workforce/v1/apprenticeship_service.pb.h"
#include "potential/workforce/v1/development_service.pb.h"
#include "potential/workforce/v1/opportunity_service.pb.h"
#include "potential/workforce/v1/staffing_service.pb.h"
#include "potential/workforce/v1/survey_service.pb.h"

namespace potential::cli {
namespace {

using google::protobuf::Struct;

// Named here so that the linker keeps the contracts that only the sample's text names.
const google::protobuf::Descriptor* const kContracts[] = {
    evidence::v1::GetForumRequest::descriptor(),
    evidence::v1::GetOutcomeStandardRequest::descriptor(),
    evidence::v1::GetQiProjectRequest::descriptor(),
    evidence::v1::GetResearchOutputRequest::descriptor(),
    evidence::v1::GetImpactStoryRequest::descriptor(),
    indicators::v1::GetInitiativeRequest::descriptor(),
    occupation::v1::GetImportMonthRequest::descriptor(),
    occupation::v1::GetReferralPathwayRequest::descriptor(),
    occupation::v1::GetPostRequest::descriptor(),
    occupation::v1::GetChannelRequest::descriptor(),
    partnerships::v1::GetEquipmentProtocolRequest::descriptor(),
    partnerships::v1::GetPracticeDayRequest::descriptor(),
    partnerships::v1::GetPartnerRequest::descriptor(),
    workforce::v1::GetApprenticeshipRequest::descriptor(),
    workforce::v1::GetProgrammeRequest::descriptor(),
    workforce::v1::GetOpportunityRequest::descriptor(),
    workforce::v1::GetStaffMovementRequest::descriptor(),
    workforce::v1::GetSurveyRequest::descriptor(),
};

// Leap days, first and last days of months, a Sunday: days on which offsets go wrong if they can.
class SampleDataTest : public ::testing::TestWithParam<const char*> {
 protected:
  SampleDataTest() : today_(*measures::ParseDay(GetParam())) {}

  // Hands on every line of a folder, with its dates.
  void ForEach(const std::string& folder,
               const std::function<absl::Status(const Struct& line)>& take) {
    const auto folders = FindSampleFiles(absl::StrCat(POTENTIAL_SAMPLE_DIR, "/", folder));
    ASSERT_TRUE(folders.ok()) << folders.status();
    for (const auto& file : folders->front()) {
      const absl::Status status = ForEachLine(file, [&](Struct line) {
        const absl::Status expanded = ExpandAllDates(today_, &line);
        return expanded.ok() ? take(line) : expanded;
      });
      EXPECT_TRUE(status.ok()) << ErrorLine(status);
    }
  }

  measures::Day today_;
};

std::string TextOf(const Struct& object, const char* name) {
  const auto found = object.fields().find(name);
  return found == object.fields().end() ? "" : found->second.string_value();
}

// Parses the request of a call as its method's type.
absl::Status ParseCall(const Struct& line) {
  const std::string method = absl::StrReplaceAll(TextOf(line, "call"), {{"/", "."}});
  const auto* descriptor = kContracts[0]->file()->pool()->FindMethodByName(method);
  if (descriptor == nullptr) return absl::NotFoundError(absl::StrCat("no method ", method));
  const std::unique_ptr<google::protobuf::Message> request(
      google::protobuf::MessageFactory::generated_factory()
          ->GetPrototype(descriptor->input_type())
          ->New());
  return FromJson(ToJson(line.fields().at("request").struct_value(), JsonStyle::kCompact),
                  request.get());
}

// The record in a Create request; nullptr for other calls.
const Struct* CreatedRecord(const Struct& line) {
  if (!absl::StrContains(TextOf(line, "call"), "/Create")) return nullptr;
  for (const auto& [name, value] : line.fields().at("request").struct_value().fields()) {
    if (value.has_struct_value()) return &value.struct_value();
  }
  return nullptr;
}

TEST_P(SampleDataTest, FitsTheContracts) {
  for (const char* folder : {"swlstg", "tower-hamlets"}) {
    ForEach(folder, [](const Struct& line) {
      return line.fields().contains("call") ? ParseCall(line) : absl::OkStatus();
    });
  }
}

// The facts in a BatchCreate request.
std::vector<const Struct*> CreatedFacts(const Struct& line) {
  std::vector<const Struct*> facts;
  if (!absl::StrContains(TextOf(line, "call"), "/BatchCreate")) return facts;
  for (const auto& [name, value] : line.fields().at("request").struct_value().fields()) {
    for (const auto& fact : value.list_value().values()) facts.push_back(&fact.struct_value());
  }
  return facts;
}

TEST_P(SampleDataTest, IsMarkedIllustrativeWhereItIsMadeUp) {
  int facts = 0;
  ForEach("swlstg", [&facts](const Struct& line) {
    for (const Struct* fact : CreatedFacts(line)) {
      ++facts;
      EXPECT_TRUE(fact->fields().contains("illustrative")) << TextOf(line, "call");
    }
    const Struct* record = CreatedRecord(line);
    EXPECT_TRUE(record == nullptr || record->fields().contains("illustrative"))
        << TextOf(line, "call");
    return absl::OkStatus();
  });
  EXPECT_GT(facts, 0);
  int from_the_source = 0;
  ForEach("tower-hamlets", [&](const Struct& line) {
    const Struct* record = CreatedRecord(line);
    if (record == nullptr || record->fields().contains("illustrative")) return absl::OkStatus();
    ++from_the_source;
    const std::string call = TextOf(line, "call");
    EXPECT_TRUE(absl::EndsWith(call, "Apprenticeship") || absl::EndsWith(call, "ImpactStory"));
    return absl::OkStatus();
  });
  // Eight completed, one live, one story.
  EXPECT_EQ(from_the_source, 10);
}

// Steps record what was done: a date of theirs, or that of the gathering that they record as held,
// must not lie after the load.
TEST_P(SampleDataTest, TakesNoStepInTheFuture) {
  const std::string today = measures::FormatDay(today_);
  std::map<std::string, std::string> dates;  // of the records, by the end of their names
  ForEach("swlstg", [&](const Struct& line) {
    const std::string call = TextOf(line, "call");
    if (const Struct* record = CreatedRecord(line)) {
      const std::string type = call.substr(call.find("/Create") + 7);
      for (const auto& [name, value] : line.fields().at("request").struct_value().fields()) {
        if (absl::EndsWith(name, "Id"))
          dates[type + value.string_value()] = TextOf(*record, "date");
      }
    }
    if (!line.fields().contains("if")) return absl::OkStatus();
    const Struct& request = line.fields().at("request").struct_value();
    for (const auto& [name, value] : request.fields()) {
      const bool is_date = absl::EndsWithIgnoreCase(name, "date");
      EXPECT_TRUE(!is_date || value.string_value() <= today) << call;
    }
    if (absl::StrContains(call, "/Hold")) {
      const std::string record = TextOf(request, "name");
      const std::string date =
          dates[call.substr(call.find("/Hold") + 5) + record.substr(record.rfind('/') + 1)];
      EXPECT_FALSE(date.empty()) << record;
      EXPECT_LE(date, today) << record;
    }
    return absl::OkStatus();
  });
}

TEST_P(SampleDataTest, GeneratesFactsOfTheAgreedVolume) {
  std::set<std::string> generated;
  ForEach("swlstg", [&](Struct line) {
    const std::string what = TextOf(line, "generate");
    line.mutable_fields()->erase("generate");
    line.mutable_fields()->erase("parent");
    if (what == "interventions") {
      const auto rows = MakeInterventions(line, today_);
      if (!rows.ok()) return rows.status();
      EXPECT_GT(rows->size(), 30000u);
      EXPECT_LT(rows->size(), 40000u);
    } else if (what == "outcomeScores") {
      const auto rows = MakeOutcomeScores(line, today_);
      if (!rows.ok()) return rows.status();
      EXPECT_GT(rows->size(), 200u);
    } else if (what == "reachMeasurements") {
      const auto rows = MakeReachMeasurements(line, today_);
      if (!rows.ok()) return rows.status();
      EXPECT_GT(rows->size(), 10u);
    }
    generated.insert(what);
    return absl::OkStatus();
  });
  EXPECT_EQ(generated,
            (std::set<std::string>{"", "interventions", "outcomeScores", "reachMeasurements"}));
}

INSTANTIATE_TEST_SUITE_P(Days, SampleDataTest,
                         ::testing::Values("2026-11-21", "2028-02-29", "2027-03-01", "2027-01-01",
                                           "2027-05-31", "2026-08-02"),
                         [](const auto& day) {
                           return absl::StrReplaceAll(day.param, {{"-", ""}});
                         });

}  // namespace
}  // namespace potential::cli
