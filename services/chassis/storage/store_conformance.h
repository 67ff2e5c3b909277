// The store conformance suite: what the seam promises, as cases that run on every engine.
//
//   const StoreFactory kEngine = {.name = "Memory", .open = NewMemoryStore};
//   class MemoryStoreConformanceTest : public testing::TestWithParam<ConformanceCase> {};
//   TEST_P(MemoryStoreConformanceTest, Holds) { GetParam().run(kEngine); }
//   INSTANTIATE_TEST_SUITE_P(Cases, MemoryStoreConformanceTest,
//                            testing::ValuesIn(ConformanceCases()), CaseName);
//
// A case opens stores of its own and depends on no other. Random traffic has fixed seeds.

#ifndef POTENTIAL_SERVICES_CHASSIS_STORAGE_STORE_CONFORMANCE_H_
#define POTENTIAL_SERVICES_CHASSIS_STORAGE_STORE_CONFORMANCE_H_

#include <ostream>
#include <string>
#include <vector>

#include "services/chassis/storage/conformance_commits.h"
#include "services/chassis/storage/conformance_queries.h"
#include "services/chassis/storage/conformance_rows.h"
#include "services/chassis/storage/conformance_support.h"

namespace potential::storage {

using conformance::StoreFactory;

struct ConformanceCase {
  const char* name;
  void (*run)(const StoreFactory&);
};

inline void PrintTo(const ConformanceCase& item, std::ostream* out) { *out << item.name; }

inline std::string CaseName(const testing::TestParamInfo<ConformanceCase>& info) {
  return info.param.name;
}

#define POTENTIAL_CASE(name) \
  { #name, conformance::name }

inline std::vector<ConformanceCase> ConformanceCases() {
  return {POTENTIAL_CASE(ReturnsWhatWasPut),
          POTENTIAL_CASE(ReplacesAndErases),
          POTENTIAL_CASE(KeepsOrganisationsApart),
          POTENTIAL_CASE(ListsOrganisations),
          POTENTIAL_CASE(CountsWhatUpsertDoes),
          POTENTIAL_CASE(ServesColumnsInTheCallersOrder),
          POTENTIAL_CASE(RefusesRowsThatDoNotFit),
          POTENTIAL_CASE(KeepsAnonymousRows),
          POTENTIAL_CASE(SnapshotsSeeOneState),
          POTENTIAL_CASE(SnapshotsNeverSeeHalfAWrite),
          POTENTIAL_CASE(FailedWritesLeaveNothing),
          POTENTIAL_CASE(ThrowingWritesFailAlone),
          POTENTIAL_CASE(MembersOfABatchFailAlone),
          POTENTIAL_CASE(FailedReaderOfAnonymousRowsHarmsNobody),
          POTENTIAL_CASE(MembersOfABatchSeeEarlierOnes),
          POTENTIAL_CASE(AppliesWritesInOrder),
          POTENTIAL_CASE(LosesNoUpdateOfManyWriters),
          POTENTIAL_CASE(RefusesWritesBeyondTheQueue),
          POTENTIAL_CASE(TellsTheListenerOfChanges),
          POTENTIAL_CASE(AnswersWhenTheWriteCanBeRead),
          POTENTIAL_CASE(CommitsWhatWasAcceptedBeforeItCloses),
          POTENTIAL_CASE(StoresDifferInIdentity),
          POTENTIAL_CASE(ComparesNothingWithNull),
          POTENTIAL_CASE(FindsItemsAndText),
          POTENTIAL_CASE(ComparesRealsWithIntegers),
          POTENTIAL_CASE(SortsNullsFirstAndIdsLast),
          POTENTIAL_CASE(ReturnsTheProjectionAndTheLimit),
          POTENTIAL_CASE(RefusesQueriesThatDoNotFit),
          POTENTIAL_CASE(AnswersConditionsOfManyMembers),
          POTENTIAL_CASE(FiltersAsTheModelDoes),
          POTENTIAL_CASE(PagesCoverAllRowsOnce),
          POTENTIAL_CASE(GroupsNullsAndForgetsEmptyGroups),
          POTENTIAL_CASE(RollupsEqualRecomputation)};
}

#undef POTENTIAL_CASE

}  // namespace potential::storage

#endif  // POTENTIAL_SERVICES_CHASSIS_STORAGE_STORE_CONFORMANCE_H_
