// All strategies of a process, as loaded and validated at one moment.
//
//   auto set = StrategySet::Load("/etc/potential/strategy");
//   if ((*set)->Contains("swlstg", "service_lines", "community")) { ... }

#ifndef POTENTIAL_SERVICES_CHASSIS_STRATEGY_STRATEGY_SET_H_
#define POTENTIAL_SERVICES_CHASSIS_STRATEGY_STRATEGY_SET_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "potential/strategy/v1/strategy.pb.h"

namespace potential::strategy {

// Immutable, so any thread may call; held by shared_ptr and alive as long as somebody holds it.
// What it returns by pointer or reference lives as long as the set.
class StrategySet {
 public:
  // A file of the directory: its name without folder, and its bytes.
  struct File {
    std::string name;
    std::string bytes;
  };

  // Reads every `*.textproto` of the directory (names that start with a dot are skipped).
  // FAILED_PRECONDITION if the directory or a file cannot be read or there is no strategy in it;
  // INVALID_ARGUMENT, with a line `file:line:column: what is wrong` per problem, if a file is
  // broken.
  static absl::StatusOr<std::shared_ptr<const StrategySet>> Load(const std::string& directory);

  // The same from bytes. The order of `files` does not matter; their names must differ.
  static absl::StatusOr<std::shared_ptr<const StrategySet>> FromFiles(std::vector<File> files);

  StrategySet(const StrategySet&) = delete;
  StrategySet& operator=(const StrategySet&) = delete;

  // SHA-256 in lower-case hexadecimal over all files in the order of their names: for each the
  // length of its name (8 bytes, big-endian), the name, the length of its bytes, and the bytes.
  const std::string& hash() const { return hash_; }

  // Identifiers of the organisations, sorted.
  const std::vector<std::string>& organisations() const { return organisations_; }

  // The organisation's strategy, or null if it has none here.
  const v1::Strategy* Find(absl::string_view organisation) const;

  // The strategy lists `id` under `word`: `service_lines`, `ot_services`, `boroughs`,
  // `organisations`, or `teams` for team codes. False for unknown organisations and words.
  bool Contains(absl::string_view organisation, absl::string_view word, absl::string_view id) const;

  // The organisations that this one's strategy lists and that have a strategy here, without itself,
  // sorted. None if it has no strategy here.
  std::vector<std::string> Partners(absl::string_view organisation) const;

  // The organisation's import profile of this name, or null.
  const v1::ImportProfile* FindImportProfile(absl::string_view organisation,
                                             absl::string_view profile) const;

  // The OT service that lists this team code, or null. Codes are compared exactly.
  const v1::OtService* TeamToService(absl::string_view organisation,
                                     absl::string_view team_code) const;

 private:
  // A strategy with its lists as sets.
  struct Entry {
    v1::Strategy strategy;
    absl::flat_hash_map<std::string, absl::flat_hash_set<std::string>> vocabulary;
    absl::flat_hash_map<std::string, const v1::OtService*> teams;
  };

  StrategySet() = default;

  static std::unique_ptr<Entry> NewEntry(v1::Strategy strategy);
  const Entry* FindEntry(absl::string_view organisation) const;

  std::string hash_;
  std::vector<std::string> organisations_;
  absl::flat_hash_map<std::string, std::unique_ptr<const Entry>> entries_;
};

}  // namespace potential::strategy

#endif  // POTENTIAL_SERVICES_CHASSIS_STRATEGY_STRATEGY_SET_H_
