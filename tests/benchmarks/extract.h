// Extracts to import: rows of a month's work of ten teams, always alike.

#ifndef POTENTIAL_TESTS_BENCHMARKS_EXTRACT_H_
#define POTENTIAL_TESTS_BENCHMARKS_EXTRACT_H_

#include <cstdint>
#include <string>

namespace potential::benchmarks {

// Writes a CSV file of `rows` interventions of swlstg over 36 months, by date. Its columns are those of
// the interventions' table in their order, so that the same file can be loaded into that table by other
// means; the importer reads those that the data set names and ignores what it works out itself.
void WriteExtract(const std::string& path, int64_t rows);

}  // namespace potential::benchmarks

#endif  // POTENTIAL_TESTS_BENCHMARKS_EXTRACT_H_
