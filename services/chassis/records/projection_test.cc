#include "services/chassis/records/projection.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "services/chassis/records/kind.h"
#include "services/chassis/resource/test_schema.h"

namespace potential::records {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr char kSource[] = R"(
  enum State { STATE_UNSPECIFIED = 0; DRAFT = 1; OPEN = 2; HELD = 3; }
  enum Other { OTHER_UNSPECIFIED = 0; }
  message Offer {
    option (resource) = {collection: "offers" singular: "offer" soft_delete: true};
    string name = 1 [(field) = {output_only: true}];
    google.protobuf.Timestamp update_time = 4 [(field) = {output_only: true}];
    google.protobuf.Timestamp delete_time = 5 [(field) = {output_only: true}];
    string service_line = 7;
    State state = 9 [(field) = {output_only: true query: true}];
    string notes = 10;
    repeated string tags = 11;
    repeated string evidence_links = 12;
    string title = 20;
    optional int32 band = 21;
    string partner = 22 [(field) = {reference: "partners"}];
    repeated string guests = 23;
    string host = 24;
    bool wide = 25;
  }
)";

constexpr char kOption[] = R"(source: "offers" states: "OPEN" states: "HELD" everyone: "wide"
                              recipients: "guests" recipients: "host")";
constexpr char kCopyFields[] = R"(
    string name = 1 [(field) = {output_only: true}];
    string etag = 2 [(field) = {output_only: true}];
    string source_organisation = 13 [(field) = {output_only: true}];
    google.protobuf.Timestamp source_update_time = 14 [(field) = {output_only: true}];
)";

// The kinds of a source and of a copy with these rules and fields.
class Kinds {
 public:
  Kinds(const std::string& option, const std::string& fields)
      : schema_(absl::StrCat(kSource, "message Copy { option (resource) = {collection: ",
                             "\"copies\" singular: \"copy\"}; option (projection) = {", option,
                             "}; ", fields, " }")),
        source_(MakeRecordKind(&schema_.Type("Offer"))),
        received_(MakeRecordKind(&schema_.Type("Copy"))),
        projection_(Projection::For(*source_, *received_)) {}

  const absl::StatusOr<Projection>& projection() const { return projection_; }

  std::vector<std::string> Recipients(const std::string& record) const {
    return projection_->Recipients(*schema_.Message("Offer", record), {"one", "three", "two"});
  }

 private:
  const resource::TestSchema schema_;
  const std::unique_ptr<RecordKind> source_;
  const std::unique_ptr<RecordKind> received_;
  const absl::StatusOr<Projection> projection_;
};

std::string Refusal(const std::string& option, const std::string& fields) {
  const Kinds kinds(option, fields);
  EXPECT_EQ(kinds.projection().status().code(), absl::StatusCode::kInvalidArgument);
  return std::string(kinds.projection().status().message());
}

TEST(ProjectionTest, GoesToThoseNamedOrToAllPartnersInStatesThatAreShared) {
  const Kinds kinds(kOption, kCopyFields);
  ASSERT_TRUE(kinds.projection().ok()) << kinds.projection().status();
  EXPECT_THAT(kinds.Recipients("state: OPEN guests: 'two' guests: 'strange' host: 'one'"),
              ElementsAre("one", "two"));
  EXPECT_THAT(kinds.Recipients("state: HELD wide: true guests: 'two'"),
              ElementsAre("one", "three", "two"));
  EXPECT_THAT(kinds.Recipients("state: OPEN"), IsEmpty());
  EXPECT_THAT(kinds.Recipients("state: DRAFT wide: true host: 'one'"), IsEmpty());
  EXPECT_THAT(kinds.Recipients("state: OPEN wide: true delete_time { seconds: 1 }"), IsEmpty());
}

TEST(ProjectionTest, GoesOutInEveryStateIfItsContractNamesNone) {
  const Kinds kinds("source: \"offers\" recipients: \"host\"", kCopyFields);
  ASSERT_TRUE(kinds.projection().ok()) << kinds.projection().status();
  EXPECT_THAT(kinds.Recipients("state: DRAFT host: 'one'"), ElementsAre("one"));
}

TEST(ProjectionTest, RefusesFieldsThatItsSourceHasNot) {
  for (const char* field : {"string subject = 20 [(field) = {output_only: true}];",
                            "bytes title = 20 [(field) = {output_only: true}];",
                            "repeated string title = 20 [(field) = {output_only: true}];",
                            "int32 band = 21 [(field) = {output_only: true}];",
                            "Other state = 9 [(field) = {output_only: true}];"}) {
    EXPECT_THAT(Refusal(kOption, absl::StrCat(kCopyFields, field)), HasSubstr("has no field"))
        << field;
  }
}

TEST(ProjectionTest, RefusesToShareWhatStaysAtHome) {
  for (const char* field : {"string service_line = 7", "string notes = 10",
                            "repeated string tags = 11", "repeated string evidence_links = 12",
                            "google.protobuf.Timestamp delete_time = 5", "string partner = 22"}) {
    EXPECT_THAT(
        Refusal(kOption, absl::StrCat(kCopyFields, field, " [(field) = {output_only: true}];")),
        HasSubstr("is never shared"))
        << field;
  }
}

TEST(ProjectionTest, RefusesFieldsThatACallerCouldSet) {
  EXPECT_THAT(Refusal(kOption, absl::StrCat(kCopyFields, "string title = 20;")),
              HasSubstr("title is not output_only"));
}

TEST(ProjectionTest, RefusesACopyThatDoesNotSayWhereItIsFrom) {
  for (const char* own : {"source_organisation", "source_update_time"}) {
    const std::string without = absl::StrReplaceAll(kCopyFields, {{own, "title"}});
    EXPECT_THAT(Refusal(kOption, without), HasSubstr(own));
  }
}

TEST(ProjectionTest, RefusesStatesAndRecipientsThatItsSourceHasNot) {
  EXPECT_THAT(Refusal("source: \"offers\" everyone: \"wide\" states: \"SHUT\"", kCopyFields),
              HasSubstr("has no state SHUT"));
  EXPECT_THAT(Refusal("source: \"offers\" recipients: \"band\"", kCopyFields),
              HasSubstr("has no texts band"));
  EXPECT_THAT(Refusal("source: \"offers\" recipients: \"friends\"", kCopyFields),
              HasSubstr("has no texts friends"));
  EXPECT_THAT(Refusal("source: \"offers\" everyone: \"title\"", kCopyFields),
              HasSubstr("has no flag title"));
  EXPECT_THAT(Refusal("source: \"offers\"", kCopyFields), HasSubstr("nobody to share with"));
}

TEST(ProjectionTest, NamesCopiesAfterTheWholeNameOfTheirSource) {
  const std::string id = Projection::CopyId({"one", "offers", "ab"});
  EXPECT_TRUE(resource::IsIdentifier(id));
  EXPECT_EQ(Projection::CopyId({"one", "offers", "ab"}), id);
  EXPECT_NE(Projection::CopyId({"two", "offers", "ab"}), id);
  EXPECT_NE(Projection::CopyId({"one", "days", "ab"}), id);
}

}  // namespace
}  // namespace potential::records
