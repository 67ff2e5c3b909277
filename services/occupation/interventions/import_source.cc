#include "services/occupation/interventions/import_source.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "services/chassis/resource/violation.h"
#include "services/chassis/rpc/byte_buffer.h"
#include "services/chassis/storage/status_macros.h"

namespace potential::occupation {
namespace {

using tabular::CsvReader;
using v1::ImportInterventionsRequest;

// After so long the caller is taken for dead.
constexpr absl::Duration kLongestSilence = absl::Minutes(2);

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
                           ImportInterventionsRequest first, tabular::Encoding encoding)
    : messages_(std::move(call)), message_(std::move(first)), text_(encoding), csv_({}) {
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
  const absl::Span<char> space = csv_.Space();
  absl::StatusOr<size_t> read = text_.Read(space.data(), space.size());
  while (read.ok() && *read == 0) {
    if (message_.last()) {
      csv_.End();
      const absl::Status end = text_.End();
      return end.ok() ? end : resource::InvalidArgument("data", end.message());
    }
    RETURN_IF_ERROR(TakeMessage());
    read = text_.Read(space.data(), space.size());
  }
  if (!read.ok()) return resource::InvalidArgument("data", read.status().message());
  csv_.Filled(*read);
  return absl::OkStatus();
}

absl::Status ImportSource::TakeMessage() {
  grpc::ByteBuffer bytes;
  ASSIGN_OR_RETURN(const bool more, messages_.Next(kLongestSilence, bytes));
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
  text_.Feed(message_.data());
  return absl::OkStatus();
}

}  // namespace potential::occupation
