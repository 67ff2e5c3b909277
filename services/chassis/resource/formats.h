// The textual forms of potential.options.v1.FieldRules.Format, checked whole.
//
//   MatchesFormat(FieldRules::DATE, "2026-02-30");  // false
//   FormatExpectation(FieldRules::DATE);            // "a date as YYYY-MM-DD, 1900 to 2199"
//
// Pure functions: any thread may call them.

#ifndef POTENTIAL_SERVICES_CHASSIS_RESOURCE_FORMATS_H_
#define POTENTIAL_SERVICES_CHASSIS_RESOURCE_FORMATS_H_

#include "absl/strings/string_view.h"
#include "potential/options/v1/options.pb.h"

namespace potential::resource {

// Whether the text, valid UTF-8, has the form. An empty text has none but FORMAT_UNSPECIFIED.
bool MatchesFormat(options::v1::FieldRules::Format format, absl::string_view text);

// What a text of the form looks like, to go on after "is not ".
absl::string_view FormatExpectation(options::v1::FieldRules::Format format);

// Whether all texts of the form are ASCII.
bool IsAsciiFormat(options::v1::FieldRules::Format format);

// Whether the last digit of `digits` is the Verhoeff check digit of those before it.
bool HasVerhoeffCheckDigit(absl::string_view digits);

}  // namespace potential::resource

#endif  // POTENTIAL_SERVICES_CHASSIS_RESOURCE_FORMATS_H_
