// What a load has done so far.

#ifndef POTENTIAL_GATEWAY_CLI_SAMPLE_TALLY_H_
#define POTENTIAL_GATEWAY_CLI_SAMPLE_TALLY_H_

#include <cstdint>
#include <ostream>

namespace potential::cli {

struct Tally {
  int64_t calls = 0;    // made, and answered without an error
  int64_t skipped = 0;  // steps that were done before
  int64_t rows_written = 0;
  int64_t rows_unchanged = 0;

  Tally operator-(const Tally& other) const {
    return {calls - other.calls, skipped - other.skipped, rows_written - other.rows_written,
            rows_unchanged - other.rows_unchanged};
  }
};

inline std::ostream& operator<<(std::ostream& out, const Tally& tally) {
  out << tally.calls << (tally.calls == 1 ? " call" : " calls") << " made, " << tally.skipped
      << " skipped";
  if (tally.rows_written + tally.rows_unchanged > 0) {
    out << ", " << tally.rows_written << " rows written, " << tally.rows_unchanged << " unchanged";
  }
  return out;
}

}  // namespace potential::cli

#endif  // POTENTIAL_GATEWAY_CLI_SAMPLE_TALLY_H_
