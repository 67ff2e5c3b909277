#include "services/chassis/strategy/strategy_file.h"

#include <google/protobuf/io/tokenizer.h>
#include <google/protobuf/io/zero_copy_stream_impl_lite.h>
#include <google/protobuf/text_format.h>

#include <algorithm>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "services/chassis/strategy/field_checks.h"
#include "services/chassis/strategy/formats.h"
#include "services/chassis/strategy/problems.h"
#include "services/chassis/strategy/source_map.h"
#include "services/chassis/strategy/strategy_checks.h"

namespace potential::strategy {
namespace {

using google::protobuf::TextFormat;

constexpr absl::string_view kByteOrderMark = "\xEF\xBB\xBF";
// Deeper than any strategy, far below what would endanger the stack.
constexpr int kMostDepth = 20;

// Takes the parser's reports, whose lines and columns count from 0 and are -1 where unknown.
class ParserReports : public google::protobuf::io::ErrorCollector {
 public:
  explicit ParserReports(Problems* problems) : problems_(problems) {}

  void AddError(int line, google::protobuf::io::ColumnNumber column,
                const std::string& message) override {
    problems_->Add({std::max(line, 0) + 1, std::max(column, 0) + 1}, message);
  }
  void AddWarning(int line, google::protobuf::io::ColumnNumber column,
                  const std::string& message) override {
    AddError(line, column, message);
  }

 private:
  Problems* problems_;
};

void CheckEncoding(absl::string_view text, Problems* problems) {
  int line = 1;
  for (const absl::string_view content : absl::StrSplit(text, '\n')) {
    if (CodePoints(content) < 0) problems->Add({line, 1}, "this line is not valid UTF-8");
    ++line;
  }
}

// Parses and checks; `text` is without byte order mark.
v1::Strategy Read(absl::string_view text, Problems* problems) {
  v1::Strategy strategy;
  CheckEncoding(text, problems);
  if (!problems->IsEmpty()) return strategy;
  ParserReports reports(problems);
  TextFormat::ParseInfoTree tree;
  TextFormat::Parser parser;
  parser.RecordErrorsTo(&reports);
  parser.WriteLocationsTo(&tree);
  parser.SetRecursionLimit(kMostDepth);
  google::protobuf::io::ArrayInputStream input(text.data(), static_cast<int>(text.size()));
  const bool parsed = parser.Parse(&input, &strategy);
  if (!parsed && problems->IsEmpty()) problems->Add({}, "this is not a strategy in text format");
  if (!parsed || !problems->IsEmpty()) return strategy;
  const SourceMap places(strategy, tree);
  CheckFields(strategy, places, problems);
  CheckStrategy(strategy, places, problems);
  return strategy;
}

}  // namespace

absl::StatusOr<v1::Strategy> ParseStrategy(const std::string& file, const std::string& text) {
  Problems problems;
  if (text.size() > kMostStrategyBytes) {
    problems.Add({}, absl::StrCat("the file has ", text.size(), " bytes; at most ",
                                  kMostStrategyBytes, " are read"));
    return problems.ToStatus(file);
  }
  absl::string_view content = text;
  if (absl::StartsWith(content, kByteOrderMark)) content.remove_prefix(kByteOrderMark.size());
  v1::Strategy strategy = Read(content, &problems);
  if (!problems.IsEmpty()) return problems.ToStatus(file);
  return strategy;
}

}  // namespace potential::strategy
