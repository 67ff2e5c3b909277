// The files of the web page, read into memory once at start with their compressed forms. A path is
// looked up whole among the names that were found then, so no path can lead anywhere else.

#ifndef POTENTIAL_GATEWAY_HTTP_STATIC_FILES_H_
#define POTENTIAL_GATEWAY_HTTP_STATIC_FILES_H_

#include <functional>
#include <map>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "gateway/http/message.h"

namespace potential::gateway {

// Most bytes of all files together.
inline constexpr size_t kMaxStaticBytes = 64 << 20;

// Immutable; any thread may use it.
class StaticFiles {
 public:
  StaticFiles() = default;  // no files

  // Reads all regular files below a directory; links are not followed. NOT_FOUND if the directory
  // or its index.html is not there, RESOURCE_EXHAUSTED if there is too much, INTERNAL if one cannot
  // be read.
  static absl::StatusOr<StaticFiles> Load(const std::string& directory);

  bool Has(absl::string_view path) const;

  // The answer to GET or HEAD for a path that is there: the file, or 304 if the client has it.
  // `/` is index.html. Files below /assets/ carry a hash in their names and never change; of all
  // others a client asks again each time, by ETag.
  Response Get(const RequestHead& head) const;

 private:
  struct File {
    std::string type;
    std::shared_ptr<const std::string> bytes;
    std::shared_ptr<const std::string> gzip;  // null where it would not be smaller
    std::string tag;                          // without quotes
  };

  static absl::StatusOr<File> Read(const std::string& file, const std::string& name);

  std::map<std::string, File, std::less<>> files_;  // by path, such as `/assets/a1.js`
};

}  // namespace potential::gateway

#endif  // POTENTIAL_GATEWAY_HTTP_STATIC_FILES_H_
