// A value, or what is wrong with the input: the one shape in which functions of this folder refuse.
//
//   Result<double> score = GasTScore(goals);
//   if (!score.ok()) return Tell(score.errors());
//
// A value type: whoever holds one owns it, and any thread may read it.

#ifndef POTENTIAL_SERVICES_MEASURES_RESULT_H_
#define POTENTIAL_SERVICES_MEASURES_RESULT_H_

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace potential::measures {

// What is wrong with one field of an input. `field` is a path such as `points[3].value`; `message`
// says what the field must be, without repeating its name.
struct InputError {
  std::string field;
  std::string message;
  bool operator==(const InputError&) const = default;
};

// Of a worse input only so many errors are told.
inline constexpr size_t kMaxInputErrors = 50;

// Gathers errors, at most kMaxInputErrors of them.
class InputErrors {
 public:
  void Add(std::string field, std::string message) {
    if (errors_.size() < kMaxInputErrors) errors_.push_back({std::move(field), std::move(message)});
  }
  void Require(bool holds, const char* field, const char* message) {
    if (!holds) Add(field, message);
  }
  bool empty() const { return errors_.empty(); }
  bool full() const { return errors_.size() == kMaxInputErrors; }
  std::vector<InputError> Take() { return std::move(errors_); }

 private:
  std::vector<InputError> errors_;
};

template <typename T>
class Result {
 public:
  Result(T value) : value_(std::move(value)) {}                           // NOLINT: implicit
  Result(std::vector<InputError> errors) : errors_(std::move(errors)) {}  // NOLINT: implicit

  bool ok() const { return value_.has_value(); }
  // Only of a result that is ok.
  const T& value() const& { return *value_; }
  T&& value() && { return *std::move(value_); }
  // Empty exactly if the result is ok.
  const std::vector<InputError>& errors() const { return errors_; }

 private:
  std::optional<T> value_;
  std::vector<InputError> errors_;
};

}  // namespace potential::measures

#endif  // POTENTIAL_SERVICES_MEASURES_RESULT_H_
