#include "gateway/http/session.h"

#include <array>
#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http/read.hpp>
#include <optional>
#include <string>
#include <utility>
#include <variant>

#include "gateway/http/linger.h"
#include "gateway/http/request_parser.h"
#include "gateway/http/file_request.h"
#include "gateway/http/response_head.h"
#include "gateway/http/stream_response.h"
#include "gateway/transcoder/request_error.h"
#include "spdlog/spdlog.h"

namespace potential::gateway {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;

using std::chrono::steady_clock;

constexpr size_t kReadBytes = 64 << 10;

class Session final : public Connection, public std::enable_shared_from_this<Session> {
 public:
  Session(const ServerShare& share, asio::ip::tcp::socket socket)
      : share_(share),
        settings_(share.edge->settings()),
        executor_(socket.get_executor()),
        stream_(std::move(socket)),
        timer_(executor_),
        buffer_(settings_.max_header_bytes + kReadBytes) {}

  ~Session() override { ReleaseBody(); }

  const asio::any_io_executor& executor() const { return executor_; }

  void Register() {
    place_ = std::make_unique<Connections::Place>(share_.connections, weak_from_this());
  }

  void Run() { AwaitRequest(); }

  void Drain() override {
    asio::post(executor_, [self = shared_from_this()] {
      if (self->idle_ && !self->moved_) self->stream_.close();
    });
  }

  void Close() override {
    asio::post(executor_, [self = shared_from_this()] {
      self->closed_ = true;
      self->timer_.cancel();
      if (self->cancel_) self->cancel_();
      if (!self->moved_) self->stream_.close();
    });
  }

 private:
  // Waits for the first byte of a request, unless it was sent ahead.
  void AwaitRequest() {
    if (closed_) return;
    if (buffer_.size() > 0) return ReadHead();
    if (share_.connections->draining()) return stream_.close();
    idle_ = true;
    stream_.expires_after(settings_.idle_timeout);
    stream_.async_read_some(buffer_.prepare(kReadBytes),
                            [self = shared_from_this()](beast::error_code error, size_t bytes) {
                              self->idle_ = false;
                              if (error) return;
                              self->buffer_.commit(bytes);
                              self->ReadHead();
                            });
  }

  void ReadHead() {
    begun_ = steady_clock::now();
    parser_.emplace();
    parser_->header_limit(static_cast<uint32_t>(settings_.max_header_bytes));
    parser_->body_limit(boost::none);  // judged by our own check, which answers with a body
    stream_.expires_after(settings_.header_timeout);
    http::async_read_header(stream_, buffer_, *parser_,
                            [self = shared_from_this()](beast::error_code error, size_t) {
                              if (error) return self->RefuseUnread(error);
                              self->Guarded([&] { self->OnHead(); });
                            });
  }

  void OnHead() {
    head_ = HeadOf(*parser_);
    identity_ = share_.edge->Identify(head_);
    method_name_.clear();
    std::variant<Response, PendingCall> decision = share_.edge->Decide(head_, identity_);
    if (auto* response = std::get_if<Response>(&decision)) {
      if (response->status == 200) method_name_ = "static";
      // A body that nobody reads would be taken for the next request.
      const bool unsure = head_.HasBody() || response->status == 400 || response->status == 417 ||
                          response->status == 501;
      return Write(std::move(*response), unsure);
    }
    pending_ = std::get<PendingCall>(std::move(decision));
    method_name_ = pending_.route->method->full_name();
    if (pending_.route->upload.has_value()) return HandOverFile();
    if (!head_.HasBody()) return OnRequest();
    reserved_ = head_.chunked ? settings_.max_body_bytes : head_.content_length;
    if (!share_.connections->ReserveBody(reserved_, settings_.max_body_bytes_in_flight)) {
      reserved_ = 0;
      return Write(ErrorResponse(RequestError(absl::StatusCode::kUnavailable, "OVERLOADED",
                                              "too many bodies are being read; try again")),
                   /*close=*/true);
    }
    parser_->body_limit(settings_.max_body_bytes);
    if (head_.Count("expect") > 0 && head_.version == 11) return SendContinue();
    ReadBody();
  }

  void SendContinue() {
    stream_.expires_after(settings_.write_timeout);
    asio::async_write(stream_, asio::buffer(kContinue.data(), kContinue.size()),
                      [self = shared_from_this()](beast::error_code error, size_t) {
                        if (!error) self->ReadBody();
                      });
  }

  void ReadBody() {
    stream_.expires_after(settings_.body_timeout);
    http::async_read(stream_, buffer_, *parser_,
                     [self = shared_from_this()](beast::error_code error, size_t) {
                       if (error) return self->RefuseUnread(error);
                       self->Guarded([&] { self->OnRequest(); });
                     });
  }

  void RefuseUnread(beast::error_code error) {
    std::optional<Response> refusal = RefusalOf(error, settings_);
    if (!refusal.has_value()) return;
    if (!parser_->is_header_done()) {
      head_ = RequestHead();
      identity_ = share_.edge->Identify(head_);
      method_name_.clear();
    }
    Write(*std::move(refusal), /*close=*/true);
  }

  void OnRequest() {
    absl::StatusOr<Call> call = share_.edge->MakeCall(pending_, head_, parser_->get().body());
    parser_->get().body() = std::string();
    if (!call.ok()) return Write(ErrorResponse(call.status()), /*close=*/false);
    if (pending_.route->method->server_streaming()) return HandOver(*std::move(call));
    const uint64_t number = ++call_number_;
    AwaitAnswer(call->deadline, number);
    // The session is not kept alive by the answer to come, only by the timer.
    auto done = [weak = weak_from_this(), number](UnaryResult result) {
      std::shared_ptr<Session> self = weak.lock();
      if (self == nullptr) return;
      asio::post(self->executor_, [weak, number, result = std::move(result)]() mutable {
        std::shared_ptr<Session> session = weak.lock();
        if (session != nullptr) session->OnResult(number, std::move(result));
      });
    };
    cancel_ = share_.edge->dispatcher()->Unary(*std::move(call), std::move(done));
    WatchClient(number);
  }

  // Notices when the client goes away while its call is under way. A request that was sent ahead ends
  // the watch: it stays where it is, and hides what comes after it.
  void WatchClient(uint64_t number) {
    stream_.socket().async_wait(asio::ip::tcp::socket::wait_read,
                                [self = shared_from_this(), number](beast::error_code error) {
                                  if (error || self->closed_ || self->answered_ == number) return;
                                  self->OnReadable(number);
                                });
  }

  void OnReadable(uint64_t number) {
    beast::error_code error;
    char first = 0;
    stream_.socket().non_blocking(true, error);
    const size_t bytes = stream_.socket().receive(asio::buffer(&first, 1),
                                                  asio::socket_base::message_peek, error);
    if (error == asio::error::would_block) return WatchClient(number);
    if (!error && bytes > 0) return;
    gone_ = true;
    stream_.close();
    cancel_();
  }

  // Answers in the dispatcher's place if it does not keep to the deadline.
  void AwaitAnswer(std::chrono::system_clock::time_point deadline, uint64_t number) {
    timer_.expires_after(deadline - std::chrono::system_clock::now() + settings_.deadline_slack);
    timer_.async_wait([self = shared_from_this(), number](beast::error_code error) {
      if (error) return;
      self->OnResult(number, {RequestError(absl::StatusCode::kDeadlineExceeded, "DEADLINE_PASSED",
                                           "the call took longer than its deadline"),
                              "",
                              {}});
    });
  }

  void OnResult(uint64_t number, UnaryResult result) {
    if (closed_ || number != call_number_ || answered_ == number) return;
    answered_ = number;
    timer_.cancel();
    cancel_ = nullptr;
    if (gone_) return Record(kClientGone, 0);
    beast::error_code ignored;
    stream_.socket().cancel(ignored);  // the watch of the client
    Guarded([&] {
      Write(share_.edge->Answer(*pending_.route, head_, std::move(result)), /*close=*/false);
    });
  }

  void HandOverFile() {
    absl::StatusOr<Call> call = share_.edge->MakeCall(pending_, head_, "");
    if (!call.ok()) return Write(ErrorResponse(call.status()), /*close=*/true);
    FileRequest request{std::move(head_), identity_, pending_.route, *std::move(call), begun_};
    moved_ = true;
    ServeFile(share_, std::move(stream_), std::move(buffer_), std::move(*parser_),
              std::move(request));
  }

  void HandOver(Call call) {
    ReleaseBody();
    StreamRequest request{head_,           identity_,       pending_.route,
                          pending_.format, std::move(call), begun_};
    moved_ = true;
    ServeStream(share_, std::move(stream_), std::move(request));
  }

  void Write(Response response, bool close) {
    ReleaseBody();
    response_ = std::move(response);
    close_ = close || share_.connections->draining() || !head_.keep_alive;
    ResponseHeadOptions options;
    options.request_id = identity_.request_id;
    options.close = close_;
    options.hsts = settings_.tls_terminated_upstream;
    options.now = std::chrono::system_clock::now();
    const bool bodiless = response_.status == 204 || response_.status == 304;
    if (!bodiless) options.content_length = response_.Body().size();
    response_head_ = ResponseHeadText(response_, options);
    const absl::string_view body = bodiless || head_.IsHead() ? "" : response_.Body();
    const std::array<asio::const_buffer, 2> buffers = {asio::buffer(response_head_),
                                                       asio::buffer(body.data(), body.size())};
    stream_.expires_after(settings_.write_timeout);
    asio::async_write(
        stream_, buffers,
        [self = shared_from_this()](beast::error_code error, size_t) { self->OnWritten(error); });
  }

  void OnWritten(beast::error_code error) {
    Record(response_.status, response_.Body().size());
    response_ = Response();
    if (error || closed_) return;
    if (close_) return CloseGently();
    AwaitRequest();
  }

  void Record(int status, size_t bytes) {
    RequestRecord record = RecordOf(identity_, head_, method_name_, begun_);
    record.status = status;
    record.bytes = bytes;
    share_.edge->Record(record);
  }

  void CloseGently() {
    moved_ = true;
    CloseAfterReading(share_, std::move(stream_), settings_.linger_timeout);
  }

  void ReleaseBody() {
    if (reserved_ > 0) share_.connections->ReleaseBody(reserved_);
    reserved_ = 0;
  }

  // The last resort: a defect costs the request at hand and not the process.
  template <typename Work>
  void Guarded(Work work) {
    try {
      work();
    } catch (const std::exception& defect) {
      spdlog::error("request {} failed: {}", identity_.request_id, defect.what());
      Write(ErrorResponse(absl::InternalError("")), /*close=*/true);
    }
  }

  ServerShare share_;  // first, so that what it holds outlives the rest
  const HttpSettings& settings_;
  asio::any_io_executor executor_;  // its strand
  beast::tcp_stream stream_;        // not to be touched once `moved_`
  asio::steady_timer timer_;
  beast::flat_buffer buffer_;
  std::unique_ptr<Connections::Place> place_;
  bool idle_ = false;
  bool closed_ = false;
  bool moved_ = false;  // something else serves the socket now
  bool gone_ = false;   // the client went away while its call was under way

  // Of the request at hand.
  std::optional<RequestParser> parser_;
  RequestHead head_;
  RequestIdentity identity_;
  std::string method_name_;
  PendingCall pending_;
  steady_clock::time_point begun_;
  size_t reserved_ = 0;       // bytes reserved for its body
  uint64_t call_number_ = 0;  // tells its answer from a late one
  uint64_t answered_ = 0;     // the number that was answered last
  CancelUnary cancel_;        // of the call that is under way; null if there is none
  Response response_;
  std::string response_head_;
  bool close_ = false;  // after its answer
};

}  // namespace

void ServeConnection(const ServerShare& share, asio::ip::tcp::socket socket) {
  auto session = std::make_shared<Session>(share, std::move(socket));
  session->Register();
  asio::post(session->executor(), [session] { session->Run(); });
}

}  // namespace potential::gateway
