#include "services/occupation/interventions/extract_columns.h"

#include <algorithm>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/chassis/resource/text.h"
#include "services/chassis/resource/violation.h"
#include "services/chassis/storage/status_macros.h"
#include "services/chassis/strategy/import_profile.h"
#include "services/occupation/interventions/identifying_columns.h"

namespace potential::occupation {
namespace {

using strategy::ComparableHeader;
using strategy::v1::ImportProfile;

// The names of the Mental Health Services Data Set, versions 4 to 6, and after them that of our own
// contract, which counts where none of the others stands in the file.
struct StandardNames {
  ImportProfile::Field field;
  std::vector<std::string> data_set;
  std::string own;
};

const std::vector<StandardNames>& AllStandardNames() {
  static const std::vector<StandardNames>& names = *new std::vector<StandardNames>{
      {ImportProfile::RECORD_ID, {"CareActID"}, "record_id"},
      {ImportProfile::DATE, {"CareContDate"}, "date"},
      {ImportProfile::TEAM_CODE, {"CareProfTeamLocalID", "OtherCareProfTeamLocalID"}, "team_code"},
      {ImportProfile::ACTIVITY_TYPE, {}, "activity_type"},
      {ImportProfile::PROCEDURE, {"CodeProcAndProcStatus", "Procedure"}, "snomed_procedure_code"},
      {ImportProfile::DURATION, {"ClinContactDurOfCareAct"}, "duration_minutes"},
      {ImportProfile::ATTENDANCE, {"AttendOrDNACode", "AttendStatus"}, "attended"},
      {ImportProfile::CONTACT_MODE, {"ConsMechanismMH", "ConsMediumUsed"}, "contact_mode"}};
  return names;
}

// Code points of a column's name in answers.
constexpr size_t kMaxShownName = 100;

absl::Status Refused(absl::string_view what) { return resource::InvalidArgument("data", what); }

class ColumnSearch {
 public:
  ColumnSearch(const ImportProfile& profile, absl::Span<const absl::string_view> header)
      : profile_(profile) {
    for (size_t i = 0; i < header.size(); ++i) {
      found_.names.push_back(resource::Escaped(header[i], kMaxShownName));
      positions_[ComparableHeader(header[i])].push_back(i);
    }
  }

  absl::StatusOr<ExtractColumns> Run() {
    RETURN_IF_ERROR(RefuseIdentifying());
    absl::flat_hash_set<int> mapped;
    for (const ImportProfile::Column& column : profile_.columns()) {
      mapped.insert(column.field());
      ASSIGN_OR_RETURN(Slot(column.field()), Find(Names(column.headers())));
    }
    for (const StandardNames& names : AllStandardNames()) {
      if (mapped.contains(names.field)) continue;
      ASSIGN_OR_RETURN(std::optional<size_t> found, Find(names.data_set));
      if (!found) {
        ASSIGN_OR_RETURN(found, Find({names.own}));
      }
      Slot(names.field) = found;
    }
    RETURN_IF_ERROR(RequireFields());
    if (profile_.has_staff()) RETURN_IF_ERROR(FindStaff());
    return std::move(found_);
  }

 private:
  template <typename Headers>
  static std::vector<std::string> Names(const Headers& headers) {
    return {headers.begin(), headers.end()};
  }

  std::optional<size_t>& Slot(ImportProfile::Field field) {
    return found_.fields[static_cast<size_t>(field)];
  }

  // The one column that has one of these names.
  absl::StatusOr<std::optional<size_t>> Find(const std::vector<std::string>& names) {
    std::optional<size_t> found;
    absl::flat_hash_set<std::string> seen;
    for (const std::string& name : names) {
      const std::string comparable = ComparableHeader(name);
      const auto positions = positions_.find(comparable);
      if (positions == positions_.end() || !seen.insert(comparable).second) continue;
      if (found || positions->second.size() > 1) {
        return Refused(absl::StrCat("has two columns for one field: ", absl::StrJoin(names, ", "),
                                    "; name one of them in the import profile"));
      }
      found = positions->second.front();
    }
    return found;
  }

  absl::Status RefuseIdentifying() {
    absl::flat_hash_set<std::string> ignored;
    for (const std::string& header : profile_.ignored_columns()) {
      ignored.insert(ComparableHeader(header));
    }
    std::vector<std::string> refused;
    for (const auto& [comparable, positions] : positions_) {
      if (LooksIdentifying(comparable) && !ignored.contains(comparable)) {
        refused.push_back(resource::Shown(found_.names[positions.front()]));
      }
    }
    std::sort(refused.begin(), refused.end());
    if (refused.empty()) return absl::OkStatus();
    return Refused(absl::StrCat(
        "has columns that look as if they identified people: ", absl::StrJoin(refused, ", "),
        "; leave them out of the extract, or name them in ignored_columns of the import profile"));
  }

  absl::Status RequireFields() {
    for (const StandardNames& names : AllStandardNames()) {
      const bool required = names.field == ImportProfile::RECORD_ID ||
                            names.field == ImportProfile::DATE ||
                            names.field == ImportProfile::TEAM_CODE;
      if (!required || Slot(names.field)) continue;
      return Refused(absl::StrCat("has no column for ", ImportProfile::Field_Name(names.field),
                                  ": it is looked for as ", LookedForAs(names)));
    }
    return absl::OkStatus();
  }

  std::string LookedForAs(const StandardNames& names) const {
    for (const ImportProfile::Column& column : profile_.columns()) {
      if (column.field() == names.field) return absl::StrJoin(column.headers(), ", ");
    }
    return absl::StrCat(absl::StrJoin(names.data_set, ", "), ", ", names.own);
  }

  absl::Status FindStaff() {
    ASSIGN_OR_RETURN(found_.staff, Find(Names(profile_.staff().headers())));
    if (found_.staff) return absl::OkStatus();
    return Refused(absl::StrCat("has no column for the staff: it is looked for as ",
                                absl::StrJoin(profile_.staff().headers(), ", ")));
  }

  const ImportProfile& profile_;
  absl::flat_hash_map<std::string, std::vector<size_t>> positions_;
  ExtractColumns found_;
};

}  // namespace

absl::StatusOr<ExtractColumns> FindColumns(const ImportProfile& profile,
                                           absl::Span<const absl::string_view> header) {
  return ColumnSearch(profile, header).Run();
}

}  // namespace potential::occupation
