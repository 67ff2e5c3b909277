#include "gateway/cli/commands.h"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <memory>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"
#include "gateway/cli/outcome.h"
#include "services/chassis/storage/status_macros.h"

namespace potential::cli {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::MethodDescriptor;

constexpr int64_t kPageSize = 500;

constexpr char kWatchDashboard[] = "potential.dashboard.v1.DashboardService/WatchDashboard";
constexpr char kWatchChanges[] = "potential.changes.v1.ChangeService/WatchChanges";

std::string ReadAll(std::istream& stream) {
  return std::string(std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>());
}

absl::StatusOr<std::string> RequestText(const std::string& argument, std::istream& in) {
  if (argument == "-") return ReadAll(in);
  if (!absl::StartsWith(argument, "@")) return argument;
  std::ifstream file(argument.substr(1), std::ios::binary);
  if (!file) return UsageError(absl::StrCat("cannot read ", argument.substr(1)));
  return ReadAll(file);
}

// A name that the server does not know is a mistake of the command line.
template <typename Value>
absl::StatusOr<Value> OrUsageError(absl::StatusOr<Value> found) {
  const absl::StatusCode code = found.status().code();
  const bool mistaken =
      code == absl::StatusCode::kNotFound || code == absl::StatusCode::kInvalidArgument;
  if (mistaken) return AsUsageError(found.status());
  return found;
}

void SetText(Message* message, const char* name, const std::string& value) {
  const FieldDescriptor* field = message->GetDescriptor()->FindFieldByName(name);
  if (field != nullptr && !field->is_repeated() &&
      field->cpp_type() == FieldDescriptor::CPPTYPE_STRING) {
    message->GetReflection()->SetString(message, field, value);
  }
}

// The field of a List answer that holds the records; nullptr if the method is no List.
const FieldDescriptor* RecordsField(const MethodDescriptor& method) {
  const google::protobuf::Descriptor* answer = method.output_type();
  if (answer->FindFieldByName("next_page_token") == nullptr) return nullptr;
  for (int i = 0; i < answer->field_count(); ++i) {
    const FieldDescriptor* field = answer->field(i);
    if (field->is_repeated() && field->message_type() != nullptr) return field;
  }
  return nullptr;
}

// Prints up to `left` records of a page and returns the token of the next.
std::string PrintPage(const Message& page, const FieldDescriptor& records, int64_t* left,
                      Terminal& terminal) {
  const google::protobuf::Reflection* reflection = page.GetReflection();
  const int64_t count = std::min<int64_t>(*left, reflection->FieldSize(page, &records));
  for (int i = 0; i < count; ++i) {
    const Message& record = reflection->GetRepeatedMessage(page, &records, i);
    terminal.out << ToJson(record, terminal.style) << "\n";
  }
  *left -= count;
  return reflection->GetString(page, page.GetDescriptor()->FindFieldByName("next_page_token"));
}

// The services whose changes come later, in a message of the gateway's change feed.
std::string DelayedServices(const Message& message) {
  const FieldDescriptor* delays = message.GetDescriptor()->FindFieldByName("delays");
  if (delays == nullptr || !delays->is_repeated() || delays->message_type() == nullptr) return "";
  std::vector<std::string> services;
  for (int i = 0; i < message.GetReflection()->FieldSize(message, delays); ++i) {
    const Message& delay = message.GetReflection()->GetRepeatedMessage(message, delays, i);
    const FieldDescriptor* service = delay.GetDescriptor()->FindFieldByName("service");
    if (service != nullptr) services.push_back(delay.GetReflection()->GetString(delay, service));
  }
  return absl::StrJoin(services, ", ");
}

}  // namespace

absl::Status CallMethod(Session& session, const std::string& name, const std::string& argument,
                        Terminal& terminal) {
  ASSIGN_OR_RETURN(const MethodDescriptor* method,
                   OrUsageError(session.catalogue().FindMethod(name)));
  if (method->client_streaming()) {
    return UsageError(absl::StrCat(method->full_name(), " takes a stream of requests"));
  }
  ASSIGN_OR_RETURN(const std::string text, RequestText(argument, terminal.in));
  const std::unique_ptr<Message> request = session.catalogue().NewMessage(method->input_type());
  if (absl::Status read = FromJson(text, request.get()); !read.ok()) return AsUsageError(read);
  const JsonStyle style = method->server_streaming() ? JsonStyle::kCompact : terminal.style;
  return session.Call(*method, *request, [&](const Message& answer) {
    terminal.out << ToJson(answer, style) << std::endl;
  });
}

absl::Status GetResource(Session& session, const std::string& name, Terminal& terminal) {
  ASSIGN_OR_RETURN(const ReadMethod read, OrUsageError(session.catalogue().FindRead(name)));
  const std::unique_ptr<Message> request = RequestOf(read, session.catalogue());
  return session.Call(*read.method, *request, [&](const Message& answer) {
    terminal.out << ToJson(answer, terminal.style) << "\n";
  });
}

absl::Status ListResources(Session& session, const ListOptions& options, Terminal& terminal) {
  ASSIGN_OR_RETURN(const ReadMethod read,
                   OrUsageError(session.catalogue().FindRead(options.collection)));
  const FieldDescriptor* records = RecordsField(*read.method);
  const FieldDescriptor* size = read.method->input_type()->FindFieldByName("page_size");
  if (records == nullptr || size == nullptr) {
    return UsageError(absl::StrCat(options.collection, " is no collection of records"));
  }
  const std::unique_ptr<Message> request = RequestOf(read, session.catalogue());
  SetText(request.get(), "filter", options.filter);
  SetText(request.get(), "order_by", options.order_by);
  int64_t left = options.limit > 0 ? options.limit : std::numeric_limits<int64_t>::max();
  std::string token;
  do {
    request->GetReflection()->SetInt32(request.get(), size,
                                       static_cast<int32_t>(std::min(left, kPageSize)));
    SetText(request.get(), "page_token", token);
    RETURN_IF_ERROR(session.Call(*read.method, *request, [&](const Message& page) {
      token = PrintPage(page, *records, &left, terminal);
    }));
  } while (!token.empty() && left > 0);
  return absl::OkStatus();
}

absl::Status Watch(Session& session, const std::string& organisation, bool changes,
                   Terminal& terminal) {
  absl::StatusOr<const MethodDescriptor*> method =
      session.catalogue().FindMethod(changes ? kWatchChanges : kWatchDashboard);
  if (!changes && absl::IsNotFound(method.status())) {
    method = session.catalogue().FindMethod(kWatchChanges);
  }
  if (!method.ok()) return OrUsageError(std::move(method)).status();
  const std::unique_ptr<Message> request = session.catalogue().NewMessage((*method)->input_type());
  const std::string name(absl::StripSuffix(organisation, "/dashboard"));
  SetText(request.get(), "name", absl::StrCat(name, "/dashboard"));
  if (const FieldDescriptor* parents = (*method)->input_type()->FindFieldByName("parents")) {
    request->GetReflection()->AddString(request.get(), parents, name);
  }
  std::string delayed;
  return session.Call(**method, *request, [&](const Message& answer) {
    if (const std::string now = DelayedServices(answer); now != delayed) {
      delayed = now;
      terminal.err << (now.empty() ? "all services are watched"
                                   : absl::StrCat("cannot be reached, changes follow: ", now))
                   << std::endl;
    }
    // Progress marks of the change feed only say that the connection lives.
    const FieldDescriptor* commit = answer.GetDescriptor()->FindFieldByName("commit");
    if (commit != nullptr && !answer.GetReflection()->HasField(answer, commit)) return;
    terminal.out << ToJson(answer, JsonStyle::kCompact) << std::endl;
  });
}

absl::Status PrintServices(Session& session, Terminal& terminal) {
  ASSIGN_OR_RETURN(const std::vector<std::string> services, session.catalogue().Services());
  for (const std::string& service : services) terminal.out << service << "\n";
  return absl::OkStatus();
}

absl::Status PrintContract(Session& session, const std::string& symbol, Terminal& terminal) {
  ASSIGN_OR_RETURN(const std::string text, OrUsageError(session.catalogue().Describe(symbol)));
  terminal.out << text;
  return absl::OkStatus();
}

}  // namespace potential::cli
