// Binds a service's methods to its kinds: standard methods by name, steps and other writes by typed
// functions. The one place where a call becomes a transaction.
//
//   service.BindStandardMethods(routes, "potential.workforce.v1.OpportunityService");
//   service.Step<OpenOpportunityRequest, Opportunity>(
//       routes, "potential.workforce.v1.OpportunityService.OpenOpportunity", OpenOpportunity);

#ifndef POTENTIAL_SERVICES_CHASSIS_RECORDS_RECORD_SERVICE_H_
#define POTENTIAL_SERVICES_CHASSIS_RECORDS_RECORD_SERVICE_H_

#include <functional>
#include <memory>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/chassis/records/transaction.h"
#include "services/chassis/rpc/routes.h"
#include "services/chassis/storage/store.h"

namespace potential::records {

// Thread-safe after binding; outlives the routes.
class RecordService {
 public:
  RecordService(storage::Store& store, RecordEnvironment environment)
      : store_(store), environment_(std::move(environment)) {}

  storage::Store& store() { return store_; }
  const RecordEnvironment& environment() const { return environment_; }

  // Binds all methods of the service that have the shape of a standard method of one of the kinds:
  // Get, List, Create, Update, Delete of records (Get and List only of those that are received),
  // BatchCreate and List of facts. The others are left
  // for the functions below; Routes::Verify finds what is missing.
  void BindStandardMethods(rpc::Routes& routes, absl::string_view service);

  // A step of one record: `request.name()` is loaded (NOT_FOUND), its etag compared (ABORTED), the
  // function changes it, and it is stored with all checks. The function sets the new state itself.
  template <typename Request, typename Record>
  void Step(rpc::Routes& routes, absl::string_view method,
            std::function<absl::Status(Transaction&, const Request&, Record&)> step) {
    routes.ExpectTypes(method, Request::descriptor(), Record::descriptor());
    BindStep(routes, method, Record::descriptor(),
             [step = std::move(step)](Transaction& transaction,
                                      const google::protobuf::Message& request,
                                      google::protobuf::Message& record) {
               return step(transaction, static_cast<const Request&>(request),
                           static_cast<Record&>(record));
             });
  }

  // Any other write: the function reads and changes through the transaction and returns the answer.
  // A repeat under the same request_id is answered with the record that the first answer named, so
  // the answer must be a record, or the request must have no request_id.
  template <typename Request, typename Response>
  void Write(rpc::Routes& routes, absl::string_view method,
             std::function<absl::StatusOr<Response>(Transaction&, const Request&)> write) {
    routes.ExpectTypes(method, Request::descriptor(), Response::descriptor());
    BindWrite(routes, method,
              [write = std::move(write)](Transaction& transaction,
                                         const google::protobuf::Message& request)
                  -> absl::StatusOr<std::unique_ptr<google::protobuf::Message>> {
                absl::StatusOr<Response> response =
                    write(transaction, static_cast<const Request&>(request));
                if (!response.ok()) return response.status();
                return std::make_unique<Response>(*std::move(response));
              });
  }

  // A read from one snapshot, on a worker thread. Field rules of the request are checked before.
  template <typename Request, typename Response>
  void Read(rpc::Routes& routes, absl::string_view method,
            std::function<absl::StatusOr<Response>(storage::TableReader&, const rpc::CallContext&,
                                                   const Request&)>
                read) {
    routes.ExpectTypes(method, Request::descriptor(), Response::descriptor());
    BindRead(routes, method,
             [read = std::move(read)](storage::TableReader& tables, const rpc::CallContext& call,
                                      const google::protobuf::Message& request)
                 -> absl::StatusOr<rpc::Answer> {
               absl::StatusOr<Response> response =
                   read(tables, call, static_cast<const Request&>(request));
               if (!response.ok()) return response.status();
               return rpc::Answer{rpc::Serialize(*response)};
             });
  }

  // A method whose caller streams. Field rules of the first request are checked before; the function
  // runs on a worker thread and must not wait there.
  template <typename Request, typename Response>
  void ClientStream(
      rpc::Routes& routes, absl::string_view method,
      std::function<void(rpc::ContextPtr, const Request&, std::shared_ptr<rpc::ServerCall>)> take) {
    routes.ExpectTypes(method, Request::descriptor(), Response::descriptor());
    BindClientStream(routes, method,
                     [take = std::move(take)](rpc::ContextPtr call, rpc::RequestPtr request,
                                              std::shared_ptr<rpc::ServerCall> stream) {
                       take(std::move(call), static_cast<const Request&>(*request),
                            std::move(stream));
                     });
  }

  // The same over messages whose types are known at run time only.
  using WriteBody = std::function<absl::StatusOr<std::unique_ptr<google::protobuf::Message>>(
      Transaction&, const google::protobuf::Message& request)>;
  using StepBody = std::function<absl::Status(Transaction&, const google::protobuf::Message& request,
                                              google::protobuf::Message& record)>;
  using ReadBody = std::function<absl::StatusOr<rpc::Answer>(
      storage::TableReader&, const rpc::CallContext&, const google::protobuf::Message& request)>;
  void BindWrite(rpc::Routes& routes, absl::string_view method, WriteBody body);
  void BindStep(rpc::Routes& routes, absl::string_view method,
                const google::protobuf::Descriptor* record, StepBody body);
  void BindRead(rpc::Routes& routes, absl::string_view method, ReadBody body);
  void BindClientStream(rpc::Routes& routes, absl::string_view method,
                        rpc::ClientStreamHandler handler);

 private:
  storage::Store& store_;
  const RecordEnvironment environment_;
};

}  // namespace potential::records

#endif  // POTENTIAL_SERVICES_CHASSIS_RECORDS_RECORD_SERVICE_H_
