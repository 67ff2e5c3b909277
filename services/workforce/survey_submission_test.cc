// Answers of respondents: what is refused, and what is never kept.

#include "services/workforce/survey_submission.h"

#include <openssl/sha.h>

#include <set>
#include <thread>

#include "absl/strings/escaping.h"
#include "services/chassis/storage/change_log.h"
#include "services/workforce/survey_fixture.h"
#include "services/workforce/survey_tables.h"

namespace potential::workforce {
namespace {

using testing::IsOk;
using testing::Refuses;
using testing::StatusIs;
using testing::Violates;
using v1::SurveyWave;

std::string Sha256(const std::string& text) {
  std::string digest(SHA256_DIGEST_LENGTH, '\0');
  SHA256(reinterpret_cast<const unsigned char*>(text.data()), text.size(),
         reinterpret_cast<unsigned char*>(digest.data()));
  return absl::BytesToHexString(digest);
}

std::vector<storage::Row> Rows(WorkforceFixture& fixture, const storage::Table& table) {
  auto snapshot = fixture.chassis().store().Read();
  EXPECT_THAT(snapshot, IsOk());
  auto rows = (*snapshot)->Select(table, "swlstg", {.limit = 1000});
  EXPECT_THAT(rows, IsOk());
  return *rows;
}

int64_t Revision(WorkforceFixture& fixture) {
  auto snapshot = fixture.chassis().store().Read();
  EXPECT_THAT(snapshot, IsOk());
  return *storage::CurrentRevision(**snapshot, "swlstg");
}

class SurveySubmissionTest : public ::testing::Test {
 protected:
  SurveySubmissionTest() { fixture_.OpenWave("first"); }

  SurveyFixture fixture_;
};

TEST_F(SurveySubmissionTest, TakesEachTokenOnceAndTellsNobodyWhyItIsRefused) {
  const std::string token = fixture_.Issue("first", 1)[0];
  ASSERT_THAT(fixture_.Submit("first", token, Likert("support", 4)), IsOk());
  const absl::Status spent = fixture_.Submit("first", token, Likert("support", 4));
  const absl::Status unknown = fixture_.Submit("first", "nonsense", Likert("support", 4));
  EXPECT_THAT(spent, StatusIs(absl::StatusCode::kPermissionDenied));
  EXPECT_EQ(spent.ToString(), unknown.ToString());
}

TEST_F(SurveySubmissionTest, TakesTokensOfItsOwnWaveOnly) {
  ASSERT_THAT(fixture_.Create<SurveyWave>("second", SurveyFixture::WaveFields()), IsOk());
  const std::string token = fixture_.Issue("second", 1)[0];
  EXPECT_THAT(fixture_.Submit("first", token, Likert("support", 4)),
              StatusIs(absl::StatusCode::kPermissionDenied));
}

TEST_F(SurveySubmissionTest, TakesOneOfManyAnswersUnderTheSameTokenAtTheSameTime) {
  const std::string token = fixture_.Issue("first", 1)[0];
  std::atomic<int> taken = 0;
  std::vector<std::thread> respondents;
  for (int i = 0; i < 8; ++i) {
    respondents.emplace_back([&] {
      if (fixture_.Submit("first", token, Likert("support", 3)).ok()) ++taken;
    });
  }
  for (std::thread& respondent : respondents) respondent.join();
  EXPECT_EQ(taken, 1);
  EXPECT_EQ(Rows(fixture_, SurveyTables()[1]).size(), 1u);
}

TEST_F(SurveySubmissionTest, IsAcceptedWhileTheWaveIsOpenOnly) {
  ASSERT_THAT(fixture_.Create<SurveyWave>("second", SurveyFixture::WaveFields()), IsOk());
  const std::string early = fixture_.Issue("second", 1)[0];
  EXPECT_THAT(fixture_.Submit("second", early, Likert("support", 4)),
              Refuses("ILLEGAL_TRANSITION"));
  const std::string late = fixture_.Issue("first", 1)[0];
  ASSERT_THAT(fixture_.Close("first"), IsOk());
  EXPECT_THAT(fixture_.Submit("first", late, Likert("support", 4)), Refuses("ILLEGAL_TRANSITION"));
  EXPECT_THAT(fixture_.Submit("nowhere", late, Likert("support", 4)),
              StatusIs(absl::StatusCode::kNotFound));
}

TEST_F(SurveySubmissionTest, NeedsNoIdentityOfTheOrganisation) {
  const std::string token = fixture_.Issue("first", 1)[0];
  rpc::Identity stranger = rpc::LocalAdministrator();
  stranger.organisations = {"tower-hamlets"};
  stranger.role = rpc::Role::kViewer;
  stranger.audience = rpc::Audience::kPublished;
  fixture_.chassis().set_identity(stranger);
  EXPECT_THAT(fixture_.Submit("first", token, Likert("support", 4)), IsOk());
}

TEST_F(SurveySubmissionTest, ChecksEachAnswerAgainstItsQuestion) {
  const std::string token = fixture_.Issue("first", 1)[0];
  const auto submit = [&](const std::string& answers) {
    return fixture_.Submit("first", token, answers);
  };
  EXPECT_THAT(submit(""), Violates("answers"));
  EXPECT_THAT(submit(Likert("other", 1)), Violates("answers[0].question_id"));
  EXPECT_THAT(submit(Likert("support", 1) + Likert("support", 2)),
              Violates("answers[1].question_id"));
  EXPECT_THAT(submit(Likert("support", 0)), Violates("answers[0].likert"));
  EXPECT_THAT(submit(Likert("support", 6)), Violates("answers[0].likert"));
  EXPECT_THAT(submit(YesNo("support", true)), Violates("answers[0].yes_no"));
  EXPECT_THAT(submit(Likert("informed", 1)), Violates("answers[0].likert"));
  EXPECT_THAT(submit(Text("informed", "yes")), Violates("answers[0].text"));
  EXPECT_THAT(submit(Likert("words", 1)), Violates("answers[0].likert"));
  EXPECT_THAT(submit(Text("words", "  ")), Violates("answers[0].text"));
  EXPECT_THAT(submit(Text("words", std::string(1001, 'x'))), Violates("answers[0].text"));
  EXPECT_THAT(submit("answers { question_id: 'support' }"), Violates("answers[0].value"));
  EXPECT_EQ(testing::ViolatedFields(submit(Likert("other", 1) + YesNo("stress", true))),
            (std::vector<std::string>{"answers[0].question_id", "answers[1].yes_no"}));
}

TEST_F(SurveySubmissionTest, SpendsNothingWhenItIsRefused) {
  const std::string token = fixture_.Issue("first", 1)[0];
  ASSERT_THAT(fixture_.Submit("first", token, Likert("other", 1)),
              Violates("answers[0].question_id"));
  EXPECT_EQ(Rows(fixture_, SurveyTables()[1]).size(), 0u);
  EXPECT_THAT(fixture_.Submit("first", token, Likert("support", 1)), IsOk());
}

TEST_F(SurveySubmissionTest, KeepsHashesOfTokensOnly) {
  const std::vector<std::string> tokens = fixture_.Issue("first", 3);
  std::set<std::string> expected;
  for (const std::string& token : tokens) expected.insert(Sha256(token));
  std::set<std::string> kept;
  for (const storage::Row& row : Rows(fixture_, SurveyTables()[0])) kept.insert(row.id);
  EXPECT_EQ(kept, expected);
}

TEST_F(SurveySubmissionTest, LeavesNoRevisionHistoryOrTime) {
  const std::string token = fixture_.Issue("first", 1)[0];
  const int64_t revision = Revision(fixture_);
  const auto before = fixture_.Get<SurveyWave>("first");
  fixture_.chassis().clock().Advance(absl::Hours(5));
  ASSERT_THAT(fixture_.Submit("first", token, Likert("support", 4) + Text("words", "Time")),
              IsOk());
  EXPECT_EQ(Revision(fixture_), revision);
  EXPECT_EQ(fixture_.Get<SurveyWave>("first")->SerializeAsString(), before->SerializeAsString());
}

TEST_F(SurveySubmissionTest, KeepsTextsApartFromTheOtherAnswers) {
  const std::string token = fixture_.Issue("first", 1)[0];
  ASSERT_THAT(fixture_.Submit("first", token, Likert("support", 4) + Text("words", "Time")),
              IsOk());
  const std::vector<storage::Row> answers = Rows(fixture_, SurveyTables()[1]);
  const std::vector<storage::Row> texts = Rows(fixture_, SurveyTables()[2]);
  ASSERT_EQ(answers.size(), 1u);
  ASSERT_EQ(texts.size(), 1u);
  EXPECT_EQ(answers[0].values, (std::vector<storage::Value>{std::string("first"),
                                                            storage::EncodeList({"support=4"})}));
  EXPECT_NE(answers[0].id, texts[0].id);
}

TEST_F(SurveySubmissionTest, ForgetsTheTokensOfAWaveThatIsClosed) {
  ASSERT_THAT(fixture_.Create<SurveyWave>("second", SurveyFixture::WaveFields()), IsOk());
  const std::string other = fixture_.Issue("second", 1)[0];
  fixture_.Respond("first", {Likert("support", 4)});
  ASSERT_THAT(fixture_.Close("first"), IsOk());
  const std::vector<storage::Row> kept = Rows(fixture_, SurveyTables()[0]);
  ASSERT_EQ(kept.size(), 1u);
  EXPECT_EQ(kept[0].id, Sha256(other));
}

}  // namespace
}  // namespace potential::workforce
