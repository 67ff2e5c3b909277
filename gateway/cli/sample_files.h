// The files of a sample folder.

#ifndef POTENTIAL_GATEWAY_CLI_SAMPLE_FILES_H_
#define POTENTIAL_GATEWAY_CLI_SAMPLE_FILES_H_

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "google/protobuf/struct.pb.h"
#include "services/measures/calendar.h"

namespace potential::cli {

using SampleFolder = std::vector<std::filesystem::path>;

// The `*.jsonl` files of the folder by name; if it has none, those of each of its subfolders. A
// UsageError if there are none at all.
absl::StatusOr<std::vector<SampleFolder>> FindSampleFiles(const std::string& directory);

// Reads a file line by line and hands each object on. An error is put behind `FILE:LINE: `, and
// ends the reading.
absl::Status ForEachLine(const std::filesystem::path& file,
                         const std::function<absl::Status(google::protobuf::Struct)>& take);

// Replaces date expressions in all texts of the object, names of fields excepted.
absl::Status ExpandAllDates(measures::Day today, google::protobuf::Struct* object);

}  // namespace potential::cli

#endif  // POTENTIAL_GATEWAY_CLI_SAMPLE_FILES_H_
