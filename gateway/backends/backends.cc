#include "gateway/backends/backends.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "services/chassis/rpc/client.h"

namespace potential::gateway {

absl::StatusOr<std::unique_ptr<Backends>> Backends::Make(absl::string_view addresses) {
  auto backends = std::make_unique<Backends>();
  for (absl::string_view part : absl::StrSplit(addresses, ',', absl::SkipWhitespace())) {
    const std::pair<std::string, std::string> pair = absl::StrSplit(part, absl::MaxSplits('=', 1));
    const bool known = std::find(std::begin(kServiceNames), std::end(kServiceNames), pair.first) !=
                       std::end(kServiceNames);
    if (!known || pair.second.empty() || backends->Find(pair.first) != nullptr) {
      return absl::InvalidArgumentError(absl::StrCat(
          "--backends: '", part, "' is not service=address with each of ",
          absl::StrJoin(kServiceNames, ", "), " once"));
    }
    backends->backends_.push_back({pair.first, rpc::MakeChannel(pair.second)});
  }
  for (const char* name : kServiceNames) {
    if (backends->Find(name) == nullptr) {
      return absl::InvalidArgumentError(absl::StrCat("--backends: ", name, "=address is missing"));
    }
  }
  return backends;
}

const Backend* Backends::Find(absl::string_view name) const {
  const auto it = std::find_if(backends_.begin(), backends_.end(),
                               [name](const Backend& backend) { return backend.name == name; });
  return it == backends_.end() ? nullptr : &*it;
}

const Backend* Backends::ForMethod(absl::string_view method) const {
  for (const Backend& backend : backends_) {
    const std::string package = absl::StrCat("potential.", backend.name, ".");
    if (method.substr(0, package.size()) == package) return &backend;
  }
  return nullptr;
}

bool IsFailure(const absl::Status& status) {
  switch (status.code()) {
    case absl::StatusCode::kUnavailable:
    case absl::StatusCode::kDeadlineExceeded:
    case absl::StatusCode::kResourceExhausted:
    case absl::StatusCode::kCancelled:  // by a service that is just ending
    case absl::StatusCode::kInternal:
    case absl::StatusCode::kUnknown:
    case absl::StatusCode::kDataLoss:
      return true;
    default:
      return false;
  }
}

std::string ServiceOf(absl::string_view id) {
  const size_t dot = id.find('.');
  return dot == absl::string_view::npos ? "" : std::string(id.substr(0, dot));
}

}  // namespace potential::gateway
