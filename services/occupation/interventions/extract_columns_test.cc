#include "services/occupation/interventions/extract_columns.h"

#include "gmock/gmock.h"
#include "google/protobuf/text_format.h"
#include "services/chassis/strategy/import_profile.h"
#include "services/chassis/testing/matchers.h"
#include "services/occupation/interventions/identifying_columns.h"

namespace potential::occupation {
namespace {

using ::testing::HasSubstr;
using strategy::v1::ImportProfile;
using testing::IsOk;
using testing::StatusIs;

ImportProfile Profile(const std::string& text) {
  ImportProfile profile;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &profile)) << text;
  return profile;
}

absl::StatusOr<ExtractColumns> Find(const std::vector<absl::string_view>& header,
                                    const std::string& profile = "") {
  return FindColumns(Profile(profile), header);
}

TEST(ExtractColumnsTest, KnowsTheDataSetInItsVersions) {
  for (const std::vector<absl::string_view>& header :
       {std::vector<absl::string_view>{"CareActID", "CareContDate", "CareProfTeamLocalId",
                                       "CodeProcAndProcStatus", "ClinContactDurOfCareAct",
                                       "AttendOrDNACode", "ConsMediumUsed"},
        std::vector<absl::string_view>{"CareActID", "CareContDate", "OtherCareProfTeamLocalID",
                                       "Procedure", "ClinContactDurOfCareAct", "AttendStatus",
                                       "ConsMechanismMH"},
        std::vector<absl::string_view>{"record_id", "date", "team_code", "snomed_procedure_code",
                                       "duration_minutes", "attended", "contact_mode"}}) {
    const auto columns = Find(header);
    ASSERT_THAT(columns, IsOk());
    EXPECT_EQ(columns->Of(ImportProfile::RECORD_ID), 0);
    EXPECT_EQ(columns->Of(ImportProfile::DATE), 1);
    EXPECT_EQ(columns->Of(ImportProfile::TEAM_CODE), 2);
    EXPECT_EQ(columns->Of(ImportProfile::PROCEDURE), 3);
    EXPECT_EQ(columns->Of(ImportProfile::DURATION), 4);
    EXPECT_EQ(columns->Of(ImportProfile::ATTENDANCE), 5);
    EXPECT_EQ(columns->Of(ImportProfile::CONTACT_MODE), 6);
    EXPECT_EQ(columns->Of(ImportProfile::ACTIVITY_TYPE), std::nullopt);
  }
}

TEST(ExtractColumnsTest, PrefersTheDataSetToItsOwnNames) {
  const auto columns = Find({"date", "record_id", "CareContDate", "team_code"});
  ASSERT_THAT(columns, IsOk());
  EXPECT_EQ(columns->Of(ImportProfile::DATE), 2);
}

TEST(ExtractColumnsTest, TakesTheProfilesNamesInsteadOfTheStandardOnes) {
  const std::string profile = "columns { field: DATE headers: 'Seen On' headers: 'Day' }";
  const auto columns = Find({"Unknown", "care_act_id", "seen-on", "CareProfTeamLocalID"}, profile);
  ASSERT_THAT(columns, IsOk());
  EXPECT_EQ(columns->Of(ImportProfile::DATE), 2);
  EXPECT_THAT(Find({"CareActID", "CareContDate", "CareProfTeamLocalID"}, profile),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       HasSubstr("no column for DATE: it is looked for as Seen On, Day")));
}

TEST(ExtractColumnsTest, RefusesTwoColumnsForOneField) {
  EXPECT_THAT(Find({"CareActID", "CareContDate", "CareProfTeamLocalID", "OtherCareProfTeamLocalID"}),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("two columns for one field")));
  EXPECT_THAT(Find({"CareActID", "CareContDate", "CareContDate", "CareProfTeamLocalID"}),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("two columns for one field")));
  EXPECT_THAT(Find({"CareActID", "CareContDate", "CareProfTeamLocalID", "x", "x"}), IsOk());
}

TEST(ExtractColumnsTest, RefusesIdentifyingColumnsThatAreNotIgnoredByName) {
  const std::vector<absl::string_view> header = {"CareActID", "CareContDate",
                                                 "CareProfTeamLocalID", "NHS Number", "Postcode"};
  EXPECT_THAT(Find(header), StatusIs(absl::StatusCode::kInvalidArgument,
                                     HasSubstr("`NHS Number`, `Postcode`")));
  EXPECT_THAT(Find(header, "ignored_columns: 'nhs_number'"),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr(": `Postcode`;")));
  EXPECT_THAT(Find(header, "ignored_columns: ['nhs_number', 'POSTCODE']"), IsOk());
}

TEST(ExtractColumnsTest, NeedsTheColumnOfTheStaffRule) {
  const std::string profile = "staff { headers: 'Job Role' values: 'OT' }";
  const auto columns =
      Find({"CareActID", "CareContDate", "CareProfTeamLocalID", "JobRole"}, profile);
  ASSERT_THAT(columns, IsOk());
  EXPECT_EQ(columns->staff, 3);
  EXPECT_THAT(Find({"CareActID", "CareContDate", "CareProfTeamLocalID"}, profile),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("Job Role")));
}

TEST(IdentifyingColumnsTest, AreToldByTheirNames) {
  for (const char* header :
       {"NHSNumber", "nhs_no", "LocalPatientID", "OrgIDLocalPatientID", "Person_ID", "Client ID",
        "PersonBirthDate", "Date of Birth", "DOB", "PatientDOB", "Postcode", "PostcodeUsualAddress",
        "Surname", "First Name", "Name", "Patient Name", "Clinician Name", "Email Address",
        "Telephone", "RiO Number", "Hospital No", "Address Line 1"}) {
    EXPECT_TRUE(LooksIdentifying(strategy::ComparableHeader(header))) << header;
  }
  for (const char* header :
       {"CareActID", "CareContactID", "ServiceRequestID", "CareContDate", "CareContTime",
        "OrgIDComm", "CareProfTeamLocalID", "CareProfLocalId", "TeamName", "Ward Name",
        "ConsMechanismMH", "CareContPatientTherMode", "AttendStatus", "SiteIDOfTreat",
        "StaffActivities", "Activity Type", "EarliestReasonOfferDate", "UniqServReqID"}) {
    EXPECT_FALSE(LooksIdentifying(strategy::ComparableHeader(header))) << header;
  }
}

}  // namespace
}  // namespace potential::occupation
