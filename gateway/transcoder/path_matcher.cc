#include "gateway/transcoder/path_matcher.h"

#include <functional>
#include <map>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "gateway/transcoder/text.h"

namespace potential::gateway {

// A node of the trie. What ends here is kept by verb and then by method.
struct PathMatcher::Builder::Node {
  struct End {
    size_t route;
    std::vector<PathVariable> variables;
  };
  using Ends = std::map<std::string, End, std::less<>>;  // by method

  std::map<std::string, std::unique_ptr<Node>, std::less<>> literals;
  std::unique_ptr<Node> any;
  std::unique_ptr<Node> rest;
  std::map<std::string, Ends, std::less<>> verbs;
};

namespace {

// A request path taken apart: segments as sent and decoded, and the verb.
struct RequestPath {
  std::vector<absl::string_view> raw;
  std::vector<std::string> decoded;
  std::string verb;
};

enum class SplitOutcome { kGood, kUnknown, kMalformed };

std::optional<std::string> DecodeSegment(absl::string_view raw) {
  std::optional<std::string> text = PercentDecode(raw, EncodedSlash::kDecode);
  if (!text.has_value() || !IsValidUtf8(*text) || HasControlCharacter(*text)) return std::nullopt;
  return text;
}

SplitOutcome Split(absl::string_view path, RequestPath* out) {
  if (path.empty() || path[0] != '/') return SplitOutcome::kUnknown;
  out->raw = absl::StrSplit(path.substr(1), '/');
  if (out->raw.size() > kMaxPathSegments) return SplitOutcome::kUnknown;
  absl::string_view& last = out->raw.back();
  if (size_t colon = last.rfind(':'); colon != absl::string_view::npos) {
    std::optional<std::string> verb = DecodeSegment(last.substr(colon + 1));
    if (!verb.has_value()) return SplitOutcome::kMalformed;
    if (verb->empty()) return SplitOutcome::kUnknown;
    out->verb = *std::move(verb);
    last = last.substr(0, colon);
  }
  for (absl::string_view raw : out->raw) {
    std::optional<std::string> text = DecodeSegment(raw);
    if (!text.has_value()) return SplitOutcome::kMalformed;
    out->decoded.push_back(*std::move(text));
  }
  return SplitOutcome::kGood;
}

std::string ValueOf(const PathVariable& variable, const RequestPath& path) {
  if (variable.one_segment) return path.decoded[variable.begin];
  size_t end = variable.to_the_end ? path.raw.size() : variable.end;
  std::string joined = absl::StrJoin(path.raw.begin() + static_cast<ptrdiff_t>(variable.begin),
                                     path.raw.begin() + static_cast<ptrdiff_t>(end), "/");
  return PercentDecode(joined, EncodedSlash::kKeep).value_or("");
}

// A depth-first search over the trie. `Node` is a template parameter only because the type is
// private.
template <typename Node>
class Search {
 public:
  Search(absl::string_view method, const RequestPath& path) : method_(method), path_(path) {}

  void Visit(const Node& node, size_t index) {
    if (index == path_.decoded.size()) {
      Arrive(node);
      if (node.rest != nullptr) Arrive(*node.rest);
      return;
    }
    const std::string& segment = path_.decoded[index];
    if (segment.empty()) return;
    if (auto literal = node.literals.find(segment); literal != node.literals.end()) {
      Visit(*literal->second, index + 1);
    }
    if (node.any != nullptr) Visit(*node.any, index + 1);
    if (node.rest != nullptr && RestHasNoEmptySegment(index)) Arrive(*node.rest);
  }

  PathMatch Result() {
    PathMatch match;
    match.allowed.assign(allowed_.begin(), allowed_.end());
    if (found_ == nullptr) {
      match.outcome =
          allowed_.empty() ? PathMatch::Outcome::kUnknownPath : PathMatch::Outcome::kOtherMethods;
      return match;
    }
    match.outcome = PathMatch::Outcome::kFound;
    match.route = found_->route;
    for (const PathVariable& variable : found_->variables) {
      match.values.push_back(ValueOf(variable, path_));
    }
    return match;
  }

 private:
  bool RestHasNoEmptySegment(size_t index) const {
    for (size_t i = index; i < path_.decoded.size(); ++i) {
      if (path_.decoded[i].empty()) return false;
    }
    return true;
  }

  void Arrive(const Node& node) {
    auto ends = node.verbs.find(path_.verb);
    if (ends == node.verbs.end()) return;
    for (const auto& [method, end] : ends->second) allowed_.insert(method);
    auto end = ends->second.find(method_);
    if (end == ends->second.end() || found_ != nullptr) return;
    found_ = &end->second;
  }

  absl::string_view method_;
  const RequestPath& path_;
  std::set<std::string> allowed_;
  const typename Node::End* found_ = nullptr;
};

}  // namespace

PathMatcher::Builder::Builder() : root_(std::make_unique<Node>()) {}
PathMatcher::Builder::~Builder() = default;

absl::Status PathMatcher::Builder::Add(absl::string_view method, const PathTemplate& path,
                                       size_t route) {
  Node* node = root_.get();
  for (const PathSegment& segment : path.segments) {
    std::unique_ptr<Node>& next = segment.kind == PathSegment::Kind::kLiteral
                                      ? node->literals[segment.literal]
                                  : segment.kind == PathSegment::Kind::kAny ? node->any
                                                                            : node->rest;
    if (next == nullptr) next = std::make_unique<Node>();
    node = next.get();
  }
  bool added =
      node->verbs[path.verb].emplace(std::string(method), Node::End{route, path.variables}).second;
  if (!added) {
    return absl::AlreadyExistsError(absl::StrCat("two methods answer ", method, " at one path"));
  }
  return absl::OkStatus();
}

PathMatcher PathMatcher::Builder::Build() { return PathMatcher(std::move(root_)); }

PathMatcher::PathMatcher(std::unique_ptr<const Node> root) : root_(std::move(root)) {}
PathMatcher::PathMatcher(PathMatcher&&) noexcept = default;
PathMatcher& PathMatcher::operator=(PathMatcher&&) noexcept = default;
PathMatcher::~PathMatcher() = default;

PathMatch PathMatcher::Match(absl::string_view method, absl::string_view path) const {
  RequestPath request;
  PathMatch match;
  switch (Split(path, &request)) {
    case SplitOutcome::kUnknown:
      return match;
    case SplitOutcome::kMalformed:
      match.outcome = PathMatch::Outcome::kMalformed;
      return match;
    case SplitOutcome::kGood:
      break;
  }
  Search<Node> search(method, request);
  search.Visit(*root_, 0);
  return search.Result();
}

}  // namespace potential::gateway
