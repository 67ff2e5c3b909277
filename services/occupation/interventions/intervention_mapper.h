// A row of an extract as a row of the interventions' table, without a message in between: the same
// rules and the same derived values as those of BatchCreateInterventions, read from the contract once.
//
//   ASSIGN_OR_RETURN(InterventionMapper mapper, InterventionMapper::Make(options, header));
//   switch (mapper.Map(fields, row)) { ... }
//
// Cells repeat themselves: what a date, a team or a code means is worked out once and remembered.

#ifndef POTENTIAL_SERVICES_OCCUPATION_INTERVENTIONS_INTERVENTION_MAPPER_H_
#define POTENTIAL_SERVICES_OCCUPATION_INTERVENTIONS_INTERVENTION_MAPPER_H_

#include <memory>
#include <string>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "services/chassis/records/kind.h"
#include "services/chassis/resource/value_rules.h"
#include "services/chassis/rpc/identity.h"
#include "services/chassis/storage/table.h"
#include "services/chassis/strategy/strategy_set.h"
#include "services/occupation/interventions/extract_columns.h"
#include "services/occupation/interventions/extract_values.h"

namespace potential::occupation {

// What the rows of one extract are read with.
struct MapperOptions {
  const records::FactKind* kind = nullptr;  // of interventions
  std::shared_ptr<const strategy::StrategySet> strategies;
  std::string organisation;
  rpc::Identity identity;  // whose service lines the rows must be of
  strategy::v1::ImportProfile profile;
  measures::Day today;  // of the call
  bool illustrative = false;
  std::string id_prefix = {};  // put before every record id
};

// For one extract and one thread.
class InterventionMapper {
 public:
  enum class Outcome {
    kIntervention,  // the row is filled
    kBad,           // problem_column() and problem() say what is wrong
    kUnmapped,      // team() is not one of the strategy's
    kOtherStaff,    // not occupational therapy, by the profile's staff rule
  };

  // INVALID_ARGUMENT if the header or the profile does not do.
  static absl::StatusOr<InterventionMapper> Make(MapperOptions options,
                                                 absl::Span<const absl::string_view> header);

  // Overwrites `row`, whose memory is used again if it was filled by this before.
  Outcome Map(absl::Span<const absl::string_view> fields, storage::Row& row);

  const std::string& problem_column() const { return problem_column_; }
  const std::string& problem() const { return problem_; }
  absl::string_view team() const { return team_; }

  // Of the row that was filled last.
  int64_t month() const { return month_; }
  bool took_place() const { return took_place_; }

 private:
  using Field = strategy::v1::ImportProfile::Field;

  // What a text means: the value to store, or what is wrong with it.
  struct Meaning {
    std::string value;
    std::string problem = {};
    int64_t month = 0;        // of a date
    bool took_place = false;  // of an attendance
  };
  struct Team {
    bool known = false;
    std::string problem = {};
    std::string ot_service = {};
    std::string service_line = {};
  };
  // Positions of the values in a row.
  struct Positions {
    size_t date, service_line, ot_service, team_code, activity_type, procedure, duration, attended,
        contact_mode, illustrative, month, took_place;
  };
  struct Rules {
    resource::ValueRules record_id, team_code, activity_type, procedure, duration;
  };
  using Meanings = absl::flat_hash_map<std::string, Meaning>;

  InterventionMapper(MapperOptions options, ExtractColumns columns, Rules rules,
                     CodeBook attendance, CodeBook contact_mode);

  absl::string_view Cell(absl::Span<const absl::string_view> fields, Field field) const;
  resource::RuleContext Context() const;
  bool IsOtherStaff(absl::Span<const absl::string_view> fields) const;
  Outcome Bad(Field field, std::string problem);

  // Each sets its values of the row; false after Bad.
  bool TakeRecordId(absl::string_view cell, storage::Row& row);
  bool TakeDate(absl::string_view cell, storage::Row& row);
  bool TakeActivity(absl::string_view cell, storage::Row& row);
  bool TakeProcedure(absl::string_view cell, storage::Row& row);
  bool TakeDuration(absl::string_view cell, storage::Row& row);
  bool TakeAttendance(absl::string_view cell, storage::Row& row);
  bool TakeContactMode(absl::string_view cell, storage::Row& row);

  const Team& TeamOf(absl::string_view code);
  Meaning MeaningOfDate(absl::string_view cell) const;
  Meaning MeaningOfCode(absl::string_view cell, const CodeBook& book,
                        const google::protobuf::EnumDescriptor& type) const;
  template <typename WorkOut>
  const Meaning& Remembered(Meanings& meanings, absl::string_view cell, WorkOut work_out);

  const MapperOptions options_;
  const ExtractColumns columns_;
  const Rules rules_;
  const CodeBook attendance_;
  const CodeBook contact_mode_;
  Positions at_;
  absl::flat_hash_set<std::string> staff_;
  absl::flat_hash_map<std::string, Team> teams_;
  Team long_team_;
  Meaning long_cell_;
  Meanings dates_, activities_, procedures_, attendances_, contact_modes_;

  std::string problem_column_;
  std::string problem_;
  std::string team_;
  int64_t month_ = 0;
  bool took_place_ = false;
};

}  // namespace potential::occupation

#endif  // POTENTIAL_SERVICES_OCCUPATION_INTERVENTIONS_INTERVENTION_MAPPER_H_
