// Where a decoder is in a JSON text: the scanner, the path of the field at hand, and how much of
// the limits is used up. It makes the errors, so that each names its place.

#ifndef POTENTIAL_GATEWAY_TRANSCODER_JSON_CURSOR_H_
#define POTENTIAL_GATEWAY_TRANSCODER_JSON_CURSOR_H_

#include <cstddef>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "gateway/transcoder/json.h"
#include "gateway/transcoder/json_scanner.h"

namespace potential::gateway {

// For one thread. It refers to the text and the limits.
class JsonCursor {
 public:
  // `path` is that of the message in the request; empty if it is the request.
  JsonCursor(absl::string_view json, const JsonLimits& limits, const std::string& path);
  JsonCursor(const JsonCursor&) = delete;
  JsonCursor& operator=(const JsonCursor&) = delete;

  // Lengthens the path, by a name or an index, for as long as it lives.
  class Step {
   public:
    Step(JsonCursor* cursor, absl::string_view name);
    Step(JsonCursor* cursor, size_t index);
    ~Step() { cursor_->path_.resize(size_); }
    Step(const Step&) = delete;
    Step& operator=(const Step&) = delete;

   private:
    JsonCursor* cursor_;
    size_t size_;
  };

  // One level of objects and arrays for as long as it lives.
  class Level {
   public:
    explicit Level(JsonCursor* cursor) : cursor_(cursor) { ++cursor_->depth_; }
    ~Level() { --cursor_->depth_; }
    Level(const Level&) = delete;
    Level& operator=(const Level&) = delete;

   private:
    JsonCursor* cursor_;
  };

  JsonScanner& scanner() { return scanner_; }
  const JsonLimits& limits() const { return limits_; }
  int LevelsLeft() const { return limits_.max_depth - depth_; }

  bool AtRoot() const { return path_.size() == root_size_; }
  std::string PathBelowRoot() const;

  // Counts what was met; an error if that is more than the limits allow.
  absl::Status CountValue();
  absl::Status CountMessage();

  absl::Status Malformed() const;
  absl::Status TooDeep() const;
  // The field at hand is wrong; the description goes on from its path.
  absl::Status Wrong(absl::string_view description) const;
  // What stands next is not what is wanted: a wrong type if it is a value at all, else bad grammar.
  absl::Status Unexpected(absl::string_view description);

 private:
  JsonScanner scanner_;
  const JsonLimits& limits_;
  std::string path_;
  const size_t root_size_;
  int depth_ = 0;
  size_t values_ = 0;
  size_t messages_ = 0;
};

}  // namespace potential::gateway

#endif  // POTENTIAL_GATEWAY_TRANSCODER_JSON_CURSOR_H_
