// Textual forms that strategies use, as `potential.options.v1.FieldRules.Format` describes them.

#ifndef POTENTIAL_SERVICES_CHASSIS_STRATEGY_FORMATS_H_
#define POTENTIAL_SERVICES_CHASSIS_STRATEGY_FORMATS_H_

#include <string>

#include "absl/strings/string_view.h"
#include "potential/options/v1/options.pb.h"

namespace potential::strategy {

using Format = ::potential::options::v1::FieldRules::Format;

// The forms that strategies use are known here: DATE, IDENTIFIER and ODS_CODE.
bool IsKnownFormat(Format format);
// Whether `text` has that form; false for a form that is not known here.
bool HasFormat(Format format, absl::string_view text);
// The form in words, for an error.
std::string DescribeFormat(Format format);

bool IsIdentifier(absl::string_view text);
// `[a-z][a-z0-9_]*`, at most 60 characters: names of dimensions, and of indicators after the dot.
bool IsLowerSnakeCase(absl::string_view text);

// Number of code points of valid UTF-8, or -1 if the text is not valid UTF-8.
int CodePoints(absl::string_view text);

}  // namespace potential::strategy

#endif  // POTENTIAL_SERVICES_CHASSIS_STRATEGY_FORMATS_H_
