// How far an import has come: a bar that rewrites its line on a terminal, a plain line now and then
// elsewhere.

#ifndef POTENTIAL_GATEWAY_CLI_IMPORT_PROGRESS_H_
#define POTENTIAL_GATEWAY_CLI_IMPORT_PROGRESS_H_

#include <cstdint>
#include <optional>
#include <ostream>
#include <string>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"

namespace potential::cli {

// Used by one thread. Time is passed in.
class ImportProgress {
 public:
  // `bytes`: size of the file, if known.
  ImportProgress(std::ostream& out, bool on_terminal, std::optional<uint64_t> bytes,
                 absl::Time start);

  // A piece was taken by the server. Rows are counted by their line ends, unless the file is
  // compressed.
  void Sent(absl::string_view piece, absl::Time now);
  // All was sent; the server is at work.
  void Waiting();
  // Takes the bar away.
  void Done();

 private:
  std::string Line(absl::Time now) const;
  void Show(const std::string& line);

  std::ostream& out_;
  const bool on_terminal_;
  const std::optional<uint64_t> total_;
  const absl::Time start_;
  absl::Time next_;
  uint64_t bytes_ = 0;
  uint64_t rows_ = 0;
  bool compressed_ = false;
  size_t width_ = 0;  // of the line that is shown
};

// `1234567` as `1,234,567`.
std::string WithSeparators(int64_t number);

}  // namespace potential::cli

#endif  // POTENTIAL_GATEWAY_CLI_IMPORT_PROGRESS_H_
