#include "gateway/http/stream_response.h"

#include <array>
#include <boost/asio/buffer.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/write.hpp>
#include <exception>
#include <memory>
#include <utility>

#include "absl/strings/str_cat.h"
#include "gateway/http/response_head.h"
#include "gateway/transcoder/request_error.h"
#include "spdlog/spdlog.h"

namespace potential::gateway {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;

constexpr char kHeartbeat[] = ":\n\n";  // a comment of an event stream
constexpr char kLastChunk[] = "0\r\n\r\n";

class StreamResponse final : public Connection,
                             public std::enable_shared_from_this<StreamResponse> {
 public:
  StreamResponse(const ServerShare& share, beast::tcp_stream stream, StreamRequest request)
      : share_(share),
        settings_(share.edge->settings()),
        stream_(std::move(stream)),
        timer_(stream_.get_executor()),
        request_(std::move(request)),
        chunked_(request_.head.version == 11) {}

  void Run() {
    place_ = std::make_unique<Connections::Place>(share_.connections, weak_from_this());
    Watch();
    if (request_.head.IsHead()) return Finish(absl::OkStatus());
    if (share_.connections->draining()) return Finish(Stopping());
    Guarded([this] { BeginCall(); });
  }

  void Drain() override {
    asio::post(stream_.get_executor(), [self = shared_from_this()] {
      if (self->finishing_) return;
      if (self->handle_ != nullptr) self->handle_->Cancel();
      self->Finish(Stopping());
    });
  }

  void Close() override {
    asio::post(stream_.get_executor(), [self = shared_from_this()] { self->Abort(); });
  }

 private:
  static absl::Status Stopping() {
    return RequestError(absl::StatusCode::kUnavailable, "SERVER_STOPPING",
                        "the server is stopping; connect again");
  }

  void BeginCall() {
    handle_ = share_.edge->dispatcher()->Stream(
        std::move(request_.call),
        Posted<std::string>([](StreamResponse& self, std::string bytes) { self.OnMessage(bytes); }),
        Posted<absl::Status>([](StreamResponse& self, absl::Status status) {
          if (!self.finishing_) self.Finish(status);
        }));
    handle_->RequestNext();
    Tick(settings_.stream_open_delay);
  }

  // A callback for the dispatcher: runs `work` on the strand, if this response still lives.
  template <typename Argument, typename Work>
  std::function<void(Argument)> Posted(Work work) {
    return [weak = weak_from_this(), work](Argument argument) {
      std::shared_ptr<StreamResponse> self = weak.lock();
      if (self == nullptr) return;
      asio::post(self->stream_.get_executor(),
                 [weak, work, argument = std::move(argument)]() mutable {
                   std::shared_ptr<StreamResponse> alive = weak.lock();
                   if (alive != nullptr) alive->Guarded([&] { work(*alive, std::move(argument)); });
                 });
    };
  }

  // Reads and forgets what the client sends, to notice when it goes away.
  void Watch() {
    stream_.expires_never();
    stream_.async_read_some(asio::buffer(rubbish_),
                            [self = shared_from_this()](beast::error_code error, size_t) {
                              if (error) return self->Abort();
                              self->Watch();
                            });
  }

  // After the delay, begins the response if it has not begun, or shows that it is alive.
  void Tick(std::chrono::milliseconds delay) {
    timer_.expires_after(delay);
    timer_.async_wait([self = shared_from_this()](beast::error_code error) {
      if (error || self->finishing_) return;
      if (!self->begun_) {
        self->Begin();
      } else if (self->request_.format == StreamFormat::kEvents && !self->writing_) {
        self->Send(kHeartbeat);
      }
      self->Flush();
      self->Tick(self->settings_.heartbeat_interval);
    });
  }

  void OnMessage(const std::string& bytes) {
    if (finishing_) return;
    absl::StatusOr<std::string> frame = share_.edge->Frame(*request_.route, request_.format, bytes);
    if (!frame.ok()) {
      handle_->Cancel();
      return Finish(frame.status());
    }
    Begin();
    Send(*frame);
    asks_next_ = true;
    Flush();
  }

  // Puts the head of a stream into the outbox, once.
  void Begin() {
    if (begun_) return;
    Response response;
    response.With("Content-Type", request_.format == StreamFormat::kEvents
                                      ? "text/event-stream"
                                      : "application/x-ndjson");
    response.With("Cache-Control", "no-store").With("X-Accel-Buffering", "no");
    PutHead(response, std::nullopt);
  }

  void PutHead(const Response& response, std::optional<size_t> content_length) {
    begun_ = true;
    status_ = response.status;
    ResponseHeadOptions options;
    options.request_id = request_.identity.request_id;
    options.close = true;
    options.hsts = settings_.tls_terminated_upstream;
    options.now = std::chrono::system_clock::now();
    options.content_length = content_length;
    options.chunked = chunked_;
    outbox_.append(ResponseHeadText(response, options));
  }

  // Puts a piece of the body into the outbox.
  void Send(absl::string_view piece) {
    body_bytes_ += piece.size();
    if (chunked_) {
      absl::StrAppend(&outbox_, absl::Hex(piece.size()), "\r\n", piece, "\r\n");
    } else {
      absl::StrAppend(&outbox_, piece);
    }
  }

  // The end of the call: an error before anything was sent is an ordinary answer, one after that a
  // last frame.
  void Finish(const absl::Status& status) {
    finishing_ = true;
    timer_.cancel();
    if (!begun_ && !status.ok()) {
      const Response response = ErrorResponse(status);
      PutHead(response, response.Body().size());
      if (!request_.head.IsHead()) absl::StrAppend(&outbox_, response.Body());
      body_bytes_ = response.Body().size();
      return Flush();
    }
    Begin();
    if (!request_.head.IsHead()) {
      if (!status.ok()) Send(Edge::ErrorFrame(request_.format, status));
      if (chunked_) outbox_.append(kLastChunk);
    }
    Flush();
  }

  // Writes what is in the outbox. With nothing left to write, goes on to what comes then.
  void Flush() {
    if (writing_) return;
    if (outbox_.empty()) return OnAllSent();
    writing_ = true;
    sending_.swap(outbox_);
    outbox_.clear();
    stream_.expires_after(settings_.write_timeout);
    asio::async_write(stream_, asio::buffer(sending_),
                      [self = shared_from_this()](beast::error_code error, size_t) {
                        self->writing_ = false;
                        if (error) return self->Abort();
                        self->Flush();
                      });
  }

  void OnAllSent() {
    if (finishing_) return End();
    if (std::exchange(asks_next_, false)) handle_->RequestNext();
  }

  // All is said: ends our side, and leaves the client a little time to end its own.
  void End() {
    if (std::exchange(ended_, true)) return;
    Record();
    handle_.reset();
    beast::error_code ignored;
    stream_.socket().shutdown(asio::ip::tcp::socket::shutdown_send, ignored);
    timer_.expires_after(settings_.linger_timeout);
    timer_.async_wait([self = shared_from_this()](beast::error_code) { self->stream_.close(); });
  }

  // The client is gone, or must go.
  void Abort() {
    finishing_ = true;
    ended_ = true;
    if (handle_ != nullptr) handle_->Cancel();
    handle_.reset();
    Record();
    timer_.cancel();
    stream_.close();
  }

  void Record() {
    if (std::exchange(recorded_, true)) return;
    RequestRecord record = RecordOf(request_.identity, request_.head,
                                    request_.route->method->full_name(), request_.begun);
    record.status = begun_ ? status_ : kClientGone;
    record.bytes = body_bytes_;
    share_.edge->Record(record);
  }

  template <typename Work>
  void Guarded(Work work) {
    try {
      work();
    } catch (const std::exception& defect) {
      spdlog::error("stream {} failed: {}", request_.identity.request_id, defect.what());
      finishing_ ? Abort() : Finish(absl::InternalError(""));
    }
  }

  ServerShare share_;  // first, so that what it holds outlives the rest
  const HttpSettings& settings_;
  beast::tcp_stream stream_;
  asio::steady_timer timer_;
  StreamRequest request_;
  const bool chunked_;
  std::unique_ptr<Connections::Place> place_;
  std::unique_ptr<StreamHandle> handle_;
  std::array<char, 4096> rubbish_;
  std::string outbox_;   // to be written
  std::string sending_;  // being written
  bool writing_ = false;
  bool begun_ = false;      // the head was put into the outbox
  bool finishing_ = false;  // nothing more is taken from the call
  bool asks_next_ = false;  // once the outbox is empty
  bool recorded_ = false;
  bool ended_ = false;
  int status_ = 0;
  size_t body_bytes_ = 0;
};

}  // namespace

void ServeStream(const ServerShare& share, beast::tcp_stream stream, StreamRequest request) {
  std::make_shared<StreamResponse>(share, std::move(stream), std::move(request))->Run();
}

}  // namespace potential::gateway
