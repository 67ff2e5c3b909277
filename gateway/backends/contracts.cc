#include "gateway/backends/contracts.h"

#include <map>

#include "potential/options/v1/options.pb.h"

namespace potential::gateway {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::DescriptorPool;
using google::protobuf::MethodDescriptor;
using google::protobuf::ServiceDescriptor;

// Empty for a message that is not kept under a name or key.
std::string CollectionOf(const Descriptor& type) {
  const std::string& records = type.options().GetExtension(options::v1::resource).collection();
  if (!records.empty()) return records;
  return type.options().GetExtension(options::v1::fact).collection();
}

using RecordTypes = std::map<std::string, const Descriptor*>;  // by collection

void AddListed(const MethodDescriptor& method, RecordTypes& types) {
  const Descriptor& answer = *method.output_type();
  for (int i = 0; i < answer.field_count(); ++i) {
    const Descriptor* type = answer.field(i)->message_type();
    if (type == nullptr || !answer.field(i)->is_repeated()) continue;
    const std::string collection = CollectionOf(*type);
    if (!collection.empty()) types.emplace(collection, type);
  }
}

RecordTypes AllRecordTypes() {
  RecordTypes types;
  for (const std::string& name : DomainContracts()) {
    const ServiceDescriptor* service = DescriptorPool::generated_pool()->FindServiceByName(name);
    if (service == nullptr) continue;
    for (int i = 0; i < service->method_count(); ++i) AddListed(*service->method(i), types);
  }
  return types;
}

}  // namespace

const std::vector<std::string>& DomainContracts() {
  static const std::vector<std::string>& names = *new std::vector<std::string>{
      "potential.workforce.v1.OpportunityService", "potential.workforce.v1.DevelopmentService",
      "potential.workforce.v1.ApprenticeshipService", "potential.workforce.v1.SurveyService",
      "potential.workforce.v1.StaffingService", "potential.evidence.v1.ForumService",
      "potential.evidence.v1.OutcomeService", "potential.evidence.v1.ResearchService",
      "potential.evidence.v1.QiService", "potential.evidence.v1.StoryService",
      "potential.evidence.v1.ChartService", "potential.partnerships.v1.PartnerService",
      "potential.partnerships.v1.JointWorkService", "potential.partnerships.v1.EquipmentService",
      "potential.occupation.v1.InterventionService", "potential.occupation.v1.PathwayService",
      "potential.occupation.v1.PostService", "potential.occupation.v1.PresenceService"};
  return names;
}

const Descriptor* RecordTypeOf(const std::string& collection) {
  static const RecordTypes& types = *new RecordTypes(AllRecordTypes());
  const auto it = types.find(collection);
  return it == types.end() ? nullptr : it->second;
}

}  // namespace potential::gateway
