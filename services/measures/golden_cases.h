// Reading of the golden cases, for tests: series with the answers of the reference programs.
// tests/golden/README.md says where they come from.

#ifndef POTENTIAL_SERVICES_MEASURES_GOLDEN_CASES_H_
#define POTENTIAL_SERVICES_MEASURES_GOLDEN_CASES_H_

#include <gtest/gtest.h>
#include <rapidjson/document.h>
#include <rapidjson/istreamwrapper.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "services/measures/calendar.h"

namespace potential::measures::golden {

using Json = rapidjson::Value;

inline std::filesystem::path Synthetic() { return POTENTIAL_GOLDEN_DIRECTORY "/synthetic"; }

// Cases of real series lie outside the source tree: in the folder that the environment variable
// POTENTIAL_GOLDEN_REAL names, else beside the tree.
inline std::filesystem::path Real() {
  const char* named = std::getenv("POTENTIAL_GOLDEN_REAL");
  return named != nullptr ? named : POTENTIAL_GOLDEN_DIRECTORY "/../../../shared/golden/real";
}

inline rapidjson::Document Read(const std::filesystem::path& file) {
  std::ifstream stream(file);
  rapidjson::IStreamWrapper wrapper(stream);
  rapidjson::Document document;
  document.ParseStream<rapidjson::kParseFullPrecisionFlag>(wrapper);
  EXPECT_FALSE(document.HasParseError()) << file;
  return document;
}

// The JSON files of a folder, by name; none if there is no such folder.
inline std::vector<std::filesystem::path> FilesOf(const std::filesystem::path& folder) {
  std::vector<std::filesystem::path> files;
  if (!std::filesystem::exists(folder)) return files;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    if (entry.path().extension() == ".json") files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  return files;
}

inline std::optional<double> Number(const Json& value) {
  if (value.IsNull()) return std::nullopt;
  return value.GetDouble();
}

inline std::optional<int> Int(const Json& value) {
  if (value.IsNull()) return std::nullopt;
  return value.GetInt();
}

inline std::string Text(const Json& value) { return value.IsNull() ? "" : value.GetString(); }

inline Day Date(const Json& value) { return ParseDay(value.GetString()).value(); }

// Both absent, or alike to 1e-9 of the expected number; near 0 to 1e-12 of `scale`, the size of the
// series.
inline ::testing::AssertionResult Same(const Json& expected, const std::optional<double>& actual,
                                     double scale = 1) {
  const std::optional<double> number = Number(expected);
  if (number.has_value() != actual.has_value()) {
    return ::testing::AssertionFailure() << "expected " << (number ? std::to_string(*number) : "none")
                                       << ", got " << (actual ? std::to_string(*actual) : "none");
  }
  if (!number) return ::testing::AssertionSuccess();
  const double allowed = 1e-9 * std::abs(*number) + 1e-12 * scale;
  if (std::abs(*number - *actual) <= allowed) return ::testing::AssertionSuccess();
  return ::testing::AssertionFailure() << "expected " << *number << ", got " << *actual;
}

// The rows of a CSV file without its header line, as numbers.
inline std::vector<std::vector<double>> ReadTable(const std::filesystem::path& file) {
  std::ifstream stream(file);
  std::string line;
  std::getline(stream, line);
  std::vector<std::vector<double>> rows;
  while (std::getline(stream, line)) {
    std::vector<double> row;
    for (size_t begin = 0; begin <= line.size();) {
      const size_t end = std::min(line.find(',', begin), line.size());
      row.push_back(std::stod(line.substr(begin, end - begin)));
      begin = end + 1;
    }
    rows.push_back(row);
  }
  return rows;
}

}  // namespace potential::measures::golden

#endif  // POTENTIAL_SERVICES_MEASURES_GOLDEN_CASES_H_
