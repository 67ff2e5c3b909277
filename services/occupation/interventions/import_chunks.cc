#include "services/occupation/interventions/import_chunks.h"

#include <algorithm>
#include <utility>

namespace potential::occupation {
namespace {

// What a step should take. A single write may wait for the two chunks that are on their way and a
// checkpoint of the log.
constexpr absl::Duration kStepTime = absl::Milliseconds(25);
constexpr size_t kMinStepRows = 200;
constexpr size_t kMaxStepRows = 5'000;

}  // namespace

storage::Row& ImportChunk::Add(int64_t line) {
  if (size_ == rows_.size()) {
    rows_.emplace_back();
    lines_.push_back(0);
  }
  lines_[size_] = line;
  return rows_[size_++];
}

// Halfway to the size that would have been right, so that one slow step does not decide alone.
void StepSize::Took(size_t rows, absl::Duration time) {
  if (rows == 0 || time <= absl::ZeroDuration()) return;
  const double right = static_cast<double>(rows) * absl::FDivDuration(kStepTime, time);
  const double next = (static_cast<double>(rows_) + right) / 2;
  rows_ = static_cast<size_t>(
      std::clamp<double>(next, static_cast<double>(kMinStepRows), static_cast<double>(kMaxStepRows)));
}

ImportChunks::ImportChunks(Write write, Take take, const rpc::Clock& clock)
    : write_(std::move(write)), take_(std::move(take)), clock_(clock) {}

ImportChunks::~ImportChunks() {
  while (oldest_ < filling_) TakeOldest();
}

absl::StatusOr<ImportChunk*> ImportChunks::Filling() {
  if (!failure_.ok()) return failure_;
  return &slots_[filling_ % kSlots].chunk;
}

bool ImportChunks::IsFull() const {
  return slots_[filling_ % kSlots].chunk.size() >= step_size_.rows();
}

void ImportChunks::Submit() {
  Slot& slot = slots_[filling_ % kSlots];
  if (slot.chunk.size() == 0) return;
  ++filling_;
  slot.outcome = {};
  write_(slot.chunk, slot.outcome,
         [this, &slot](absl::Status status) { Ended(slot, std::move(status)); });
  if (filling_ - oldest_ == kSlots) TakeOldest();
}

void ImportChunks::Ended(Slot& slot, absl::Status status) {
  absl::MutexLock lock(&mutex_);
  slot.status = std::move(status);
  slot.time = clock_.Now() - slot.outcome.begun;
  slot.over = true;
}

void ImportChunks::TakeOldest() {
  Slot& slot = slots_[oldest_ % kSlots];
  {
    absl::MutexLock lock(&mutex_);
    mutex_.Await(absl::Condition(&slot.over));
    slot.over = false;
  }
  ++oldest_;
  if (slot.status.ok() && failure_.ok()) {
    step_size_.Took(slot.chunk.size(), slot.time);
    take_(slot.chunk, slot.outcome);
  }
  failure_.Update(slot.status);
  slot.chunk.Clear();
}

absl::Status ImportChunks::Settle() {
  Submit();
  while (oldest_ < filling_) TakeOldest();
  return failure_;
}

}  // namespace potential::occupation
