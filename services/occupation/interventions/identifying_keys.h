// Whether the record ids of an extract are patients' NHS numbers, by their values.
//
// An id of ten digits may well be one that the record system counted up, and one in eleven of those has a
// right check digit. So no single id says anything; that all of them are right does.

#ifndef POTENTIAL_SERVICES_OCCUPATION_INTERVENTIONS_IDENTIFYING_KEYS_H_
#define POTENTIAL_SERVICES_OCCUPATION_INTERVENTIONS_IDENTIFYING_KEYS_H_

#include <cstdint>

#include "absl/strings/string_view.h"

namespace potential::occupation {

// Ten digits of which the last is the check digit of the others, modulus 11 (NHS Data Dictionary).
bool IsNhsNumber(absl::string_view id);

// Looks at the ids of one extract, one after the other.
class IdentifyingKeys {
 public:
  // By chance, so many ids of ten digits are all right once in 161,051 extracts.
  static constexpr int kFewest = 5;

  void See(absl::string_view id) {
    all_ = all_ && IsNhsNumber(id);
    ++seen_;
  }
  // No id was seen that is none.
  bool MayBe() const { return all_; }
  bool Found() const { return all_ && seen_ >= kFewest; }

 private:
  bool all_ = true;
  int64_t seen_ = 0;
};

}  // namespace potential::occupation

#endif  // POTENTIAL_SERVICES_OCCUPATION_INTERVENTIONS_IDENTIFYING_KEYS_H_
