// Calls of a service's methods with records in text format, for tests of its rules.
//
//   RecordCalls calls(fixture);
//   calls.Create<Post>("lead", "title: 'Lead' band: 7 ...");
//   EXPECT_THAT(calls.Do<Post>("EstablishPost", "lead", "date: '2026-01-05'"), IsOk());
//   EXPECT_EQ(calls.Stock("occupation.posts_identified", "2026-03-31").value(), 100);

#ifndef POTENTIAL_SERVICES_CHASSIS_TESTING_RECORD_CALLS_H_
#define POTENTIAL_SERVICES_CHASSIS_TESTING_RECORD_CALLS_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "google/protobuf/message.h"
#include "potential/indicators/v1/indicator.pb.h"
#include "services/chassis/testing/service_fixture.h"
#include "services/measures/calendar.h"

namespace potential::testing {

// For one test, on one thread; the fixture outlives it. Texts are protobuf text format with `'` or
// `"`; one that does not parse, or a method that the service does not have, aborts.
class RecordCalls {
 public:
  explicit RecordCalls(ServiceFixture& fixture, std::string organisation = "swlstg")
      : fixture_(fixture), organisation_(std::move(organisation)) {}

  // `organisations/{organisation}/{collection}/{id}`, the collection being that of the type.
  template <typename Record>
  std::string Name(const std::string& id) const {
    return NameOf(*Record::descriptor(), id);
  }

  template <typename Record>
  absl::StatusOr<Record> Create(const std::string& id, const std::string& text) {
    return Call<Record>(*CreateRequest(*Record::descriptor(), id, text), "Create", true);
  }

  template <typename Record>
  absl::StatusOr<Record> Get(const std::string& id) {
    return Do<Record>("Get" + Record::descriptor()->name(), id);
  }

  // Changes the fields of the mask to what the text says.
  template <typename Record>
  absl::StatusOr<Record> Update(const std::string& id, const std::string& text,
                                const std::vector<std::string>& mask) {
    return Call<Record>(*UpdateRequest(*Record::descriptor(), id, text, mask), "Update", true);
  }

  template <typename Record>
  absl::Status Delete(const std::string& id) {
    return DeleteOf(*Record::descriptor(), id);
  }

  // A step, or any other method whose request has the `name` of a record; `text` holds further
  // fields of it.
  template <typename Record, typename Response = Record>
  absl::StatusOr<Response> Do(const std::string& method, const std::string& id,
                              const std::string& text = "") {
    return Call<Response>(*NamedRequest(*Record::descriptor(), method, id, text), method, false);
  }

  // The names of the records that a List method returns for the filter, of `parent`'s records.
  absl::StatusOr<std::vector<std::string>> ListNames(const std::string& method,
                                                     const std::string& filter);

  // Writes facts: `text` is that of the request, such as `interventions { ... }`.
  absl::Status Batch(const std::string& method, const std::string& text);

  // The service's indicators, by identifier.
  std::vector<indicators::v1::Indicator> Catalogue();
  // The names of the records behind an indicator on a day, by its own filter.
  absl::StatusOr<std::vector<std::string>> ListBehind(const indicators::v1::Indicator& indicator,
                                                      measures::Day day);
  // The same of an indicator of the catalogue; -1 if it cannot be listed.
  int CountBehind(const std::string& indicator, const std::string& day);

  // Answer to one question in text format (IndicatorQuery), figures standing on `as_of`.
  absl::StatusOr<indicators::v1::IndicatorResult> Ask(const std::string& query,
                                                      const std::string& as_of);
  // Figure of a stock on a day; `more` holds further fields of the question.
  indicators::v1::Figure Stock(const std::string& indicator, const std::string& day,
                               const std::string& more = "");
  // Figure of a flow from `start` to `end`, on the fixture's day.
  indicators::v1::Figure Flow(const std::string& indicator, const std::string& start,
                              const std::string& end, const std::string& more = "");

 private:
  using Message = google::protobuf::Message;

  std::string NameOf(const google::protobuf::Descriptor& record, const std::string& id) const;
  const google::protobuf::MethodDescriptor& MethodOf(const std::string& method) const;
  std::unique_ptr<Message> RequestOf(const std::string& method, const std::string& text) const;
  std::unique_ptr<Message> CreateRequest(const google::protobuf::Descriptor& record,
                                         const std::string& id, const std::string& text) const;
  std::unique_ptr<Message> UpdateRequest(const google::protobuf::Descriptor& record,
                                         const std::string& id, const std::string& text,
                                         const std::vector<std::string>& mask) const;
  std::unique_ptr<Message> NamedRequest(const google::protobuf::Descriptor& record,
                                        const std::string& method, const std::string& id,
                                        const std::string& text) const;
  absl::Status DeleteOf(const google::protobuf::Descriptor& record, const std::string& id);

  template <typename Record>
  absl::StatusOr<Record> Call(const Message& request, const std::string& method, bool is_standard) {
    const std::string name = is_standard ? method + Record::descriptor()->name() : method;
    return fixture_.Call<Record>(MethodOf(name).full_name(), request);
  }

  ServiceFixture& fixture_;
  const std::string organisation_;
};

}  // namespace potential::testing

#endif  // POTENTIAL_SERVICES_CHASSIS_TESTING_RECORD_CALLS_H_
