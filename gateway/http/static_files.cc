#include "gateway/http/static_files.h"

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <optional>
#include <sstream>
#include <system_error>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "gateway/http/gzip.h"
#include "gateway/http/negotiation.h"
#include "gateway/transcoder/text.h"
#include "services/chassis/storage/status_macros.h"

namespace potential::gateway {
namespace {

namespace fs = std::filesystem;

std::string TypeOf(const std::string& name) {
  static constexpr std::pair<absl::string_view, absl::string_view> kTypes[] = {
      {".html", "text/html; charset=utf-8"},
      {".js", "text/javascript; charset=utf-8"},
      {".css", "text/css; charset=utf-8"},
      {".json", "application/json"},
      {".map", "application/json"},
      {".webmanifest", "application/manifest+json"},
      {".svg", "image/svg+xml"},
      {".png", "image/png"},
      {".jpg", "image/jpeg"},
      {".ico", "image/x-icon"},
      {".woff2", "font/woff2"},
      {".woff", "font/woff"},
      {".txt", "text/plain; charset=utf-8"},
  };
  for (const auto& [ending, type] : kTypes) {
    if (absl::EndsWithIgnoreCase(name, ending)) return std::string(type);
  }
  return "application/octet-stream";
}

// FNV-1a: it tells one build of a file from the next, nothing more.
std::string TagOf(absl::string_view bytes) {
  uint64_t hash = 0xcbf29ce484222325u;
  for (char c : bytes) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3u;
  return absl::StrCat(absl::Hex(hash, absl::kZeroPad16), "-", bytes.size());
}

bool Matches(absl::string_view if_none_match, absl::string_view quoted_tag) {
  for (absl::string_view tag : absl::StrSplit(if_none_match, ',')) {
    tag = absl::StripAsciiWhitespace(tag);
    if (absl::StartsWith(tag, "W/")) tag.remove_prefix(2);
    if (tag == quoted_tag || tag == "*") return true;
  }
  return false;
}

// The path as it is looked up: decoded, with index.html for `/`.
std::optional<std::string> NameOf(absl::string_view path) {
  if (path == "/") return "/index.html";
  return PercentDecode(path, EncodedSlash::kKeep);
}

}  // namespace

absl::StatusOr<StaticFiles::File> StaticFiles::Read(const std::string& file,
                                                    const std::string& name) {
  std::ifstream stream(file, std::ios::binary);
  std::ostringstream bytes;
  bytes << stream.rdbuf();
  // An empty file sets failbit on `bytes`, which is no error of reading.
  if (!stream.is_open() || stream.bad()) return absl::InternalError("cannot read " + file);
  File out;
  out.type = TypeOf(name);
  out.bytes = std::make_shared<const std::string>(std::move(bytes).str());
  out.tag = TagOf(*out.bytes);
  std::optional<std::string> gzip = Gzip(*out.bytes, GzipEffort::kBest);
  if (gzip.has_value() && gzip->size() < out.bytes->size()) {
    out.gzip = std::make_shared<const std::string>(*std::move(gzip));
  }
  return out;
}

absl::StatusOr<StaticFiles> StaticFiles::Load(const std::string& directory) {
  StaticFiles files;
  size_t total = 0;
  std::error_code error;
  fs::recursive_directory_iterator entries(directory, error);
  if (error) return absl::NotFoundError(absl::StrCat("cannot read the directory ", directory));
  for (; entries != fs::recursive_directory_iterator(); entries.increment(error)) {
    const fs::directory_entry& entry = *entries;
    std::error_code unknown;
    if (entry.is_symlink(unknown) || !entry.is_regular_file(unknown)) continue;
    const std::string name =
        absl::StrCat("/", entry.path().lexically_relative(directory).generic_string());
    ASSIGN_OR_RETURN(File file, Read(entry.path().string(), name));
    total += file.bytes->size();
    if (total > kMaxStaticBytes) {
      return absl::ResourceExhaustedError(
          absl::StrCat(directory, " has more than ", kMaxStaticBytes, " bytes"));
    }
    files.files_.emplace(name, std::move(file));
  }
  if (error) return absl::InternalError(absl::StrCat("cannot read all of ", directory));
  if (files.files_.count("/index.html") == 0) {
    return absl::NotFoundError(absl::StrCat(directory, " has no index.html"));
  }
  return files;
}

bool StaticFiles::Has(absl::string_view path) const {
  std::optional<std::string> name = NameOf(path);
  return name.has_value() && files_.count(*name) > 0;
}

Response StaticFiles::Get(const RequestHead& head) const {
  const std::string name = NameOf(head.path).value_or("");
  const File& file = files_.find(name)->second;
  const bool gzip = file.gzip != nullptr && AcceptsGzip(head.Joined("accept-encoding"));
  const std::string tag = absl::StrCat("\"", file.tag, gzip ? "-gzip" : "", "\"");
  Response response;
  response.With("Content-Type", file.type).With("ETag", tag).With("Vary", "Accept-Encoding");
  response.With("Cache-Control", absl::StartsWith(name, "/assets/")
                                     ? "public, max-age=31536000, immutable"
                                     : "no-cache");
  if (Matches(head.Joined("if-none-match"), tag)) {
    response.status = 304;
    return response;
  }
  if (gzip) response.With("Content-Encoding", "gzip");
  response.shared_body = gzip ? file.gzip : file.bytes;
  return response;
}

}  // namespace potential::gateway
