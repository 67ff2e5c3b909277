#include "services/chassis/records/record_service.h"

#include <openssl/sha.h>

#include "absl/strings/escaping.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "google/protobuf/empty.pb.h"
#include "services/chassis/records/record_fields.h"
#include "services/chassis/records/record_rows.h"
#include "services/chassis/storage/history.h"
#include "services/chassis/storage/request_log.h"
#include "services/chassis/storage/status_macros.h"

namespace potential::records {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::MethodDescriptor;

// The field of a request whose content the core checks itself: a record or facts.
std::string ContentField(const Descriptor& request) {
  for (int i = 0; i < request.field_count(); ++i) {
    const Descriptor* type = request.field(i)->message_type();
    if (type != nullptr && (type->options().HasExtension(options::v1::resource) ||
                            type->options().HasExtension(options::v1::fact))) {
      return request.field(i)->name();
    }
  }
  return "";
}

// Rules of a request type, shared by all calls of its method.
std::shared_ptr<const resource::FieldRulesPlan> RulesOf(absl::string_view method_name) {
  const MethodDescriptor* method =
      google::protobuf::DescriptorPool::generated_pool()->FindMethodByName(std::string(method_name));
  if (method == nullptr) return nullptr;  // Routes::Verify reports it.
  absl::StatusOr<resource::FieldRulesPlan> plan =
      resource::FieldRulesPlan::For(*method->input_type(), ContentField(*method->input_type()));
  if (!plan.ok()) return nullptr;
  return std::make_shared<const resource::FieldRulesPlan>(*std::move(plan));
}

absl::Status CheckRequest(const std::shared_ptr<const resource::FieldRulesPlan>& rules,
                          const rpc::CallContext& call, const Message& request,
                          const RecordEnvironment& environment) {
  if (rules == nullptr) return resource::Internal();
  const std::vector<resource::FieldViolation> found = rules->Check(
      request, {.organisation = call.organisation,
                .prefix = "",
                .in_vocabulary =
                    [&environment](const std::string& organisation, const std::string& word,
                                   const std::string& value) {
                      return environment.in_vocabulary(organisation, word, value);
                    },
                .references = nullptr});
  return found.empty() ? absl::OkStatus() : resource::InvalidArgument(found);
}

std::string Digest(const Message& request) {
  const std::string bytes = request.SerializeAsString();
  std::string digest(SHA256_DIGEST_LENGTH, '\0');
  SHA256(reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(),
         reinterpret_cast<unsigned char*>(digest.data()));
  return absl::BytesToHexString(digest);
}

// One write of one call, over all its runs: the last run's answer counts.
class WriteAttempt {
 public:
  WriteAttempt(rpc::ContextPtr call, rpc::RequestPtr request, const RecordEnvironment& environment,
               const RecordService::WriteBody& body)
      : call_(std::move(call)),
        request_(std::move(request)),
        environment_(environment),
        body_(body),
        validate_only_(BoolField(*request_, "validate_only")),
        key_{.organisation = call_->organisation,
             .caller = call_->identity.subject,
             .method = call_->method->full_name(),
             .request_id = TextField(*request_, "request_id")},
        digest_(key_.request_id.empty() ? "" : Digest(*request_)) {}

  absl::Status Run(storage::TableWriter& tables) {
    if (environment_.clock->Now() > call_->deadline) return resource::DeadlineExceeded();
    const bool repeatable = !key_.request_id.empty() && !validate_only_;
    if (repeatable) {
      ASSIGN_OR_RETURN(const bool replayed, Replay(tables));
      if (replayed) return absl::OkStatus();
    }
    Transaction transaction(tables, *call_, environment_);
    ASSIGN_OR_RETURN(const std::unique_ptr<Message> response, body_(transaction, *request_));
    answer_ = {rpc::Serialize(*response), validate_only_ ? 0 : transaction.revision()};
    if (validate_only_) return absl::CancelledError(kValidated);
    if (repeatable) return Remember(tables, transaction, *response);
    return absl::OkStatus();
  }

  absl::StatusOr<rpc::Answer> Result(const absl::Status& status) const {
    const bool validated =
        validate_only_ && absl::IsCancelled(status) && status.message() == kValidated;
    if (status.ok() || validated) return answer_;
    return resource::FromStorage(status);
  }

 private:
  // Undoes the write of a validation that passed.
  static constexpr absl::string_view kValidated = "validated";

  absl::StatusOr<bool> Replay(storage::TableReader& tables) {
    ASSIGN_OR_RETURN(const std::optional<storage::RequestRecord> record,
                     storage::FindRequest(tables, key_, call_->now));
    if (!record) return false;
    if (record->payload_hash != digest_) {
      return resource::InvalidArgument("request_id",
                                       "was used for another request; make a new one");
    }
    answer_ = {grpc::ByteBuffer(), record->revision};
    if (call_->method->output_type() == google::protobuf::Empty::descriptor()) {
      answer_.message = rpc::Serialize(google::protobuf::Empty());
      return true;
    }
    ASSIGN_OR_RETURN(const std::optional<storage::HistoryEntry> entry,
                     storage::GetHistory(tables, key_.organisation, record->name,
                                          record->revision));
    if (!entry) return absl::InternalError("a request is recorded whose answer is not in history");
    answer_.message = rpc::ToByteBuffer(entry->after.value_or(""));
    return true;
  }

  // A record's etag is the revision of its last write, under which history keeps it.
  absl::Status Remember(storage::TableWriter& tables, Transaction& transaction,
                        const Message& response) {
    std::string name = TextField(response, "name");
    int64_t revision = transaction.revision();
    if (!name.empty()) {
      if (!absl::SimpleAtoi(TextField(response, "etag"), &revision)) return resource::Internal();
    } else if (response.GetDescriptor() == google::protobuf::Empty::descriptor()) {
      name = TextField(*request_, "name");
    } else {
      // Nothing was written, so a repeat does no harm, and a revision would be empty to watchers.
      if (revision == 0) return absl::OkStatus();
      name = absl::StrCat(resource::FormatOrganisation(key_.organisation), "/requests/",
                          key_.request_id);
      RETURN_IF_ERROR(transaction.Remember(name, response));
      revision = transaction.revision();
    }
    return storage::RememberRequest(tables, key_,
                                    {.payload_hash = digest_,
                                     .name = name,
                                     .revision = revision,
                                     .time = call_->now});
  }

  const rpc::ContextPtr call_;
  const rpc::RequestPtr request_;
  const RecordEnvironment& environment_;
  const RecordService::WriteBody& body_;
  const bool validate_only_;
  const storage::RequestKey key_;
  const std::string digest_;
  rpc::Answer answer_;
};

}  // namespace

void RecordService::BindWrite(rpc::Routes& routes, absl::string_view method, WriteBody body) {
  auto shared_body = std::make_shared<const WriteBody>(std::move(body));
  routes.BindUnary(method, [this, rules = RulesOf(method), shared_body](
                               rpc::ContextPtr call, rpc::RequestPtr request, rpc::Reply reply) {
    if (absl::Status status = CheckRequest(rules, *call, *request, environment_); !status.ok()) {
      return reply(status);
    }
    auto attempt = std::make_shared<WriteAttempt>(call, request, environment_, *shared_body);
    store_.Write([attempt](storage::TableWriter& tables) { return attempt->Run(tables); },
                 [attempt, reply = std::move(reply)](absl::Status status) {
                   reply(attempt->Result(status));
                 });
  });
}

void RecordService::BindStep(rpc::Routes& routes, absl::string_view method, const Descriptor* type,
                             StepBody body) {
  const RecordKind* kind = environment_.kinds->FindRecord(type);
  BindWrite(routes, method,
            [kind, body = std::move(body)](Transaction& transaction, const Message& request)
                -> absl::StatusOr<std::unique_ptr<Message>> {
              std::unique_ptr<Message> record = NewRecord(*kind);
              const std::string name = TextField(request, "name");
              RETURN_IF_ERROR(transaction.Load(*kind, name, false, *record));
              const std::string etag = TextField(request, "etag");
              if (!etag.empty() && etag != TextField(*record, "etag")) {
                return resource::EtagMismatch(name);
              }
              RETURN_IF_ERROR(body(transaction, request, *record));
              RETURN_IF_ERROR(transaction.SaveRecord(*kind, *record));
              return record;
            });
}

void RecordService::BindRead(rpc::Routes& routes, absl::string_view method, ReadBody body) {
  routes.BindUnary(method, [this, rules = RulesOf(method), body = std::move(body)](
                               rpc::ContextPtr call, rpc::RequestPtr request, rpc::Reply reply) {
    if (absl::Status status = CheckRequest(rules, *call, *request, environment_); !status.ok()) {
      return reply(status);
    }
    absl::StatusOr<std::unique_ptr<storage::TableReader>> tables = store_.Read();
    if (!tables.ok()) return reply(resource::FromStorage(tables.status()));
    absl::StatusOr<rpc::Answer> answer = body(**tables, *call, *request);
    tables->reset();
    if (!answer.ok()) return reply(resource::FromStorage(answer.status()));
    reply(*std::move(answer));
  });
}

void RecordService::BindClientStream(rpc::Routes& routes, absl::string_view method,
                                     rpc::ClientStreamHandler handler) {
  routes.BindClientStream(
      method, [this, rules = RulesOf(method), handler = std::move(handler)](
                  rpc::ContextPtr call, rpc::RequestPtr request,
                  std::shared_ptr<rpc::ServerCall> stream) {
        const absl::Status status = CheckRequest(rules, *call, *request, environment_);
        if (!status.ok()) return stream->Finish(status);
        handler(std::move(call), std::move(request), std::move(stream));
      });
}

}  // namespace potential::records
