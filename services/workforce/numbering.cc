#include "services/workforce/numbering.h"

#include <utility>
#include <vector>

#include "services/chassis/storage/status_macros.h"

namespace potential::workforce {

absl::StatusOr<int32_t> HighestNumber(const google::protobuf::Descriptor* type,
                                      const std::string& column, storage::Predicate where,
                                      records::Transaction& transaction) {
  const records::RecordKind& kind = *transaction.environment().kinds->FindRecord(type);
  ASSIGN_OR_RETURN(const std::vector<storage::Row> rows,
                   transaction.tables().Select(kind.table, transaction.organisation(),
                                               {.where = std::move(where),
                                                .order = {{column, true}},
                                                .after = {},
                                                .limit = 1,
                                                .projection = {column}}));
  if (rows.empty()) return 0;
  return static_cast<int32_t>(std::get<int64_t>(rows[0].values[0]));
}

}  // namespace potential::workforce
