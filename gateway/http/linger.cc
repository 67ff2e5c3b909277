#include "gateway/http/linger.h"

#include <array>
#include <boost/asio/buffer.hpp>
#include <boost/asio/post.hpp>
#include <utility>

namespace potential::gateway {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;

class Linger final : public Connection, public std::enable_shared_from_this<Linger> {
 public:
  Linger(const ServerShare& share, beast::tcp_stream stream)
      : share_(share), stream_(std::move(stream)) {}

  void Run(std::chrono::milliseconds timeout) {
    place_ = std::make_unique<Connections::Place>(share_.connections, weak_from_this());
    beast::error_code ignored;
    stream_.socket().shutdown(asio::ip::tcp::socket::shutdown_send, ignored);
    stream_.expires_after(timeout);
    Read();
  }

  void Drain() override {}  // it ends soon by itself

  void Close() override {
    asio::post(stream_.get_executor(), [self = shared_from_this()] { self->stream_.close(); });
  }

 private:
  void Read() {
    stream_.async_read_some(asio::buffer(rubbish_),
                            [self = shared_from_this()](beast::error_code error, size_t) {
                              if (!error) self->Read();
                            });
  }

  ServerShare share_;
  beast::tcp_stream stream_;
  std::unique_ptr<Connections::Place> place_;
  std::array<char, 16 << 10> rubbish_;
};

}  // namespace

void CloseAfterReading(const ServerShare& share, beast::tcp_stream stream,
                       std::chrono::milliseconds timeout) {
  std::make_shared<Linger>(share, std::move(stream))->Run(timeout);
}

}  // namespace potential::gateway
