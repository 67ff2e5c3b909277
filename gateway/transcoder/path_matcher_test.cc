#include "gateway/transcoder/path_matcher.h"

#include "absl/strings/str_join.h"
#include "gtest/gtest.h"

namespace potential::gateway {
namespace {

class PathMatcherTest : public ::testing::Test {
 protected:
  PathMatcherTest() : matcher_(Make()) {}

  static PathMatcher Make() {
    PathMatcher::Builder builder;
    size_t route = 0;
    for (const auto& [method, path] : kRoutes) {
      EXPECT_TRUE(builder.Add(method, *ParsePathTemplate(path), route++).ok()) << path;
    }
    return builder.Build();
  }

  // `<route> <value>|<value>`, `404`, `405 <methods>` or `400`.
  std::string Match(absl::string_view method, absl::string_view path) const {
    PathMatch match = matcher_.Match(method, path);
    switch (match.outcome) {
      case PathMatch::Outcome::kUnknownPath:
        return "404";
      case PathMatch::Outcome::kMalformed:
        return "400";
      case PathMatch::Outcome::kOtherMethods:
        return "405 " + absl::StrJoin(match.allowed, ",");
      case PathMatch::Outcome::kFound:
        return std::to_string(match.route) + " " + absl::StrJoin(match.values, "|");
    }
    return "";
  }

  static constexpr std::pair<const char*, const char*> kRoutes[] = {
      {"GET", "/v1/organisations"},                           // 0
      {"GET", "/v1/{name=organisations/*/dashboard}"},        // 1
      {"GET", "/v1/{name=organisations/*/dashboard}:watch"},  // 2
      {"GET", "/v1/{name=organisations/*/posts/*}"},          // 3
      {"PATCH", "/v1/{post.name=organisations/*/posts/*}"},   // 4
      {"POST", "/v1/{name=organisations/*/posts/*}:open"},    // 5
      {"GET", "/v1/{parent=organisations/*}/posts"},          // 6
      {"POST", "/v1/{parent=organisations/*}/posts"},         // 7
      {"GET", "/v1/books/{id}"},                              // 8
      {"GET", "/v1/books/newest"},                            // 9
      {"GET", "/v1/files/{path=**}"},                         // 10
      {"GET", "/v1/{a=pairs/*}/{b=*}"},                       // 11
      {"GET", "/v1/tree/{name=x/**}:list"},                   // 12
      {"GET", "/v1/files/fixed/*"},                           // 13
      {"DELETE", "/v1/files/fixed/{leaf}"},                   // 14
  };
  PathMatcher matcher_;
};

TEST_F(PathMatcherTest, FindsRoutesAndValues) {
  EXPECT_EQ(Match("GET", "/v1/organisations"), "0 ");
  EXPECT_EQ(Match("GET", "/v1/organisations/a/dashboard"), "1 organisations/a/dashboard");
  EXPECT_EQ(Match("GET", "/v1/organisations/a/dashboard:watch"), "2 organisations/a/dashboard");
  EXPECT_EQ(Match("GET", "/v1/organisations/a/posts/b"), "3 organisations/a/posts/b");
  EXPECT_EQ(Match("PATCH", "/v1/organisations/a/posts/b"), "4 organisations/a/posts/b");
  EXPECT_EQ(Match("POST", "/v1/organisations/a/posts/b:open"), "5 organisations/a/posts/b");
  EXPECT_EQ(Match("POST", "/v1/organisations/a/posts"), "7 organisations/a");
  EXPECT_EQ(Match("GET", "/v1/pairs/1/2"), "11 pairs/1|2");
}

TEST_F(PathMatcherTest, TellsUnknownPathFromOtherMethod) {
  EXPECT_EQ(Match("GET", "/v1/nothing"), "404");
  EXPECT_EQ(Match("GET", "/"), "404");
  EXPECT_EQ(Match("GET", ""), "404");
  EXPECT_EQ(Match("GET", "v1/organisations"), "404");
  EXPECT_EQ(Match("DELETE", "/v1/organisations"), "405 GET");
  EXPECT_EQ(Match("PUT", "/v1/organisations/a/posts"), "405 GET,POST");
  EXPECT_EQ(Match("GET", "/v1/organisations/a/posts/b:open"), "405 POST");
  EXPECT_EQ(Match("POST", "/v1/organisations/a/posts/b:close"), "404");
}

TEST_F(PathMatcherTest, MatchesNothingForEmptySegments) {
  EXPECT_EQ(Match("GET", "/v1/organisations/"), "404");
  EXPECT_EQ(Match("GET", "/v1//organisations"), "404");
  EXPECT_EQ(Match("GET", "/v1/organisations//posts/b"), "404");
  EXPECT_EQ(Match("GET", "/v1/organisations/a/posts/"), "404");
  EXPECT_EQ(Match("GET", "/v1/organisations/a/posts/:open"), "404");
  EXPECT_EQ(Match("GET", "/v1/organisations/a/posts/b:"), "404");
  EXPECT_EQ(Match("GET", "/v1/files/a//b"), "404");
}

TEST_F(PathMatcherTest, PrefersLiteralsAndGoesBackWhenTheyLeadNowhere) {
  EXPECT_EQ(Match("GET", "/v1/books/newest"), "9 ");
  EXPECT_EQ(Match("GET", "/v1/books/oldest"), "8 oldest");
  EXPECT_EQ(Match("GET", "/v1/files/fixed/x"), "13 ");
  EXPECT_EQ(Match("GET", "/v1/files/fixed/x/y"), "10 fixed/x/y");
  EXPECT_EQ(Match("DELETE", "/v1/files/fixed/x"), "14 x");
  EXPECT_EQ(Match("PUT", "/v1/files/fixed/x"), "405 DELETE,GET");
}

TEST_F(PathMatcherTest, LetsDoubleStarTakeAnyNumberOfSegments) {
  EXPECT_EQ(Match("GET", "/v1/files"), "10 ");
  EXPECT_EQ(Match("GET", "/v1/files/a"), "10 a");
  EXPECT_EQ(Match("GET", "/v1/files/a/b/c"), "10 a/b/c");
  EXPECT_EQ(Match("GET", "/v1/tree/x:list"), "12 x");
  EXPECT_EQ(Match("GET", "/v1/tree/x/y/z:list"), "12 x/y/z");
}

TEST_F(PathMatcherTest, DecodesSingleSegmentsWhollyAndKeepsSlashesOfLongerValues) {
  EXPECT_EQ(Match("GET", "/v1/books/a%2Fb%20%C3%A9"), "8 a/b é");
  EXPECT_EQ(Match("GET", "/v1/organisations/a%2Fb/posts/c%20d"), "3 organisations/a%2Fb/posts/c d");
  EXPECT_EQ(Match("GET", "/v1/files/a%2fb/c"), "10 a%2Fb/c");
  EXPECT_EQ(Match("GET", "/v1/organi%73ations"), "0 ");
  EXPECT_EQ(Match("GET", "/v1/books/a%3Ab"), "8 a:b");
  EXPECT_EQ(Match("GET", "/v1/books/.."), "8 ..");
}

TEST_F(PathMatcherTest, RefusesWhatCannotBeDecoded) {
  for (const char* path : {"/v1/books/%", "/v1/books/%zz", "/v1/books/%FF", "/v1/books/%00",
                           "/v1/books/a%0Ab", "/v1/books/a:%ff", "/v1/books/%C3"}) {
    EXPECT_EQ(Match("GET", path), "400") << path;
  }
}

TEST_F(PathMatcherTest, DoesNotLookAtEndlessPaths) {
  std::string path = "/v1/files";
  while (path.size() < 200'000) path += "/a";
  EXPECT_EQ(Match("GET", path), "404");
}

TEST(PathMatcherBuilderTest, RefusesTheSamePathTwice) {
  PathMatcher::Builder builder;
  ASSERT_TRUE(builder.Add("GET", *ParsePathTemplate("/v1/{a=x/*}"), 0).ok());
  EXPECT_TRUE(builder.Add("PUT", *ParsePathTemplate("/v1/x/{b}"), 1).ok());
  EXPECT_TRUE(builder.Add("GET", *ParsePathTemplate("/v1/x/*:verb"), 2).ok());
  EXPECT_EQ(builder.Add("GET", *ParsePathTemplate("/v1/x/*"), 3).code(),
            absl::StatusCode::kAlreadyExists);
  EXPECT_EQ(builder.Add("GET", *ParsePathTemplate("/v1/x/{other}:verb"), 4).code(),
            absl::StatusCode::kAlreadyExists);
}

}  // namespace
}  // namespace potential::gateway
