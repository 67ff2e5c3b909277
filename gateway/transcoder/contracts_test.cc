// The contracts of this system as a whole: every HTTP binding fits beside the others, and the
// OpenAPI document of all of them is whole.

#include <fstream>
#include <set>
#include <sstream>
#include <string>

#include "gateway/transcoder/method_table.h"
#include "gateway/transcoder/openapi.h"
#include "gateway/transcoder/openapi_path.h"
#include "google/protobuf/descriptor.pb.h"
#include "google/protobuf/dynamic_message.h"
#include "google/protobuf/struct.pb.h"
#include "google/protobuf/util/json_util.h"
#include "gtest/gtest.h"

namespace potential::gateway {
namespace {

using google::protobuf::Struct;

class ContractsTest : public ::testing::Test {
 protected:
  void SetUp() override {
    std::ifstream file(POTENTIAL_DESCRIPTOR_SET, std::ios::binary);
    std::ostringstream bytes;
    bytes << file.rdbuf();
    bytes_ = bytes.str();
    google::protobuf::FileDescriptorSet set;
    ASSERT_TRUE(set.ParseFromString(bytes_));
    for (const auto& proto : set.file()) {
      const google::protobuf::FileDescriptor* built = pool_.BuildFile(proto);
      ASSERT_NE(built, nullptr) << proto.name();
      for (int i = 0; i < built->service_count(); ++i) services_.push_back(built->service(i));
    }
    ASSERT_FALSE(services_.empty());
  }

  std::string bytes_;
  google::protobuf::DescriptorPool pool_;
  google::protobuf::DynamicMessageFactory factory_;
  std::vector<const google::protobuf::ServiceDescriptor*> services_;
};

TEST_F(ContractsTest, FitsIntoOneTable) {
  absl::StatusOr<MethodTable> table = MethodTable::Build(services_, &factory_);
  ASSERT_TRUE(table.ok()) << table.status();
  for (const Route& route : table->routes()) {
    EXPECT_EQ(route.path.rfind("/v1/", 0), 0u) << route.path;
    // An update takes a mask, so that a PATCH changes what its body mentions and nothing else.
    EXPECT_EQ(route.http_method == "PATCH", route.mask_field != nullptr)
        << route.method->full_name();
  }
}

TEST_F(ContractsTest, FillsAnOpenApiDocument) {
  absl::StatusOr<std::string> text = OpenApiDocument(bytes_, {});
  ASSERT_TRUE(text.ok()) << text.status();
  Struct document;
  ASSERT_TRUE(google::protobuf::util::JsonStringToMessage(*text, &document).ok());
  auto in = [](const Struct& object, const std::string& name) -> const Struct& {
    return object.fields().at(name).struct_value();
  };
  const Struct& paths = in(document, "paths");
  absl::StatusOr<MethodTable> table = MethodTable::Build(services_, &factory_);
  ASSERT_TRUE(table.ok());
  std::set<std::string> operations;
  for (const Route& route : table->routes()) {
    const std::string path = ToOpenApiPath(route.path_template).path;
    ASSERT_EQ(paths.fields().count(path), 1u) << path;
    for (const auto& [method, operation] : in(paths, path).fields()) {
      operations.insert(operation.struct_value().fields().at("operationId").string_value());
    }
  }
  EXPECT_EQ(operations.size(), table->routes().size());  // each has an id of its own
  const Struct& schemas = in(in(document, "components"), "schemas");
  const std::string prefix = "\"$ref\":\"#/components/schemas/";
  for (size_t at = text->find(prefix); at != std::string::npos; at = text->find(prefix, at + 1)) {
    const size_t begin = at + prefix.size();
    const std::string target = text->substr(begin, text->find('"', begin) - begin);
    EXPECT_EQ(schemas.fields().count(target), 1u) << target;
  }
}

}  // namespace
}  // namespace potential::gateway
