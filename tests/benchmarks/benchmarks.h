// The measurements, each against a baseline in the same run. Rounds of the two alternate, so that what
// else the machine does falls on both; medians are compared.

#ifndef POTENTIAL_TESTS_BENCHMARKS_BENCHMARKS_H_
#define POTENTIAL_TESTS_BENCHMARKS_BENCHMARKS_H_

#include <string>

namespace potential::benchmarks {

// Get of one opportunity through the whole path of a running workforce service, 128 in flight, against
// a bare callback echo of the same bytes in the process at `echo_address`.
void UnaryGet(const std::string& service_address, const std::string& echo_address);
// The bytes of the record that UnaryGet reads, made if it is not there; for the echo process.
std::string RecordBytes(const std::string& service_address);

// Durable commits of 64 callers at the store (one row and its change each) against one commit per call.
void StoreCommits(const std::string& folder);

// Durable creates through gRPC, 64 in flight, against the same creates with one commit per call.
void GrpcCommits(const std::string& service_address, const std::string& single_address);

// GetDashboard without a cache against a bare client that makes the same calls of the services in
// parallel, and one echo of the answer's bytes.
void UncachedDashboard(const std::string& gateway_address, const std::string& backends,
                       const std::string& strategy_folder);

// Imports the extract into a running occupation service and prints its rows per second.
void ImportRows(const std::string& address, const std::string& path);

// How long single-row writes of four callers take while the extract is imported.
void WritesDuringImport(const std::string& address, const std::string& path);

// The indicator query of a dashboard on a service with many interventions against one with few.
void FactsQuery(const std::string& small_address, const std::string& large_address);

// A thousand XmR charts of 120 points on one core, one of the most points, and the time per point of
// the one over that of the others.
void Charts();

}  // namespace potential::benchmarks

#endif  // POTENTIAL_TESTS_BENCHMARKS_BENCHMARKS_H_
