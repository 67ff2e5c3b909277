// Stages of imports made step by step on a fixture's store, for tests of what becomes of those that were
// interrupted.

#ifndef POTENTIAL_SERVICES_OCCUPATION_IMPORT_STAGE_TESTING_H_
#define POTENTIAL_SERVICES_OCCUPATION_IMPORT_STAGE_TESTING_H_

#include <memory>
#include <random>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "services/occupation/import_testing.h"
#include "services/occupation/interventions/import_environment.h"
#include "services/occupation/interventions/import_stage.h"

namespace potential::occupation {

// What a service gives to its imports, on the fixture's store or on one that stands before it. The
// fixture outlives it.
class StageEnvironment {
 public:
  explicit StageEnvironment(testing::ServiceFixture& fixture)
      : StageEnvironment(fixture, fixture.store()) {}
  StageEnvironment(testing::ServiceFixture& fixture, storage::Store& store)
      : records_({.kinds = &fixture.core().kinds(),
                  .clock = &fixture.clock(),
                  .in_vocabulary = [](absl::string_view, absl::string_view,
                                      absl::string_view) { return true; },
                  .partners = [](absl::string_view) { return std::vector<std::string>(); },
                  .random = [this] { return random_(); }}),
        environment_{.store = store,
                     .records = records_,
                     .interventions =
                         *fixture.core().kinds().FindFact(v1::Intervention::descriptor()),
                     .strategies = fixture.strategies()} {}
  StageEnvironment(const StageEnvironment&) = delete;
  StageEnvironment& operator=(const StageEnvironment&) = delete;

  const ImportEnvironment& get() const { return environment_; }

 private:
  std::mt19937_64 random_{7};
  const records::RecordEnvironment records_;
  const ImportEnvironment environment_;
};

// A staged import of the organisation `swlstg`. `options` are fields of its request.
inline ImportStage MakeStage(const StageEnvironment& environment, const std::string& id,
                             const std::string& options,
                             const rpc::Identity& identity = rpc::LocalAdministrator()) {
  rpc::CallContext call;
  call.identity = identity;
  call.organisation = "swlstg";
  return ImportStage(environment.get(), call,
                     {.organisation = "swlstg",
                      .id = id,
                      .state = "",
                      .subject = identity.subject,
                      .role = std::string(rpc::RoleName(identity.role)),
                      .service_lines = identity.service_lines,
                      .request = ImportRequest(options),
                      .answer = {}});
}

// Puts the file's rows into the stage by way of the table that another fixture made of the same file.
inline void FillStage(const StageEnvironment& environment, const ImportStage& stage,
                      const std::string& file) {
  testing::ServiceFixture other(Definition());
  ASSERT_THAT(ImportFile(other.channel(), file), testing::IsOk());
  const auto made =
      (*other.store().Read())->Select(environment.get().interventions.table, "swlstg", {});
  ASSERT_THAT(made, testing::IsOk());
  ImportChunk chunk;
  for (const storage::Row& row : *made) {
    storage::Row& added = chunk.Add(0);
    added = row;
    added.id = stage.import().Prefix() + row.id;
  }
  ChunkOutcome outcome;
  ASSERT_THAT(storage::WriteAndWait(environment.get().store,
                                    [&](storage::TableWriter& tables) {
                                      return stage.Stage(tables, chunk, outcome);
                                    }),
              testing::IsOk());
}

}  // namespace potential::occupation

#endif  // POTENTIAL_SERVICES_OCCUPATION_IMPORT_STAGE_TESTING_H_
