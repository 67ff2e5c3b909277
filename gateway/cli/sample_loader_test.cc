#include "gateway/cli/sample_loader.h"

#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gateway/cli/outcome.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "potential/occupation/v1/presence_service.pb.h"

namespace potential::cli {
namespace {

using ::testing::ElementsAre;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::SizeIs;

// A server that remembers what it was called with.
class FakeApi final : public Api {
 public:
  absl::StatusOr<std::string> CallJson(absl::string_view method,
                                       absl::string_view request) override {
    calls.push_back(absl::StrCat(method, " ", request));
    for (const auto& [part, status] : failures) {
      if (absl::StrContains(calls.back(), part)) return status;
    }
    if (absl::EndsWith(method, "IssueSurveyInvitations")) return R"({"tokens":["t1","t2","t3"]})";
    return std::string("{}");
  }
  absl::StatusOr<std::string> ReadJson(absl::string_view name) override {
    const auto found = records.find(std::string(name));
    if (found == records.end()) return absl::NotFoundError(name);
    return found->second;
  }
  absl::Status CallTyped(absl::string_view method, const google::protobuf::Message& request,
                         google::protobuf::Message* answer) override {
    calls.push_back(std::string(method));
    batches.push_back(
        static_cast<const occupation::v1::BatchCreateReachMeasurementsRequest&>(request));
    static_cast<occupation::v1::BatchCreateReachMeasurementsResponse*>(answer)->set_inserted(
        batches.back().reach_measurements_size());
    return absl::OkStatus();
  }

  std::vector<std::string> calls;
  std::map<std::string, absl::Status> failures;
  std::map<std::string, std::string> records;
  std::vector<occupation::v1::BatchCreateReachMeasurementsRequest> batches;
};

class SampleLoaderTest : public ::testing::Test {
 protected:
  SampleLoaderTest()
      : folder_(std::filesystem::path(::testing::TempDir()) /
                absl::StrCat(::testing::UnitTest::GetInstance()->current_test_info()->name(), "-",
                             getpid())) {
    std::filesystem::create_directories(folder_);
  }
  ~SampleLoaderTest() override { std::filesystem::remove_all(folder_); }

  void Write(const std::string& file, const std::string& text) {
    std::filesystem::create_directories((folder_ / file).parent_path());
    std::ofstream(folder_ / file) << text;
  }

  absl::Status Load(const char* fixed_today = nullptr) {
    LoadOptions options{folder_.string(), *measures::ParseDay("2026-03-31"), {}};
    if (fixed_today != nullptr) options.fixed_today = measures::ParseDay(fixed_today);
    out_.str("");
    return LoadSample(api_, options, out_);
  }

  std::filesystem::path folder_;
  FakeApi api_;
  std::ostringstream out_;
};

TEST_F(SampleLoaderTest, CallsInTheOrderOfFilesAndLines) {
  Write("b.jsonl", R"({"call":"S/Third","request":{}})"
                   "\n");
  Write("a.jsonl", R"({"call":"S/First","request":{"date":"{today-1d}"}})"
                   "\n\n"
                   R"({"comment":"between {them}"})"
                   "\n"
                   R"({"call":"S/Second","request":{"in":{"list":["{month}",2]}}})");
  Write("notes.txt", "no step");
  EXPECT_TRUE(Load().ok());
  EXPECT_THAT(api_.calls, ElementsAre(R"(S/First {"date":"2026-03-30"})",
                                      R"(S/Second {"in":{"list":["2026-03",2]}})", "S/Third {}"));
  EXPECT_THAT(out_.str(), EndsWith("load: 3 calls made, 0 skipped, 0 failed\n"));
}

TEST_F(SampleLoaderTest, LoadsTheSubfoldersOfAFolderWithoutFiles) {
  Write("two/a.jsonl", R"({"call":"S/Two","request":{}})");
  Write("one/a.jsonl", R"({"call":"S/One","request":{}})");
  EXPECT_TRUE(Load().ok());
  EXPECT_THAT(api_.calls, ElementsAre("S/One {}", "S/Two {}"));
}

TEST_F(SampleLoaderTest, SkipsWhatExists) {
  api_.failures["S/Create"] = absl::AlreadyExistsError("there");
  Write("a.jsonl", R"({"call":"S/Create","request":{"id":"x"}})"
                   "\n"
                   R"({"call":"S/Next","request":{}})");
  EXPECT_TRUE(Load().ok());
  EXPECT_THAT(out_.str(), EndsWith("load: 1 call made, 1 skipped, 0 failed\n"));
}

TEST_F(SampleLoaderTest, TakesAStepOnlyFromTheStateThatItStartsFrom) {
  api_.records["organisations/o/posts/p"] = R"({"state":"PROPOSED","score":1.5})";
  api_.records["organisations/o/posts/q"] = R"({"state":"ESTABLISHED"})";
  const auto step = [](const char* id, const char* condition) {
    return absl::StrCat(R"({"call":"S/Establish","if":)", condition,
                        R"(,"request":{"name":"organisations/o/posts/)", id, R"("}})", "\n");
  };
  Write("a.jsonl", step("p", R"({"state":"PROPOSED"})") + step("q", R"({"state":"PROPOSED"})") +
                       step("p", R"({"score":1.5,"end":null})") + step("p", R"({"score":2})") +
                       step("p", R"({"state":null})"));
  EXPECT_TRUE(Load().ok());
  EXPECT_THAT(api_.calls, SizeIs(2));
  EXPECT_THAT(out_.str(), EndsWith("load: 2 calls made, 3 skipped, 0 failed\n"));
}

TEST_F(SampleLoaderTest, FindsTheNameInsideTheRecordOfAnUpdate) {
  api_.records["organisations/o/initiatives/i"] = R"({"status":"DONE"})";
  Write("a.jsonl", R"({"call":"S/Update","if":{"status":"STATUS_UNSPECIFIED"},)"
                   R"("request":{"initiative":{"name":"organisations/o/initiatives/i"}}})");
  EXPECT_TRUE(Load().ok());
  EXPECT_THAT(api_.calls, SizeIs(0));
}

TEST_F(SampleLoaderTest, CountsFromTheDayOfTheFirstLoad) {
  Write("a.jsonl", R"({"anchor":"organisations/o/programmes/p"})"
                   "\n"
                   R"({"call":"S/C","request":{"day":"{today}"}})");
  EXPECT_TRUE(Load().ok());
  EXPECT_THAT(api_.calls.back(), HasSubstr("2026-03-31"));
  api_.records["organisations/o/programmes/p"] = R"({"tags":["sample","loaded-2026-01-15"]})";
  EXPECT_TRUE(Load().ok());
  EXPECT_THAT(api_.calls.back(), HasSubstr("2026-01-15"));
  EXPECT_TRUE(Load("2025-12-24").ok());
  EXPECT_THAT(api_.calls.back(), HasSubstr("2025-12-24"));
}

TEST_F(SampleLoaderTest, StopsAtTheFirstFailureAndSaysWhere) {
  api_.failures["S/Bad"] = absl::InvalidArgumentError("title: is required");
  Write("a.jsonl", R"({"call":"S/Good","request":{}})"
                   "\n"
                   R"({"call":"S/Bad","request":{}})"
                   "\n"
                   R"({"call":"S/Never","request":{}})");
  const absl::Status status = Load();
  EXPECT_EQ(ExitCode(status), kExitFailed);
  EXPECT_THAT(ErrorLine(status), HasSubstr("a.jsonl:2: title: is required"));
  EXPECT_THAT(api_.calls, SizeIs(2));
  EXPECT_THAT(out_.str(), EndsWith("load: 1 call made, 0 skipped, 1 failed\n"));
}

TEST_F(SampleLoaderTest, RefusesLinesThatAreNoSteps) {
  for (const char* line :
       {"[]", "{", R"({"request":{}})", R"({"call":"S/C"})", R"({"call":"S/C","request":[]})",
        R"({"call":"S/C","request":{},"unless":{}})", R"({"call":"S/C","request":{"d":"{soon}"}})",
        R"({"call":"S/C","if":{"state":"DRAFT"},"request":{}})", R"({"generate":"unicorns"})",
        R"({"generate":"unicorns","parent":"organisations/o"})",
        R"({"generate":"interventions","parent":"organisations/o","seed":1})",
        R"({"anchor":"x","call":"y"})"}) {
    Write("a.jsonl", line);
    const absl::Status status = Load();
    EXPECT_EQ(ExitCode(status), kExitUsage) << line << status;
    EXPECT_THAT(ErrorLine(status), HasSubstr("a.jsonl:1: ")) << line;
  }
  EXPECT_THAT(api_.calls, SizeIs(0));
}

TEST_F(SampleLoaderTest, AnswersAnOpenWaveWithItsInvitations) {
  api_.records["organisations/o/surveyWaves/w"] = R"({"state":"OPEN"})";
  Write("a.jsonl", R"({"answer":"organisations/o/surveyWaves/w","invited":3,"respondents":[)"
                   R"({"count":1,"answers":[{"questionId":"q1","likert":4}]},)"
                   R"({"count":1,"answers":[{"questionId":"q1","likert":2}]}]})");
  EXPECT_TRUE(Load().ok());
  ASSERT_THAT(api_.calls, SizeIs(3));
  EXPECT_THAT(api_.calls[0], HasSubstr(R"("count":3)"));
  EXPECT_THAT(api_.calls[1], AllOf(HasSubstr(R"("token":"t1")"), HasSubstr(R"("likert":4)")));
  EXPECT_THAT(api_.calls[2], AllOf(HasSubstr(R"("token":"t2")"), HasSubstr(R"("likert":2)")));
}

TEST_F(SampleLoaderTest, DoesNotAnswerAWaveTwice) {
  api_.records["organisations/o/surveyWaves/w"] = R"({"state":"CLOSED"})";
  Write("a.jsonl", R"({"answer":"organisations/o/surveyWaves/w","invited":1,"respondents":[)"
                   R"({"count":1,"answers":[]}]})");
  EXPECT_TRUE(Load().ok());
  EXPECT_THAT(api_.calls, SizeIs(0));
}

TEST_F(SampleLoaderTest, SendsFactsInBatchesOfAThousand) {
  Write("a.jsonl",
        R"({"generate":"reachMeasurements","parent":"organisations/o","seed":1,"channels":[)"
        R"({"channel":"organisations/o/channels/c","months":1200,"missingMonths":0,"visits":10,)"
        R"("monthlyGrowthPercent":0,"posts":1,"engagements":1}]})");
  EXPECT_TRUE(Load().ok());
  ASSERT_THAT(api_.batches, SizeIs(2));
  EXPECT_EQ(api_.batches[0].parent(), "organisations/o");
  EXPECT_EQ(api_.batches[0].reach_measurements_size(), 1000);
  EXPECT_EQ(api_.batches[1].reach_measurements_size(), 200);
  EXPECT_TRUE(api_.batches[1].reach_measurements(199).illustrative());
  EXPECT_THAT(out_.str(), HasSubstr("1200 rows written, 0 unchanged"));
}

}  // namespace
}  // namespace potential::cli
