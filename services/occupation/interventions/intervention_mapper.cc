#include "services/occupation/interventions/intervention_mapper.h"

#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "services/chassis/resource/text.h"
#include "services/chassis/storage/status_macros.h"
#include "services/occupation/interventions/intervention_rules.h"

namespace potential::occupation {
namespace {

using storage::Row;
using storage::Value;
using strategy::v1::ImportProfile;
using v1::Intervention;

// Distinct cells that are remembered of a column; the next one begins anew. Longer ones are worked
// out each time.
constexpr size_t kMaxRemembered = 4096;
constexpr size_t kMaxRememberedBytes = 128;

// Keeps the string's memory if the cell holds one already.
void SetText(Value& value, absl::string_view text) {
  if (auto* string = std::get_if<std::string>(&value)) {
    string->assign(text.data(), text.size());
  } else {
    value.emplace<std::string>(text);
  }
}

// Whitespace of any kind between words as one space: a type of activity is a group of figures, and
// quoted line ends do not make another.
std::string WithSingleSpaces(absl::string_view text) {
  std::string words(text);
  absl::RemoveExtraAsciiWhitespace(&words);
  return words;
}

}  // namespace

absl::StatusOr<InterventionMapper> InterventionMapper::Make(
    MapperOptions options, absl::Span<const absl::string_view> header) {
  const google::protobuf::Descriptor& type = *Intervention::descriptor();
  const auto rules_of = [&type](const char* field) { return resource::ValueRules::For(type, field); };
  ASSIGN_OR_RETURN(resource::ValueRules record_id, rules_of("record_id"));
  ASSIGN_OR_RETURN(resource::ValueRules team_code, rules_of("team_code"));
  ASSIGN_OR_RETURN(resource::ValueRules activity_type, rules_of("activity_type"));
  ASSIGN_OR_RETURN(resource::ValueRules procedure, rules_of("snomed_procedure_code"));
  ASSIGN_OR_RETURN(resource::ValueRules duration, rules_of("duration_minutes"));
  ASSIGN_OR_RETURN(CodeBook attendance, CodeBook::OfAttendance(options.profile));
  ASSIGN_OR_RETURN(CodeBook contact_mode, CodeBook::OfContactMode(options.profile));
  ASSIGN_OR_RETURN(ExtractColumns columns, FindColumns(options.profile, header));
  return InterventionMapper(std::move(options), std::move(columns),
                            {std::move(record_id), std::move(team_code), std::move(activity_type),
                             std::move(procedure), std::move(duration)},
                            std::move(attendance), std::move(contact_mode));
}

InterventionMapper::InterventionMapper(MapperOptions options, ExtractColumns columns, Rules rules,
                                       CodeBook attendance, CodeBook contact_mode)
    : options_(std::move(options)),
      columns_(std::move(columns)),
      rules_(std::move(rules)),
      attendance_(std::move(attendance)),
      contact_mode_(std::move(contact_mode)) {
  const auto at = [this](const char* column) { return *options_.kind->table.Find(column); };
  at_ = {.date = at("date"),
         .service_line = at("service_line"),
         .ot_service = at("ot_service"),
         .team_code = at("team_code"),
         .activity_type = at("activity_type"),
         .procedure = at("snomed_procedure_code"),
         .duration = at("duration_minutes"),
         .attended = at("attended"),
         .contact_mode = at("contact_mode"),
         .illustrative = at("illustrative"),
         .month = at("month"),
         .took_place = at("took_place")};
  for (const std::string& value : options_.profile.staff().values()) {
    staff_.insert(absl::AsciiStrToLower(absl::StripAsciiWhitespace(value)));
  }
}

resource::RuleContext InterventionMapper::Context() const {
  return {.organisation = options_.organisation,
          .prefix = "",
          .in_vocabulary =
              [this](const std::string& organisation, const std::string& word,
                     const std::string& value) {
                return options_.strategies->Contains(organisation, word, value);
              },
          .references = nullptr};
}

absl::string_view InterventionMapper::Cell(absl::Span<const absl::string_view> fields,
                                           Field field) const {
  const std::optional<size_t>& column = columns_.Of(field);
  return column ? absl::StripAsciiWhitespace(fields[*column]) : absl::string_view();
}

bool InterventionMapper::IsOtherStaff(absl::Span<const absl::string_view> fields) const {
  if (!columns_.staff) return false;
  return !staff_.contains(absl::AsciiStrToLower(absl::StripAsciiWhitespace(fields[*columns_.staff])));
}

InterventionMapper::Outcome InterventionMapper::Bad(Field field, std::string problem) {
  const std::optional<size_t>& column = columns_.Of(field);
  problem_column_ = column ? columns_.names[*column] : std::string();
  problem_ = std::move(problem);
  return Outcome::kBad;
}

InterventionMapper::Outcome InterventionMapper::Map(absl::Span<const absl::string_view> fields,
                                                    Row& row) {
  if (IsOtherStaff(fields)) return Outcome::kOtherStaff;
  const absl::string_view code = Cell(fields, ImportProfile::TEAM_CODE);
  const Team& team = TeamOf(code);
  if (!team.known && !columns_.staff && !code.empty()) {
    team_ = resource::Escaped(code, 40);
    return Outcome::kUnmapped;
  }
  if (!team.problem.empty()) return Bad(ImportProfile::TEAM_CODE, team.problem);
  row.values.resize(options_.kind->table.columns.size());
  const bool taken = TakeRecordId(Cell(fields, ImportProfile::RECORD_ID), row) &&
                     TakeDate(Cell(fields, ImportProfile::DATE), row) &&
                     TakeActivity(Cell(fields, ImportProfile::ACTIVITY_TYPE), row) &&
                     TakeProcedure(Cell(fields, ImportProfile::PROCEDURE), row) &&
                     TakeDuration(Cell(fields, ImportProfile::DURATION), row) &&
                     TakeAttendance(Cell(fields, ImportProfile::ATTENDANCE), row) &&
                     TakeContactMode(Cell(fields, ImportProfile::CONTACT_MODE), row);
  if (!taken) return Outcome::kBad;
  SetText(row.values[at_.team_code], code);
  SetText(row.values[at_.ot_service], team.ot_service);
  SetText(row.values[at_.service_line], team.service_line);
  row.values[at_.illustrative] = int64_t{options_.illustrative};
  return Outcome::kIntervention;
}

const InterventionMapper::Team& InterventionMapper::TeamOf(absl::string_view code) {
  const auto found = teams_.find(code);
  if (found != teams_.end()) return found->second;
  if (teams_.size() >= kMaxRemembered) teams_.clear();
  Team& team = code.size() > kMaxRememberedBytes ? long_team_ : teams_[std::string(code)];
  const strategy::v1::OtService* service =
      options_.strategies->TeamToService(options_.organisation, code);
  team.known = service != nullptr;
  team.problem = rules_.team_code.CheckText(code, Context());
  if (service == nullptr) return team;
  team.ot_service = service->id();
  team.service_line = service->service_line();
  if (team.problem.empty() && !options_.identity.MayWriteTo(service->service_line())) {
    team.problem = absl::StrCat("is of the service line ", service->service_line(),
                                ", to which the caller may not write");
  }
  return team;
}

template <typename WorkOut>
const InterventionMapper::Meaning& InterventionMapper::Remembered(Meanings& meanings,
                                                                  absl::string_view cell,
                                                                  WorkOut work_out) {
  const auto found = meanings.find(cell);
  if (found != meanings.end()) return found->second;
  if (cell.size() > kMaxRememberedBytes) return long_cell_ = work_out();
  if (meanings.size() >= kMaxRemembered) meanings.clear();
  return meanings.emplace(std::string(cell), work_out()).first->second;
}

bool InterventionMapper::TakeRecordId(absl::string_view cell, Row& row) {
  static const resource::RuleContext& kNoContext = *new resource::RuleContext();
  std::string problem = rules_.record_id.CheckText(cell, kNoContext);
  if (!problem.empty()) {
    Bad(ImportProfile::RECORD_ID, std::move(problem));
    return false;
  }
  row.id.assign(options_.id_prefix).append(cell.data(), cell.size());
  return true;
}

InterventionMapper::Meaning InterventionMapper::MeaningOfDate(absl::string_view cell) const {
  if (cell.empty()) return {.value = "", .problem = "is required"};
  const ImportProfile::DateFormat format = options_.profile.date_format();
  const std::optional<measures::Day> day = ParseExtractDay(cell, format);
  if (!day) {
    return {.value = "",
            .problem = absl::StrCat(resource::Shown(cell), " is not ", DayExpectation(format))};
  }
  if (std::string problem = DayProblem(*day, options_.today); !problem.empty()) {
    return {.value = "", .problem = absl::StrCat(resource::Shown(cell), " ", problem)};
  }
  return {.value = measures::FormatDay(*day), .month = MonthNumber(measures::MonthOf(*day))};
}

bool InterventionMapper::TakeDate(absl::string_view cell, Row& row) {
  const Meaning& date = Remembered(dates_, cell, [&] { return MeaningOfDate(cell); });
  if (!date.problem.empty()) {
    Bad(ImportProfile::DATE, date.problem);
    return false;
  }
  SetText(row.values[at_.date], date.value);
  row.values[at_.month] = date.month;
  month_ = date.month;
  return true;
}

bool InterventionMapper::TakeActivity(absl::string_view cell, Row& row) {
  const Meaning& activity = Remembered(activities_, cell, [&] {
    const std::string words = WithSingleSpaces(cell);
    return Meaning{.value = words, .problem = rules_.activity_type.CheckText(words, Context())};
  });
  if (!activity.problem.empty()) {
    Bad(ImportProfile::ACTIVITY_TYPE, activity.problem);
    return false;
  }
  SetText(row.values[at_.activity_type], activity.value);
  return true;
}

bool InterventionMapper::TakeProcedure(absl::string_view cell, Row& row) {
  const Meaning& procedure = Remembered(procedures_, cell, [&] {
    const absl::string_view concept_id = ConceptOf(cell);
    std::string problem = rules_.procedure.CheckText(concept_id, Context());
    if (problem.empty() && concept_id.empty() && !cell.empty()) {
      problem = absl::StrCat(resource::Shown(cell), " has no concept before `:`");
    }
    return Meaning{.value = std::string(concept_id), .problem = std::move(problem)};
  });
  if (!procedure.problem.empty()) {
    Bad(ImportProfile::PROCEDURE, procedure.problem);
    return false;
  }
  SetText(row.values[at_.procedure], procedure.value);
  return true;
}

bool InterventionMapper::TakeDuration(absl::string_view cell, Row& row) {
  Value& value = row.values[at_.duration];
  if (cell.empty()) {
    value = std::monostate();
    return true;
  }
  int64_t minutes = 0;
  std::string problem;
  if (absl::SimpleAtoi(cell, &minutes)) {
    problem = rules_.duration.CheckNumber(minutes);
  } else {
    problem = absl::StrCat(resource::Shown(cell), " is not a whole number of minutes");
  }
  if (!problem.empty()) {
    Bad(ImportProfile::DURATION, std::move(problem));
    return false;
  }
  value = minutes;
  return true;
}

InterventionMapper::Meaning InterventionMapper::MeaningOfCode(
    absl::string_view cell, const CodeBook& book,
    const google::protobuf::EnumDescriptor& type) const {
  const std::optional<int> number = cell.empty() ? 0 : book.Find(cell);
  if (!number) {
    return {.value = "",
            .problem = absl::StrCat(resource::Shown(cell), " is no code of ", type.name())};
  }
  return {.value = type.FindValueByNumber(*number)->name(),
          .took_place = TookPlace(static_cast<Intervention::Attendance>(*number))};
}

bool InterventionMapper::TakeAttendance(absl::string_view cell, Row& row) {
  const Meaning& attendance = Remembered(attendances_, cell, [&] {
    return MeaningOfCode(cell, attendance_, *Intervention::Attendance_descriptor());
  });
  if (!attendance.problem.empty()) {
    Bad(ImportProfile::ATTENDANCE, attendance.problem);
    return false;
  }
  SetText(row.values[at_.attended], attendance.value);
  row.values[at_.took_place] = int64_t{attendance.took_place};
  took_place_ = attendance.took_place;
  return true;
}

bool InterventionMapper::TakeContactMode(absl::string_view cell, Row& row) {
  const Meaning& mode = Remembered(contact_modes_, cell, [&] {
    return MeaningOfCode(cell, contact_mode_, *Intervention::ContactMode_descriptor());
  });
  if (!mode.problem.empty()) {
    Bad(ImportProfile::CONTACT_MODE, mode.problem);
    return false;
  }
  SetText(row.values[at_.contact_mode], mode.value);
  return true;
}

}  // namespace potential::occupation
