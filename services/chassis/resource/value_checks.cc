#include "services/chassis/resource/value_checks.h"

#include <cmath>
#include <cstdint>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "services/chassis/resource/formats.h"
#include "services/chassis/resource/text.h"

namespace potential::resource::internal {
namespace {

std::string Bound(double value) { return absl::StrFormat("%.15g", value); }

bool IsInVocabulary(const FieldRule& rule, absl::string_view text, const RuleContext& context) {
  return context.in_vocabulary &&
         context.in_vocabulary(context.organisation, rule.vocabulary, std::string(text));
}

}  // namespace

std::vector<std::string> TextProblems(const FieldRule& rule, absl::string_view text,
                                      const RuleContext& context) {
  if (text.empty()) return {};
  const TextScan scan = ScanText(text);
  if (!scan.valid) return {"is not valid UTF-8"};
  if (!scan.visible) return {"holds nothing but white space"};
  std::vector<std::string> problems;
  if (scan.control) {
    problems.push_back(
        absl::StrFormat("holds the control character U+%04X; only line feed and tab may "
                        "stand in text",
                        static_cast<uint32_t>(*scan.control)));
  }
  if (scan.code_points < rule.min_length) {
    problems.push_back(absl::StrCat("has ", scan.code_points, " characters; at least ",
                                    rule.min_length, " are needed"));
  }
  if (scan.code_points > rule.max_length) {
    problems.push_back(absl::StrCat("has ", scan.code_points, " characters; at most ",
                                    rule.max_length, " are allowed"));
    return problems;
  }
  if (!MatchesFormat(rule.format, text)) {
    problems.push_back(absl::StrCat(Shown(text), " is not ", FormatExpectation(rule.format)));
  }
  if (!rule.vocabulary.empty() && !IsInVocabulary(rule, text, context)) {
    problems.push_back(absl::StrCat(Shown(text), " is not one of the ", rule.vocabulary,
                                    " of the organisation's strategy"));
  }
  return problems;
}

std::vector<std::string> NumberProblems(const FieldRule& rule, long double number) {
  if (!std::isfinite(number)) return {"is not a finite number"};
  std::vector<std::string> problems;
  if (rule.minimum && number < *rule.minimum) {
    problems.push_back(absl::StrCat("is below ", Bound(*rule.minimum), ", the least value"));
  }
  if (rule.maximum && number > *rule.maximum) {
    problems.push_back(absl::StrCat("is above ", Bound(*rule.maximum), ", the greatest value"));
  }
  return problems;
}

}  // namespace potential::resource::internal
