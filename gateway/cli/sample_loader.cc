#include "gateway/cli/sample_loader.h"

#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "gateway/cli/fields.h"
#include "gateway/cli/json.h"
#include "gateway/cli/outcome.h"
#include "gateway/cli/sample_answers.h"
#include "gateway/cli/sample_files.h"
#include "gateway/cli/sample_generation.h"
#include "gateway/cli/sample_tally.h"
#include "google/protobuf/util/message_differencer.h"
#include "services/chassis/storage/status_macros.h"

namespace potential::cli {
namespace {

using google::protobuf::Struct;
using google::protobuf::Value;
using measures::Day;

// Before the day of the first load in a tag of the anchor record.
constexpr absl::string_view kLoadedTag = "loaded-";

// The name of the record that a request is about: its own `name`, or that of the record it holds.
std::string RecordName(const Struct& request) {
  const auto name = request.fields().find("name");
  if (name != request.fields().end()) return name->second.string_value();
  for (const auto& [field, value] : request.fields()) {
    const auto inner = value.struct_value().fields().find("name");
    if (inner != value.struct_value().fields().end()) return inner->second.string_value();
  }
  return "";
}

// Runs the steps of one folder.
class Loading {
 public:
  Loading(Api& api, const LoadOptions& options, Tally& tally)
      : api_(api),
        options_(options),
        tally_(tally),
        today_(options.fixed_today.value_or(options.today)) {}

  absl::Status Take(Struct line) {
    if (line.fields().contains("comment")) return absl::OkStatus();
    if (line.fields().contains("anchor")) return Anchor(line);
    // Parameters of generators hold no dates; the texts of calls and answers may.
    if (line.fields().contains("generate")) return GenerateFacts(api_, line, today_, tally_);
    if (absl::Status dates = ExpandAllDates(today_, &line); !dates.ok()) {
      return AsUsageError(dates);
    }
    if (line.fields().contains("call")) return Call(line);
    if (line.fields().contains("answer")) return AnswerWave(api_, line, tally_);
    return UsageError("the line has none of call, answer, generate, anchor and comment");
  }

 private:
  absl::StatusOr<Struct> Read(const std::string& name) {
    ASSIGN_OR_RETURN(const std::string json, api_.ReadJson(name));
    Struct record;
    RETURN_IF_ERROR(FromJson(json, &record));
    return record;
  }

  // From here on dates count from the day of the first load, if there was one.
  absl::Status Anchor(const Struct& line) {
    Fields fields(line, "line");
    const std::string name = fields.Text("anchor");
    if (absl::Status done = fields.Done(); !done.ok()) return AsUsageError(done);
    if (options_.fixed_today) return absl::OkStatus();
    const absl::StatusOr<Struct> record = Read(name);
    if (absl::IsNotFound(record.status())) return absl::OkStatus();
    RETURN_IF_ERROR(record.status());
    const auto tags = record->fields().find("tags");
    if (tags == record->fields().end()) return absl::OkStatus();
    for (const Value& tag : tags->second.list_value().values()) {
      absl::string_view text = tag.string_value();
      if (!absl::ConsumePrefix(&text, kLoadedTag)) continue;
      const std::optional<Day> day = measures::ParseDay({text.data(), text.size()});
      if (day) today_ = *day;
    }
    return absl::OkStatus();
  }

  // Whether the record has all values that the line asks for; null asks for an absent field.
  absl::StatusOr<bool> Holds(const Struct& condition, const std::string& name) {
    if (name.empty()) return UsageError("`if` needs a request that names a record");
    ASSIGN_OR_RETURN(const Struct record, Read(name));
    for (const auto& [field, wanted] : condition.fields()) {
      const auto found = record.fields().find(field);
      const bool present = found != record.fields().end();
      if (wanted.has_null_value() ? present
                                  : !present || !google::protobuf::util::MessageDifferencer::Equals(
                                                    wanted, found->second)) {
        return false;
      }
    }
    return true;
  }

  absl::Status Call(const Struct& line) {
    Fields fields(line, "line");
    const std::string method = fields.Text("call");
    const Struct& request = fields.Object("request");
    const Struct* condition = fields.Has("if") ? &fields.Object("if") : nullptr;
    if (absl::Status done = fields.Done(); !done.ok()) return AsUsageError(done);
    if (condition != nullptr) {
      ASSIGN_OR_RETURN(const bool holds, Holds(*condition, RecordName(request)));
      if (!holds) return Skip();
    }
    const absl::Status called =
        api_.CallJson(method, ToJson(request, JsonStyle::kCompact)).status();
    // The record was created by an earlier load: its identifier is in the line.
    if (absl::IsAlreadyExists(called)) return Skip();
    RETURN_IF_ERROR(called);
    ++tally_.calls;
    return absl::OkStatus();
  }

  absl::Status Skip() {
    ++tally_.skipped;
    return absl::OkStatus();
  }

  Api& api_;
  const LoadOptions& options_;
  Tally& tally_;
  Day today_;
};

}  // namespace

absl::Status LoadSample(Api& api, const LoadOptions& options, std::ostream& out) {
  ASSIGN_OR_RETURN(const std::vector<SampleFolder> folders, FindSampleFiles(options.directory));
  Tally tally;
  absl::Status status;
  for (const SampleFolder& files : folders) {
    Loading loading(api, options, tally);
    for (const std::filesystem::path& file : files) {
      const Tally before = tally;
      status = ForEachLine(file, [&loading](Struct line) { return loading.Take(std::move(line)); });
      out << file.string() << ": " << tally - before << std::endl;
      if (!status.ok()) break;
    }
    if (!status.ok()) break;
  }
  out << "load: " << tally << ", " << (status.ok() ? 0 : 1) << " failed" << std::endl;
  return status;
}

}  // namespace potential::cli
