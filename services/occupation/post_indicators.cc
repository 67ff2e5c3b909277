#include <algorithm>
#include <functional>
#include <optional>
#include <string>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "potential/occupation/v1/post.pb.h"
#include "potential/occupation/v1/protected_time_review.pb.h"
#include "services/chassis/indicators/record_spans.h"
#include "services/chassis/indicators/records_filter.h"
#include "services/chassis/storage/status_macros.h"
#include "services/occupation/indicators.h"

namespace potential::occupation {
namespace {

using indicators::Cells;
using indicators::Observation;
using indicators::Observations;
using indicators::Source;
using indicators::v1::Indicator;
using measures::Day;
using v1::Post;
using v1::ProtectedTimeReview;

// A post that is or was established, as its protected time is asked for.
struct PostRow {
  std::string service_line;
  bool illustrative = false;
  std::string status;
  Day established;
  Day last;  // in the establishment
  std::optional<Day> identified_since;
  std::optional<Day> status_since;
  std::optional<Day> reviewed;  // first review of it that was completed
};

using Reviews = absl::flat_hash_map<std::string, Day>;  // id of the post to its first review

absl::StatusOr<Reviews> ReadReviews(const Source& source, const storage::Table& table) {
  Reviews reviews;
  RETURN_IF_ERROR(
      indicators::Scan(source, table, {"post", "reviewed_date"}, [&reviews](const Cells& cells) {
        const std::optional<Day> day = cells.Date(1);
        if (!day) return;
        const auto [it, inserted] = reviews.try_emplace(cells.IdOf(0), *day);
        if (!inserted) it->second = std::min(it->second, *day);
      }));
  return reviews;
}

PostRow MakeRow(const Cells& cells, const Reviews& reviews) {
  const auto review = reviews.find(cells.Id());
  return {.service_line = cells.Text(0),
          .illustrative = cells.Flag(1),
          .status = cells.Text(2),
          .established = *cells.Date(3),
          .last = indicators::LastBefore(cells.Date(4)),
          .identified_since = cells.Date(5),
          .status_since = cells.Date(6),
          .reviewed = review == reviews.end() ? std::nullopt : std::make_optional(review->second)};
}

// First day on which the post meets what a share asks for; nullopt if it does not.
using Since = std::function<std::optional<Day>(const PostRow&)>;

std::optional<Day> IdentifiedSince(const PostRow& post) { return post.identified_since; }

// A review counts while the status is known: a post about which nothing is known again is to be
// looked at afresh.
std::optional<Day> ProtectedOrReviewedSince(const PostRow& post) {
  if (post.status == Post::ProtectedTimeStatus_Name(Post::NOT_IDENTIFIED)) return std::nullopt;
  if (post.status != Post::ProtectedTimeStatus_Name(Post::PROTECTED)) return post.reviewed;
  if (!post.reviewed || !post.status_since) return post.status_since;
  return std::min(*post.reviewed, *post.status_since);
}

// Share of the established posts that meet something.
class ShareOfPosts {
 public:
  ShareOfPosts(const records::KindTable& kinds, Since since)
      : posts_(kinds.FindRecord(Post::descriptor())->table),
        reviews_(kinds.FindRecord(ProtectedTimeReview::descriptor())->table),
        since_(std::move(since)) {}

  absl::StatusOr<Observations> operator()(const Source& source) const {
    ASSIGN_OR_RETURN(const Reviews reviews, ReadReviews(source, reviews_));
    Observations observations;
    RETURN_IF_ERROR(
        indicators::Scan(source, posts_,
                         {"service_line", "illustrative", "protected_time_status",
                          "established_date", "closed_date", "identified_since", "status_since"},
                         [&](const Cells& cells) {
                           if (cells.Date(3)) Observe(MakeRow(cells, reviews), observations);
                         }));
    return observations;
  }

 private:
  void Observe(const PostRow& post, Observations& observations) const {
    Observation observation{.first = post.established,
                            .last = post.last,
                            .numerator = 0,
                            .denominator = 1,
                            .dimensions = {post.service_line},
                            .illustrative = post.illustrative};
    indicators::AddSpan(observation, observations);
    const std::optional<Day> since = since_(post);
    if (!since) return;
    observation.first = std::max(post.established, *since);
    observation.numerator = 1;
    observation.denominator = 0;
    indicators::AddSpan(std::move(observation), observations);
  }

  const storage::Table& posts_;
  const storage::Table& reviews_;
  const Since since_;
};

std::string EstablishedOnTheDay() {
  return indicators::SpanFilter(
      {.first = "established_date", .ends = {"closed_date"}, .lasts = {}});
}

Indicator MakeEntry(Indicator::Form form, std::string id, std::string title, std::string definition,
                    std::string unit, std::vector<std::string> topics,
                    absl::string_view which = "") {
  return indicators::MakeIndicator(
      Indicator::STOCK, form,
      {.id = std::move(id),
       .title = std::move(title),
       .definition = std::move(definition),
       .unit = std::move(unit),
       .dimensions = {"service_line"},
       .topics = std::move(topics),
       .records = indicators::RecordsOf("posts", indicators::And(which, EstablishedOnTheDay()))});
}

}  // namespace

void AddPostIndicators(indicators::Catalogue& catalogue, const records::KindTable& kinds) {
  catalogue.Add(
      MakeEntry(Indicator::SHARE, "occupation.posts_identified",
                "Posts whose protected time is identified",
                "Of the established posts, those of which it is known whether they have protected "
                "time for occupational therapy.",
                "%", {"posts"}),
      ShareOfPosts(kinds, IdentifiedSince));
  catalogue.Add(
      MakeEntry(Indicator::SHARE, "occupation.posts_protected_or_reviewed",
                "Posts with protected OT time or a completed review",
                "Of the established posts, those with protected time for occupational therapy, and "
                "those without it of which a review was completed.",
                "%", {"posts", "protectedTimeReviews"}),
      ShareOfPosts(kinds, ProtectedOrReviewedSince));
  catalogue.Add(MakeEntry(Indicator::COUNT, "occupation.apprenticeship_posts_established",
                          "Apprenticeship posts established",
                          "Established posts that an apprentice is to hold.", "posts", {"posts"},
                          "is_apprenticeship_post = true"),
                indicators::ObserveRecords(
                    {{.kind = *kinds.FindRecord(Post::descriptor()),
                      .first = "established_date",
                      .ends = {"closed_date"},
                      .dimensions = {"service_line"},
                      .where = storage::Predicate::Eq("is_apprenticeship_post", int64_t{1})}}));
}

}  // namespace potential::occupation
