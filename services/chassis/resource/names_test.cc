#include "services/chassis/resource/names.h"

#include <gtest/gtest.h>

#include <random>
#include <set>
#include <string>

namespace potential::resource {
namespace {

TEST(NamesTest, RoundTripsARecordsName) {
  const ResourceName name{"swlstg", "adviceSessions", "a1-b2"};
  EXPECT_EQ(FormatName(name), "organisations/swlstg/adviceSessions/a1-b2");
  EXPECT_EQ(ParseName(FormatName(name)), name);
}

TEST(NamesTest, RoundTripsAnOrganisation) {
  EXPECT_EQ(FormatOrganisation("swlstg"), "organisations/swlstg");
  EXPECT_EQ(ParseOrganisation("organisations/swlstg"), "swlstg");
}

TEST(NamesTest, RefusesWhatIsNotAnOrganisation) {
  for (const char* name :
       {"", "swlstg", "organisations/", "organisations/a", "organisations/SWL",
        "organisations/swlstg/", "organisations/swlstg/posts", "/organisations/ab",
        "organisations//ab", "Organisations/ab", "organisations/ab "}) {
    EXPECT_EQ(ParseOrganisation(name), std::nullopt) << name;
  }
}

TEST(NamesTest, RefusesWhatIsNotARecordsName) {
  for (const char* name :
       {"", "organisations", "organisations/ab", "organisations/ab/posts",
        "organisations/ab/posts/", "organisations/ab/posts/c", "organisations/ab/posts/cd/",
        "organisations/ab/posts/cd/ef", "organisations/ab//cd", "organisations//posts/cd",
        "organisations/ab/Posts/cd", "organisations/ab/p/cd", "organisations/ab/po-sts/cd",
        "organisations/ab/posts/CD", "organisations/ab/posts/c%64", "organisations/ab/posts/-cd",
        "organisations/ab/posts/cd-", "organisation/ab/posts/cd",
        "organisations/ab/posts/c\u00e9"}) {
    EXPECT_EQ(ParseName(name), std::nullopt) << name;
  }
}

TEST(NamesTest, BoundsIdentifiers) {
  EXPECT_FALSE(IsIdentifier("a"));
  EXPECT_TRUE(IsIdentifier("a1"));
  EXPECT_TRUE(IsIdentifier("1-a"));
  EXPECT_TRUE(IsIdentifier(std::string(63, 'a')));
  EXPECT_FALSE(IsIdentifier(std::string(64, 'a')));
  EXPECT_FALSE(IsIdentifier("a_b"));
  EXPECT_FALSE(IsIdentifier("a.b"));
}

TEST(NamesTest, MakesIdentifiersOfTwentyCharactersFromAllBits) {
  std::mt19937_64 random(7);
  std::set<std::string> seen;
  std::set<char> first_characters;
  for (int i = 0; i < 2000; ++i) {
    const std::string id = NewId([&] { return random(); });
    EXPECT_EQ(id.size(), 20u);
    EXPECT_TRUE(IsIdentifier(id)) << id;
    EXPECT_EQ(id.find_first_not_of("abcdefghijklmnopqrstuvwxyz234567"), std::string::npos);
    seen.insert(id);
    first_characters.insert(id[0]);
  }
  EXPECT_EQ(seen.size(), 2000u);
  EXPECT_EQ(first_characters.size(), 32u);
  EXPECT_EQ(NewId([] { return uint64_t{0}; }), std::string(20, 'a'));
  EXPECT_EQ(NewId([] { return ~uint64_t{0}; }), std::string(20, '7'));
}

// The digits are those of RFC 4648 base32 in lower case: a change would rename what is stored.
TEST(NamesTest, DerivesTheSameIdentifierFromTheSameText) {
  EXPECT_EQ(DerivedId("abc"), "xj4bnp4pahh6uqkbidpf3lrceo");
  EXPECT_EQ(DerivedId(""), "4oymiquy7qobjgx36tejs35zeq");
  EXPECT_NE(DerivedId("organisations/ab/posts/c"), DerivedId("organisations/ab/post/sc"));
  EXPECT_TRUE(IsIdentifier(DerivedId("organisations/ab/posts/cd")));
}

}  // namespace
}  // namespace potential::resource
