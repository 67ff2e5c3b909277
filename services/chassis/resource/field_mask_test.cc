#include "services/chassis/resource/field_mask.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <random>
#include <string>

#include "google/protobuf/stubs/logging.h"
#include "google/protobuf/util/message_differencer.h"
#include "potential/workforce/v1/opportunity.pb.h"
#include "services/chassis/resource/test_schema.h"
#include "services/chassis/resource/violation_testing.h"

namespace potential::resource {
namespace {

using google::protobuf::FieldMask;
using google::protobuf::Message;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

constexpr char kThing[] = R"(
  enum Colour { COLOUR_UNSPECIFIED = 0; RED = 1; BLUE = 2; }
  message Part {
    string label = 1;
    string other = 2;
    string stamp = 3 [(field) = {output_only: true}];
    string origin = 4 [(field) = {immutable: true}];
    Part part = 5;
  }
  message Thing {
    string name = 1 [(field) = {output_only: true}];
    string title = 2;
    optional int32 band = 3;
    Colour colour = 4 [(field) = {immutable: true}];
    repeated string tags = 5;
    Part part = 6;
    repeated Part parts = 7;
    map<string, string> labels = 8;
    google.protobuf.Timestamp at = 9;
    Part audit = 10 [(field) = {output_only: true}];
    bool flag = 11;
    double ratio = 12;
    int64 big = 13;
    uint32 small = 14;
    uint64 huge = 15;
    float part_ratio = 16;
    bytes blob = 17;
    repeated int32 int32s = 18;
    repeated int64 int64s = 19;
    repeated uint32 uint32s = 20;
    repeated uint64 uint64s = 21;
    repeated double doubles = 22;
    repeated float floats = 23;
    repeated bool bools = 24;
    repeated Colour colours = 25;
    google.protobuf.Timestamp set_time = 26 [(field) = {immutable: true}];
  }
)";

constexpr char kFull[] =
    "name: 'n' title: 't' band: 5 colour: RED tags: ['a', 'b'] part { label: 'l' other: 'o' stamp: "
    "'s' "
    "origin: 'x' part { label: 'deep' stamp: 'ds' } } parts { label: 'p1' stamp: 'ps' } labels { "
    "key: "
    "'k' value: 'v' } at { seconds: 7 nanos: 8 } audit { label: 'who' } flag: true ratio: 0.5 big: "
    "-9 "
    "small: 8 huge: 7 part_ratio: 1.5 blob: 'bb' int32s: -1 int64s: -2 uint32s: 3 uint64s: 4 "
    "doubles: "
    "5.5 floats: 6.5 bools: true colours: BLUE set_time { seconds: 1 } ";

class FieldMaskTest : public ::testing::Test {
 protected:
  FieldMaskTest() : schema_(kThing) {}

  static FieldMask Mask(std::initializer_list<const char*> paths) {
    FieldMask mask;
    for (const char* path : paths) mask.add_paths(path);
    return mask;
  }

  // The record that comes of it in text format; or the first violation.
  std::string Apply(const std::string& patch, std::initializer_list<const char*> paths,
                    const std::string& current) {
    const auto next = schema_.Message("Thing", "title: 'rubbish of before'");
    const absl::Status status =
        ApplyUpdate(*schema_.Message("Thing", patch), Mask(paths),
                    *schema_.Message("Thing", current), next.get(), "thing");
    return status.ok() ? next->ShortDebugString() : FirstViolation(status);
  }

  std::string Text(const std::string& content) {
    return schema_.Message("Thing", content)->ShortDebugString();
  }

  TestSchema schema_;
};

TEST_F(FieldMaskTest, ChangesOnlyTheFieldsNamed) {
  EXPECT_EQ(Apply("title: 'new' band: 9", {"title"}, "title: 'old' band: 5"),
            Text("title: 'new' band: 5"));
  EXPECT_EQ(Apply("title: 'new' band: 9", {"title", "band", "title"}, ""),
            Text("title: 'new' band: 9"));
}

TEST_F(FieldMaskTest, ClearsNamedFieldsThatThePatchLeavesOut) {
  EXPECT_EQ(Apply("", {"title", "band", "tags", "labels", "at", "parts"},
                  "title: 'old' band: 5 tags: 'a' labels { key: 'k' } at { seconds: 1 } parts {} "
                  "flag: true"),
            Text("flag: true"));
}

TEST_F(FieldMaskTest, TellsZeroFromAbsentInOptionalFields) {
  EXPECT_EQ(Apply("band: 0", {"band"}, "band: 5"), Text("band: 0"));
  EXPECT_EQ(Apply("band: 0", {}, "band: 5"), Text("band: 0"));
  EXPECT_EQ(Apply("", {"band"}, "band: 5"), "");
}

TEST_F(FieldMaskTest, ReplacesListsMapsAndMessagesWhole) {
  EXPECT_EQ(Apply("tags: 'c' labels { key: 'z' } part { label: 'x' }", {"tags", "labels", "part"},
                  "tags: ['a', 'b'] labels { key: 'k' } part { label: 'l' other: 'o' }"),
            Text("tags: 'c' labels { key: 'z' value: '' } part { label: 'x' }"));
}

TEST_F(FieldMaskTest, ChangesNestedFields) {
  EXPECT_EQ(Apply("part { label: 'x' }", {"part.label"}, "part { label: 'l' other: 'o' }"),
            Text("part { label: 'x' other: 'o' }"));
  EXPECT_EQ(Apply("part { part { label: 'x' } }", {"part.part.label"}, ""),
            Text("part { part { label: 'x' } }"));
  EXPECT_EQ(Apply("", {"part.label"}, "part { label: 'l' other: 'o' }"),
            Text("part { other: 'o' }"));
  EXPECT_EQ(Apply("", {"part.part.label"}, "title: 't'"), Text("title: 't'"));
}

TEST_F(FieldMaskTest, ChangesAllSetFieldsWithoutMask) {
  EXPECT_EQ(
      Apply("title: 'new' tags: 'c' part { label: 'x' } at { seconds: 1 }", {},
            "title: 'old' band: 5 tags: ['a', 'b'] part { label: 'l' other: 'o' } "
            "at { seconds: 7 nanos: 8 }"),
      Text("title: 'new' band: 5 tags: 'c' part { label: 'x' other: 'o' } at { seconds: 1 }"));
}

TEST_F(FieldMaskTest, ReplacesTheWholeRecordWithAStar) {
  EXPECT_EQ(Apply("title: 'new' colour: RED", {"*"}, "name: 'n' title: 'old' band: 5 colour: RED"),
            Text("name: 'n' title: 'new' colour: RED"));
}

TEST_F(FieldMaskTest, IgnoresWhatOnlyTheServiceSets) {
  EXPECT_EQ(Apply("name: 'x' audit { label: 'me' }", {"name", "audit", "audit.label"},
                  "name: 'n' audit { label: 'who' }"),
            Text("name: 'n' audit { label: 'who' }"));
  EXPECT_EQ(Apply("name: 'x' audit { label: 'me' }", {}, ""), "");
  EXPECT_EQ(Apply("name: 'x' audit { label: 'me' }", {"*"}, ""), "");
  EXPECT_EQ(Apply("part { label: 'x' stamp: 'mine' }", {"part"}, "part { other: 'o' stamp: 's' }"),
            Text("part { label: 'x' stamp: 's' }"));
  EXPECT_EQ(Apply("part { stamp: 'mine' }", {"part.stamp"}, "part { stamp: 's' }"),
            Text("part { stamp: 's' }"));
  EXPECT_EQ(Apply("", {"part"}, "part { label: 'l' stamp: 's' part { stamp: 'd' } }"),
            Text("part { stamp: 's' part { stamp: 'd' } }"));
  EXPECT_EQ(Apply("", {"part"}, "part { label: 'l' part { label: 'd' } }"), "");
  EXPECT_EQ(Apply("parts { label: 'x' stamp: 'mine' }", {"parts"}, ""),
            Text("parts { label: 'x' }"));
}

TEST_F(FieldMaskTest, RefusesToChangeImmutableFields) {
  EXPECT_EQ(Apply("colour: BLUE", {"colour"}, "colour: RED"),
            "thing.colour: cannot be changed once the record is created");
  EXPECT_THAT(Apply("colour: BLUE", {}, "colour: RED"), HasSubstr("thing.colour"));
  EXPECT_THAT(Apply("", {"*"}, "colour: RED"), HasSubstr("thing.colour"));
  EXPECT_THAT(Apply("", {"colour"}, "colour: RED"), HasSubstr("thing.colour"));
  EXPECT_THAT(Apply("part { origin: 'y' }", {"part.origin"}, "part { origin: 'x' }"),
              HasSubstr("thing.part.origin"));
  EXPECT_THAT(Apply("set_time { seconds: 2 }", {"set_time"}, "set_time { seconds: 1 }"),
              HasSubstr("thing.set_time"));
}

TEST_F(FieldMaskTest, AcceptsImmutableFieldsThatStayAsTheyAre) {
  EXPECT_EQ(Apply("colour: RED title: 'new'", {}, "colour: RED"), Text("colour: RED title: 'new'"));
  EXPECT_EQ(Apply("colour: BLUE title: 'new'", {"title"}, "colour: RED"),
            Text("colour: RED title: 'new'"));
  EXPECT_EQ(Apply("colour: RED", {"colour", "title"}, "colour: RED title: 'old'"),
            Text("colour: RED"));
}

TEST_F(FieldMaskTest, ReportsEveryWrongPath) {
  const auto violations =
      CheckMask(Mask({"title", "nope", "Title", "part.nope", "parts.label", "labels.k", "tags.x",
                      "title.x", "", "part.", ".title", "*", "at.seconds", "part.part.part.label"}),
                schema_.Type("Thing"));
  std::string shown;
  for (const FieldViolation& v : violations) {
    EXPECT_EQ(v.field, "update_mask");
    shown += v.description.substr(0, v.description.find("` ") + 1) + " ";
  }
  EXPECT_EQ(
      shown,
      "`nope` `Title` `part.nope` `parts.label` `labels.k` `tags.x` `title.x` `` `part.` `.title` "
      "holds `*` ");
}

TEST_F(FieldMaskTest, ReportsNothingForAStarAlone) {
  EXPECT_TRUE(CheckMask(Mask({"*"}), schema_.Type("Thing")).empty());
  EXPECT_TRUE(CheckMask(Mask({}), schema_.Type("Thing")).empty());
  EXPECT_THAT(Apply("title: 'x'", {"*", "title"}, ""), HasSubstr("update_mask: holds `*`"));
}

TEST_F(FieldMaskTest, CarriesEveryTypeOfField) {
  const auto full = schema_.Message("Thing", kFull);
  const google::protobuf::Descriptor& type = *full->GetDescriptor();
  for (int i = 0; i < type.field_count(); ++i) {
    if (type.field(i)->name() == "name" || type.field(i)->name() == "audit") continue;
    FieldMask mask;
    mask.add_paths(type.field(i)->name());
    // From nothing to the field, and from a full record to one without it.
    const auto empty = schema_.Message("Thing");
    const auto next = schema_.Message("Thing");
    const bool immutable = type.field(i)->name() == "colour" || type.field(i)->name() == "set_time";
    const absl::Status set = ApplyUpdate(*full, mask, *empty, next.get());
    EXPECT_EQ(set.ok(), !immutable) << mask.paths(0);
    google::protobuf::util::MessageDifferencer differencer;
    auto expected = schema_.Message("Thing", kFull);
    ClearOutputOnly(expected.get());
    EXPECT_TRUE(differencer.CompareWithFields(*expected, *next, {type.field(i)}, {type.field(i)}))
        << mask.paths(0);
  }
}

TEST_F(FieldMaskTest, ClearsOutputOnlyFieldsAtAnyDepth) {
  const auto thing = schema_.Message("Thing", kFull);
  ClearOutputOnly(thing.get());
  const auto expected = schema_.Message("Thing", kFull);
  for (const char* field : {"name", "audit"}) {
    expected->GetReflection()->ClearField(expected.get(),
                                          expected->GetDescriptor()->FindFieldByName(field));
  }
  std::string text = expected->ShortDebugString();
  for (const std::string stamp : {" stamp: \"s\"", " stamp: \"ds\"", " stamp: \"ps\""}) {
    const size_t at = text.find(stamp);
    ASSERT_NE(at, std::string::npos) << stamp;
    text.erase(at, stamp.size());
  }
  EXPECT_EQ(thing->ShortDebugString(), text);
}

TEST_F(FieldMaskTest, NeverChangesServiceFieldsWhateverIsSent) {
  std::mt19937 random(3);
  const auto current = schema_.Message("Thing", kFull);
  const char* paths[] = {"name",  "title", "part",  "part.stamp", "part.label", "part.part",
                         "parts", "*",     "audit", "labels",     "at",         "at.seconds"};
  for (int round = 0; round < 2000; ++round) {
    auto patch = schema_.Message("Thing", kFull);
    std::string bytes = patch->SerializeAsString();
    for (int i = 0; i < 3; ++i)
      bytes[random() % bytes.size()] = static_cast<char>('a' + random() % 26);
    const google::protobuf::LogSilencer silencer;
    patch->ParsePartialFromString(bytes);
    FieldMask mask;
    for (size_t i = random() % 4; i > 0; --i) mask.add_paths(paths[random() % std::size(paths)]);
    const auto next = schema_.Message("Thing");
    if (!ApplyUpdate(*patch, mask, *current, next.get()).ok()) continue;
    const google::protobuf::Descriptor& type = *next->GetDescriptor();
    google::protobuf::util::MessageDifferencer differencer;
    std::vector<const google::protobuf::FieldDescriptor*> kept = {type.FindFieldByName("name"),
                                                                  type.FindFieldByName("audit"),
                                                                  type.FindFieldByName("colour")};
    EXPECT_TRUE(differencer.CompareWithFields(*current, *next, kept, kept));
    const auto* part = type.FindFieldByName("part");
    const Message& inside = next->GetReflection()->GetMessage(*next, part);
    EXPECT_EQ(
        inside.GetReflection()->GetString(inside, part->message_type()->FindFieldByName("stamp")),
        "s");
  }
}

TEST_F(FieldMaskTest, UpdatesARealRecord) {
  workforce::v1::Opportunity current, patch, next;
  current.set_name("organisations/swlstg/opportunities/a1");
  current.set_kind(workforce::v1::Opportunity::VACANCY);
  current.set_title("Old");
  current.set_band(6);
  patch.set_title("New");
  patch.set_state(workforce::v1::Opportunity::FILLED);
  ASSERT_TRUE(ApplyUpdate(patch, Mask({"title", "band", "state"}), current, &next).ok());
  EXPECT_EQ(next.title(), "New");
  EXPECT_FALSE(next.has_band());
  EXPECT_EQ(next.state(), workforce::v1::Opportunity::STATE_UNSPECIFIED);
  EXPECT_EQ(next.name(), current.name());
}

}  // namespace
}  // namespace potential::resource
