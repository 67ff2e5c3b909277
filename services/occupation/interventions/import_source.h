// The rows of an extract as they come with a call: messages to pieces, pieces to text, text to rows.
//
//   ImportSource source(call, first_request, encoding, clock);
//   ASSIGN_OR_RETURN(const auto event, source.Next());   // waits for the caller
//
// Reading takes from the caller only what it needs next, so a caller that is ahead is held up. Small
// pieces are put together first: what a piece costs must not grow with the row that it is a part of.

#ifndef POTENTIAL_SERVICES_OCCUPATION_INTERVENTIONS_IMPORT_SOURCE_H_
#define POTENTIAL_SERVICES_OCCUPATION_INTERVENTIONS_IMPORT_SOURCE_H_

#include <memory>

#include "absl/status/statusor.h"
#include "potential/occupation/v1/intervention_service.pb.h"
#include "services/chassis/rpc/clock.h"
#include "services/chassis/rpc/message_reader.h"
#include "services/chassis/tabular/csv_reader.h"
#include "services/chassis/tabular/text_stream.h"

namespace potential::occupation {

// For one import and one thread, which may wait.
class ImportSource {
 public:
  // `first` is the call's first message, of which the data are taken. `clock` outlives this.
  ImportSource(std::shared_ptr<rpc::ServerCall> call, v1::ImportInterventionsRequest first,
               tabular::Encoding encoding, const rpc::Clock& clock);

  // The next event; never kNeedsMore. INVALID_ARGUMENT if the file cannot be read or a message is not
  // one of an import, ABORTED if the call broke off before the file had ended or the file comes too
  // slowly, CANCELLED if it was given up, DEADLINE_EXCEEDED if the caller is silent for two minutes.
  absl::StatusOr<tabular::CsvReader::Event> Next();

  const tabular::CsvReader::Row& row() const { return csv_.row(); }
  const tabular::CsvReader::Problem& problem() const { return csv_.problem(); }

 private:
  absl::Status Refill();
  // Reads from the piece, and takes messages until there is something to read; 0 at the file's end.
  absl::StatusOr<size_t> Read(absl::Span<char> space);
  absl::Status TakeMessage();
  // Whether the file has come fast enough so far, the time of its own work not counted.
  absl::Status CheckRate() const;

  const rpc::Clock& clock_;
  rpc::MessageReader messages_;
  v1::ImportInterventionsRequest message_;  // holds the piece that is being read
  tabular::TextStream text_;
  tabular::CsvReader csv_;
  size_t bytes_ = 0;  // that came
  absl::Duration waited_;
};

}  // namespace potential::occupation

#endif  // POTENTIAL_SERVICES_OCCUPATION_INTERVENTIONS_IMPORT_SOURCE_H_
