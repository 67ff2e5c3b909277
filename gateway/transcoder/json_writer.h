// Writes JSON text piece by piece. It puts the commas; the caller sees to it that what it opens it
// closes, and that an object's member has a name. For one thread.
//
//   JsonWriter json;
//   json.Open('{').Name("title").Text("Shadowing").Name("places").Raw("3").Close('}');
//   std::string text = std::move(json).Take();  // {"title":"Shadowing","places":3}

#ifndef POTENTIAL_GATEWAY_TRANSCODER_JSON_WRITER_H_
#define POTENTIAL_GATEWAY_TRANSCODER_JSON_WRITER_H_

#include <cstdint>
#include <string>
#include <utility>

#include "absl/strings/string_view.h"

namespace potential::gateway {

// Appends the text as a JSON string with its quotes. The text is UTF-8. `<`, `>`, `&`, U+2028 and
// U+2029 are escaped too, so that the text is also safe within HTML and JavaScript.
void AppendJsonString(absl::string_view text, std::string* out);

class JsonWriter {
 public:
  // Begins an object `{` or an array `[`.
  JsonWriter& Open(char bracket);
  // Ends it: `}` or `]`.
  JsonWriter& Close(char bracket);
  // The name of the object's next member.
  JsonWriter& Name(absl::string_view name);

  JsonWriter& Text(absl::string_view text);
  JsonWriter& Bool(bool value);
  JsonWriter& Int(int64_t value);
  // The shortest text that reads back as the same number; NaN and infinities as texts.
  JsonWriter& Double(double value);
  JsonWriter& Float(float value);
  // A value that is JSON already.
  JsonWriter& Raw(absl::string_view json);

  std::string Take() && { return std::move(out_); }

 private:
  void Separate();

  std::string out_;
  bool comma_ = false;  // the next value or name needs one before it
};

}  // namespace potential::gateway

#endif  // POTENTIAL_GATEWAY_TRANSCODER_JSON_WRITER_H_
