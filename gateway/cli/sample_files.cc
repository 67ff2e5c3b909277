#include "gateway/cli/sample_files.h"

#include <algorithm>
#include <fstream>
#include <system_error>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "gateway/cli/date_expression.h"
#include "gateway/cli/json.h"
#include "gateway/cli/outcome.h"
#include "services/chassis/storage/status_macros.h"

namespace potential::cli {
namespace {

namespace fs = std::filesystem;

SampleFolder FilesOf(const fs::path& folder) {
  SampleFolder files;
  std::error_code error;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder, error)) {
    if (entry.path().extension() == ".jsonl" && entry.is_regular_file(error)) {
      files.push_back(entry.path());
    }
  }
  std::sort(files.begin(), files.end());
  return files;
}

std::vector<fs::path> SubfoldersOf(const fs::path& folder) {
  std::vector<fs::path> folders;
  std::error_code error;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder, error)) {
    if (entry.is_directory(error)) folders.push_back(entry.path());
  }
  std::sort(folders.begin(), folders.end());
  return folders;
}

absl::Status ExpandIn(measures::Day today, google::protobuf::Value* value) {
  if (value->has_string_value()) {
    ASSIGN_OR_RETURN(*value->mutable_string_value(), ExpandDates(value->string_value(), today));
  } else if (value->has_struct_value()) {
    return ExpandAllDates(today, value->mutable_struct_value());
  } else if (value->has_list_value()) {
    for (auto& item : *value->mutable_list_value()->mutable_values()) {
      RETURN_IF_ERROR(ExpandIn(today, &item));
    }
  }
  return absl::OkStatus();
}

// The same status with a place before its message.
absl::Status At(const fs::path& file, int line, const absl::Status& status) {
  absl::Status placed(status.code(),
                      absl::StrCat(file.string(), ":", line, ": ", status.message()));
  status.ForEachPayload([&placed](absl::string_view url, const absl::Cord& payload) {
    placed.SetPayload(url, payload);
  });
  return placed;
}

}  // namespace

absl::StatusOr<std::vector<SampleFolder>> FindSampleFiles(const std::string& directory) {
  std::error_code error;
  if (!fs::is_directory(directory, error)) {
    return UsageError(absl::StrCat(directory, " is no folder"));
  }
  std::vector<SampleFolder> folders;
  if (SampleFolder own = FilesOf(directory); !own.empty()) {
    folders.push_back(std::move(own));
    return folders;
  }
  for (const fs::path& folder : SubfoldersOf(directory)) {
    if (SampleFolder files = FilesOf(folder); !files.empty()) folders.push_back(std::move(files));
  }
  if (folders.empty()) return UsageError(absl::StrCat(directory, " holds no .jsonl files"));
  return folders;
}

absl::Status ForEachLine(const fs::path& file,
                         const std::function<absl::Status(google::protobuf::Struct)>& take) {
  std::ifstream stream(file, std::ios::binary);
  if (!stream) return UsageError(absl::StrCat("cannot read ", file.string()));
  std::string text;
  for (int line = 1; std::getline(stream, text); ++line) {
    if (absl::StripAsciiWhitespace(text).empty()) continue;
    google::protobuf::Struct object;
    absl::Status status = FromJson(text, &object);
    if (!status.ok()) {
      return At(file, line, UsageError("the line is no JSON object"));
    }
    status = take(std::move(object));
    if (!status.ok()) return At(file, line, status);
  }
  if (stream.bad()) return UsageError(absl::StrCat("cannot read all of ", file.string()));
  return absl::OkStatus();
}

absl::Status ExpandAllDates(measures::Day today, google::protobuf::Struct* object) {
  for (auto& [name, value] : *object->mutable_fields()) {
    RETURN_IF_ERROR(ExpandIn(today, &value));
  }
  return absl::OkStatus();
}

}  // namespace potential::cli
