// What the tests of this module share: files in pieces, and rows as text.

#ifndef POTENTIAL_SERVICES_CHASSIS_TABULAR_TABULAR_TESTING_H_
#define POTENTIAL_SERVICES_CHASSIS_TABULAR_TABULAR_TESTING_H_

#include <zlib.h>

#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/string_view.h"
#include "services/chassis/tabular/csv_reader.h"

namespace potential::tabular {

inline std::string Gzip(const std::string& text) {
  z_stream stream = {};
  deflateInit2(&stream, Z_BEST_COMPRESSION, Z_DEFLATED, 15 + 16, 9, Z_DEFAULT_STRATEGY);
  std::string packed(deflateBound(&stream, text.size()) + 64, '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
  stream.avail_in = static_cast<uInt>(text.size());
  stream.next_out = reinterpret_cast<Bytef*>(packed.data());
  stream.avail_out = static_cast<uInt>(packed.size());
  deflate(&stream, Z_FINISH);
  packed.resize(stream.total_out);
  deflateEnd(&stream);
  return packed;
}

// Each row as `line:field|field`, each damaged one as `line!what`.
inline std::vector<std::string> ReadCsv(absl::string_view text, size_t piece,
                                        CsvLimits limits = {}) {
  CsvReader reader(limits);
  std::vector<std::string> told;
  while (true) {
    switch (reader.Next()) {
      case CsvReader::Event::kRow:
        told.push_back(absl::StrCat(reader.row().line, ":", absl::StrJoin(reader.row().fields, "|")));
        break;
      case CsvReader::Event::kBadRow:
        told.push_back(absl::StrCat(reader.problem().line, "!", reader.problem().text));
        break;
      case CsvReader::Event::kEnd:
        return told;
      case CsvReader::Event::kNeedsMore: {
        const absl::Span<char> space = reader.Space();
        const size_t size = std::min({piece, space.size(), text.size()});
        std::copy_n(text.data(), size, space.data());
        text.remove_prefix(size);
        if (size == 0) {
          reader.End();
        } else {
          reader.Filled(size);
        }
      }
    }
  }
}

}  // namespace potential::tabular

#endif  // POTENTIAL_SERVICES_CHASSIS_TABULAR_TABULAR_TESTING_H_
