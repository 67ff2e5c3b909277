// The service in a test's own process, called with requests as protobuf text. For tests only.

#ifndef POTENTIAL_SERVICES_WORKFORCE_WORKFORCE_FIXTURE_H_
#define POTENTIAL_SERVICES_WORKFORCE_WORKFORCE_FIXTURE_H_

#include <cstdlib>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/text_format.h"
#include "gtest/gtest.h"
#include "potential/indicators/v1/indicator.pb.h"
#include "potential/options/v1/options.pb.h"
#include "services/chassis/resource/names.h"
#include "services/chassis/testing/matchers.h"
#include "services/chassis/testing/record_calls.h"
#include "services/chassis/testing/service_fixture.h"
#include "services/workforce/definition.h"

namespace potential::workforce {

// One service over the in-memory store, or over a SQLite file. The day is 2026-06-15.
class WorkforceFixture {
 public:
  WorkforceFixture() : WorkforceFixture(testing::FixtureOptions()) {}
  explicit WorkforceFixture(testing::FixtureOptions options)
      : chassis_(Definition(), std::move(options)), records_(chassis_) {}

  // Standard methods and steps on a record of the organisation, by its id.
  template <typename Record>
  absl::StatusOr<Record> Create(const std::string& id, const std::string& fields) {
    return records_.Create<Record>(id, fields);
  }
  template <typename Record>
  absl::StatusOr<Record> Get(const std::string& id) {
    return records_.Get<Record>(id);
  }
  template <typename Record>
  absl::StatusOr<Record> Step(const std::string& method, const std::string& id,
                              const std::string& fields = "") {
    return records_.Do<Record>(method, id, fields);
  }
  template <typename Record>
  absl::Status Delete(const std::string& id) {
    return records_.Delete<Record>(id);
  }
  // Changes all fields that are set, or those of the mask.
  template <typename Record>
  absl::StatusOr<Record> Update(const std::string& id, const std::string& fields,
                                const std::string& mask = "") {
    const google::protobuf::Descriptor& type = *Record::descriptor();
    return Call<Record>(absl::StrCat("Update", type.name()),
                        absl::StrCat(type.options().GetExtension(options::v1::resource).singular(),
                                     " { name: '", NameOf<Record>(id), "' ", fields, " } ", mask));
  }

  // Calls any method of the service's contracts by its short name.
  template <typename Response>
  absl::StatusOr<Response> Call(const std::string& method, const std::string& request) {
    const google::protobuf::MethodDescriptor& descriptor = Find(method);
    std::unique_ptr<google::protobuf::Message> message(
        google::protobuf::MessageFactory::generated_factory()
            ->GetPrototype(descriptor.input_type())
            ->New());
    if (!google::protobuf::TextFormat::ParseFromString(request, message.get())) {
      return absl::InternalError(absl::StrCat("the test's request does not parse: ", request));
    }
    return chassis_.Call<Response>(descriptor.full_name(), *message);
  }

  // Figures of the organisation; `query` is the text of an IndicatorQuery without the indicator.
  absl::StatusOr<indicators::v1::IndicatorResult> Ask(const std::string& indicator,
                                                      const std::string& query,
                                                      const std::string& as_of = "2026-06-15") {
    return records_.Ask(absl::StrCat("indicator: 'workforce.", indicator, "' ", query), as_of);
  }
  // The whole of a stock on a day, or of a flow in a window; -1 where there is no value.
  double Stock(const std::string& indicator, const std::string& day) {
    return ValueOf(Ask(indicator, "", day));
  }
  double Flow(const std::string& indicator, const std::string& from, const std::string& to) {
    return ValueOf(Ask(indicator, absl::StrCat("start_date: '", from, "' end_date: '", to, "'")));
  }
  // Members of a split as `member=value`.
  std::vector<std::string> Members(const std::string& indicator, const std::string& query) {
    const auto result = Ask(indicator, query);
    if (!result.ok()) return {result.status().ToString()};
    std::vector<std::string> members;
    for (const indicators::v1::Series& series : result->members()) {
      members.push_back(absl::StrCat(series.member(), "=", series.total().value()));
    }
    return members;
  }

  testing::ServiceFixture& chassis() { return chassis_; }

  template <typename Record>
  static std::string NameOf(const std::string& id) {
    const auto& rules = Record::descriptor()->options().GetExtension(options::v1::resource);
    return resource::FormatName("swlstg", rules.collection(), id);
  }

 private:
  static double ValueOf(const absl::StatusOr<indicators::v1::IndicatorResult>& result) {
    EXPECT_THAT(result, testing::IsOk());
    if (!result.ok() || !result->overall().total().has_value()) return -1;
    return result->overall().total().value();
  }

  static const google::protobuf::MethodDescriptor& Find(const std::string& method) {
    const auto* pool = google::protobuf::DescriptorPool::generated_pool();
    for (const std::string& service : Definition().services) {
      const auto* found = pool->FindMethodByName(absl::StrCat(service, ".", method));
      if (found != nullptr) return *found;
    }
    ADD_FAILURE() << "no method " << method;
    std::abort();
  }

  testing::ServiceFixture chassis_;
  testing::RecordCalls records_;
};

}  // namespace potential::workforce

#endif  // POTENTIAL_SERVICES_WORKFORCE_WORKFORCE_FIXTURE_H_
