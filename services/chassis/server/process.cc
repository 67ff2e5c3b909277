#include "services/chassis/server/process.h"

#include <malloc.h>
#include <pthread.h>
#include <signal.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <thread>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/chassis/server/call_log.h"
#include "services/chassis/server/grpc_server.h"
#include "services/chassis/server/library_settings.h"
#include "services/chassis/server/log.h"
#include "services/chassis/server/reflection.h"

namespace potential::server {
namespace {

constexpr int kStartFailed = 1;
constexpr int kSettingsFailed = 2;
constexpr int64_t kMaxThreads = 256;

std::vector<Setting> CommonSettings() {
  return {
      {"listen", SettingType::kText, "127.0.0.1:0", "gRPC address, host:port or unix:/path"},
      {"port-file", SettingType::kText, "", "file that gets the bound address once SERVING"},
      {"strategy", SettingType::kText, "deploy/strategy", "folder of the strategy files"},
      {"development", SettingType::kBoolean, "false",
       "callers are a local administrator unless a header narrows them; reflection is on"},
      {"reflection", SettingType::kBoolean, "false", "server reflection outside development"},
      {"network-plaintext", SettingType::kBoolean, "false",
       "allow an address other than loopback without TLS, behind a proxy that does mutual TLS"},
      {"log-level", SettingType::kText, "info", "least level: debug, info, warning or error"},
      {"workers", SettingType::kInteger, "8", "threads that run handlers", 1, kMaxThreads},
      {"max-queued-calls", SettingType::kInteger, "1024",
       "calls that may wait for a worker; more are refused", 1, 1'000'000},
      {"default-deadline", SettingType::kDuration, "30s", "limit of calls that bring none", 10,
       3'600'000},
      {"drain-timeout", SettingType::kDuration, "20s", "wait for running calls at the end", 0,
       600'000},
  };
}

// A write to a peer that is gone, or beyond the limit of file sizes, is an error of that write, which
// its code handles, and not the end of the process.
void IgnoreWriteSignals() {
  signal(SIGPIPE, SIG_IGN);
  signal(SIGXFSZ, SIG_IGN);
}

sigset_t BlockSignals() {
  sigset_t signals;
  sigemptyset(&signals);
  for (const int number : {SIGINT, SIGTERM, SIGHUP}) sigaddset(&signals, number);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  return signals;
}

std::vector<std::string> Variables() {
  std::vector<std::string> variables;
  for (char** entry = environ; *entry != nullptr; ++entry) variables.emplace_back(*entry);
  return variables;
}

bool IsLoopback(absl::string_view address) {
  return absl::StartsWith(address, "unix:") || absl::StartsWith(address, "127.") ||
         absl::StartsWith(address, "localhost:") || absl::StartsWith(address, "[::1]:");
}

absl::StatusOr<rpc::Identity> Identify(bool development, absl::string_view header) {
  if (!development) {
    return absl::UnauthenticatedError("this server takes no callers yet: start it with "
                                      "--development on loopback");
  }
  return header.empty() ? rpc::LocalAdministrator() : rpc::ParseDevelopmentIdentity(header);
}

class Process {
 public:
  Process(const ProcessSpec& spec, Settings settings, sigset_t signals)
      : spec_(spec),
        settings_(std::move(settings)),
        signals_(signals),
        executor_(static_cast<int>(settings_.Integer("workers")),
                  static_cast<size_t>(settings_.Integer("max-queued-calls"))) {}


  absl::Status Start();
  // Until a signal ends it.
  void Serve();

 private:
  rpc::DispatcherOptions Options();
  absl::Status WritePortFile();
  void ReloadStrategies();
  void Drain();

  const ProcessSpec& spec_;
  const Settings settings_;
  const sigset_t signals_;
  const rpc::SystemClock clock_;
  Executor executor_;
  std::unique_ptr<strategy::StrategyHolder> strategies_;
  std::unique_ptr<Environment> environment_;
  std::unique_ptr<Application> application_;
  rpc::Routes routes_;
  std::unique_ptr<rpc::Dispatcher> dispatcher_;
  std::unique_ptr<GrpcServer> server_;
};

rpc::DispatcherOptions Process::Options() {
  return {.clock = &clock_,
          .submit = [this](std::function<void()> task) { return executor_.Submit(std::move(task)); },
          .identify =
              [development = settings_.Boolean("development")](absl::string_view header) {
                return Identify(development, header);
              },
          .organisation_exists =
              [this](absl::string_view organisation) {
                return strategies_->Get()->Find(organisation) != nullptr;
              },
          .observe = [reads = spec_.reads_level](
                         const rpc::CallRecord& record) { LogCall(record, reads); },
          .default_deadline = settings_.Duration("default-deadline")};
}

absl::Status Process::WritePortFile() {
  const std::string& path = settings_.Text("port-file");
  if (path.empty()) return absl::OkStatus();
  const std::string part = path + ".part";
  std::ofstream file(part);
  file << server_->address() << "\n";
  file.close();
  if (!file || std::rename(part.c_str(), path.c_str()) != 0) {
    return absl::FailedPreconditionError(absl::StrCat("--port-file: cannot write ", path));
  }
  return absl::OkStatus();
}

absl::Status Process::Start() {
  if (absl::Status status = CheckExposure(settings_, "listen"); !status.ok()) return status;
  absl::StatusOr<std::unique_ptr<strategy::StrategyHolder>> strategies =
      strategy::StrategyHolder::Open(settings_.Text("strategy"));
  if (!strategies.ok()) return strategies.status();
  strategies_ = *std::move(strategies);
  environment_ =
      std::make_unique<Environment>(Environment{settings_, clock_, executor_, *strategies_});
  absl::StatusOr<std::unique_ptr<Application>> application = spec_.make(*environment_);
  if (!application.ok()) return application.status();
  application_ = *std::move(application);
  application_->Bind(routes_);
  if (settings_.Boolean("development") || settings_.Boolean("reflection")) {
    const rpc::RawHandler handler = ReflectionHandler(application_->ReportedServices());
    routes_.BindPath(kReflectionV1, handler);
    routes_.BindPath(kReflectionV1Alpha, handler);
  }
  if (absl::Status status = routes_.Verify(application_->Services()); !status.ok()) return status;
  dispatcher_ = std::make_unique<rpc::Dispatcher>(routes_, Options());
  absl::StatusOr<std::unique_ptr<GrpcServer>> server =
      GrpcServer::Listen(settings_.Text("listen"), *dispatcher_);
  if (!server.ok()) return server.status();
  server_ = *std::move(server);
  if (absl::Status status = application_->Start(server_->InProcessChannel()); !status.ok()) return status;
  server_->ReportServing(application_->ReportedServices());
  Log(LogLevel::kInfo, "serving",
      {{"address", server_->address()}, {"strategies", strategies_->Get()->hash()}});
  return WritePortFile();
}

void Process::ReloadStrategies() {
  const absl::Status status = strategies_->Reload();
  if (!status.ok()) {
    Log(LogLevel::kError, "strategies kept, the files are broken",
        {{"reason", std::string(status.message())}});
    return;
  }
  application_->StrategiesChanged();
  Log(LogLevel::kInfo, "strategies loaded", {{"hash", strategies_->Get()->hash()}});
}

void Process::Serve() {
  int number = 0;
  while (sigwait(&signals_, &number) == 0) {
    if (number == SIGHUP) {
      ReloadStrategies();
      continue;
    }
    Log(LogLevel::kInfo, "draining", {{"signal", strsignal(number)}});
    std::thread([signals = signals_] {
      int again = 0;
      while (sigwait(&signals, &again) == 0 && again == SIGHUP) {
      }
      Log(LogLevel::kWarning, "cut short by a second signal");
      // Commits are durable when they are acknowledged, so there is nothing to tidy up.
      std::_Exit(kStartFailed);
    }).detach();
    return Drain();
  }
}

void Process::Drain() {
  server_->ReportEnding();
  application_->Drain();
  server_->Stop(settings_.Duration("drain-timeout"));
  Log(LogLevel::kInfo, "drained");
}

}  // namespace

absl::Status CheckExposure(const Settings& settings, const std::string& name) {
  if (IsLoopback(settings.Text(name))) return absl::OkStatus();
  if (settings.Boolean("development")) {
    return absl::InvalidArgumentError(absl::StrCat(
        "--", name,
        ": development mode serves on loopback only, as everyone is administrator there"));
  }
  if (!settings.Boolean("network-plaintext")) {
    return absl::InvalidArgumentError(absl::StrCat(
        "--", name,
        ": an address other than loopback needs --network-plaintext and a proxy that does mutual "
        "TLS in front of it"));
  }
  return absl::OkStatus();
}

int RunProcess(int argc, char** argv, const ProcessSpec& spec) {
  std::vector<Setting> schema = CommonSettings();
  schema.insert(schema.end(), spec.settings.begin(), spec.settings.end());
  absl::StatusOr<Settings> settings =
      Settings::Parse(schema, {argv + 1, argv + argc}, Variables());
  absl::Status status = settings.status();
  if (status.ok() && settings->help_wanted()) {
    std::fputs(SettingsHelp(spec.program, spec.purpose, schema).c_str(), stdout);
    return 0;
  }
  if (status.ok()) status = StartLog(spec.program, settings->Text("log-level"));
  if (!status.ok()) {
    std::fprintf(stderr, "%s: %s\n", spec.program.c_str(), std::string(status.message()).c_str());
    return kSettingsFailed;
  }
  SetUpLibraries();
  IgnoreWriteSignals();
  const sigset_t signals = BlockSignals();
  Process process(spec, *std::move(settings), signals);
  status = process.Start();
  if (!status.ok()) {
    Log(LogLevel::kError, "not started", {{"reason", std::string(status.message())}});
    std::fprintf(stderr, "%s: %s\n", spec.program.c_str(), std::string(status.message()).c_str());
    return kStartFailed;
  }
  // What only starting needed, such as the parsed contracts of a gateway, is given back once.
  malloc_trim(0);
  process.Serve();
  return 0;
}

}  // namespace potential::server
