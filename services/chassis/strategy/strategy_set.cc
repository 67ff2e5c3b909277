#include "services/chassis/strategy/strategy_set.h"

#include <openssl/evp.h>

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <system_error>
#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/chassis/strategy/strategy_file.h"

namespace potential::strategy {
namespace {

namespace fs = std::filesystem;

constexpr char kSuffix[] = ".textproto";

// Text as its length and its bytes, so that no two lists of texts are written alike.
std::string Framed(const std::string& text) {
  std::string length(8, '\0');
  uint64_t rest = text.size();
  for (size_t i = length.size(); i-- > 0; rest >>= 8) length[i] = static_cast<char>(rest & 0xFF);
  return absl::StrCat(length, text);
}

std::string HashOf(const std::vector<StrategySet::File>& files) {
  std::string all;
  for (const StrategySet::File& file : files) {
    absl::StrAppend(&all, Framed(file.name), Framed(file.bytes));
  }
  std::string digest(EVP_MAX_MD_SIZE, '\0');
  unsigned int size = 0;
  EVP_Digest(all.data(), all.size(), reinterpret_cast<unsigned char*>(digest.data()), &size,
             EVP_sha256(), nullptr);
  digest.resize(size);
  return absl::BytesToHexString(digest);
}

absl::StatusOr<std::string> ReadFile(const fs::path& path) {
  std::error_code error;
  std::ifstream stream(path, std::ios::binary);
  // A folder can be opened like a file.
  if (!stream || !fs::is_regular_file(path, error)) {
    return absl::FailedPreconditionError(absl::StrCat("cannot read ", path.string()));
  }
  std::string bytes((std::istreambuf_iterator<char>(stream)), std::istreambuf_iterator<char>());
  if (stream.bad()) {
    return absl::FailedPreconditionError(absl::StrCat("cannot read all of ", path.string()));
  }
  return bytes;
}

bool IsStrategyName(const std::string& name) {
  return name.front() != '.' && fs::path(name).extension() == kSuffix;
}

absl::StatusOr<std::vector<std::string>> ListNames(const std::string& directory) {
  std::vector<std::string> names;
  std::error_code error;
  fs::directory_iterator entry(directory, error);
  for (; !error && entry != fs::directory_iterator(); entry.increment(error)) {
    const std::string name = entry->path().filename().string();
    if (IsStrategyName(name)) names.push_back(name);
  }
  if (error) {
    return absl::FailedPreconditionError(
        absl::StrCat("cannot read the strategy directory ", directory, ": ", error.message()));
  }
  if (names.empty()) {
    return absl::FailedPreconditionError(
        absl::StrCat("the strategy directory ", directory, " holds no *", kSuffix, " file"));
  }
  return names;
}

}  // namespace

absl::StatusOr<std::shared_ptr<const StrategySet>> StrategySet::Load(const std::string& directory) {
  const absl::StatusOr<std::vector<std::string>> names = ListNames(directory);
  if (!names.ok()) return names.status();
  std::vector<File> files;
  for (const std::string& name : *names) {
    absl::StatusOr<std::string> bytes = ReadFile(fs::path(directory) / name);
    if (!bytes.ok()) return bytes.status();
    files.push_back({name, *std::move(bytes)});
  }
  return FromFiles(std::move(files));
}

absl::StatusOr<std::shared_ptr<const StrategySet>> StrategySet::FromFiles(std::vector<File> files) {
  std::sort(files.begin(), files.end(),
            [](const File& a, const File& b) { return a.name < b.name; });
  std::shared_ptr<StrategySet> set(new StrategySet());
  std::vector<std::string> problems;
  for (const File& file : files) {
    absl::StatusOr<v1::Strategy> strategy = ParseStrategy(file.name, file.bytes);
    if (!strategy.ok()) {
      problems.emplace_back(strategy.status().message());
      continue;
    }
    const std::string organisation = strategy->organisation();
    if (!set->entries_.emplace(organisation, NewEntry(*std::move(strategy))).second) {
      problems.push_back(absl::StrCat(file.name, ":1:1: organisation \"", organisation,
                                      "\" has a strategy in another file already"));
    }
  }
  if (!problems.empty()) return absl::InvalidArgumentError(absl::StrJoin(problems, "\n"));
  for (const auto& [organisation, entry] : set->entries_) {
    set->organisations_.push_back(organisation);
  }
  std::sort(set->organisations_.begin(), set->organisations_.end());
  set->hash_ = HashOf(files);
  return set;
}

std::unique_ptr<StrategySet::Entry> StrategySet::NewEntry(v1::Strategy strategy) {
  auto entry = std::make_unique<Entry>();
  entry->strategy = std::move(strategy);
  const v1::Strategy& held = entry->strategy;
  auto& vocabulary = entry->vocabulary;
  for (const auto& line : held.service_lines()) vocabulary["service_lines"].insert(line.id());
  for (const auto& borough : held.boroughs()) vocabulary["boroughs"].insert(borough.id());
  for (const auto& other : held.organisations()) vocabulary["organisations"].insert(other.id());
  for (const v1::OtService& service : held.ot_services()) {
    vocabulary["ot_services"].insert(service.id());
    for (const std::string& code : service.team_codes()) {
      vocabulary["teams"].insert(code);
      entry->teams[code] = &service;
    }
  }
  return entry;
}

const StrategySet::Entry* StrategySet::FindEntry(absl::string_view organisation) const {
  const auto found = entries_.find(organisation);
  return found == entries_.end() ? nullptr : found->second.get();
}

const v1::Strategy* StrategySet::Find(absl::string_view organisation) const {
  const Entry* entry = FindEntry(organisation);
  return entry == nullptr ? nullptr : &entry->strategy;
}

bool StrategySet::Contains(absl::string_view organisation, absl::string_view word,
                           absl::string_view id) const {
  const Entry* entry = FindEntry(organisation);
  if (entry == nullptr) return false;
  const auto members = entry->vocabulary.find(word);
  return members != entry->vocabulary.end() && members->second.contains(id);
}

std::vector<std::string> StrategySet::Partners(absl::string_view organisation) const {
  std::vector<std::string> partners;
  const Entry* entry = FindEntry(organisation);
  if (entry == nullptr) return partners;
  for (const v1::Organisation& other : entry->strategy.organisations()) {
    if (other.id() != organisation && FindEntry(other.id()) != nullptr) {
      partners.push_back(other.id());
    }
  }
  std::sort(partners.begin(), partners.end());
  return partners;
}

const v1::ImportProfile* StrategySet::FindImportProfile(absl::string_view organisation,
                                                        absl::string_view profile) const {
  const v1::Strategy* strategy = Find(organisation);
  if (strategy == nullptr) return nullptr;
  for (const v1::ImportProfile& candidate : strategy->import_profiles()) {
    if (candidate.id() == profile) return &candidate;
  }
  return nullptr;
}

const v1::OtService* StrategySet::TeamToService(absl::string_view organisation,
                                                absl::string_view team_code) const {
  const Entry* entry = FindEntry(organisation);
  if (entry == nullptr) return nullptr;
  const auto found = entry->teams.find(team_code);
  return found == entry->teams.end() ? nullptr : found->second;
}

}  // namespace potential::strategy
