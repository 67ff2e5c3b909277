// The calls to other processes that this process has open.
//
// A call keeps its channel until gRPC lets go of the call, on one of gRPC's own threads and some time
// after its last callback. gRPC 1.51 does not survive the end of the last channel on such a thread, and
// callbacks may use what is about to be destroyed: whoever destroys channels waits here first.

#ifndef POTENTIAL_SERVICES_CHASSIS_RPC_OPEN_CALLS_H_
#define POTENTIAL_SERVICES_CHASSIS_RPC_OPEN_CALLS_H_

namespace potential::rpc {

// Counts as long as it lives. The first member of a call, so that it goes after the channel.
class OpenCall {
 public:
  OpenCall();
  ~OpenCall();
  OpenCall(const OpenCall&) = delete;
  OpenCall& operator=(const OpenCall&) = delete;
};

// Blocks until no call is open. The caller has seen to it that none is begun any more, and that those
// without a deadline are cancelled. Never on a gRPC thread.
void AwaitCallsOver();

}  // namespace potential::rpc

#endif  // POTENTIAL_SERVICES_CHASSIS_RPC_OPEN_CALLS_H_
