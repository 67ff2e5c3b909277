// Chunks of an import on their way into the store: while one is committed, the next is filled.
//
//   ImportChunks chunks(write, take, clock);
//   ASSIGN_OR_RETURN(ImportChunk * chunk, chunks.Filling());
//   Fill(chunk->Add(line));
//   if (chunks.IsFull()) chunks.Submit();   // waits while enough are on their way
//   RETURN_IF_ERROR(chunks.Settle());
//
// A chunk's size follows the time that the chunks before took, so that a write of somebody else, which
// goes between chunks, waits for little.

#ifndef POTENTIAL_SERVICES_OCCUPATION_INTERVENTIONS_IMPORT_CHUNKS_H_
#define POTENTIAL_SERVICES_OCCUPATION_INTERVENTIONS_IMPORT_CHUNKS_H_

#include <array>
#include <cstdint>
#include <functional>
#include <memory>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "services/chassis/rpc/clock.h"
#include "services/chassis/storage/store.h"
#include "services/chassis/storage/table.h"

namespace potential::occupation {

// Rows that are written together. Its memory is used again and again.
class ImportChunk {
 public:
  // A row to fill; the same object as one of an earlier chunk, with its old content.
  storage::Row& Add(int64_t line);
  // Takes back the row that was added last.
  void DropLast() { --size_; }
  void Clear() { size_ = 0; }

  size_t size() const { return size_; }
  absl::Span<const storage::Row> rows() const { return absl::MakeSpan(rows_.data(), size_); }
  // The line of each row.
  int64_t line(size_t row) const { return lines_[row]; }

 private:
  std::vector<storage::Row> rows_;
  std::vector<int64_t> lines_;
  size_t size_ = 0;
};

// What writing a chunk did.
struct ChunkOutcome {
  storage::UpsertCounts counts = {};
  // Rows that were not written because they would replace interventions of lines to which the caller
  // may not write.
  std::vector<size_t> refused = {};
  // When the writer came to it; set by the write itself.
  absl::Time begun = absl::InfiniteFuture();
};

// How many rows a step may write: as many as were written in kStepTime before.
class StepSize {
 public:
  size_t rows() const { return rows_; }
  void Took(size_t rows, absl::Duration time);

 private:
  size_t rows_ = 2000;
};

// For one import and one thread, which may wait.
class ImportChunks {
 public:
  // Begins to write the chunk and calls `done` from any thread, or on this one. Both arguments live
  // until then.
  using Write = std::function<void(const ImportChunk& chunk, ChunkOutcome& outcome,
                                   storage::DoneFunction done)>;
  // Hears of each chunk that is written, in their order.
  using Take = std::function<void(const ImportChunk& chunk, const ChunkOutcome& outcome)>;

  // `clock` outlives this.
  ImportChunks(Write write, Take take, const rpc::Clock& clock);
  // Waits for what is on its way.
  ~ImportChunks();
  ImportChunks(const ImportChunks&) = delete;
  ImportChunks& operator=(const ImportChunks&) = delete;

  // The chunk that is being filled. The first failure of a chunk is returned from then on.
  absl::StatusOr<ImportChunk*> Filling();

  // Whether the chunk that is being filled holds what a chunk should.
  bool IsFull() const;

  // Sends the chunk that is being filled, if there is anything in it, and waits until there is another
  // to fill.
  void Submit();

  // Sends what is left and waits until all is written.
  absl::Status Settle();

 private:
  // One is committed while another is filled or waits to be committed.
  static constexpr size_t kSlots = 2;

  struct Slot {
    ImportChunk chunk;
    ChunkOutcome outcome;
    bool over = false;  // written or failed, and not yet taken
    absl::Status status;
    absl::Duration time;
  };

  void Ended(Slot& slot, absl::Status status);
  // Waits for the oldest chunk that is on its way, and takes it.
  void TakeOldest();

  const Write write_;
  const Take take_;
  const rpc::Clock& clock_;
  absl::Mutex mutex_;
  // Numbers of chunks: those from `oldest_` to before `filling_` are on their way.
  size_t oldest_ = 0;
  size_t filling_ = 0;
  std::array<Slot, kSlots> slots_;
  absl::Status failure_;
  StepSize step_size_;
};

}  // namespace potential::occupation

#endif  // POTENTIAL_SERVICES_OCCUPATION_INTERVENTIONS_IMPORT_CHUNKS_H_
