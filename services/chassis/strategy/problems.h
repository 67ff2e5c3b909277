// What is wrong with a text, each with the place where its author finds it.

#ifndef POTENTIAL_SERVICES_CHASSIS_STRATEGY_PROBLEMS_H_
#define POTENTIAL_SERVICES_CHASSIS_STRATEGY_PROBLEMS_H_

#include <string>
#include <vector>

#include "absl/status/status.h"

namespace potential::strategy {

// A place in a text; both count from 1.
struct Location {
  int line = 1;
  int column = 1;
  bool operator==(const Location&) const = default;
};

// Problems of one file, collected while it is checked. A value; not for several threads at once.
class Problems {
 public:
  // Most problems that ToStatus lists; it counts the others.
  static constexpr size_t kMostListed = 20;

  void Add(Location location, std::string text);
  bool IsEmpty() const { return entries_.empty(); }

  // OK if there are none; else INVALID_ARGUMENT whose message has one line
  // `file:line:column: text` per problem, in the order of the file.
  absl::Status ToStatus(const std::string& file) const;

 private:
  struct Entry {
    Location location;
    std::string text;
  };
  std::vector<Entry> entries_;
};

}  // namespace potential::strategy

#endif  // POTENTIAL_SERVICES_CHASSIS_STRATEGY_PROBLEMS_H_
