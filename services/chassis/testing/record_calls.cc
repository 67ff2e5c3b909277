#include "services/chassis/testing/record_calls.h"

#include <cstdio>
#include <cstdlib>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "google/protobuf/empty.pb.h"
#include "google/protobuf/text_format.h"
#include "potential/indicators/v1/indicator_service.pb.h"
#include "services/chassis/indicators/records_filter.h"
#include "services/chassis/resource/names.h"
#include "services/chassis/storage/status_macros.h"

namespace potential::testing {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::Message;
using google::protobuf::MethodDescriptor;
using indicators::v1::Figure;
using indicators::v1::IndicatorResult;

[[noreturn]] void Abort(const std::string& what) {
  std::fprintf(stderr, "record calls: %s\n", what.c_str());
  std::abort();
}

const options::v1::ResourceRules& RulesOf(const Descriptor& record) {
  return record.options().GetExtension(options::v1::resource);
}

std::unique_ptr<Message> New(const Descriptor& type) {
  return std::unique_ptr<Message>(
      google::protobuf::MessageFactory::generated_factory()->GetPrototype(&type)->New());
}

void SetText(Message& message, const std::string& field, const std::string& value) {
  message.GetReflection()->SetString(&message, message.GetDescriptor()->FindFieldByName(field),
                                     value);
}

Figure FigureOf(const absl::StatusOr<IndicatorResult>& result) {
  if (!result.ok()) Abort(result.status().ToString());
  return result->overall().total();
}

}  // namespace

std::string RecordCalls::NameOf(const Descriptor& record, const std::string& id) const {
  return resource::FormatName(organisation_, RulesOf(record).collection(), id);
}

const MethodDescriptor& RecordCalls::MethodOf(const std::string& method) const {
  const auto* pool = google::protobuf::DescriptorPool::generated_pool();
  for (const std::string& service : fixture_.core().Services()) {
    const MethodDescriptor* found = pool->FindServiceByName(service)->FindMethodByName(method);
    if (found != nullptr) return *found;
  }
  Abort(absl::StrCat("no method ", method));
}

std::unique_ptr<Message> RecordCalls::RequestOf(const std::string& method,
                                                const std::string& text) const {
  std::unique_ptr<Message> request = New(*MethodOf(method).input_type());
  if (!google::protobuf::TextFormat::ParseFromString(text, request.get())) {
    Abort(absl::StrCat("not a request of ", method, ": ", text));
  }
  return request;
}

std::unique_ptr<Message> RecordCalls::CreateRequest(const Descriptor& record, const std::string& id,
                                                    const std::string& text) const {
  const std::string& singular = RulesOf(record).singular();
  std::unique_ptr<Message> request =
      RequestOf(absl::StrCat("Create", record.name()), absl::StrCat(singular, " { ", text, " }"));
  SetText(*request, "parent", resource::FormatOrganisation(organisation_));
  SetText(*request, absl::StrCat(singular, "_id"), id);
  return request;
}

std::unique_ptr<Message> RecordCalls::UpdateRequest(const Descriptor& record, const std::string& id,
                                                    const std::string& text,
                                                    const std::vector<std::string>& mask) const {
  const std::string paths = absl::StrJoin(mask, " ", [](std::string* out, const std::string& path) {
    absl::StrAppend(out, "paths: '", path, "'");
  });
  return RequestOf(absl::StrCat("Update", record.name()),
                   absl::StrCat(RulesOf(record).singular(), " { name: '", NameOf(record, id), "' ",
                                text, " } update_mask { ", paths, " }"));
}

std::unique_ptr<Message> RecordCalls::NamedRequest(const Descriptor& record,
                                                   const std::string& method, const std::string& id,
                                                   const std::string& text) const {
  return RequestOf(method, absl::StrCat("name: '", NameOf(record, id), "' ", text));
}

absl::Status RecordCalls::DeleteOf(const Descriptor& record, const std::string& id) {
  const std::string method = absl::StrCat("Delete", record.name());
  google::protobuf::Empty response;
  return fixture_.CallUntyped(MethodOf(method).full_name(), *NamedRequest(record, method, id, ""),
                              response);
}

absl::StatusOr<std::vector<std::string>> RecordCalls::ListNames(const std::string& method,
                                                                const std::string& filter) {
  const MethodDescriptor& descriptor = MethodOf(method);
  std::unique_ptr<Message> request = RequestOf(method, "page_size: 1000");
  SetText(*request, "parent", resource::FormatOrganisation(organisation_));
  SetText(*request, "filter", filter);
  std::unique_ptr<Message> response = New(*descriptor.output_type());
  RETURN_IF_ERROR(fixture_.CallUntyped(descriptor.full_name(), *request, *response));
  const auto* items = descriptor.output_type()->field(0);
  const auto* name = items->message_type()->field(0);
  std::vector<std::string> names;
  const auto* reflection = response->GetReflection();
  for (int i = 0; i < reflection->FieldSize(*response, items); ++i) {
    const Message& item = reflection->GetRepeatedMessage(*response, items, i);
    names.push_back(item.GetReflection()->GetString(item, name));
  }
  return names;
}

absl::Status RecordCalls::Batch(const std::string& method, const std::string& text) {
  std::unique_ptr<Message> request = RequestOf(method, text);
  SetText(*request, "parent", resource::FormatOrganisation(organisation_));
  std::unique_ptr<Message> response = New(*MethodOf(method).output_type());
  return fixture_.CallUntyped(MethodOf(method).full_name(), *request, *response);
}

std::vector<indicators::v1::Indicator> RecordCalls::Catalogue() {
  indicators::v1::ListIndicatorsResponse response;
  const absl::Status status = fixture_.CallUntyped(
      MethodOf("ListIndicators").full_name(), indicators::v1::ListIndicatorsRequest(), response);
  if (!status.ok()) Abort(status.ToString());
  return {response.indicators().begin(), response.indicators().end()};
}

absl::StatusOr<std::vector<std::string>> RecordCalls::ListBehind(
    const indicators::v1::Indicator& indicator, measures::Day day) {
  std::string collection = indicator.records().collection();
  if (!collection.empty()) {
    collection[0] = absl::ascii_toupper(static_cast<unsigned char>(collection[0]));
  }
  return ListNames(absl::StrCat("List", collection),
                   indicators::FillFilter(indicator.records().filter(), day));
}

int RecordCalls::CountBehind(const std::string& indicator, const std::string& day) {
  for (const indicators::v1::Indicator& entry : Catalogue()) {
    if (entry.id() != indicator) continue;
    const auto names = ListBehind(entry, *measures::ParseDay(day));
    return names.ok() ? static_cast<int>(names->size()) : -1;
  }
  return -1;
}

absl::StatusOr<IndicatorResult> RecordCalls::Ask(const std::string& query,
                                                 const std::string& as_of) {
  std::unique_ptr<Message> request =
      RequestOf("QueryIndicators", absl::StrCat("queries { ", query, " }"));
  SetText(*request, "parent", resource::FormatOrganisation(organisation_));
  SetText(*request, "as_of", as_of);
  indicators::v1::QueryIndicatorsResponse response;
  RETURN_IF_ERROR(
      fixture_.CallUntyped(MethodOf("QueryIndicators").full_name(), *request, response));
  return response.results(0);
}

Figure RecordCalls::Stock(const std::string& indicator, const std::string& day,
                          const std::string& more) {
  return FigureOf(Ask(absl::StrCat("indicator: '", indicator, "' ", more), day));
}

Figure RecordCalls::Flow(const std::string& indicator, const std::string& start,
                         const std::string& end, const std::string& more) {
  return FigureOf(Ask(absl::StrCat("indicator: '", indicator, "' start_date: '", start,
                                   "' end_date: '", end, "' ", more),
                      ""));
}

}  // namespace potential::testing
