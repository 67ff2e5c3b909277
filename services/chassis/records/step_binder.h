// Binds the steps of one contract service, a line each.

#ifndef POTENTIAL_SERVICES_CHASSIS_RECORDS_STEP_BINDER_H_
#define POTENTIAL_SERVICES_CHASSIS_RECORDS_STEP_BINDER_H_

#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "services/chassis/records/record_service.h"
#include "services/chassis/rpc/routes.h"

namespace potential::records {

// For one function that binds, on its stack. The types of request and record are those of the step.
//
//   const StepBinder bind(routes, records, "potential.occupation.v1.PostService");
//   bind("EstablishPost", EstablishPost);
class StepBinder {
 public:
  StepBinder(rpc::Routes& routes, RecordService& records, absl::string_view service)
      : routes_(routes), records_(records), service_(service) {}

  template <typename Request, typename Record>
  void operator()(absl::string_view method,
                  absl::Status (*step)(Transaction&, const Request&, Record&)) const {
    records_.Step<Request, Record>(routes_, absl::StrCat(service_, ".", method), step);
  }

 private:
  rpc::Routes& routes_;
  RecordService& records_;
  const std::string service_;
};

}  // namespace potential::records

#endif  // POTENTIAL_SERVICES_CHASSIS_RECORDS_STEP_BINDER_H_
