#include "gateway/transcoder/path_template.h"

#include <utility>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "services/chassis/storage/status_macros.h"

namespace potential::gateway {
namespace {

bool IsLiteralCharacter(char c) {
  return absl::ascii_isalnum(static_cast<unsigned char>(c)) || c == '-' || c == '_' || c == '.' ||
         c == '~';
}

bool IsFieldPathCharacter(char c) {
  return absl::ascii_isalnum(static_cast<unsigned char>(c)) || c == '_' || c == '.';
}

class TemplateParser {
 public:
  explicit TemplateParser(absl::string_view text) : text_(text) {}

  absl::StatusOr<PathTemplate> Parse() {
    if (!Take('/')) return Wrong("must begin with '/'");
    RETURN_IF_ERROR(ReadSegments(/*inside_variable=*/false));
    if (Take(':')) {
      result_.verb = std::string(ReadWhile(IsLiteralCharacter));
      if (result_.verb.empty()) return Wrong("has an empty verb");
    }
    if (at_ != text_.size()) return Wrong("has an unexpected character");
    RETURN_IF_ERROR(CheckRestIsLast());
    return std::move(result_);
  }

 private:
  absl::Status ReadSegments(bool inside_variable) {
    do {
      if (Take('{')) {
        if (inside_variable) return Wrong("has a variable inside a variable");
        RETURN_IF_ERROR(ReadVariable());
      } else {
        RETURN_IF_ERROR(ReadPlainSegment());
      }
    } while (Take('/'));
    return absl::OkStatus();
  }

  absl::Status ReadPlainSegment() {
    if (Take('*')) {
      auto kind = Take('*') ? PathSegment::Kind::kRest : PathSegment::Kind::kAny;
      result_.segments.push_back({kind, ""});
      return absl::OkStatus();
    }
    absl::string_view literal = ReadWhile(IsLiteralCharacter);
    if (literal.empty()) return Wrong("has an empty segment or an unexpected character");
    result_.segments.push_back({PathSegment::Kind::kLiteral, std::string(literal)});
    return absl::OkStatus();
  }

  absl::Status ReadVariable() {
    PathVariable variable;
    variable.field_path = std::string(ReadWhile(IsFieldPathCharacter));
    RETURN_IF_ERROR(CheckFieldPath(variable.field_path));
    variable.begin = result_.segments.size();
    if (Take('=')) {
      RETURN_IF_ERROR(ReadSegments(/*inside_variable=*/true));
    } else {
      result_.segments.push_back({PathSegment::Kind::kAny, ""});
    }
    if (!Take('}')) return Wrong("has a variable that is not closed");
    variable.end = result_.segments.size();
    variable.to_the_end = result_.segments.back().kind == PathSegment::Kind::kRest;
    variable.one_segment = variable.end - variable.begin == 1 &&
                           result_.segments.back().kind == PathSegment::Kind::kAny;
    result_.variables.push_back(std::move(variable));
    return absl::OkStatus();
  }

  absl::Status CheckFieldPath(const std::string& path) const {
    if (path.empty() || path.front() == '.' || path.back() == '.' ||
        path.find("..") != std::string::npos) {
      return Wrong("has a variable without a proper field path");
    }
    for (const PathVariable& other : result_.variables) {
      if (other.field_path == path) return Wrong("has the same variable twice");
    }
    return absl::OkStatus();
  }

  absl::Status CheckRestIsLast() const {
    for (size_t i = 0; i + 1 < result_.segments.size(); ++i) {
      if (result_.segments[i].kind == PathSegment::Kind::kRest) {
        return Wrong("has '**' before its end");
      }
    }
    return absl::OkStatus();
  }

  bool Take(char c) {
    if (at_ >= text_.size() || text_[at_] != c) return false;
    ++at_;
    return true;
  }

  absl::string_view ReadWhile(bool (*belongs)(char)) {
    size_t begin = at_;
    while (at_ < text_.size() && belongs(text_[at_])) ++at_;
    return text_.substr(begin, at_ - begin);
  }

  absl::Status Wrong(absl::string_view what) const {
    return absl::InvalidArgumentError(
        absl::StrCat("path template '", text_, "' ", what, ", at character ", at_ + 1));
  }

  absl::string_view text_;
  size_t at_ = 0;
  PathTemplate result_;
};

}  // namespace

absl::StatusOr<PathTemplate> ParsePathTemplate(absl::string_view text) {
  return TemplateParser(text).Parse();
}

}  // namespace potential::gateway
