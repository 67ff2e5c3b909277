#include "gateway/cli/json.h"

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "google/protobuf/util/json_util.h"

namespace potential::cli {

using google::protobuf::util::JsonParseOptions;
using google::protobuf::util::JsonPrintOptions;

std::string ToJson(const google::protobuf::Message& message, JsonStyle style) {
  JsonPrintOptions options;
  options.add_whitespace = style == JsonStyle::kPretty;
  options.always_print_primitive_fields = style == JsonStyle::kWhole;
  std::string text;
  const auto status = google::protobuf::util::MessageToJsonString(message, &text, options);
  if (!status.ok()) return absl::StrCat("\"", message.GetTypeName(), " cannot be shown as JSON\"");
  absl::StripTrailingAsciiWhitespace(&text);
  return text;
}

absl::Status FromJson(absl::string_view text, google::protobuf::Message* message) {
  const auto status = google::protobuf::util::JsonStringToMessage(
      google::protobuf::StringPiece(text.data(), text.size()), message, JsonParseOptions());
  if (status.ok()) return absl::OkStatus();
  const google::protobuf::StringPiece reason = status.message();
  return absl::InvalidArgumentError(absl::StrCat("the JSON is no ",
                                                 message->GetDescriptor()->full_name(), ": ",
                                                 absl::string_view(reason.data(), reason.size())));
}

}  // namespace potential::cli
