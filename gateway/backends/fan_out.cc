#include "gateway/backends/fan_out.h"

#include <utility>
#include <vector>

#include "services/chassis/resource/names.h"
#include "services/chassis/rpc/byte_buffer.h"

namespace potential::gateway {
namespace {

using indicators::v1::ListIndicatorsRequest;
using indicators::v1::ListIndicatorsResponse;
using indicators::v1::ListInitiativesRequest;

constexpr char kQueryIndicators[] = "/potential.indicators.v1.IndicatorService/QueryIndicators";
constexpr char kListIndicators[] = "/potential.indicators.v1.IndicatorService/ListIndicators";
constexpr char kListInitiatives[] = "/potential.indicators.v1.InitiativeService/ListInitiatives";
// A strategy has tens of initiatives; this is the most that one page holds.
constexpr int kInitiativePage = 1000;

std::shared_ptr<const Catalogue> ToCatalogue(const ListIndicatorsResponse& response) {
  auto catalogue = std::make_shared<Catalogue>();
  for (const auto& indicator : response.indicators()) {
    catalogue->emplace(indicator.id(), indicator);
  }
  return catalogue;
}

}  // namespace

// Counts the calls that are out; the last to come back hands over.
class FanOut::Gathering : public std::enable_shared_from_this<FanOut::Gathering> {
 public:
  Gathering(FanOut& fan_out, std::function<void(ServiceAnswers)> done)
      : fan_out_(fan_out), done_(std::move(done)) {}

  // Calls `path` and parses the answer into what `slot` returns.
  template <typename Response>
  void Call(const Backend& backend, const char* path, const rpc::CallOptions& options,
            const google::protobuf::Message& request,
            std::function<void(ServiceAnswer&, Response)> take) {
    {
      absl::MutexLock lock(&mutex_);
      ++out_;
    }
    rpc::CancelCall cancel = rpc::StartUnaryCall(
        backend.channel, path, options, rpc::Serialize(request),
        [self = shared_from_this(), name = backend.name, take = std::move(take)](
            rpc::CallResult result) {
          Response response;
          absl::Status status = result.status;
          if (status.ok() && !rpc::Parse(result.message, response)) {
            status = absl::InternalError("the answer does not parse");
          }
          absl::MutexLock lock(&self->mutex_);
          ServiceAnswer& answer = self->answers_[name];
          if (status.ok()) {
            take(answer, std::move(response));
          } else if (answer.status.ok()) {
            answer.status = status;
          }
          self->out_ -= 1;
          self->FinishIfComplete();
        });
    absl::MutexLock lock(&mutex_);
    cancels_.push_back(std::move(cancel));
  }

  void Expect(const std::string& service, std::shared_ptr<const Catalogue> catalogue) {
    absl::MutexLock lock(&mutex_);
    answers_[service].catalogue = std::move(catalogue);
  }

  // Returns what gives up all calls.
  rpc::CancelCall AllStarted() {
    absl::MutexLock lock(&mutex_);
    started_ = true;
    FinishIfComplete();
    return [cancels = std::move(cancels_)] {
      for (const rpc::CancelCall& cancel : cancels) cancel();
    };
  }

 private:
  void FinishIfComplete() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    if (!started_ || out_ > 0) return;
    for (const auto& [service, answer] : answers_) fan_out_.Learn(service, answer);
    std::exchange(done_, nullptr)(std::move(answers_));
  }

  FanOut& fan_out_;
  absl::Mutex mutex_;
  int out_ ABSL_GUARDED_BY(mutex_) = 0;
  bool started_ ABSL_GUARDED_BY(mutex_) = false;
  std::vector<rpc::CancelCall> cancels_ ABSL_GUARDED_BY(mutex_);
  ServiceAnswers answers_ ABSL_GUARDED_BY(mutex_);
  std::function<void(ServiceAnswers)> done_ ABSL_GUARDED_BY(mutex_);
};

rpc::CancelCall FanOut::Ask(const std::string& organisation, const ServiceQuestions& questions,
                            const rpc::CallOptions& options,
                            std::function<void(ServiceAnswers)> done) {
  auto gathering = std::make_shared<Gathering>(*this, std::move(done));
  for (const Backend& backend : backends_.all()) {
    AskFigures(backend, questions, options, gathering);
    ListInitiativesRequest initiatives;
    initiatives.set_parent(resource::FormatOrganisation(organisation));
    initiatives.set_page_size(kInitiativePage);
    gathering->Call<indicators::v1::ListInitiativesResponse>(
        backend, kListInitiatives, options, initiatives,
        [](ServiceAnswer& answer, indicators::v1::ListInitiativesResponse response) {
          answer.initiatives = std::move(response);
        });
    AskCatalogue(backend, options, gathering);
  }
  return gathering->AllStarted();
}

rpc::CancelCall FanOut::Figures(const ServiceQuestions& questions,
                                const rpc::CallOptions& options,
                                std::function<void(ServiceAnswers)> done) {
  auto gathering = std::make_shared<Gathering>(*this, std::move(done));
  for (const Backend& backend : backends_.all()) {
    AskFigures(backend, questions, options, gathering);
  }
  return gathering->AllStarted();
}

void FanOut::AskFigures(const Backend& backend, const ServiceQuestions& questions,
                        const rpc::CallOptions& options,
                        const std::shared_ptr<Gathering>& gathering) {
  const auto question = questions.find(backend.name);
  if (question == questions.end() || question->second.queries_size() == 0) return;
  gathering->Call<indicators::v1::QueryIndicatorsResponse>(
      backend, kQueryIndicators, options, question->second,
      [](ServiceAnswer& answer, indicators::v1::QueryIndicatorsResponse response) {
        answer.figures = std::move(response);
      });
}

rpc::CancelCall FanOut::Catalogues(const rpc::CallOptions& options,
                                   std::function<void(ServiceAnswers)> done) {
  auto gathering = std::make_shared<Gathering>(*this, std::move(done));
  for (const Backend& backend : backends_.all()) AskCatalogue(backend, options, gathering);
  return gathering->AllStarted();
}

void FanOut::AskCatalogue(const Backend& backend, const rpc::CallOptions& options,
                          const std::shared_ptr<Gathering>& gathering) {
  Known known = KnownOf(backend.name);
  gathering->Expect(backend.name, std::move(known.catalogue));
  if (known.current) return;
  gathering->Call<ListIndicatorsResponse>(
      backend, kListIndicators, options, ListIndicatorsRequest(),
      [](ServiceAnswer& answer, ListIndicatorsResponse response) {
        answer.catalogue = ToCatalogue(response);
      });
}

FanOut::Known FanOut::KnownOf(const std::string& service) {
  absl::MutexLock lock(&mutex_);
  const auto it = catalogues_.find(service);
  return it == catalogues_.end() ? Known() : it->second;
}

void FanOut::Learn(const std::string& service, const ServiceAnswer& answer) {
  absl::MutexLock lock(&mutex_);
  Known& known = catalogues_[service];
  if (!answer.status.ok()) {
    known.current = false;
  } else if (answer.catalogue != nullptr) {
    known = {.catalogue = answer.catalogue, .current = true};
  }
}

}  // namespace potential::gateway
