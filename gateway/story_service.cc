#include <algorithm>
#include <memory>
#include <optional>
#include <utility>

#include "absl/base/thread_annotations.h"
#include "absl/strings/str_cat.h"
#include "absl/synchronization/mutex.h"
#include "gateway/dashboard/dashboard_source.h"
#include "gateway/native_services.h"
#include "gateway/passthrough.h"
#include "gateway/stories/story_figures.h"
#include "potential/dashboard/v1/story_figure_service.pb.h"
#include "potential/evidence/v1/story_service.pb.h"
#include "services/chassis/resource/field_rules.h"
#include "services/chassis/resource/violation.h"
#include "services/chassis/rpc/client.h"
#include "services/chassis/strategy/windows.h"

namespace potential::gateway {
namespace {

using evidence::v1::ImpactStory;
using evidence::v1::PublishImpactStoryRequest;
using indicators::v1::QueryIndicatorsResponse;
using measures::Day;

constexpr char kGetStory[] = "potential.evidence.v1.StoryService.GetImpactStory";
constexpr char kQueryPath[] = "/potential.indicators.v1.IndicatorService/QueryIndicators";

// Whose story is read: records are for the audience INTERNAL.
enum class Reader { kCaller, kGateway };

using StoryDone = std::function<void(absl::StatusOr<ImpactStory>)>;
using FiguresDone = std::function<void(std::vector<StoryFigure>)>;

void FetchStory(const NativeParts& parts, const rpc::ContextPtr& call, Reader reader,
                const std::string& name, StoryDone done) {
  auto get = std::make_shared<rpc::CallContext>(*call);
  if (reader == Reader::kGateway) get->identity.audience = rpc::Audience::kInternal;
  get->method = google::protobuf::DescriptorPool::generated_pool()->FindMethodByName(kGetStory);
  evidence::v1::GetImpactStoryRequest request;
  request.set_name(name);
  ForwardUnary(*parts.backends.Find("evidence"), parts.clock, get, request,
               [done = std::move(done)](absl::StatusOr<rpc::Answer> answer) {
                 ImpactStory story;
                 if (!answer.ok()) return done(answer.status());
                 if (!rpc::Parse(answer->message, story)) return done(resource::Internal());
                 done(std::move(story));
               });
}

// As the caller, for whom only released figures are worked out.
rpc::CallOptions PublishedOptions(const NativeParts& parts, const rpc::CallContext& call) {
  rpc::CallOptions options =
      DashboardSource::OptionsFor(call, parts.clock.Now(), absl::InfiniteDuration());
  rpc::Identity identity = call.identity;
  identity.audience = rpc::Audience::kPublished;
  for (auto& [key, value] : options.metadata) {
    if (key == rpc::kIdentityHeader) value = rpc::DevelopmentHeader(identity);
  }
  return options;
}

// Answers of several services, handed on when the last has come.
class QueryGathering {
 public:
  QueryGathering(size_t awaited, std::function<void(QueryAnswers)> done)
      : awaited_(awaited), done_(std::move(done)) {}

  void Take(const std::string& service, absl::StatusOr<QueryIndicatorsResponse> answer) {
    {
      absl::MutexLock lock(&mutex_);
      answers_.emplace(service, std::move(answer));
      if (answers_.size() < awaited_) return;
    }
    done_(std::move(answers_));
  }

 private:
  const size_t awaited_;
  const std::function<void(QueryAnswers)> done_;
  absl::Mutex mutex_;
  QueryAnswers answers_;  // by the last to come without the lock, else with it
};

void AskServices(const NativeParts& parts, const rpc::ContextPtr& call,
                 const StoryQuestions& questions, std::function<void(QueryAnswers)> done) {
  if (questions.by_service.empty()) return done({});
  auto gathering = std::make_shared<QueryGathering>(questions.by_service.size(), std::move(done));
  for (const auto& [service, request] : questions.by_service) {
    const Backend* backend = parts.backends.Find(service);
    if (backend == nullptr) {
      gathering->Take(service, resource::InvalidArgument(
                                   "indicator", absl::StrCat("there is no service ", service)));
      continue;
    }
    rpc::StartUnaryCall(backend->channel, kQueryPath, PublishedOptions(parts, *call),
                        rpc::Serialize(request),
                        [gathering, service = service](const rpc::CallResult& result) {
                          QueryIndicatorsResponse response;
                          if (!result.status.ok()) return gathering->Take(service, result.status);
                          if (!rpc::Parse(result.message, response)) {
                            return gathering->Take(service, resource::Internal());
                          }
                          gathering->Take(service, std::move(response));
                        });
  }
}

Catalogue AllOf(const ServiceAnswers& answers) {
  Catalogue all;
  for (const auto& [service, answer] : answers) {
    if (answer.catalogue != nullptr) all.insert(answer.catalogue->begin(), answer.catalogue->end());
  }
  return all;
}

// The figures of the story on a day: what the indicators are, when the plan begins, then the
// answers.
void WorkOut(const NativeParts& parts, const rpc::ContextPtr& call, const ImpactStory& story,
             Day as_of, FiguresDone done) {
  // Where the plan begins does not depend on the audience.
  const rpc::CallOptions options =
      DashboardSource::ExactOptionsFor(*call, parts.clock.Now(), absl::InfiniteDuration());
  parts.fan_out.Catalogues(options, [=, done = std::move(done)](const ServiceAnswers& known) {
    auto catalogue = std::make_shared<const Catalogue>(AllOf(known));
    const auto set = parts.strategies.Get();
    const strategy::v1::Strategy* strategy = set->Find(call->organisation);
    const strategy::v1::Window plan =
        strategy == nullptr ? strategy::v1::Window() : strategy->plan_window();
    const auto ask = [=](measures::Month anchor) {
      const Day plan_start = strategy::ResolveWindow(plan, anchor).first;
      const StoryQuestions questions = QuestionsOf(story, call->organisation, plan_start, as_of);
      AskServices(parts, call, questions, [=](const QueryAnswers& answers) {
        done(FiguresOf(story, questions, answers, *catalogue));
      });
    };
    if (strategy == nullptr) return ask(measures::MonthOf(as_of));
    parts.anchors.Find(*strategy, measures::MonthOf(as_of), options, ask);
  });
}

void HandOn(const NativeParts& parts, const rpc::ContextPtr& call,
            const PublishImpactStoryRequest& request, rpc::Reply reply) {
  ForwardUnary(*parts.backends.Find("evidence"), parts.clock, call, request, std::move(reply));
}

void PublishWith(const NativeParts& parts, const rpc::ContextPtr& call, const ImpactStory& story,
                 const std::vector<StoryFigure>& figures, PublishImpactStoryRequest request,
                 rpc::Reply reply) {
  for (const StoryFigure& figure : figures) {
    if (figure.missing_reason.empty()) continue;
    return reply(resource::FailedPrecondition(
        "FIGURE_MISSING", absl::StrCat("'", story.live_indicators(figure.live).label(),
                                       "' cannot be frozen: ", figure.missing_reason)));
  }
  *request.mutable_citations() = CitationsOf(story, figures);
  HandOn(parts, call, request, std::move(reply));
}

// Broken rules of the request's fields are told before anything is looked up, as by a service.
absl::Status CheckRules(const NativeParts& parts, const rpc::ContextPtr& call,
                        const PublishImpactStoryRequest& request) {
  static const auto& rules = *new resource::FieldRulesPlan(
      *resource::FieldRulesPlan::For(*PublishImpactStoryRequest::descriptor()));
  resource::RuleContext context;
  context.organisation = call->organisation;
  context.in_vocabulary = [strategies = parts.strategies.Get()](
                              const std::string& organisation, const std::string& word,
                              const std::string& value) {
    return strategies->Contains(organisation, word, value);
  };
  const std::vector<resource::FieldViolation> found = rules.Check(request, context);
  return found.empty() ? absl::OkStatus() : resource::InvalidArgument(found);
}

// Whatever else is wrong with the call, the evidence service says.
void Publish(const NativeParts& parts, const rpc::ContextPtr& call,
             const PublishImpactStoryRequest& request, rpc::Reply reply) {
  if (const absl::Status status = CheckRules(parts, call, request); !status.ok()) {
    return reply(status);
  }
  if (!request.citations().empty()) {
    return reply(resource::InvalidArgument(
        "citations", "are worked out when the story is published; leave them out"));
  }
  const Day as_of = measures::ParseDay(request.date()).value_or(call->today);
  FetchStory(parts, call, Reader::kCaller, request.name(), [=](absl::StatusOr<ImpactStory> story) {
    if (!story.ok()) return reply(story.status());
    if (story->state() != ImpactStory::CONSENT_CONFIRMED || as_of > call->today) {
      // Of a repeat of the call that published it these are the figures that were frozen.
      PublishImpactStoryRequest repeated = request;
      *repeated.mutable_citations() = story->citations();
      return HandOn(parts, call, repeated, reply);
    }
    WorkOut(parts, call, *story, as_of, [=, story = *story](const std::vector<StoryFigure>& all) {
      PublishWith(parts, call, story, all, request, reply);
    });
  });
}

// The figures are released ones for everybody; what is shown of the story is its title and dates.
void GetFigures(const NativeParts& parts, const rpc::ContextPtr& call, const std::string& name,
                rpc::Reply reply) {
  FetchStory(parts, call, Reader::kGateway, name, [=](absl::StatusOr<ImpactStory> story) {
    if (!story.ok()) return reply(story.status());
    if (!IsShownTo(call->identity.audience, *story)) return reply(resource::NotFound(name));
    WorkOut(parts, call, *story, call->today,
            [story = *story, reply](const std::vector<StoryFigure>& figures) {
              reply(rpc::Answer{rpc::Serialize(Compare(story, figures))});
            });
  });
}

}  // namespace

void BindStoryService(rpc::Routes& routes, const NativeParts& parts) {
  routes.BindUnary(kCompletedMethods[0], [parts](rpc::ContextPtr call, rpc::RequestPtr request,
                                                 rpc::Reply reply) {
    Publish(parts, call, static_cast<const PublishImpactStoryRequest&>(*request), std::move(reply));
  });
  routes.BindUnary(
      "potential.dashboard.v1.StoryFigureService.GetImpactStoryFigures",
      [parts](rpc::ContextPtr call, rpc::RequestPtr request, rpc::Reply reply) {
        GetFigures(parts, call,
                   static_cast<const dashboard::v1::GetImpactStoryFiguresRequest&>(*request).name(),
                   std::move(reply));
      });
}

}  // namespace potential::gateway
