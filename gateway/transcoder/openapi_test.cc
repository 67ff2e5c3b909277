#include "gateway/transcoder/openapi.h"

#include <string>

#include "gateway/transcoder/openapi_path.h"
#include "gateway/transcoder/test_contract.h"
#include "gmock/gmock.h"
#include "google/protobuf/struct.pb.h"
#include "google/protobuf/util/json_util.h"
#include "gtest/gtest.h"

namespace potential::gateway {
namespace {

using google::protobuf::Struct;
using google::protobuf::Value;
using ::testing::HasSubstr;

class OpenApiTest : public ::testing::Test {
 protected:
  void SetUp() override {
    absl::StatusOr<std::string> text = OpenApiDocument(TestDescriptorSet(), {});
    ASSERT_TRUE(text.ok()) << text.status();
    text_ = *text;
    ASSERT_TRUE(google::protobuf::util::JsonStringToMessage(text_, &document_).ok()) << text_;
  }

  // The value at these steps into the document, as JSON; list items by number. Empty if there is
  // none.
  std::string At(const std::vector<std::string>& steps) const {
    Value value;
    *value.mutable_struct_value() = document_;
    for (const std::string& step : steps) {
      if (value.has_list_value()) {
        const int index = std::stoi(step);
        if (index >= value.list_value().values_size()) return "";
        value = Value(value.list_value().values(index));
        continue;
      }
      auto found = value.struct_value().fields().find(step);
      if (found == value.struct_value().fields().end()) return "";
      value = Value(found->second);
    }
    if (value.has_string_value()) return value.string_value();
    std::string json;
    (void)google::protobuf::util::MessageToJsonString(value, &json);
    return json;
  }

  std::string text_;
  Struct document_;
};

constexpr char kBookPath[] = "/v1/halls/{hall}/books/{book}";

TEST_F(OpenApiTest, HasEveryBinding) {
  EXPECT_EQ(At({"openapi"}), "3.1.0");
  EXPECT_EQ(At({"paths", kBookPath, "get", "operationId"}), "BookService_GetBook");
  EXPECT_EQ(At({"paths", kBookPath, "patch", "operationId"}), "BookService_UpdateBook");
  EXPECT_EQ(At({"paths", "/v1/books/{book}", "get", "operationId"}), "BookService_GetBook_2");
  EXPECT_EQ(At({"paths", "/v1/halls/{hall}/books/{book}:lend", "post", "operationId"}),
            "BookService_LendBook");
  EXPECT_EQ(At({"paths", kBookPath, "get", "x-permission"}), "READ");
  EXPECT_THAT(text_, ::testing::Not(HasSubstr("Hidden")));
}

TEST_F(OpenApiTest, HasComments) {
  EXPECT_EQ(At({"tags", "0", "name"}), "BookService");
  EXPECT_EQ(At({"tags", "0", "description"}), "Books of a library.");
  EXPECT_EQ(At({"paths", kBookPath, "get", "description"}), "Returns one book.");
  EXPECT_EQ(At({"components", "schemas", "test.v1.Book", "properties", "title", "description"}),
            "Title on the cover.");
  EXPECT_THAT(At({"components", "schemas", "test.v1.Book.Kind", "description"}),
              HasSubstr("- `FACT`: Told as it was."));
}

TEST_F(OpenApiTest, HasParametersOfPathAndQuery) {
  EXPECT_EQ(At({"paths", kBookPath, "get", "parameters", "0", "name"}), "hall");
  EXPECT_EQ(At({"paths", kBookPath, "get", "parameters", "1", "name"}), "book");
  EXPECT_EQ(At({"paths", kBookPath, "get", "parameters", "2", "name"}), "id");
  EXPECT_EQ(At({"paths", kBookPath, "get", "parameters", "2", "in"}), "query");
  EXPECT_EQ(At({"paths", kBookPath, "patch", "parameters", "2", "name"}), "updateMask");
  EXPECT_EQ(At({"paths", kBookPath, "patch", "parameters", "3"}), "");
  const std::string like = At({"paths", "/v1/halls/{hall}/books", "get", "parameters"});
  EXPECT_NE(like.find("\"like.fMessage.row\""), std::string::npos);
}

TEST_F(OpenApiTest, HasTheRulesOfFieldsAsLimits) {
  const std::vector<std::string> book = {"components", "schemas", "test.v1.Book", "properties"};
  auto of = [&](const std::string& field, const std::string& keyword) {
    std::vector<std::string> steps = book;
    steps.push_back(field);
    steps.push_back(keyword);
    return At(steps);
  };
  EXPECT_EQ(of("title", "maxLength"), "160");
  EXPECT_EQ(of("name", "readOnly"), "true");
  EXPECT_EQ(of("name", "maxLength"), "200");  // the limit of fields without a rule
  EXPECT_EQ(of("pages", "minimum"), "1");
  EXPECT_EQ(of("pages", "maximum"), "5000");
  EXPECT_EQ(of("tags", "maxItems"), "20");
  EXPECT_EQ(of("publishedDate", "format"), "date");
  EXPECT_EQ(of("kind", "$ref"), "#/components/schemas/test.v1.Book.Kind");
  EXPECT_EQ(At({"components", "schemas", "test.v1.Book.Kind", "enum", "1"}), "FACT");
  // Lists that only answers hold have no default limit.
  EXPECT_EQ(
      At({"components", "schemas", "test.v1.ListBooksResponse", "properties", "books", "maxItems"}),
      "");
}

TEST_F(OpenApiTest, HasBodies) {
  const std::vector<std::string> schema = {"requestBody", "content", "application/json", "schema"};
  auto at = [&](const std::string& path, const std::string& method, std::vector<std::string> rest) {
    std::vector<std::string> steps = {"paths", path, method};
    steps.insert(steps.end(), schema.begin(), schema.end());
    steps.insert(steps.end(), rest.begin(), rest.end());
    return At(steps);
  };
  EXPECT_EQ(at("/v1/halls/{hall}/books", "post", {"required", "0"}), "title");
  EXPECT_EQ(at("/v1/halls/{hall}/books", "post", {"allOf", "0", "$ref"}),
            "#/components/schemas/test.v1.Book");
  EXPECT_EQ(at(kBookPath, "patch", {"$ref"}), "#/components/schemas/test.v1.Book");
  const std::string lend = "/v1/halls/{hall}/books/{book}:lend";
  EXPECT_EQ(at(lend, "post", {"properties", "reader", "maxLength"}), "40");
  EXPECT_EQ(at(lend, "post", {"properties", "name"}), "");
  EXPECT_EQ(at(lend, "post", {"required", "0"}), "reader");
}

TEST_F(OpenApiTest, HasAnswers) {
  EXPECT_EQ(At({"paths", kBookPath, "get", "responses", "200", "content", "application/json",
                "schema", "$ref"}),
            "#/components/schemas/test.v1.Book");
  EXPECT_EQ(At({"paths", kBookPath, "get", "responses", "default", "$ref"}),
            "#/components/responses/Error");
  const std::string watch = "/v1/halls/{hall}/books:watch";
  EXPECT_EQ(At({"paths", watch, "get", "responses", "200", "content", "text/event-stream", "schema",
                "$ref"}),
            "#/components/schemas/test.v1.Book");
}

// Every reference leads somewhere; otherwise tools refuse the whole document.
TEST_F(OpenApiTest, HasNoDanglingReference) {
  const std::string prefix = "\"$ref\":\"#/components/";
  size_t found = 0;
  for (size_t at = text_.find(prefix); at != std::string::npos; at = text_.find(prefix, at + 1)) {
    const size_t begin = at + prefix.size();
    const std::string target = text_.substr(begin, text_.find('"', begin) - begin);
    const size_t slash = target.find('/');
    EXPECT_NE(At({"components", target.substr(0, slash), target.substr(slash + 1)}), "") << target;
    ++found;
  }
  EXPECT_GT(found, 10u);
}

TEST(OpenApiDocumentTest, RefusesWhatIsNoDescriptorSet) {
  EXPECT_EQ(OpenApiDocument("\xFF\xFF", {}).status().code(), absl::StatusCode::kInvalidArgument);
}

TEST(OpenApiPathTest, NamesParametersAfterCollections) {
  const char* kCases[][2] = {
      {"/v1/{name=organisations/*/opportunities/*}:open",
       "/v1/organisations/{organisation}/opportunities/{opportunity}:open"},
      {"/v1/{parent=organisations/*}/adviceSessions",
       "/v1/organisations/{organisation}/adviceSessions"},
      {"/v1/{name=classes/*/boxes/*}", "/v1/classes/{class}/boxes/{box}"},
      {"/v1/files/{path=**}", "/v1/files/{rest}"},
      {"/v1/x/*/*", "/v1/x/{x}/{x2}"},
  };
  for (const auto& [text, path] : kCases) {
    EXPECT_EQ(ToOpenApiPath(*ParsePathTemplate(text)).path, path);
  }
}

TEST_F(OpenApiTest, DescribesAFileAndItsParameters) {
  const std::string upload = "/v1/halls/{hall}/books:upload";
  EXPECT_EQ(At({"paths", upload, "post", "requestBody", "content", "text/csv"}), "{}");
  EXPECT_EQ(At({"paths", upload, "post", "parameters", "0", "name"}), "hall");
  EXPECT_EQ(At({"paths", upload, "post", "parameters", "1", "name"}), "shelf");
  EXPECT_EQ(At({"paths", upload, "post", "parameters", "2"}), "");
}

}  // namespace
}  // namespace potential::gateway
