#include "gateway/http/file_request.h"

#include <array>
#include <boost/asio/buffer.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/http/buffer_body.hpp>
#include <boost/beast/http/read.hpp>
#include <exception>
#include <memory>
#include <utility>
#include <vector>

#include "gateway/http/linger.h"
#include "gateway/http/response_head.h"
#include "gateway/transcoder/request_builder.h"
#include "gateway/transcoder/request_error.h"
#include "spdlog/spdlog.h"

namespace potential::gateway {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;

constexpr size_t kPieceBytes = 128 << 10;
// What a client may send after the end of its file; it is not looked at.
constexpr size_t kMaxExcess = 64 << 10;

class FileSession final : public Connection, public std::enable_shared_from_this<FileSession> {
 public:
  FileSession(const ServerShare& share, beast::tcp_stream stream, beast::flat_buffer buffer,
              RequestParser&& parser, FileRequest request)
      : share_(share),
        settings_(share.edge->settings()),
        stream_(std::move(stream)),
        buffer_(std::move(buffer)),
        parser_(std::move(parser)),
        request_(std::move(request)),
        piece_(kPieceBytes) {
    parser_.body_limit(boost::none);
  }

  void Run() {
    place_ = std::make_unique<Connections::Place>(share_.connections, weak_from_this());
    self_ = shared_from_this();
    Guarded([this] {
      std::string first = std::exchange(request_.call.request, std::string());
      upload_ = share_.edge->dispatcher()->Upload(
          std::move(request_.call), Posted<UnaryResult>([](FileSession& self, UnaryResult result) {
            self.OnResult(std::move(result));
          }));
      upload_->Send(std::move(first), Posted<bool>([](FileSession& self, bool taken) {
                      if (taken) self.ReadBody();
                    }));
    });
  }

  // What was begun is ended; the connection closes after it in any case.
  void Drain() override {}

  void Close() override {
    asio::post(stream_.get_executor(), [self = shared_from_this()] { self->Abort(); });
  }

 private:
  // A callback for the dispatcher: runs `work` on the strand, if this session still lives.
  template <typename Argument, typename Work>
  std::function<void(Argument)> Posted(Work work) {
    return [weak = weak_from_this(), executor = stream_.get_executor(), work](Argument argument) {
      asio::post(executor, [weak, work, argument = std::move(argument)]() mutable {
        std::shared_ptr<FileSession> self = weak.lock();
        if (self != nullptr) self->Guarded([&] { work(*self, std::move(argument)); });
      });
    };
  }

  void ReadBody() {
    const bool expects = request_.head.Count("expect") > 0 && request_.head.version == 11;
    expects ? SendContinue() : ReadPiece();
  }

  void SendContinue() {
    stream_.expires_after(settings_.write_timeout);
    asio::async_write(stream_, asio::buffer(kContinue.data(), kContinue.size()),
                      [self = shared_from_this()](beast::error_code error, size_t) {
                        if (error) return self->Abort();
                        self->ReadPiece();
                      });
  }

  void ReadPiece() {
    if (over_) return;
    parser_.get().body().data = piece_.data();
    parser_.get().body().size = piece_.size();
    parser_.get().body().more = true;
    stream_.expires_after(settings_.body_timeout);
    http::async_read(stream_, buffer_, parser_,
                     [self = shared_from_this()](beast::error_code error, size_t) {
                       if (error == http::error::need_buffer) error = {};
                       if (error) return self->OnUnreadable(error);
                       self->Guarded([&] { self->OnPiece(); });
                     });
  }

  void OnPiece() {
    if (over_) return;
    const size_t size = piece_.size() - parser_.get().body().size;
    last_ = parser_.is_done();
    upload_->Send(BuildPiece(*request_.route, {piece_.data(), size}, last_),
                  Posted<bool>([](FileSession& self, bool taken) { self.OnTaken(taken); }));
  }

  void OnTaken(bool taken) {
    if (over_ || !taken) return;  // a call that is over has an answer, which comes
    if (!last_) return ReadPiece();
    upload_->End();
    WatchClient();
  }

  // The body has come whole: more bytes are not for us, the end of the connection means that nobody
  // waits for the answer.
  void WatchClient() {
    stream_.expires_never();
    stream_.async_read_some(asio::buffer(rubbish_),
                            [self = shared_from_this()](beast::error_code error, size_t read) {
                              if (self->over_) return;
                              self->excess_ += read;
                              if (error || self->excess_ > kMaxExcess) return self->Abort();
                              self->WatchClient();
                            });
  }

  void OnUnreadable(beast::error_code error) {
    if (over_) return;
    std::optional<Response> refusal = RefusalOf(error, settings_);
    if (!refusal.has_value()) return Abort();
    upload_->Cancel();
    Write(*std::move(refusal));
  }

  void OnResult(UnaryResult result) {
    if (over_) return;
    Write(share_.edge->Answer(*request_.route, request_.head, std::move(result)));
  }

  void Write(Response response) {
    over_ = true;
    const std::shared_ptr<FileSession> kept = std::exchange(self_, nullptr);
    beast::error_code ignored;
    stream_.socket().cancel(ignored);  // what is being read
    response_ = std::move(response);
    ResponseHeadOptions options;
    options.request_id = request_.identity.request_id;
    options.close = true;
    options.hsts = settings_.tls_terminated_upstream;
    options.now = std::chrono::system_clock::now();
    options.content_length = response_.Body().size();
    head_text_ = ResponseHeadText(response_, options);
    const absl::string_view body = response_.Body();
    const std::array<asio::const_buffer, 2> buffers = {asio::buffer(head_text_),
                                                       asio::buffer(body.data(), body.size())};
    stream_.expires_after(settings_.write_timeout);
    asio::async_write(stream_, buffers,
                      [self = shared_from_this()](beast::error_code error, size_t) {
                        self->Record(self->response_.status, self->response_.Body().size());
                        if (error) return self->stream_.close();
                        CloseAfterReading(self->share_, std::move(self->stream_),
                                          self->settings_.linger_timeout);
                      });
  }

  // The client is gone, or must go.
  void Abort() {
    if (std::exchange(over_, true)) return;
    const std::shared_ptr<FileSession> kept = std::exchange(self_, nullptr);
    if (upload_ != nullptr) upload_->Cancel();
    upload_.reset();
    Record(kClientGone, 0);
    stream_.close();
  }

  void Record(int status, size_t bytes) {
    RequestRecord record = RecordOf(request_.identity, request_.head,
                                    request_.route->method->full_name(), request_.begun);
    record.status = status;
    record.bytes = bytes;
    share_.edge->Record(record);
  }

  template <typename Work>
  void Guarded(Work work) {
    try {
      work();
    } catch (const std::exception& defect) {
      spdlog::error("file {} failed: {}", request_.identity.request_id, defect.what());
      if (over_) return stream_.close();
      if (upload_ != nullptr) upload_->Cancel();
      Write(ErrorResponse(absl::InternalError("")));
    }
  }

  ServerShare share_;  // first, so that what it holds outlives the rest
  const HttpSettings& settings_;
  beast::tcp_stream stream_;
  beast::flat_buffer buffer_;
  http::request_parser<http::buffer_body> parser_;
  FileRequest request_;
  std::vector<char> piece_;
  std::array<char, 4096> rubbish_;
  std::unique_ptr<Connections::Place> place_;
  std::unique_ptr<UploadHandle> upload_;
  Response response_;
  std::string head_text_;
  std::shared_ptr<FileSession> self_;  // while the service takes a piece, nothing else holds it
  size_t excess_ = 0;
  bool last_ = false;  // the piece that was sent ends the body
  bool over_ = false;  // the answer is being written, or nobody waits for it
};

}  // namespace

void ServeFile(const ServerShare& share, beast::tcp_stream stream, beast::flat_buffer buffer,
               RequestParser&& parser, FileRequest request) {
  std::make_shared<FileSession>(share, std::move(stream), std::move(buffer), std::move(parser),
                                std::move(request))
      ->Run();
}

}  // namespace potential::gateway
