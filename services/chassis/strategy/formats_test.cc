#include "services/chassis/strategy/formats.h"

#include <google/protobuf/descriptor.h>
#include <gtest/gtest.h>

#include <set>
#include <string>

#include "potential/strategy/v1/strategy.pb.h"

namespace potential::strategy {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using ::potential::options::v1::FieldRules;

void CollectFormats(const Descriptor* type, std::set<const Descriptor*>* seen,
                    std::set<int>* formats) {
  if (!seen->insert(type).second) return;
  for (int i = 0; i < type->field_count(); ++i) {
    const FieldDescriptor* field = type->field(i);
    formats->insert(field->options().GetExtension(::potential::options::v1::field).format());
    if (field->message_type() != nullptr) CollectFormats(field->message_type(), seen, formats);
  }
}

TEST(FormatsTest, EveryFormatThatTheContractUsesIsKnown) {
  std::set<const Descriptor*> seen;
  std::set<int> formats;
  CollectFormats(v1::Strategy::descriptor(), &seen, &formats);
  formats.erase(FieldRules::FORMAT_UNSPECIFIED);
  EXPECT_GE(formats.size(), 3U);
  for (const int format : formats) {
    EXPECT_TRUE(IsKnownFormat(static_cast<Format>(format))) << format;
  }
}

TEST(FormatsTest, IdentifiersHaveTheirLengthsAndCharacters) {
  EXPECT_TRUE(IsIdentifier("ab"));
  EXPECT_TRUE(IsIdentifier("a-1"));
  EXPECT_TRUE(IsIdentifier(std::string(63, 'x')));
  for (const std::string& text :
       {std::string("a"), std::string(), std::string("-a"), std::string("a-"), std::string("A1"),
        std::string("a_b"), std::string("a.b"), std::string("é1"), std::string(64, 'x')}) {
    EXPECT_FALSE(IsIdentifier(text)) << text;
  }
}

TEST(FormatsTest, OdsCodesAreThreeToSixCapitalsAndDigits) {
  EXPECT_TRUE(HasFormat(FieldRules::ODS_CODE, "RQY"));
  EXPECT_TRUE(HasFormat(FieldRules::ODS_CODE, "RV5"));
  EXPECT_TRUE(HasFormat(FieldRules::ODS_CODE, "ABC123"));
  EXPECT_FALSE(HasFormat(FieldRules::ODS_CODE, "RQ"));
  EXPECT_FALSE(HasFormat(FieldRules::ODS_CODE, "RQYRQYR"));
  EXPECT_FALSE(HasFormat(FieldRules::ODS_CODE, "rqy"));
}

TEST(FormatsTest, UnknownFormatsHoldForNothing) {
  EXPECT_FALSE(IsKnownFormat(FieldRules::DOI));
  EXPECT_FALSE(HasFormat(FieldRules::DOI, "10.1177/0308022619879361"));
}

TEST(FormatsTest, CodePointsAreCountedAndBadBytesFound) {
  EXPECT_EQ(CodePoints(""), 0);
  EXPECT_EQ(CodePoints("aé—\xF0\x9F\x98\x80"), 4);
  EXPECT_EQ(CodePoints("\xF4\x8F\xBF\xBF"), 1);
  EXPECT_EQ(CodePoints("\xF4\x90\x80\x80"), -1);
  EXPECT_EQ(CodePoints("\xE0\x9F\xBF"), -1);
  EXPECT_EQ(CodePoints("\xF0\x8F\xBF\xBF"), -1);
  EXPECT_EQ(CodePoints("a\xFF"), -1);
}

}  // namespace
}  // namespace potential::strategy
