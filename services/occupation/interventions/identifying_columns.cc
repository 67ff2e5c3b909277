#include "services/occupation/interventions/identifying_columns.h"

#include <algorithm>
#include <iterator>

#include "absl/strings/match.h"
#include "absl/strings/strip.h"

namespace potential::occupation {
namespace {

// In any place of the name.
constexpr absl::string_view kParts[] = {
    "nhsnumber",     "nhsno",          "nhsnum",         "localpatientid", "patientid",
    "patientno",     "patientnumber",  "clientid",       "clientno",       "clientnumber",
    "serviceuserid", "personid",       "hospitalnumber", "hospitalno",     "casenoteno",
    "casenotenumber", "rionumber",     "riono",          "rioid",          "dateofbirth",
    "birthdate",     "dateofdeath",    "deathdate",      "surname",        "forename",
    "firstname",     "lastname",       "middlename",     "givenname",      "familyname",
    "fullname",      "patientname",    "clientname",     "serviceusername", "postcode",
    "postalcode",    "zipcode",        "addressline",    "homeaddress",    "usualaddress",
    "patientaddress", "clientaddress", "email",          "telephone",      "phonenumber",
    "mobilenumber",  "nationalinsurance", "nextofkin",   "passport"};

constexpr absl::string_view kWholes[] = {"name", "dob",   "address", "nhs",   "crn",
                                         "mrn",  "phone", "mobile",  "initials"};

// Before `name`: things, not people.
constexpr absl::string_view kThings[] = {
    "team",  "service", "site",     "ward",     "clinic",      "location",     "locality",
    "group", "activity", "procedure", "provider", "organisation", "org",       "directorate",
    "unit",  "division", "column",  "file",     "template",    "form",         "category"};

bool NamesAThing(absl::string_view before_name) {
  return std::any_of(std::begin(kThings), std::end(kThings), [&](absl::string_view thing) {
    return absl::EndsWith(before_name, thing);
  });
}

}  // namespace

bool LooksIdentifying(absl::string_view comparable_header) {
  if (std::count(std::begin(kWholes), std::end(kWholes), comparable_header) > 0) return true;
  if (absl::EndsWith(comparable_header, "dob")) return true;
  absl::string_view before_name = comparable_header;
  if (absl::ConsumeSuffix(&before_name, "name") && !NamesAThing(before_name)) return true;
  return std::any_of(std::begin(kParts), std::end(kParts), [&](absl::string_view part) {
    return absl::StrContains(comparable_header, part);
  });
}

}  // namespace potential::occupation
