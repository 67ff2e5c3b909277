// Which route a request's method and path belong to. A builder collects the templates; the matcher
// that it makes never changes, so any number of threads may use it without a lock.
//
// A literal is preferred to `*`, and `*` to `**`. A colon in the last segment always begins a verb;
// a colon that belongs to a value is written `%3A`. An empty segment or a slash at the end matches
// nothing.

#ifndef POTENTIAL_GATEWAY_TRANSCODER_PATH_MATCHER_H_
#define POTENTIAL_GATEWAY_TRANSCODER_PATH_MATCHER_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "gateway/transcoder/path_template.h"

namespace potential::gateway {

// Most segments of a path that is looked at; a longer one is unknown.
inline constexpr size_t kMaxPathSegments = 32;

struct PathMatch {
  enum class Outcome {
    kFound,
    kUnknownPath,   // no template matches: 404
    kOtherMethods,  // templates match, but none with this method: 405
    kMalformed,     // bad percent-encoding, not UTF-8, or a control character: 400
  };
  Outcome outcome = Outcome::kUnknownPath;
  // kFound: the index given to Add, and a value for each variable of its template, in order.
  size_t route = 0;
  std::vector<std::string> values;
  // kFound and kOtherMethods: the methods that the path has, sorted.
  std::vector<std::string> allowed;
};

class PathMatcher {
 public:
  class Builder {
   public:
    Builder();
    ~Builder();
    // Adds a template for an HTTP method. ALREADY_EXISTS if a template that matches the same paths
    // was added for this method; the names of variables make no difference.
    absl::Status Add(absl::string_view method, const PathTemplate& path, size_t route);
    // The matcher. The builder is used up.
    PathMatcher Build();

   private:
    friend class PathMatcher;
    struct Node;
    std::unique_ptr<Node> root_;
  };

  PathMatcher(PathMatcher&&) noexcept;
  PathMatcher& operator=(PathMatcher&&) noexcept;
  ~PathMatcher();

  // Matches a method such as `GET` and the path of a request target, without its query.
  PathMatch Match(absl::string_view method, absl::string_view path) const;

 private:
  using Node = Builder::Node;
  explicit PathMatcher(std::unique_ptr<const Node> root);
  std::unique_ptr<const Node> root_;
};

}  // namespace potential::gateway

#endif  // POTENTIAL_GATEWAY_TRANSCODER_PATH_MATCHER_H_
