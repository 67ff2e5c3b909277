#include "gateway/cli/command_line.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <map>
#include <optional>

#include "absl/strings/str_cat.h"
#include "gateway/cli/commands.h"
#include "gateway/cli/connection.h"
#include "gateway/cli/doctor.h"
#include "gateway/cli/import_commands.h"
#include "gateway/cli/outcome.h"
#include "gateway/cli/sample_loader.h"
#include "gateway/cli/session.h"

namespace potential::cli {
namespace {

constexpr char kDefaultAddress[] = "127.0.0.1:8081";

// What the words say; filled by the parser.
struct Arguments {
  std::string address = kDefaultAddress;
  ConnectionOptions connection;
  double timeout_seconds = 30;
  JsonStyle style = JsonStyle::kPretty;
  std::string subject;  // method, name, symbol or folder
  std::string request = "{}";
  ListOptions list;
  bool changes = false;
  ImportOptions import;
  std::string today;
  std::function<absl::Status(Session&, Terminal&)> command;
};

void AddGlobalOptions(CLI::App& app, Arguments& arguments) {
  app.add_option("--address", arguments.address, "Server, host:port or unix:/path")
      ->envname("POTENTIAL_ADDRESS")
      ->capture_default_str();
  app.add_option("--identity", arguments.connection.identity,
                 "Who calls, as `key=value` pairs separated by `;` (development servers only): "
                 "subject, organisations, role, lines, audience")
      ->envname("POTENTIAL_IDENTITY");
  app.add_option("--timeout", arguments.timeout_seconds, "Deadline of a call in seconds")
      ->check(CLI::Range(0.001, 3600.0))
      ->capture_default_str();
  const std::map<std::string, JsonStyle> styles = {{"pretty", JsonStyle::kPretty},
                                                   {"compact", JsonStyle::kCompact}};
  app.add_option("--json", arguments.style, "How JSON is written: pretty or compact")
      ->transform(CLI::CheckedTransformer(styles).description(""))
      ->default_str("pretty");
}

void AddReadCommands(CLI::App& app, Arguments& arguments) {
  CLI::App* call = app.add_subcommand("call", "Call a method with a request in JSON");
  call->add_option("METHOD", arguments.subject, "Such as OpportunityService/ListOpportunities")
      ->required();
  call->add_option("JSON", arguments.request, "Request; - reads standard input, @file a file")
      ->capture_default_str();
  call->callback([&arguments] {
    arguments.command = [&arguments](Session& session, Terminal& terminal) {
      return CallMethod(session, arguments.subject, arguments.request, terminal);
    };
  });

  CLI::App* get = app.add_subcommand("get", "Show a record, dashboard, outcome or strategy");
  get->add_option("NAME", arguments.subject, "Such as organisations/swlstg/dashboard")->required();
  get->callback([&arguments] {
    arguments.command = [&arguments](Session& session, Terminal& terminal) {
      return GetResource(session, arguments.subject, terminal);
    };
  });

  CLI::App* list = app.add_subcommand("list", "Show the records of a collection");
  list->add_option("COLLECTION", arguments.list.collection,
                   "Such as organisations/swlstg/opportunities")
      ->required();
  list->add_option("--filter", arguments.list.filter, "Condition, such as `state = OPEN`");
  list->add_option("--order-by", arguments.list.order_by, "Fields, such as `closing_date desc`");
  list->add_option("--limit", arguments.list.limit, "Most records to show; 0 shows all")
      ->check(CLI::NonNegativeNumber)
      ->capture_default_str();
  list->callback([&arguments] {
    arguments.command = [&arguments](Session& session, Terminal& terminal) {
      return ListResources(session, arguments.list, terminal);
    };
  });
}

void AddServerCommands(CLI::App& app, Arguments& arguments) {
  CLI::App* watch = app.add_subcommand("watch", "Print an organisation's dashboard at each change");
  watch->add_option("ORGANISATION", arguments.subject, "Such as organisations/swlstg")->required();
  watch->add_flag("--changes", arguments.changes, "Print the change feed instead");
  watch->callback([&arguments] {
    arguments.command = [&arguments](Session& session, Terminal& terminal) {
      return Watch(session, arguments.subject, arguments.changes, terminal);
    };
  });

  app.add_subcommand("services", "List the services of the server")->callback([&arguments] {
    arguments.command = PrintServices;
  });

  CLI::App* describe = app.add_subcommand("describe", "Show the contract of a name");
  describe->add_option("SYMBOL", arguments.subject, "Service, method, message or enum")->required();
  describe->callback([&arguments] {
    arguments.command = [&arguments](Session& session, Terminal& terminal) {
      return PrintContract(session, arguments.subject, terminal);
    };
  });

  app.add_subcommand("doctor", "Check whether the server is fit for use")->callback([&arguments] {
    arguments.command = Examine;
  });
}

void AddImportOptions(CLI::App& import, ImportOptions& options) {
  import.add_option("FILE", options.file, "Extract in CSV, also compressed; - reads standard input")
      ->required();
  import.add_option("--organisation", options.organisation, "Such as swlstg")->required();
  import.add_option("--profile", options.profile, "Import profile of the organisation's strategy");
  import.add_flag("--all-or-nothing", options.all_or_nothing,
                  "Import nothing unless every row is good");
  import.add_flag("--dry-run", options.dry_run, "Check everything and write nothing");
  import.add_option("--replace", options.replace,
                    "Months FROM..TO whose interventions are those of the file and no others; "
                    "with --all-or-nothing");
  import.add_option("--replace-team", options.replace_teams,
                    "Limits --replace to a team; may be repeated");
  import.add_flag("--allow-empty", options.allow_empty,
                  "Also --replace months for which the file has no row");
  import.add_flag("--allow-unmapped", options.allow_unmapped,
                  "Also --replace by a file with rows of teams that the strategy does not list");
  import.add_option("--partial", options.partial_months,
                    "Month that the extract holds in part; may be repeated");
  import.add_option("--complete", options.complete_months,
                    "Month that the extract holds whole; may be repeated");
  import.add_flag("--illustrative", options.illustrative, "Mark all rows as sample data");
  import.add_option("--rejections", options.rejections, "Most rejected rows to print")
      ->capture_default_str();
}

void AddInterventionCommands(CLI::App& app, Arguments& arguments) {
  CLI::App* import = app.add_subcommand("import", "Import interventions from a RiO extract");
  AddImportOptions(*import, arguments.import);
  import->callback([&arguments] {
    arguments.command = [&arguments](Session& session, Terminal& terminal) {
      return ImportFile(session, arguments.import, terminal);
    };
  });

  CLI::App* verify =
      app.add_subcommand("verify", "Compare the sums of interventions with the interventions");
  verify->add_option("--organisation", arguments.subject, "Such as swlstg")->required();
  verify->callback([&arguments] {
    arguments.command = [&arguments](Session& session, Terminal& terminal) {
      return VerifySums(session, arguments.subject, terminal);
    };
  });
}

void AddLoad(CLI::App& app, Arguments& arguments, const measures::Day& today) {
  CLI::App* load = app.add_subcommand("load", "Load the records of a folder of .jsonl files");
  load->add_option("DIR", arguments.subject, "Folder")->required();
  load->add_option("--today", arguments.today,
                   "Day from which dates in the files count, YYYY-MM-DD; by default the day of the "
                   "first load");
  load->callback([&arguments, &today] {
    arguments.command = [&arguments, &today](Session& session, Terminal& terminal) -> absl::Status {
      LoadOptions options{arguments.subject, today, {}};
      if (!arguments.today.empty()) {
        options.fixed_today = measures::ParseDay(arguments.today);
        if (!options.fixed_today) {
          return UsageError(absl::StrCat("--today: ", arguments.today, " is no date YYYY-MM-DD"));
        }
      }
      return LoadSample(session, options, terminal.out);
    };
  });
}

absl::Status Execute(const Arguments& arguments, Surroundings& surroundings) {
  ConnectionOptions options = arguments.connection;
  options.timeout = absl::Seconds(arguments.timeout_seconds);
  Session session(surroundings.connect(arguments.address), options);
  Terminal terminal{surroundings.in, surroundings.out, surroundings.err, arguments.style,
                    surroundings.is_terminal};
  absl::Status status = session.Reach(arguments.address);
  if (status.ok()) status = arguments.command(session, terminal);
  surroundings.out.flush();
  return status;
}

}  // namespace

int RunCommandLine(const std::vector<std::string>& words, Surroundings surroundings) {
  Arguments arguments;
  CLI::App app("Looks at and calls the services of a POTential suite", "potentialctl");
  // Commands inherit this: global options may follow the command, where people put them.
  app.fallthrough();
  AddGlobalOptions(app, arguments);
  AddReadCommands(app, arguments);
  AddServerCommands(app, arguments);
  AddInterventionCommands(app, arguments);
  AddLoad(app, arguments, surroundings.today);
  app.require_subcommand(1);
  app.footer("Exit codes: 0 done, 1 wrong command line, 2 a call failed, 3 no server answers.");
  std::vector<std::string> reversed(words.rbegin(), words.rend());
  try {
    app.parse(std::move(reversed));
  } catch (const CLI::Success& success) {  // --help
    return app.exit(success, surroundings.out, surroundings.err);
  } catch (const CLI::ParseError& error) {
    surroundings.err << "potentialctl: " << error.what() << "; see potentialctl --help\n";
    return kExitUsage;
  }
  const absl::Status status = Execute(arguments, surroundings);
  if (!status.ok()) surroundings.err << "potentialctl: " << ErrorLine(status) << "\n";
  return ExitCode(status);
}

}  // namespace potential::cli
