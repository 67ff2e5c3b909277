// The contract of test_contract.proto for the tests of this folder.

#ifndef POTENTIAL_GATEWAY_TRANSCODER_TEST_CONTRACT_H_
#define POTENTIAL_GATEWAY_TRANSCODER_TEST_CONTRACT_H_

#include <fstream>
#include <memory>
#include <sstream>
#include <string>

#include "google/protobuf/descriptor.h"
#include "google/protobuf/descriptor.pb.h"
#include "google/protobuf/dynamic_message.h"

namespace potential::gateway {

// The bytes of its google.protobuf.FileDescriptorSet, as protoc wrote them.
inline std::string TestDescriptorSet() {
  std::ifstream file(POTENTIAL_TEST_CONTRACT, std::ios::binary);
  std::ostringstream bytes;
  bytes << file.rdbuf();
  return bytes.str();
}

// A pool with one more contract than the process itself has, and messages of its types.
class TestContract {
 public:
  TestContract() : TestContract(LastOf(TestDescriptorSet())) {}
  explicit TestContract(const google::protobuf::FileDescriptorProto& proto)
      : pool_(google::protobuf::DescriptorPool::generated_pool()),
        factory_(&pool_),
        file_(pool_.BuildFile(proto)) {}

  // Null if the contract does not fit.
  const google::protobuf::FileDescriptor* file() const { return file_; }
  const google::protobuf::ServiceDescriptor* service() const { return file_->service(0); }
  google::protobuf::MessageFactory* factory() { return &factory_; }

  // A new, empty message of a type of the contract.
  std::unique_ptr<google::protobuf::Message> New(const std::string& type) {
    return std::unique_ptr<google::protobuf::Message>(
        factory_.GetPrototype(file_->FindMessageTypeByName(type))->New());
  }

 private:
  static google::protobuf::FileDescriptorProto LastOf(const std::string& bytes) {
    google::protobuf::FileDescriptorSet set;
    if (!set.ParseFromString(bytes) || set.file().empty()) return {};
    return set.file(set.file_size() - 1);
  }

  google::protobuf::DescriptorPool pool_;
  google::protobuf::DynamicMessageFactory factory_;
  const google::protobuf::FileDescriptor* file_ = nullptr;
};

}  // namespace potential::gateway

#endif  // POTENTIAL_GATEWAY_TRANSCODER_TEST_CONTRACT_H_
