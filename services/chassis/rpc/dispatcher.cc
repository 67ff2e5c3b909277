#include "services/chassis/rpc/dispatcher.h"

#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/strip.h"
#include "absl/synchronization/mutex.h"
#include "services/chassis/resource/violation.h"
#include "services/chassis/rpc/grpc_status.h"
#include "services/chassis/rpc/request_id.h"
#include "services/chassis/rpc/request_organisation.h"
#include "services/chassis/storage/status_macros.h"
#include "services/measures/london.h"

namespace potential::rpc {
namespace {

std::string Metadata(const grpc::CallbackServerContext& context, const char* key) {
  const auto it = context.client_metadata().find(key);
  return it == context.client_metadata().end() ? std::string()
                                               : std::string(it->second.data(), it->second.size());
}

// Whether the contracts say so of the method at this path.
bool IsClientStreaming(absl::string_view path) {
  const std::string name =
      absl::StrReplaceAll(absl::StripPrefix(path, "/"), {{"/", "."}});
  const auto* method =
      google::protobuf::DescriptorPool::generated_pool()->FindMethodByName(name);
  return method != nullptr && method->client_streaming();
}

absl::StatusOr<int64_t> MinRevision(const std::string& received) {
  int64_t revision = 0;
  if (received.empty()) return revision;
  if (absl::SimpleAtoi(received, &revision) && revision > 0) return revision;
  return resource::InvalidArgument(kMinRevisionHeader, "must be a revision that a write returned");
}

absl::Status Gone() {
  return absl::CancelledError("the caller was gone before the call was begun");
}

// The field by which a request says whom its answer is for; null if it has none.
const google::protobuf::FieldDescriptor* AudienceField(const google::protobuf::Descriptor& request) {
  const google::protobuf::FieldDescriptor* field = request.FindFieldByName("audience");
  return field != nullptr && field->enum_type() == options::v1::Audience_descriptor() ? field
                                                                                      : nullptr;
}

absl::Time EarlierOf(absl::Time limit, std::chrono::system_clock::time_point deadline) {
  // gRPC says "no deadline" with a time far in the future that absl cannot add to.
  return std::min(limit, deadline == std::chrono::system_clock::time_point::max()
                             ? absl::InfiniteFuture()
                             : absl::FromChrono(deadline));
}

}  // namespace

// Deleted when both gRPC (OnDone) and everyone who holds the call have let go of it.
class Dispatcher::GenericCall final : public grpc::ServerGenericBidiReactor,
                                      public ServerCall,
                                      public std::enable_shared_from_this<GenericCall> {
 public:
  GenericCall(Dispatcher& dispatcher, grpc::GenericCallbackServerContext& grpc_context)
      : dispatcher_(dispatcher),
        grpc_context_(grpc_context),
        start_(dispatcher.options_.clock->Now()) {
    dispatcher_.in_flight_.fetch_add(1, std::memory_order_relaxed);
  }

  // Keeps itself until OnDone. Runs on a gRPC thread.
  void Start() {
    self_ = shared_from_this();
    route_ = dispatcher_.routes_.Find(grpc_context_.method());
    if (route_ == nullptr && !dispatcher_.routes_.fallback()) {
      return Finish(resource::Unimplemented(grpc_context_.method()));
    }
    if (absl::Status admitted = Admit(); !admitted.ok()) return Finish(admitted);
    if (route_ == nullptr) return dispatcher_.routes_.fallback()(self_);
    if (route_->raw) return route_->raw(self_);
    Read([call = self_](bool ok, const grpc::ByteBuffer&) { call->FirstMessage(ok); });
  }

  const std::string& path() const override { return grpc_context_.method(); }
  const std::shared_ptr<const CallContext>& context() const override { return context_; }

  void Read(std::function<void(bool, const grpc::ByteBuffer&)> done) override {
    on_read_ = std::move(done);
    StartRead(&incoming_);
  }

  void Write(grpc::ByteBuffer message, std::function<void(bool)> done) override {
    {
      absl::MutexLock lock(&send_mutex_);
      if (!finished_) {
        writing_ = true;
        on_write_ = std::move(done);
        outgoing_ = std::move(message);
        return StartWrite(&outgoing_);
      }
    }
    done(false);
  }

  void Finish(const absl::Status& status) override {
    absl::MutexLock lock(&send_mutex_);
    if (std::exchange(finished_, true)) return;
    outcome_ = status;
    grpc::ServerGenericBidiReactor::Finish(ToGrpcStatus(status));
  }

  void FinishWith(grpc::ByteBuffer message, int64_t revision) override {
    absl::MutexLock lock(&send_mutex_);
    if (std::exchange(finished_, true)) return;
    if (revision > 0) {
      grpc_context_.AddTrailingMetadata(kRevisionTrailer, absl::StrCat(revision));
    }
    outgoing_ = std::move(message);
    StartWriteAndFinish(&outgoing_, grpc::WriteOptions(), grpc::Status::OK);
  }

  void Abort(const absl::Status& status) override {
    // A status waits for the message before it. A caller that takes none is cut off without one.
    bool waits = false;
    {
      absl::MutexLock lock(&send_mutex_);
      if (std::exchange(finished_, true)) return;
      outcome_ = status;
      waits = writing_;
    }
    // gRPC's context lives until OnDone, which does not come before the end below.
    if (waits) grpc_context_.TryCancel();
    grpc::ServerGenericBidiReactor::Finish(ToGrpcStatus(status));
  }

  void SetCancelListener(std::function<void()> listener) override {
    {
      absl::MutexLock lock(&cancel_mutex_);
      if (!cancelled_) {
        on_cancel_ = std::move(listener);
        return;
      }
    }
    listener();
  }

  bool cancelled() const override {
    absl::MutexLock lock(&cancel_mutex_);
    return cancelled_;
  }

  void OnReadDone(bool ok) override {
    const auto done = std::exchange(on_read_, nullptr);
    if (done) done(ok, incoming_);
  }

  void OnWriteDone(bool ok) override {
    std::function<void(bool)> done;
    {
      absl::MutexLock lock(&send_mutex_);
      writing_ = false;
      done = std::exchange(on_write_, nullptr);
    }
    if (done) done(ok);
  }

  void OnCancel() override {
    std::function<void()> listener;
    {
      absl::MutexLock lock(&cancel_mutex_);
      cancelled_ = true;
      listener = std::exchange(on_cancel_, nullptr);
    }
    if (listener) listener();
  }

  void OnDone() override {
    if (dispatcher_.options_.observe) {
      absl::Status outcome;
      {
        absl::MutexLock lock(&send_mutex_);
        outcome = outcome_;
      }
      dispatcher_.options_.observe({.path = grpc_context_.method(),
                                    .status = std::move(outcome),
                                    .duration = dispatcher_.options_.clock->Now() - start_,
                                    .context = context_});
    }
    dispatcher_.in_flight_.fetch_sub(1, std::memory_order_relaxed);
    {
      absl::MutexLock lock(&cancel_mutex_);
      on_cancel_ = nullptr;
    }
    self_.reset();
  }

 private:
  // Identity and deadline; the organisation is known once the request is parsed.
  absl::Status Admit() {
    absl::StatusOr<Identity> identity =
        dispatcher_.options_.identify(Metadata(grpc_context_, kIdentityHeader));
    if (!identity.ok()) return identity.status();
    auto context = std::make_shared<CallContext>();
    context->method = route_ == nullptr ? nullptr : route_->method;
    context->identity = *std::move(identity);
    context->request_id = AcceptOrMakeRequestId(Metadata(grpc_context_, kRequestIdHeader));
    context->traceparent = BeginSpan(Metadata(grpc_context_, kTraceparentHeader),
                                     dispatcher_.options_.trace_bits);
    ASSIGN_OR_RETURN(context->min_revision,
                     MinRevision(Metadata(grpc_context_, kMinRevisionHeader)));
    context->server_call = self_;
    context->now = start_;
    context->deadline = EarlierOf(DeadlineOfServer(), grpc_context_.deadline());
    context->today = measures::LondonDay(absl::ToUnixSeconds(start_));
    context_ = context;
    if (route_ != nullptr && !context->identity.MayDo(route_->permission)) {
      const bool outside = context->identity.audience == Audience::kPublished;
      return resource::PermissionDenied(absl::StrCat(
          outside ? "the audience PUBLISHED sees released numbers only and"
                  : absl::StrCat("the role ", RoleName(context->identity.role)),
          " may not call ", route_->method->full_name()));
    }
    return absl::OkStatus();
  }

  // A caller that streams decides itself for how long. Methods without a route are another server's.
  absl::Time DeadlineOfServer() const {
    const bool streams = route_ != nullptr ? static_cast<bool>(route_->client_stream)
                                           : IsClientStreaming(grpc_context_.method());
    return streams ? absl::InfiniteFuture() : start_ + dispatcher_.options_.default_deadline;
  }

  void FirstMessage(bool ok) {
    if (!ok && cancelled()) return Finish(Gone());
    if (!ok) {
      return Finish(resource::InvalidArgument({{"", "the call ended without a request message"}}));
    }
    if (!dispatcher_.options_.submit([call = self_] { call->Work(); })) {
      Finish(resource::ResourceExhausted("QUEUE_FULL",
                                         "too many calls are waiting; try again with backoff"));
    }
  }

  // On a worker.
  void Work() {
    if (dispatcher_.options_.clock->Now() > context_->deadline) {
      return Finish(absl::DeadlineExceededError("the deadline passed before the call was begun"));
    }
    if (cancelled()) return Finish(Gone());
    std::shared_ptr<google::protobuf::Message> request(route_->request_prototype->New());
    if (!Parse(incoming_, *request)) {
      return Finish(resource::InvalidArgument(
          {{"", absl::StrCat("the request is not a valid ", request->GetTypeName(),
                             ": check that both sides use the same contract and that text is "
                             "UTF-8")}}));
    }
    incoming_.Clear();
    if (absl::Status narrowed = NarrowAudience(*request); !narrowed.ok()) return Finish(narrowed);
    if (absl::Status bound = BindOrganisation(*request); !bound.ok()) return Finish(bound);
    if (route_->server_stream) return route_->server_stream(context_, request, self_);
    if (route_->client_stream) return route_->client_stream(context_, request, self_);
    route_->unary(context_, request, [call = self_](absl::StatusOr<Answer> answer) {
      if (!answer.ok()) return call->Finish(answer.status());
      call->FinishWith(std::move(answer->message), answer->revision);
    });
  }

  // A caller may ask for an answer as the audience PUBLISHED would get it, but not for more than its own.
  absl::Status NarrowAudience(const google::protobuf::Message& request) {
    const google::protobuf::FieldDescriptor* field = AudienceField(*request.GetDescriptor());
    if (field == nullptr) return absl::OkStatus();
    const int asked = request.GetReflection()->GetEnumValue(request, field);
    if (asked == options::v1::INTERNAL && context_->identity.audience == Audience::kPublished) {
      return resource::PermissionDenied("the audience PUBLISHED may not ask for INTERNAL");
    }
    if (asked != options::v1::PUBLISHED) return absl::OkStatus();
    auto context = std::make_shared<CallContext>(*context_);
    context->identity.audience = Audience::kPublished;
    context_ = std::move(context);
    return absl::OkStatus();
  }

  // Another's organisation is answered like one that does not exist. Public methods are for everybody,
  // such as the respondents of a survey.
  absl::Status BindOrganisation(const google::protobuf::Message& request) {
    absl::StatusOr<std::string> organisation = RequestOrganisation(request);
    if (!organisation.ok()) return organisation.status();
    if (organisation->empty()) return absl::OkStatus();
    const bool is_public = route_->permission == options::v1::MethodRules::PUBLIC;
    if (!dispatcher_.options_.organisation_exists(*organisation) ||
        !(is_public || context_->identity.MaySee(*organisation))) {
      return resource::NotFound(absl::StrCat("organisations/", *organisation));
    }
    auto context = std::make_shared<CallContext>(*context_);
    context->organisation = *std::move(organisation);
    context_ = std::move(context);
    return absl::OkStatus();
  }

  Dispatcher& dispatcher_;
  grpc::GenericCallbackServerContext& grpc_context_;
  const absl::Time start_;
  const Route* route_ = nullptr;
  std::shared_ptr<const CallContext> context_;
  std::shared_ptr<GenericCall> self_;
  grpc::ByteBuffer incoming_;
  std::function<void(bool, const grpc::ByteBuffer&)> on_read_;
  // Held while gRPC is told to send, so that nothing is sent after the status.
  absl::Mutex send_mutex_;
  grpc::ByteBuffer outgoing_ ABSL_GUARDED_BY(send_mutex_);
  std::function<void(bool)> on_write_ ABSL_GUARDED_BY(send_mutex_);
  bool writing_ ABSL_GUARDED_BY(send_mutex_) = false;
  bool finished_ ABSL_GUARDED_BY(send_mutex_) = false;
  absl::Status outcome_ ABSL_GUARDED_BY(send_mutex_);
  mutable absl::Mutex cancel_mutex_;
  bool cancelled_ ABSL_GUARDED_BY(cancel_mutex_) = false;
  std::function<void()> on_cancel_ ABSL_GUARDED_BY(cancel_mutex_);
};

class Dispatcher::Service final : public grpc::CallbackGenericService {
 public:
  explicit Service(Dispatcher& dispatcher) : dispatcher_(dispatcher) {}

  grpc::ServerGenericBidiReactor* CreateReactor(
      grpc::GenericCallbackServerContext* context) override {
    auto call = std::make_shared<GenericCall>(dispatcher_, *context);
    call->Start();
    return call.get();
  }

 private:
  Dispatcher& dispatcher_;
};

Dispatcher::Dispatcher(const Routes& routes, DispatcherOptions options)
    : routes_(routes),
      options_(std::move(options)),
      service_(std::make_unique<Service>(*this)) {}

Dispatcher::~Dispatcher() = default;

grpc::CallbackGenericService& Dispatcher::service() { return *service_; }

}  // namespace potential::rpc
