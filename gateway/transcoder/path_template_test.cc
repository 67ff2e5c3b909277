#include "gateway/transcoder/path_template.h"

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"

namespace potential::gateway {
namespace {

// The template in one line: segments, then variables with their ranges, then the verb.
std::string Summary(const PathTemplate& path) {
  std::string text;
  for (const PathSegment& segment : path.segments) {
    absl::StrAppend(&text, "/",
                    segment.kind == PathSegment::Kind::kLiteral ? segment.literal
                    : segment.kind == PathSegment::Kind::kAny   ? "*"
                                                                : "**");
  }
  for (const PathVariable& variable : path.variables) {
    absl::StrAppend(&text, " ", variable.field_path, "=", variable.begin, "-", variable.end,
                    variable.one_segment ? "!" : "", variable.to_the_end ? "+" : "");
  }
  return path.verb.empty() ? text : absl::StrCat(text, " :", path.verb);
}

TEST(PathTemplateTest, ReadsEveryFormOfTheGrammar) {
  const std::pair<const char*, const char*> kGolden[] = {
      {"/v1/organisations", "/v1/organisations"},
      {"/v1/*", "/v1/*"},
      {"/v1/**", "/v1/**"},
      {"/v1/{id}", "/v1/* id=1-2!"},
      {"/v1/{id=*}", "/v1/* id=1-2!"},
      {"/v1/{name=**}", "/v1/** name=1-2+"},
      {"/v1/{name=organisations/*/dashboard}:watch",
       "/v1/organisations/*/dashboard name=1-4 :watch"},
      {"/v1/{parent=organisations/*}/indicators:query",
       "/v1/organisations/*/indicators parent=1-3 :query"},
      {"/v1/{opportunity.name=organisations/*/opportunities/*}",
       "/v1/organisations/*/opportunities/* opportunity.name=1-5"},
      {"/v1/{a=x/*}/{b=y/*/**}", "/v1/x/*/y/*/** a=1-3 b=3-6+"},
      {"/v1/{a=fixed}", "/v1/fixed a=1-2"},
      {"/v1:verb", "/v1 :verb"},
      {"/v1/{a}:do-it", "/v1/* a=1-2! :do-it"},
  };
  for (const auto& [text, summary] : kGolden) {
    absl::StatusOr<PathTemplate> path = ParsePathTemplate(text);
    ASSERT_TRUE(path.ok()) << text << ": " << path.status();
    EXPECT_EQ(Summary(*path), summary) << text;
  }
}

TEST(PathTemplateTest, RefusesWhatTheGrammarDoesNotHave) {
  for (const char* text : {"",
                           "v1",
                           "/",
                           "//v1",
                           "/v1/",
                           "/v1//x",
                           "/v1/{",
                           "/v1/{a",
                           "/v1/{a=",
                           "/v1/{a=}",
                           "/v1/{}",
                           "/v1/{=x}",
                           "/v1/{.a}",
                           "/v1/{a.}",
                           "/v1/{a..b}",
                           "/v1/{a={b}}",
                           "/v1/{a}/{a}",
                           "/v1/**/x",
                           "/v1/{a=**}/x",
                           "/v1/a*",
                           "/v1/*a",
                           "/v1/***",
                           "/v1/x:",
                           "/v1/x:a:b",
                           "/v1/x:a/y",
                           "/v1/{a}b",
                           "/v1/a?b",
                           "/v1/a b",
                           "/v1/}"}) {
    EXPECT_EQ(ParsePathTemplate(text).status().code(), absl::StatusCode::kInvalidArgument) << text;
  }
}

TEST(PathTemplateTest, SaysWhereItIsWrong) {
  EXPECT_EQ(ParsePathTemplate("/v1/**/x").status().message(),
            "path template '/v1/**/x' has '**' before its end, at character 9");
}

}  // namespace
}  // namespace potential::gateway
