#include "gateway/transcoder/json_cursor.h"

#include "absl/strings/str_cat.h"
#include "gateway/transcoder/request_error.h"

namespace potential::gateway {
namespace {

absl::Status MoreThan(size_t limit, absl::string_view what) {
  return RequestError(absl::StatusCode::kInvalidArgument, kReasonLimitExceeded,
                      absl::StrCat("the body has more than ", limit, " ", what));
}

}  // namespace

JsonCursor::JsonCursor(absl::string_view json, const JsonLimits& limits, const std::string& path)
    : scanner_(json), limits_(limits), path_(path), root_size_(path.size()) {}

JsonCursor::Step::Step(JsonCursor* cursor, absl::string_view name)
    : cursor_(cursor), size_(cursor->path_.size()) {
  absl::StrAppend(&cursor_->path_, cursor_->path_.empty() ? "" : ".", name);
}

JsonCursor::Step::Step(JsonCursor* cursor, size_t index)
    : cursor_(cursor), size_(cursor->path_.size()) {
  absl::StrAppend(&cursor_->path_, "[", index, "]");
}

std::string JsonCursor::PathBelowRoot() const {
  return path_.substr(root_size_ == 0 ? 0 : root_size_ + 1);
}

absl::Status JsonCursor::CountValue() {
  if (LevelsLeft() < 0) return TooDeep();
  if (++values_ > limits_.max_values) return MoreThan(limits_.max_values, "values");
  return absl::OkStatus();
}

absl::Status JsonCursor::CountMessage() {
  if (++messages_ > limits_.max_messages) return MoreThan(limits_.max_messages, "records");
  return absl::OkStatus();
}

absl::Status JsonCursor::Malformed() const {
  return RequestError(absl::StatusCode::kInvalidArgument, kReasonMalformedJson,
                      absl::StrCat("the body is not JSON at ", scanner_.Location()));
}

absl::Status JsonCursor::TooDeep() const {
  return MoreThan(static_cast<size_t>(limits_.max_depth), "levels");
}

absl::Status JsonCursor::Wrong(absl::string_view description) const {
  return FieldError(path_.empty() ? "the body" : path_, description);
}

absl::Status JsonCursor::Unexpected(absl::string_view description) {
  bool too_deep = false;
  JsonScanner probe = scanner_;
  if (probe.SkipValue(limits_.max_depth, &too_deep, nullptr) || too_deep) return Wrong(description);
  scanner_ = probe;  // where the grammar is broken
  return Malformed();
}

}  // namespace potential::gateway
