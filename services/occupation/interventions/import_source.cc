#include "services/occupation/interventions/import_source.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/chassis/resource/violation.h"
#include "services/chassis/rpc/byte_buffer.h"
#include "services/chassis/storage/status_macros.h"

namespace potential::occupation {
namespace {

using tabular::CsvReader;
using v1::ImportInterventionsRequest;

// After so long the caller is taken for dead.
constexpr absl::Duration kLongestSilence = absl::Minutes(2);
// A file that comes in drops holds up the organisation's other imports: after the grace, less than this
// on average is refused.
constexpr double kMinBytesPerSecond = 1 << 10;
constexpr absl::Duration kRateGrace = absl::Minutes(1);
// What is put together before rows are read.
constexpr size_t kFill = 64 << 10;

// Only `data` and `last` may come after the first message.
bool IsContinuation(const ImportInterventionsRequest& message) {
  std::vector<const google::protobuf::FieldDescriptor*> fields;
  message.GetReflection()->ListFields(message, &fields);
  return std::all_of(fields.begin(), fields.end(), [](const auto* field) {
    return field->number() == ImportInterventionsRequest::kDataFieldNumber ||
           field->number() == ImportInterventionsRequest::kLastFieldNumber;
  });
}

}  // namespace

ImportSource::ImportSource(std::shared_ptr<rpc::ServerCall> call,
                           ImportInterventionsRequest first, tabular::Encoding encoding,
                           const rpc::Clock& clock)
    : clock_(clock),
      messages_(std::move(call)),
      message_(std::move(first)),
      text_(encoding),
      csv_({}),
      bytes_(message_.data().size()) {
  text_.Feed(message_.data());
}

absl::StatusOr<CsvReader::Event> ImportSource::Next() {
  while (true) {
    const CsvReader::Event event = csv_.Next();
    if (event != CsvReader::Event::kNeedsMore) return event;
    RETURN_IF_ERROR(Refill());
  }
}

absl::Status ImportSource::Refill() {
  absl::Span<char> space = csv_.Space();
  for (size_t filled = 0; filled < kFill && space.size() >= tabular::TextStream::kMinRead;) {
    ASSIGN_OR_RETURN(const size_t read, Read(space));
    if (read == 0) {
      csv_.End();
      return absl::OkStatus();
    }
    csv_.Filled(read);
    space.remove_prefix(read);
    filled += read;
  }
  return absl::OkStatus();
}

absl::StatusOr<size_t> ImportSource::Read(absl::Span<char> space) {
  while (true) {
    const absl::StatusOr<size_t> read = text_.Read(space.data(), space.size());
    if (!read.ok()) return resource::InvalidArgument("data", read.status().message());
    if (*read > 0) return *read;
    if (!message_.last()) {
      RETURN_IF_ERROR(TakeMessage());
      continue;
    }
    const absl::Status end = text_.End();
    if (!end.ok()) return resource::InvalidArgument("data", end.message());
    return 0;
  }
}

absl::Status ImportSource::CheckRate() const {
  if (waited_ <= kRateGrace) return absl::OkStatus();
  if (static_cast<double>(bytes_) >= kMinBytesPerSecond * absl::ToDoubleSeconds(waited_)) {
    return absl::OkStatus();
  }
  return resource::Aborted(resource::kStreamBrokenOff,
                           absl::StrCat("the file comes too slowly, with less than ",
                                        kMinBytesPerSecond,
                                        " bytes a second; have it at hand, and repeat it"));
}

absl::Status ImportSource::TakeMessage() {
  grpc::ByteBuffer bytes;
  const absl::Time asked = clock_.Now();
  ASSIGN_OR_RETURN(const bool more, messages_.Next(kLongestSilence, bytes));
  waited_ += clock_.Now() - asked;
  if (!more) {
    return resource::Aborted(resource::kStreamBrokenOff,
                             "the call ended before a message with `last`; repeat the file");
  }
  if (!rpc::Parse(bytes, message_)) {
    return resource::InvalidArgument("", "a message of the stream is not a valid request");
  }
  if (!IsContinuation(message_)) {
    return resource::InvalidArgument("", "only `data` and `last` may be set after the first message");
  }
  bytes_ += message_.data().size();
  text_.Feed(message_.data());
  return message_.last() ? absl::OkStatus() : CheckRate();
}

}  // namespace potential::occupation
