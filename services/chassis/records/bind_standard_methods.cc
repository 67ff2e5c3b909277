// Finds the standard methods of a service by their shape and binds them.

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "services/chassis/records/listing.h"
#include "services/chassis/records/record_service.h"
#include "services/chassis/records/standard_methods.h"

namespace potential::records {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::MessageFactory;
using google::protobuf::MethodDescriptor;

const FieldDescriptor* RepeatedMessage(const Descriptor& type) {
  for (int i = 0; i < type.field_count(); ++i) {
    if (type.field(i)->is_repeated() && type.field(i)->message_type() != nullptr) {
      return type.field(i);
    }
  }
  return nullptr;
}

const FieldDescriptor* SingularField(const Descriptor& request, const RecordKind& kind) {
  const FieldDescriptor* field = request.FindFieldByName(kind.rules.singular());
  return field != nullptr && field->message_type() == kind.type ? field : nullptr;
}

class Binder {
 public:
  Binder(RecordService& service, rpc::Routes& routes, const MethodDescriptor& method)
      : service_(service),
        routes_(routes),
        method_(method),
        kinds_(*service.environment().kinds),
        response_(MessageFactory::generated_factory()->GetPrototype(method.output_type())) {}

  void Bind() {
    for (const auto& kind : kinds_.records()) {
      if (BindRecordMethod(*kind)) return;
    }
    const FieldDescriptor* items = RepeatedMessage(*method_.output_type());
    if (absl::string_view(method_.name()).substr(0, 4) == "List" && items != nullptr) {
      return BindList(*items);
    }
    const FieldDescriptor* facts = RepeatedMessage(*method_.input_type());
    if (absl::string_view(method_.name()).substr(0, 11) == "BatchCreate" && facts != nullptr) {
      BindBatchCreate(*facts);
    }
  }

 private:
  bool BindRecordMethod(const RecordKind& kind) {
    const std::string& name = method_.name();
    const std::string& type = kind.type->name();
    if (name == absl::StrCat("Get", type)) {
      service_.BindRead(routes_, method_.full_name(),
                        [&kind](storage::TableReader& tables, const rpc::CallContext& call,
                                const Message& request) {
                          return GetRecord(kind, tables, call, request);
                        });
      return true;
    }
    if (kind.is_received) return false;
    const auto bind = [&](auto function) {
      service_.BindWrite(routes_, method_.full_name(),
                         [&kind, function](Transaction& transaction, const Message& request) {
                           return function(kind, transaction, request);
                         });
      return true;
    };
    const bool carries = SingularField(*method_.input_type(), kind) != nullptr;
    if (name == absl::StrCat("Create", type) && carries) return bind(CreateRecord);
    if (name == absl::StrCat("Update", type) && carries) return bind(UpdateRecord);
    if (name == absl::StrCat("Delete", type)) return bind(DeleteRecord);
    return false;
  }

  void BindList(const FieldDescriptor& items) {
    const RecordKind* record = kinds_.FindRecord(items.message_type());
    const FactKind* fact = kinds_.FindFact(items.message_type());
    if (record == nullptr && fact == nullptr) return;
    const Listing listing{
        .table = record != nullptr ? &record->table : &fact->table,
        .columns = record != nullptr ? record->columns.get() : fact->columns.get(),
        .has_body = record != nullptr,
        .items = &items,
        .response_prototype = response_};
    service_.BindRead(
        routes_, method_.full_name(),
        [listing, tokens = resource::PageTokens(service_.store().Secret())](
            storage::TableReader& tables, const rpc::CallContext& call, const Message& request) {
          return ListPage(listing, tokens, tables, call, request);
        });
  }

  void BindBatchCreate(const FieldDescriptor& facts) {
    const FactKind* kind = kinds_.FindFact(facts.message_type());
    if (kind == nullptr) return;
    service_.BindWrite(routes_, method_.full_name(),
                       [kind, &facts, response = response_](Transaction& transaction,
                                                            const Message& request) {
                         return BatchCreateFacts(*kind, facts, *response, transaction, request);
                       });
  }

  RecordService& service_;
  rpc::Routes& routes_;
  const MethodDescriptor& method_;
  const KindTable& kinds_;
  const Message* const response_;
};

}  // namespace

void RecordService::BindStandardMethods(rpc::Routes& routes, absl::string_view service) {
  const google::protobuf::ServiceDescriptor* descriptor =
      google::protobuf::DescriptorPool::generated_pool()->FindServiceByName(std::string(service));
  if (descriptor == nullptr) return;  // Routes::Verify reports it.
  for (int i = 0; i < descriptor->method_count(); ++i) {
    Binder(*this, routes, *descriptor->method(i)).Bind();
  }
}

}  // namespace potential::records
