// Messages to gRPC's byte buffers and back.

#ifndef POTENTIAL_SERVICES_CHASSIS_RPC_BYTE_BUFFER_H_
#define POTENTIAL_SERVICES_CHASSIS_RPC_BYTE_BUFFER_H_

#include <string>

#include "google/protobuf/message.h"
#include "grpcpp/support/byte_buffer.h"

namespace potential::rpc {

// The message's binary form in one slice.
grpc::ByteBuffer Serialize(const google::protobuf::MessageLite& message);

// A buffer over a copy of `bytes`.
grpc::ByteBuffer ToByteBuffer(const std::string& bytes);

// Parses the whole buffer; false if it is not a message of this type or has invalid UTF-8.
bool Parse(const grpc::ByteBuffer& buffer, google::protobuf::MessageLite& message);

// The buffer's bytes.
std::string ToString(const grpc::ByteBuffer& buffer);

}  // namespace potential::rpc

#endif  // POTENTIAL_SERVICES_CHASSIS_RPC_BYTE_BUFFER_H_
