#include "gateway/http/server.h"

#include <algorithm>
#include <boost/asio/buffer.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/address.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>
#include <exception>
#include <optional>
#include <thread>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "gateway/http/response_head.h"
#include "gateway/http/session.h"
#include "gateway/transcoder/request_error.h"
#include "services/chassis/storage/status_macros.h"
#include "spdlog/spdlog.h"

namespace potential::gateway {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

// How long accepting rests after an error such as too many open files.
constexpr std::chrono::milliseconds kAcceptRest{100};
// How often Stop repeats itself to connections that were just being made.
constexpr std::chrono::milliseconds kCloseRepeat{50};

}  // namespace

// Everything that the threads use.
class HttpServer::Core {
 public:
  explicit Core(EdgeParts parts)
      : share_{std::make_shared<asio::io_context>(), std::make_shared<const Edge>(std::move(parts)),
               std::make_shared<Connections>()},
        acceptor_(asio::make_strand(*share_.io)),
        rest_(acceptor_.get_executor()),
        work_(asio::make_work_guard(*share_.io)) {}

  absl::Status Listen(const ListenOptions& listen) {
    error_code error;
    const auto address = asio::ip::make_address(listen.address, error);
    if (error) {
      return absl::InvalidArgumentError(
          absl::StrCat("'", listen.address, "' is no numeric address"));
    }
    const tcp::endpoint endpoint(address, listen.port);
    acceptor_.open(endpoint.protocol(), error);
    if (!error) acceptor_.set_option(tcp::acceptor::reuse_address(true), error);
    if (!error) acceptor_.bind(endpoint, error);
    if (!error) acceptor_.listen(asio::socket_base::max_listen_connections, error);
    if (!error) port_ = acceptor_.local_endpoint(error).port();
    if (!error) return absl::OkStatus();
    return absl::UnavailableError(absl::StrCat("cannot listen on ", listen.address, " port ",
                                               listen.port, ": ", error.message()));
  }

  void Run(int threads) {
    asio::post(acceptor_.get_executor(), [this] { Accept(); });
    for (int i = 0; i < threads; ++i) threads_.emplace_back([this] { Work(); });
  }

  void Stop(std::chrono::milliseconds grace) {
    if (threads_.empty()) return;
    asio::post(acceptor_.get_executor(), [this] {
      error_code ignored;
      acceptor_.close(ignored);
      rest_.cancel();
    });
    share_.connections->DrainAll();
    if (!share_.connections->WaitUntilNone(grace)) {
      do {
        share_.connections->CloseAll();
      } while (!share_.connections->WaitUntilNone(kCloseRepeat));
    }
    work_.reset();
    for (std::thread& thread : threads_) thread.join();
    threads_.clear();
  }

  uint16_t port() const { return port_; }
  size_t connections() const { return share_.connections->count(); }

 private:
  void Work() {
    while (true) {
      try {
        share_.io->run();
        return;
      } catch (const std::exception& defect) {
        spdlog::error("a handler of the HTTP server failed: {}", defect.what());
      }
    }
  }

  void Accept() {
    acceptor_.async_accept(asio::make_strand(*share_.io),
                           [this](error_code error, tcp::socket socket) {
                             if (!acceptor_.is_open()) return;
                             if (error) return Rest(error);
                             Admit(std::move(socket));
                             Accept();
                           });
  }

  void Admit(tcp::socket socket) {
    error_code ignored;
    socket.set_option(tcp::no_delay(true), ignored);
    if (share_.connections->count() < share_.edge->settings().max_connections) {
      return ServeConnection(share_, std::move(socket));
    }
    // A fresh socket's send buffer takes this whole; whoever does not read it loses nothing.
    const std::string refusal = Overloaded();
    socket.non_blocking(true, ignored);
    socket.send(asio::buffer(refusal), 0, ignored);
    socket.shutdown(tcp::socket::shutdown_both, ignored);
  }

  std::string Overloaded() const {
    const Response response = ErrorResponse(RequestError(
        absl::StatusCode::kUnavailable, "OVERLOADED", "too many connections are open; try again"));
    ResponseHeadOptions options;
    options.request_id = share_.edge->Identify(RequestHead()).request_id;
    options.close = true;
    options.hsts = share_.edge->settings().tls_terminated_upstream;
    options.now = std::chrono::system_clock::now();
    options.content_length = response.Body().size();
    return absl::StrCat(ResponseHeadText(response, options), response.Body());
  }

  void Rest(error_code error) {
    spdlog::warn("cannot accept a connection: {}", error.message());
    rest_.expires_after(kAcceptRest);
    rest_.async_wait([this](error_code stopped) {
      if (!stopped && acceptor_.is_open()) Accept();
    });
  }

  ServerShare share_;
  tcp::acceptor acceptor_;
  asio::steady_timer rest_;
  asio::executor_work_guard<asio::io_context::executor_type> work_;
  uint16_t port_ = 0;
  std::vector<std::thread> threads_;
};

HttpServer::HttpServer(std::unique_ptr<Core> core) : core_(std::move(core)) {}

HttpServer::~HttpServer() { Stop(std::chrono::milliseconds(0)); }

absl::StatusOr<std::unique_ptr<HttpServer>> HttpServer::Start(const ListenOptions& listen,
                                                              EdgeParts parts) {
  auto core = std::make_unique<Core>(std::move(parts));
  RETURN_IF_ERROR(core->Listen(listen));
  core->Run(std::max(1, listen.threads));
  return std::unique_ptr<HttpServer>(new HttpServer(std::move(core)));
}

uint16_t HttpServer::port() const { return core_->port(); }

size_t HttpServer::connections() const { return core_->connections(); }

void HttpServer::Stop(std::chrono::milliseconds grace) { core_->Stop(grace); }

}  // namespace potential::gateway
