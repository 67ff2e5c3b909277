#include <algorithm>
#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/synchronization/notification.h"
#include "absl/time/clock.h"
#include "google/protobuf/text_format.h"
#include "potential/indicators/v1/indicator_service.pb.h"
#include "potential/occupation/v1/intervention_service.pb.h"
#include "potential/occupation/v1/presence_service.pb.h"
#include "services/chassis/rpc/byte_buffer.h"
#include "services/chassis/rpc/client.h"
#include "services/chassis/rpc/client_stream.h"
#include "tests/benchmarks/benchmarks.h"
#include "tests/benchmarks/figures.h"

namespace potential::benchmarks {
namespace {

using occupation::v1::ImportInterventionsRequest;
using occupation::v1::ImportInterventionsResponse;

constexpr char kImport[] = "/potential.occupation.v1.InterventionService/ImportInterventions";
constexpr char kCreate[] = "/potential.occupation.v1.PresenceService/CreateCampaign";
constexpr char kQuery[] = "/potential.indicators.v1.IndicatorService/QueryIndicators";
constexpr size_t kPieceBytes = 256 << 10;
constexpr int kWriters = 4;
constexpr int kQueryRounds = 60;

[[noreturn]] void Abort(const absl::Status& status) {
  std::fprintf(stderr, "%s\n", status.ToString().c_str());
  std::abort();
}

// Sends the file and returns the answer.
ImportInterventionsResponse Import(const std::string& address, const std::string& path) {
  absl::Notification over;
  absl::Notification read;
  absl::Status status;
  ImportInterventionsResponse answer;
  const auto stream = rpc::ClientStream::Start(
      rpc::MakeChannel(address), kImport, {.metadata = {}, .timeout = absl::InfiniteDuration()},
      [&](const absl::Status& ended) {
        status = ended;
        over.Notify();
      });
  stream->Read([&](bool ok, const grpc::ByteBuffer& message) {
    if (ok) rpc::Parse(message, answer);
    read.Notify();
  });
  std::ifstream file(path, std::ios::binary);
  std::string piece(kPieceBytes, '\0');
  ImportInterventionsRequest message;
  message.set_parent("organisations/swlstg");
  for (bool more = true; more;) {
    file.read(piece.data(), static_cast<std::streamsize>(piece.size()));
    message.set_data(piece.data(), static_cast<size_t>(file.gcount()));
    more = !file.eof();
    message.set_last(!more);
    absl::Notification written;
    stream->Write(rpc::Serialize(message), [&](bool ok) {
      more = more && ok;
      written.Notify();
    });
    written.WaitForNotification();
    message.Clear();
  }
  stream->WritesDone();
  read.WaitForNotification();
  stream->Read([](bool, const grpc::ByteBuffer&) {});
  over.WaitForNotification();
  if (!status.ok()) Abort(status);
  return answer;
}

// Milliseconds that each write took until `stop`.
std::vector<double> WriteUntil(const std::string& address, const std::atomic<bool>& stop) {
  const auto channel = rpc::MakeChannel(address);
  occupation::v1::CreateCampaignRequest request;
  request.set_parent("organisations/swlstg");
  request.mutable_campaign()->set_title("OT week");
  request.mutable_campaign()->set_message("Occupation matters");
  request.mutable_campaign()->set_start_date("2026-06-01");
  request.mutable_campaign()->set_end_date("2026-06-07");
  request.mutable_campaign()->add_audiences(occupation::v1::Campaign::STAFF);
  std::vector<double> times;
  while (!stop) {
    occupation::v1::Campaign made;
    const absl::Time start = absl::Now();
    const absl::Status status = rpc::UnaryCall(channel, kCreate, {}, request, made);
    if (!status.ok()) Abort(status);
    times.push_back(absl::ToDoubleMilliseconds(absl::Now() - start));
  }
  return times;
}

double QueryMilliseconds(const std::shared_ptr<grpc::Channel>& channel) {
  indicators::v1::QueryIndicatorsRequest request;
  google::protobuf::TextFormat::ParseFromString(
      "parent: 'organisations/swlstg' queries { indicator: 'occupation.interventions' "
      "start_date: '2023-06-01' end_date: '2026-05-31' bucket: MONTH split_by: 'service_line' }",
      &request);
  indicators::v1::QueryIndicatorsResponse response;
  const absl::Time start = absl::Now();
  const absl::Status status = rpc::UnaryCall(channel, kQuery, {}, request, response);
  if (!status.ok()) Abort(status);
  return absl::ToDoubleMilliseconds(absl::Now() - start);
}

}  // namespace

void ImportRows(const std::string& address, const std::string& path) {
  const absl::Time start = absl::Now();
  const ImportInterventionsResponse answer = Import(address, path);
  const double seconds = absl::ToDoubleSeconds(absl::Now() - start);
  if (answer.rejected() + answer.unmapped() > 0) Abort(absl::DataLossError(answer.DebugString()));
  std::printf("%.0f\n", static_cast<double>(answer.rows()) / seconds);
}

void WritesDuringImport(const std::string& address, const std::string& path) {
  std::atomic<bool> stop = false;
  std::vector<std::vector<double>> times(kWriters);
  std::vector<std::thread> writers;
  for (std::vector<double>& own : times) {
    writers.emplace_back([&] { own = WriteUntil(address, stop); });
  }
  const ImportInterventionsResponse answer = Import(address, path);
  stop = true;
  std::vector<double> all;
  for (size_t i = 0; i < times.size(); ++i) {
    writers[i].join();
    all.insert(all.end(), times[i].begin(), times[i].end());
  }
  std::sort(all.begin(), all.end());
  Print("import_single_writes", static_cast<double>(all.size()), "writes");
  Print("import_single_writes_p50", all[all.size() / 2], "ms");
  Print("import_single_writes_p99", all[all.size() * 99 / 100], "ms");
  Print("import_single_writes_max", all.back(), "ms");
}

void FactsQuery(const std::string& small_address, const std::string& large_address) {
  const auto small = rpc::MakeChannel(small_address);
  const auto large = rpc::MakeChannel(large_address);
  std::vector<double> small_times;
  std::vector<double> large_times;
  for (int round = 0; round < kQueryRounds; ++round) {
    small_times.push_back(QueryMilliseconds(small));
    large_times.push_back(QueryMilliseconds(large));
  }
  Print("facts_query_few", Median(small_times), "ms");
  Print("facts_query_many", Median(large_times), "ms");
  Print("facts_query_ratio", Median(large_times) / Median(small_times), "x");
}

}  // namespace potential::benchmarks
