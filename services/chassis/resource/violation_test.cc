#include "services/chassis/resource/violation.h"

#include <gtest/gtest.h>

#include <cctype>
#include <string>
#include <vector>

#include "services/chassis/resource/violation_testing.h"

namespace potential::resource {
namespace {

TEST(ViolationTest, CarriesEveryFieldThatIsWrong) {
  const std::vector<FieldViolation> sent = {{"opportunity.title", "is required"},
                                            {"opportunity.tags[2]", "has 41 characters"}};
  const absl::Status status = InvalidArgument(sent);
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(status.message(), "opportunity.title: is required; and 1 more field");
  EXPECT_EQ(ViolationsOf(status), sent);
  EXPECT_EQ(ErrorInfoOf(status).reason(), "FIELD_VIOLATION");
  EXPECT_EQ(ErrorInfoOf(status).domain(), "potential");
  EXPECT_EQ(ErrorInfoOf(status).metadata().count("omitted"), 0u);
}

TEST(ViolationTest, KeepsTheDetailsWithinWhatTrailersHold) {
  const std::vector<FieldViolation> sent(50, {std::string(100, 'f'), std::string(100, 'd')});
  const absl::Status status = InvalidArgument(sent);
  const std::vector<FieldViolation> kept = ViolationsOf(status);
  EXPECT_EQ(kept.size(), kMaxViolationBytes / 206);
  EXPECT_EQ(ErrorInfoOf(status).metadata().at("omitted"), std::to_string(50 - kept.size()));
  size_t bytes = status.message().size();
  status.ForEachPayload([&](absl::string_view url, const absl::Cord& payload) {
    bytes += url.size() + payload.size();
  });
  // Base64 of all this must stay below the 8 KiB that a gRPC peer accepts by default.
  EXPECT_LT(bytes * 4 / 3, 6000u);
}

TEST(ViolationTest, StaysWholeWithoutViolationsOrWithADirtyOne) {
  EXPECT_EQ(InvalidArgument(std::vector<FieldViolation>()).message(), "the request is not valid");
  const absl::Status status = InvalidArgument("f", "found \xFF\x01" + std::string(1000, 'x'));
  EXPECT_EQ(ViolationsOf(status)[0].description.substr(0, 14), "found \\xFF\\x01");
  EXPECT_EQ(status.message().substr(0, 17), "f: found \\xFF\\x01");
  EXPECT_LT(status.message().size(), 320u);
}

struct CodeCase {
  absl::Status status;
  absl::StatusCode code;
  absl::string_view reason;
};

TEST(ViolationTest, GivesEveryErrorACodeAReasonAndTheDomain) {
  const std::vector<CodeCase> cases = {
      {NotFound("organisations/a1/posts/b1"), absl::StatusCode::kNotFound, "RECORD_NOT_FOUND"},
      {AlreadyExists("organisations/a1/posts/b1"), absl::StatusCode::kAlreadyExists,
       "RECORD_EXISTS"},
      {EtagMismatch("organisations/a1/posts/b1"), absl::StatusCode::kAborted, "ETAG_MISMATCH"},
      {FailedPrecondition(kRecordLocked, "closed"), absl::StatusCode::kFailedPrecondition,
       "RECORD_LOCKED"},
      {ResourceExhausted(kQueueFull, "full"), absl::StatusCode::kResourceExhausted, "QUEUE_FULL"},
      {OutOfRange(kPositionCompacted, "gone"), absl::StatusCode::kOutOfRange, "POSITION_COMPACTED"},
      {Unavailable(kStorageUnavailable, "later"), absl::StatusCode::kUnavailable,
       "STORAGE_UNAVAILABLE"},
      {PermissionDenied("needs WRITE"), absl::StatusCode::kPermissionDenied, "PERMISSION_MISSING"},
      {Unauthenticated("no token"), absl::StatusCode::kUnauthenticated, "IDENTITY_MISSING"},
      {DeadlineExceeded(), absl::StatusCode::kDeadlineExceeded, "DEADLINE_PASSED"},
      {Unimplemented("/a.B/C"), absl::StatusCode::kUnimplemented, "METHOD_UNKNOWN"},
      {Internal(), absl::StatusCode::kInternal, "INTERNAL_ERROR"},
  };
  for (const CodeCase& c : cases) {
    EXPECT_EQ(c.status.code(), c.code) << c.status;
    EXPECT_EQ(ErrorInfoOf(c.status).reason(), std::string(c.reason));
    EXPECT_EQ(ErrorInfoOf(c.status).domain(), "potential") << c.status;
    EXPECT_FALSE(c.status.message().empty());
  }
}

TEST(ViolationTest, NamesTheRecordInMessageAndMetadata) {
  const absl::Status status = NotFound("organisations/a1/posts/b1");
  EXPECT_NE(status.message().find("organisations/a1/posts/b1"), absl::string_view::npos);
  EXPECT_EQ(ErrorInfoOf(status).metadata().at("name"), "organisations/a1/posts/b1");
  EXPECT_EQ(ErrorInfoOf(NotFound("a\x02")).metadata().at("name"), "a\\x02");
}

TEST(ViolationTest, HidesWhatStorageSaysButKeepsTheBodysOwnErrors) {
  EXPECT_TRUE(FromStorage(absl::OkStatus()).ok());
  EXPECT_EQ(FromStorage(EtagMismatch("x")), EtagMismatch("x"));
  const std::vector<std::pair<absl::StatusCode, absl::StatusCode>> cases = {
      {absl::StatusCode::kInvalidArgument, absl::StatusCode::kInternal},
      {absl::StatusCode::kInternal, absl::StatusCode::kInternal},
      {absl::StatusCode::kUnknown, absl::StatusCode::kInternal},
      {absl::StatusCode::kResourceExhausted, absl::StatusCode::kResourceExhausted},
      {absl::StatusCode::kUnavailable, absl::StatusCode::kUnavailable},
      {absl::StatusCode::kDataLoss, absl::StatusCode::kDataLoss},
  };
  for (const auto& [from, to] : cases) {
    const absl::Status status = FromStorage(absl::Status(from, "no such column: secret"));
    EXPECT_EQ(status.code(), to);
    EXPECT_EQ(status.message().find("secret"), absl::string_view::npos);
    EXPECT_FALSE(ErrorInfoOf(status).reason().empty());
  }
}

}  // namespace
}  // namespace potential::resource
