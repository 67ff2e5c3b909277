// The connections that are open: how many, and how to reach all of them when the server stops.

#ifndef POTENTIAL_GATEWAY_HTTP_CONNECTIONS_H_
#define POTENTIAL_GATEWAY_HTTP_CONNECTIONS_H_

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <memory>
#include <mutex>
#include <set>

namespace potential::gateway {

// One connection, or what has taken its socket over. Both functions may be called from any thread;
// they only post to the connection's own.
class Connection {
 public:
  virtual ~Connection() = default;
  // Finish what is being answered, say `Connection: close`, and begin nothing more.
  virtual void Drain() = 0;
  // End at once.
  virtual void Close() = 0;
};

// Thread-safe. Connections hold it by shared_ptr, so it outlives them.
class Connections {
 public:
  // A connection's place among the open ones, given up when it is destroyed.
  class Place {
   public:
    Place(std::shared_ptr<Connections> all, std::weak_ptr<Connection> connection);
    ~Place();
    Place(const Place&) = delete;
    Place& operator=(const Place&) = delete;

   private:
    friend class Connections;
    std::shared_ptr<Connections> all_;
    std::weak_ptr<Connection> connection_;
  };

  size_t count() const;

  // Once DrainAll was called, connections that come later find it here.
  bool draining() const;

  void DrainAll();
  void CloseAll();

  // Waits until none is left; false if that takes longer than `timeout`.
  bool WaitUntilNone(std::chrono::milliseconds timeout);

  // Reserves bytes for a body that is about to be read; false if `limit` would be passed.
  bool ReserveBody(size_t bytes, size_t limit);
  void ReleaseBody(size_t bytes);

 private:
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::set<Place*> places_;
  size_t body_bytes_ = 0;
  bool draining_ = false;
};

}  // namespace potential::gateway

#endif  // POTENTIAL_GATEWAY_HTTP_CONNECTIONS_H_
