#include "gateway/transcoder/method_table.h"

#include "absl/strings/str_cat.h"
#include "gateway/transcoder/test_contract.h"
#include "google/protobuf/text_format.h"
#include "gtest/gtest.h"
#include "potential/dashboard/v1/dashboard_service.pb.h"
#include "potential/strategy/v1/strategy_service.pb.h"
#include "potential/workforce/v1/opportunity_service.pb.h"

namespace potential::gateway {
namespace {

using google::protobuf::DescriptorPool;
using google::protobuf::MessageFactory;

TEST(MethodTableTest, HoldsEveryBindingOfAContract) {
  TestContract contract;
  absl::StatusOr<MethodTable> table = MethodTable::Build({contract.service()}, contract.factory());
  ASSERT_TRUE(table.ok()) << table.status();
  EXPECT_EQ(table->routes().size(), 9u);  // eight methods, one of them with two paths
  RouteMatch match = table->Match("PATCH", "/v1/halls/1/books/2");
  ASSERT_EQ(match.outcome, PathMatch::Outcome::kFound);
  EXPECT_EQ(match.route->method->name(), "UpdateBook");
  EXPECT_EQ(match.route->body_field->name(), "book");
  EXPECT_EQ(match.route->mask_field->name(), "update_mask");
  EXPECT_EQ(FieldPathText(match.route->variables[0]), "book.name");
  EXPECT_EQ(match.values, std::vector<std::string>{"halls/1/books/2"});
  EXPECT_EQ(match.allowed, (std::vector<std::string>{"GET", "PATCH"}));
}

TEST(MethodTableTest, KnowsWhatTakesAFile) {
  TestContract contract;
  absl::StatusOr<MethodTable> table = MethodTable::Build({contract.service()}, contract.factory());
  ASSERT_TRUE(table.ok()) << table.status();
  const RouteMatch match = table->Match("POST", "/v1/halls/1/books:upload");
  ASSERT_EQ(match.outcome, PathMatch::Outcome::kFound);
  ASSERT_TRUE(match.route->upload.has_value());
  EXPECT_EQ(match.route->upload->data->name(), "piece");
  EXPECT_EQ(match.route->upload->last->name(), "over");
  EXPECT_EQ(match.route->upload->media_types, std::vector<std::string>{"text/csv"});
  EXPECT_FALSE(table->Match("POST", "/v1/halls/1/books").route->upload.has_value());
}

TEST(MethodTableTest, MatchesTheRealContracts) {
  // Naming a type of each file makes sure that its descriptors are linked.
  workforce::v1::OpenOpportunityRequest::descriptor();
  dashboard::v1::GetDashboardRequest::descriptor();
  strategy::v1::GetStrategyRequest::descriptor();
  std::vector<const google::protobuf::ServiceDescriptor*> services;
  for (const char* name :
       {"potential.workforce.v1.OpportunityService", "potential.dashboard.v1.DashboardService",
        "potential.strategy.v1.StrategyService"}) {
    services.push_back(DescriptorPool::generated_pool()->FindServiceByName(name));
    ASSERT_NE(services.back(), nullptr) << name;
  }
  absl::StatusOr<MethodTable> table =
      MethodTable::Build(services, MessageFactory::generated_factory());
  ASSERT_TRUE(table.ok()) << table.status();
  const std::tuple<const char*, const char*, const char*> kGolden[] = {
      {"GET", "/v1/organisations", "ListOrganisations"},
      {"GET", "/v1/organisations/swlstg/strategy", "GetStrategy"},
      {"GET", "/v1/organisations/swlstg/dashboard", "GetDashboard"},
      {"GET", "/v1/organisations/swlstg/dashboard:watch", "WatchDashboard"},
      {"GET", "/v1/organisations/swlstg/outcomes/workforce.cpd", "GetOutcome"},
      {"GET", "/v1/organisations/swlstg/opportunities", "ListOpportunities"},
      {"POST", "/v1/organisations/swlstg/opportunities", "CreateOpportunity"},
      {"GET", "/v1/organisations/swlstg/opportunities/a1", "GetOpportunity"},
      {"PATCH", "/v1/organisations/swlstg/opportunities/a1", "UpdateOpportunity"},
      {"DELETE", "/v1/organisations/swlstg/opportunities/a1", "DeleteOpportunity"},
      {"POST", "/v1/organisations/swlstg/opportunities/a1:open", "OpenOpportunity"},
  };
  for (const auto& [http_method, path, method] : kGolden) {
    RouteMatch match = table->Match(http_method, path);
    ASSERT_EQ(match.outcome, PathMatch::Outcome::kFound) << path;
    EXPECT_EQ(match.route->method->name(), method);
  }
}

// The status of building a table from a contract with these methods, over one message.
absl::Status StatusOfMethods(absl::string_view methods) {
  google::protobuf::FileDescriptorProto proto;
  const bool parsed = google::protobuf::TextFormat::ParseFromString(absl::StrCat(R"(
        name: "broken.proto" package: "test.v1" syntax: "proto3"
        dependency: "google/api/annotations.proto"
        dependency: "potential/options/v1/options.proto"
        message_type {
          name: "M"
          field { name: "name" number: 1 type: TYPE_STRING label: LABEL_OPTIONAL }
          field { name: "list" number: 2 type: TYPE_STRING label: LABEL_REPEATED }
          field { name: "child" number: 3 type: TYPE_MESSAGE type_name: "M" label: LABEL_OPTIONAL }
          field { name: "many" number: 4 type: TYPE_MESSAGE type_name: "M" label: LABEL_REPEATED }
          field { name: "data" number: 5 type: TYPE_BYTES label: LABEL_OPTIONAL }
          field { name: "last" number: 6 type: TYPE_BOOL label: LABEL_OPTIONAL }
        }
        service { name: "S" )",
                                                                                 methods, "}"),
                                                                    &proto);
  TestContract contract(proto);
  if (!parsed || contract.file() == nullptr) return absl::InternalError("the test is broken");
  return MethodTable::Build({contract.service()}, contract.factory()).status();
}

std::string Rpc(absl::string_view name, absl::string_view rule, absl::string_view more = "") {
  return absl::StrCat("method { name: '", name, "' input_type: 'M' output_type: 'M' ", more,
                      " options { [google.api.http] { ", rule, " } } }");
}

// A client stream that takes a file.
std::string Taking(absl::string_view rule, absl::string_view upload, absl::string_view more = "") {
  return absl::StrCat("method { name: 'A' input_type: 'M' output_type: 'M' client_streaming: true ",
                      more, " options { [google.api.http] { ", rule,
                      " } [potential.options.v1.method] { upload { ", upload, " } } } }");
}

TEST(MethodTableTest, AcceptsAFile) {
  EXPECT_EQ(StatusOfMethods(
                Taking("post: '/v1/a'", "data: 'data' last: 'last' media_types: 'text/csv'")),
            absl::OkStatus());
}

TEST(MethodTableTest, AcceptsEveryVerb) {
  EXPECT_EQ(StatusOfMethods(Rpc("A", "get: '/v1/a'") + Rpc("B", "put: '/v1/a' body: '*'") +
                            Rpc("C", "custom {kind: 'OPTIONS' path: '/v1/a'}") +
                            Rpc("D", "delete: '/v1/{child.name}'")),
            absl::OkStatus());
}

TEST(MethodTableTest, RefusesBrokenBindingsAndNamesTheMethod) {
  const std::pair<std::string, const char*> kBroken[] = {
      {Rpc("A", "get: '/v1/{nothing}'"), "nothing"},
      {Rpc("A", "get: '/v1/{list}'"), "list"},
      {Rpc("A", "get: '/v1/{child}'"), "child"},
      {Rpc("A", "get: '/v1/{many.name}'"), "many.name"},
      {Rpc("A", "get: '/v1/**/x'"), "**"},
      {Rpc("A", "post: '/v1/a' body: 'nothing'"), "nothing"},
      {Rpc("A", "post: '/v1/a' body: 'name'"), "name"},
      {Rpc("A", "post: '/v1/a' body: 'many'"), "many"},
      {Rpc("A", "get: '/v1/a' body: '*'"), "GET"},
      {Rpc("A", "get: '/v1/a' response_body: 'many'"), "many"},
      {Rpc("A", "post: '/v1/a' body: '*'", "client_streaming: true"), "client stream"},
      {Taking("post: '/v1/a'", "data: 'data' last: 'last'"), "client stream"},
      {Taking("post: '/v1/a'", "data: 'data' last: 'last' media_types: 'text/csv'",
              "server_streaming: true"),
       "client stream"},
      {Taking("put: '/v1/a'", "data: 'data' last: 'last' media_types: 'text/csv'"), "POST"},
      {Taking("post: '/v1/a' body: '*'", "data: 'data' last: 'last' media_types: 'text/csv'"),
       "POST"},
      {Taking("post: '/v1/a'", "data: 'name' last: 'last' media_types: 'text/csv'"), "bytes"},
      {Taking("post: '/v1/a'", "data: 'data' last: 'none' media_types: 'text/csv'"), "bytes"},
      {Rpc("B", "get: '/v1/{name}'") + Rpc("A", "get: '/v1/{child.name}'"), "GET"},
  };
  for (const auto& [methods, word] : kBroken) {
    absl::Status status = StatusOfMethods(methods);
    EXPECT_FALSE(status.ok()) << methods;
    EXPECT_NE(status.message().find("test.v1.S.A: "), absl::string_view::npos) << status;
    EXPECT_NE(status.message().find(word), absl::string_view::npos) << status;
  }
}

}  // namespace
}  // namespace potential::gateway
