#include "gateway/gateway_application.h"

#include <atomic>
#include <fstream>
#include <memory>
#include <sstream>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "gateway/backends/backend_health.h"
#include "gateway/backends/backends.h"
#include "gateway/backends/contracts.h"
#include "gateway/backends/fan_out.h"
#include "gateway/backends/topic_watch.h"
#include "gateway/cache/redis_cache.h"
#include "gateway/changes/change_service.h"
#include "gateway/dashboard/dashboard_service.h"
#include "gateway/dashboard/dashboard_source.h"
#include "gateway/grpc_dispatcher.h"
#include "gateway/http/listen_address.h"
#include "gateway/http/server.h"
#include "gateway/native_services.h"
#include "gateway/passthrough.h"
#include "gateway/transcoder/openapi.h"
#include "services/chassis/rpc/open_calls.h"
#include "services/chassis/server/log.h"
#include "services/chassis/server/ticker.h"
#include "services/chassis/storage/status_macros.h"

namespace potential::gateway {
namespace {

using server::SettingType;

// How often feeds are reconnected and watchers of dashboards are served.
constexpr absl::Duration kTick = absl::Milliseconds(500);
constexpr std::chrono::milliseconds kHttpGrace{10'000};

constexpr const char* kNativeServices[] = {
    "potential.changes.v1.ChangeService",
    "potential.dashboard.v1.DashboardService",
    "potential.dashboard.v1.IndicatorChartService",
    "potential.dashboard.v1.StoryFigureService",
    "potential.indicators.v1.IndicatorService",
    "potential.indicators.v1.InitiativeService",
    "potential.strategy.v1.StrategyService",
};

std::vector<const google::protobuf::ServiceDescriptor*> ServicesOf(
    const std::vector<std::string>& names) {
  std::vector<const google::protobuf::ServiceDescriptor*> services;
  for (const std::string& name : names) {
    services.push_back(
        google::protobuf::DescriptorPool::generated_pool()->FindServiceByName(name));
  }
  return services;
}

// All services of the contracts that callers reach through the gateway.
std::vector<std::string> AllServices() {
  std::vector<std::string> names(std::begin(kNativeServices), std::end(kNativeServices));
  names.insert(names.end(), DomainContracts().begin(), DomainContracts().end());
  return names;
}

absl::StatusOr<std::string> ReadOpenApi(const std::string& descriptors) {
  if (descriptors.empty()) return std::string();
  std::ifstream file(descriptors, std::ios::binary);
  std::ostringstream bytes;
  bytes << file.rdbuf();
  if (!file) {
    return absl::FailedPreconditionError(
        absl::StrCat("--descriptors: cannot read ", descriptors));
  }
  return OpenApiDocument(bytes.str(), OpenApiInfo());
}

// Calls are told apart from files and probes, which come all the time and concern no record.
server::LogLevel LevelOf(const RequestRecord& record) {
  if (record.status >= 500) return server::LogLevel::kError;
  const bool is_call = !record.method.empty() && record.method != "static";
  return is_call ? server::LogLevel::kInfo : server::LogLevel::kDebug;
}

void LogRequest(const RequestRecord& record) {
  const server::LogLevel level = LevelOf(record);
  if (!server::IsLogged(level)) return;
  server::Log(level, "http",
              {{"request_id", record.request_id},
               {"trace_id", std::string(rpc::TraceIdOf(record.traceparent))},
               {"span_id", std::string(rpc::SpanIdOf(record.traceparent))},
               {"http_method", record.http_method},
               {"method", record.method},
               {"status", absl::StrCat(record.status)},
               {"bytes", absl::StrCat(record.bytes)},
               {"microseconds", absl::StrCat(record.duration.count())}});
}

absl::StatusOr<std::unique_ptr<AggregateCache>> MakeCache(const std::string& address) {
  if (address.empty()) return std::make_unique<NoCache>();
  RedisOptions options;
  options.address = address;
  ASSIGN_OR_RETURN(std::unique_ptr<RedisCache> cache, RedisCache::Make(options));
  return std::unique_ptr<AggregateCache>(std::move(cache));
}

class GatewayApplication final : public server::Application {
 public:
  static absl::StatusOr<std::unique_ptr<server::Application>> Make(
      server::Environment& environment) {
    auto application = std::make_unique<GatewayApplication>(environment);
    RETURN_IF_ERROR(application->Prepare());
    return std::unique_ptr<server::Application>(std::move(application));
  }

  explicit GatewayApplication(server::Environment& environment) : environment_(environment) {}

  // Calls to services use its parts until they are over.
  ~GatewayApplication() override {
    ticker_.reset();
    http_.reset();
    if (topics_ != nullptr) topics_->Stop();
    if (health_ != nullptr) health_->Stop();
    rpc::AwaitCallsOver();
  }

  absl::Status Prepare() {
    const server::Settings& settings = environment_.settings;
    RETURN_IF_ERROR(server::CheckExposure(settings, "http-listen"));
    ASSIGN_OR_RETURN(backends_, Backends::Make(settings.Text("backends")));
    ASSIGN_OR_RETURN(cache_, MakeCache(settings.Text("redis")));
    ASSIGN_OR_RETURN(openapi_, ReadOpenApi(settings.Text("descriptors")));
    if (!settings.Text("web").empty()) {
      ASSIGN_OR_RETURN(files_, StaticFiles::Load(settings.Text("web")));
    }
    fan_out_ = std::make_unique<FanOut>(*backends_);
    anchors_ = std::make_unique<Anchors>(*fan_out_);
    rpc::CallOptions watch_options;
    watch_options.metadata.emplace_back(rpc::kIdentityHeader,
                                        rpc::DevelopmentHeader(rpc::LocalAdministrator()));
    topics_ = std::make_unique<TopicWatch>(*backends_, watch_options);
    last_answers_ =
        std::make_unique<LastAnswers>(environment_.clock, settings.Duration("stale-limit"));
    source_ = std::make_unique<DashboardSource>(DashboardSourceOptions{
        .clock = &environment_.clock,
        .strategies = &environment_.strategies,
        .fan_out = fan_out_.get(),
        .anchors = anchors_.get(),
        .topics = topics_.get(),
        .cache = cache_.get(),
        .last_answers = last_answers_.get(),
        .submit =
            [&executor = environment_.executor](std::function<void()> task) {
              return executor.Submit(std::move(task));
            },
        .backend_timeout = settings.Duration("backend-timeout")});
    health_ = std::make_unique<BackendHealth>(*backends_);
    dashboards_ =
        std::make_unique<DashboardServiceImpl>(*source_, *topics_, environment_.clock);
    changes_ = std::make_unique<ChangeServiceImpl>(ChangeServiceOptions{
        .backends = backends_.get(),
        .strategies = &environment_.strategies,
        .clock = &environment_.clock,
        .forward = [&clock = environment_.clock](const rpc::CallContext& call) {
          return DashboardSource::OptionsFor(call, clock.Now(), absl::InfiniteDuration());
        }});
    return absl::OkStatus();
  }

  void Bind(rpc::Routes& routes) override {
    const NativeParts parts{*backends_, *fan_out_, environment_.strategies, environment_.clock,
                            *anchors_};
    BindStrategyService(routes, parts);
    BindIndicatorService(routes, parts);
    BindIndicatorChartService(routes, parts);
    BindInitiativeService(routes, parts);
    BindStoryService(routes, parts);
    dashboards_->Bind(routes);
    changes_->Bind(routes);
    routes.SetFallback(Passthrough(*backends_, environment_.clock));
  }

  std::vector<std::string> Services() const override {
    return {std::begin(kNativeServices), std::end(kNativeServices)};
  }
  std::vector<std::string> ReportedServices() const override { return AllServices(); }

  absl::Status Start(std::shared_ptr<grpc::Channel> self) override {
    topics_->Tick();
    health_->Tick();
    ticker_ = std::make_unique<server::Ticker>(kTick, [this] {
      topics_->Tick();
      health_->Tick();
      dashboards_->Tick();
      changes_->Tick();
    });
    const server::Settings& settings = environment_.settings;
    ASSIGN_OR_RETURN(MethodTable methods,
                     MethodTable::Build(ServicesOf(AllServices()),
                                        google::protobuf::MessageFactory::generated_factory()));
    methods_ = std::make_unique<MethodTable>(std::move(methods));
    dispatcher_ = std::make_unique<GrpcDispatcher>(*backends_, std::move(self));
    EdgeParts parts;
    parts.settings.development = settings.Boolean("development");
    parts.settings.allowed_hosts =
        absl::StrSplit(settings.Text("http-hosts"), ',', absl::SkipWhitespace());
    parts.settings.tls_terminated_upstream = settings.Boolean("tls-upstream");
    parts.methods = methods_.get();
    parts.dispatcher = dispatcher_.get();
    parts.files = std::move(files_);
    parts.openapi = std::move(openapi_);
    parts.readiness = [this] { return Ready(); };
    parts.on_request = LogRequest;
    ASSIGN_OR_RETURN(ListenOptions listen, ParseListenAddress(settings.Text("http-listen")));
    listen.threads = static_cast<int>(settings.Integer("http-threads"));
    ASSIGN_OR_RETURN(http_, HttpServer::Start(listen, std::move(parts)));
    return WriteHttpPortFile(HostText(listen));
  }

  void StrategiesChanged() override { dashboards_->StrategiesChanged(); }

  void Drain() override {
    draining_ = true;
    dashboards_->Drain();
    changes_->Drain();
    if (http_ != nullptr) http_->Stop(kHttpGrace);
    ticker_.reset();
    topics_->Stop();
    health_->Stop();
  }

 private:
  // One service that answers is enough: a dashboard says what is missing.
  Readiness Ready() {
    Readiness readiness{.ready = false, .services = health_->Answering()};
    for (const auto& [service, answers] : readiness.services) {
      readiness.ready = readiness.ready || (answers && !draining_);
    }
    return readiness;
  }

  absl::Status WriteHttpPortFile(const std::string& host) {
    const std::string& path = environment_.settings.Text("http-port-file");
    if (path.empty()) return absl::OkStatus();
    std::ofstream file(path + ".part");
    file << host << ":" << http_->port() << "\n";
    file.close();
    if (!file || std::rename((path + ".part").c_str(), path.c_str()) != 0) {
      return absl::FailedPreconditionError(absl::StrCat("--http-port-file: cannot write ", path));
    }
    return absl::OkStatus();
  }

  server::Environment& environment_;
  std::unique_ptr<Backends> backends_;
  std::unique_ptr<AggregateCache> cache_;
  std::string openapi_;
  StaticFiles files_;
  std::unique_ptr<FanOut> fan_out_;
  std::unique_ptr<Anchors> anchors_;
  std::unique_ptr<TopicWatch> topics_;
  std::unique_ptr<BackendHealth> health_;
  std::atomic<bool> draining_ = false;
  std::unique_ptr<LastAnswers> last_answers_;
  std::unique_ptr<DashboardSource> source_;
  std::unique_ptr<DashboardServiceImpl> dashboards_;
  std::unique_ptr<ChangeServiceImpl> changes_;
  std::unique_ptr<server::Ticker> ticker_;
  std::unique_ptr<MethodTable> methods_;
  std::unique_ptr<GrpcDispatcher> dispatcher_;
  std::unique_ptr<HttpServer> http_;
};

}  // namespace

server::ProcessSpec GatewayProcess() {
  return {.program = "potential-gateway",
          .purpose = "Dashboards of the suite, and its services by gRPC and HTTP.",
          .settings =
              {{"backends", SettingType::kText, "",
                "workforce=address,evidence=address,partnerships=address,occupation=address"},
               {"backend-timeout", SettingType::kDuration, "5s",
                "how long a dashboard waits for a service", 10, 300'000},
               {"stale-limit", SettingType::kDuration, absl::FormatDuration(kMaxStaleAge),
                "oldest answer that stands in for a service that fails, its age said; 0 for none", 0,
                86'400'000},
               {"redis", SettingType::kText, "",
                "unix:/path or host:port of the Redis that caches aggregates; none without it"},
               {"http-listen", SettingType::kText, "127.0.0.1:8080",
                "address of the HTTP edge: IPv4, [IPv6] or localhost, with a port"},
               {"http-hosts", SettingType::kText, "",
                "hosts, with commas, that HTTP requests may name; others get 421. Any without it, in "
                "development localhost,127.0.0.1,[::1]"},
               {"http-port-file", SettingType::kText, "",
                "file that gets the bound HTTP address"},
               {"http-threads", SettingType::kInteger, "2", "threads that serve HTTP", 1, 64},
               {"web", SettingType::kText, "", "folder of the web page; none without it"},
               {"descriptors", SettingType::kText, "",
                "descriptor set from which /openapi.json is made; none without it"},
               {"tls-upstream", SettingType::kBoolean, "false",
                "TLS ends in front of the gateway: tell browsers to stay with it"}},
          .make = GatewayApplication::Make,
          .reads_level = server::LogLevel::kInfo};
}

}  // namespace potential::gateway
