// Imports through a fixture's real gRPC server, for tests.

#ifndef POTENTIAL_SERVICES_OCCUPATION_IMPORT_TESTING_H_
#define POTENTIAL_SERVICES_OCCUPATION_IMPORT_TESTING_H_

#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/synchronization/notification.h"
#include "google/protobuf/text_format.h"
#include "potential/occupation/v1/intervention_service.pb.h"
#include "services/chassis/rpc/byte_buffer.h"
#include "services/chassis/rpc/client_stream.h"
#include "services/chassis/storage/change_log.h"
#include "services/chassis/testing/matchers.h"
#include "services/occupation/occupation_testing.h"

namespace potential::occupation {

inline constexpr char kImport[] =
    "/potential.occupation.v1.InterventionService/ImportInterventions";

// One import, message by message. Used by one thread.
class ImportCall {
 public:
  // `on_over` is called when the call has ended, on any thread.
  ImportCall(const std::shared_ptr<grpc::Channel>& channel, const rpc::Identity& identity,
             std::function<void()> on_over = [] {})
      : stream_(rpc::ClientStream::Start(channel, kImport, Options(identity),
                                         [state = state_, on_over](const absl::Status& status) {
                                           state->status = status;
                                           on_over();
                                           state->over.Notify();
                                         })) {
    stream_->Read([state = state_](bool ok, const grpc::ByteBuffer& message) {
      state->answered = ok;
      if (ok) {
        EXPECT_TRUE(rpc::Parse(message, state->answer));
      }
      state->read.Notify();
    });
  }

  ~ImportCall() { stream_->Abandon(); }
  ImportCall(const ImportCall&) = delete;
  ImportCall& operator=(const ImportCall&) = delete;

  // False if the call is over.
  bool Send(const v1::ImportInterventionsRequest& message) {
    absl::Notification sent;
    bool written = false;
    stream_->Write(rpc::Serialize(message), [&](bool ok) {
      written = ok;
      sent.Notify();
    });
    sent.WaitForNotification();
    return written;
  }

  void Cancel() { stream_->Cancel(); }

  // Ends the caller's side and waits for the answer.
  absl::StatusOr<v1::ImportInterventionsResponse> Finish() {
    stream_->WritesDone();
    state_->read.WaitForNotification();
    if (state_->answered) stream_->Read([](bool, const grpc::ByteBuffer&) {});
    state_->over.WaitForNotification();
    if (!state_->status.ok()) return state_->status;
    return state_->answer;
  }

 private:
  struct State {
    absl::Notification read, over;
    bool answered = false;
    absl::Status status;
    v1::ImportInterventionsResponse answer;
  };

  static rpc::CallOptions Options(const rpc::Identity& identity) {
    return {.metadata = {{rpc::kIdentityHeader, rpc::DevelopmentHeader(identity)}},
            .timeout = absl::InfiniteDuration()};
  }

  const std::shared_ptr<State> state_ = std::make_shared<State>();
  const std::shared_ptr<rpc::ClientStream> stream_;
};

inline v1::ImportInterventionsRequest ImportRequest(const std::string& text) {
  v1::ImportInterventionsRequest request;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &request)) << text;
  if (request.parent().empty()) request.set_parent("organisations/swlstg");
  return request;
}

// Imports the file in messages of `piece` bytes; `options` are further fields of the first one.
inline absl::StatusOr<v1::ImportInterventionsResponse> ImportFile(
    const std::shared_ptr<grpc::Channel>& channel, const std::string& file,
    const std::string& options = "", size_t piece = 1000,
    const rpc::Identity& identity = rpc::LocalAdministrator()) {
  ImportCall call(channel, identity);
  v1::ImportInterventionsRequest message = ImportRequest(options);
  size_t at = 0;
  bool sent = true;
  do {
    message.set_data(file.substr(at, piece));
    at += piece;
    message.set_last(at >= file.size());
    sent = call.Send(message);
    message.Clear();
  } while (sent && at < file.size());
  return call.Finish();
}

// A file of rows with the columns of the data set.
inline std::string Extract(const std::vector<std::string>& rows) {
  std::string file =
      "CareActID,CareContDate,CareProfTeamLocalID,ClinContactDurOfCareAct,AttendStatus,"
      "ConsMechanismMH,Procedure\r\n";
  for (const std::string& row : rows) absl::StrAppend(&file, row, "\r\n");
  return file;
}

// Rejections, each as `line column: reason`.
inline std::vector<std::string> Told(const v1::ImportInterventionsResponse& answer) {
  std::vector<std::string> told;
  for (const auto& rejection : answer.rejections()) {
    told.push_back(absl::StrCat(rejection.line(), " ", rejection.column(), ": ",
                                rejection.reason()));
  }
  return told;
}

inline std::string Counts(const v1::ImportInterventionsResponse& answer) {
  return absl::StrCat("rows ", answer.rows(), " inserted ", answer.inserted(), " updated ",
                      answer.updated(), " unchanged ", answer.unchanged(), " superseded ",
                      answer.superseded(), " removed ", answer.removed(), " rejected ",
                      answer.rejected(), " unmapped ", answer.unmapped(), " other ",
                      answer.other_staff());
}

// Imports of rows into a service of its own.
class ImportTest : public OccupationTest {
 protected:
  absl::StatusOr<v1::ImportInterventionsResponse> Import(const std::vector<std::string>& rows,
                                                         const std::string& options = "") {
    return ImportFile(fixture_.channel(), Extract(rows), options);
  }
  std::string Imported(const std::vector<std::string>& rows, const std::string& options = "") {
    const auto answer = Import(rows, options);
    return answer.ok() ? Counts(*answer) : answer.status().ToString();
  }
  std::vector<std::string> Stored(const std::string& filter = "") {
    return *calls_.ListNames("ListInterventions", filter);
  }
  int64_t Revision() {
    return *storage::CurrentRevision(**fixture_.store().Read(), "swlstg");
  }
  // Differences that the checker finds.
  int64_t Differing() {
    v1::VerifyInterventionsRequest request;
    request.set_parent("organisations/swlstg");
    const auto answer = fixture_.Call<v1::VerifyInterventionsResponse>(
        "potential.occupation.v1.InterventionService.VerifyInterventions", request);
    return answer.ok() ? answer->differing() : -1;
  }
};

}  // namespace potential::occupation

#endif  // POTENTIAL_SERVICES_OCCUPATION_IMPORT_TESTING_H_
