#include "gateway/transcoder/status_json.h"

#include "absl/strings/cord.h"
#include "gateway/transcoder/request_error.h"
#include "gateway/transcoder/test_status.h"
#include "gmock/gmock.h"
#include "google/rpc/error_details.pb.h"
#include "gtest/gtest.h"

namespace potential::gateway {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Pair;

TEST(StatusJsonTest, MapsEveryCode) {
  const int kExpected[] = {200, 499, 500, 400, 504, 404, 409, 403, 429,
                           400, 409, 400, 501, 500, 503, 500, 401};
  for (int code = 0; code <= 16; ++code) {
    EXPECT_EQ(HttpStatusOf(static_cast<absl::StatusCode>(code)), kExpected[code]) << code;
  }
}

TEST(StatusJsonTest, WritesCodeMessageAndDetails) {
  EXPECT_EQ(StatusJson(FieldError("book.pages", "must be a number")),
            R"({"code":3,"message":"book.pages: must be a number","details":[)"
            R"({"@type":"type.googleapis.com/google.rpc.BadRequest","fieldViolations":[)"
            R"({"field":"book.pages","description":"must be a number"}]},)"
            R"({"@type":"type.googleapis.com/google.rpc.ErrorInfo","reason":"FIELD_VIOLATION",)"
            R"("domain":"potential"}]})");
}

TEST(StatusJsonTest, LeavesOutDetailsThatItDoesNotKnow) {
  absl::Status status(absl::StatusCode::kAborted, "changed");
  status.SetPayload("type.googleapis.com/no.Such", absl::Cord("x"));
  EXPECT_EQ(StatusJson(status), R"({"code":10,"message":"changed","details":[]})");
}

TEST(StatusJsonTest, SurvivesAMessageThatIsNotUtf8) {
  EXPECT_EQ(StatusJson(absl::NotFoundError("\xFF")), R"({"code":5,"message":"","details":[]})");
}

TEST(StatusJsonTest, GoesToTheWireAndBack) {
  absl::Status status = FieldError("a", "b");
  EXPECT_EQ(FromRpcStatus(ToRpcStatus(status)), status);
  google::rpc::Status odd;
  odd.set_code(99);
  EXPECT_EQ(FromRpcStatus(odd).code(), absl::StatusCode::kUnknown);
}

TEST(StatusJsonTest, ReplacesTextOfLibraries) {
  absl::Status status = absl::UnavailableError("connect to ipv4:10.0.0.7:443 failed");
  status.SetPayload("type.googleapis.com/google.rpc.DebugInfo", absl::Cord("stack"));
  absl::Status shown = WithoutInternals(status);
  EXPECT_EQ(shown.code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(shown.message().find("10.0.0.7"), absl::string_view::npos);
  EXPECT_EQ(ReasonOf(shown), "SERVICE_UNAVAILABLE");
  EXPECT_FALSE(shown.GetPayload("type.googleapis.com/google.rpc.DebugInfo").has_value());
  for (absl::StatusCode code :
       {absl::StatusCode::kInternal, absl::StatusCode::kUnknown, absl::StatusCode::kDataLoss}) {
    EXPECT_EQ(ReasonOf(WithoutInternals(absl::Status(code, "x"))), "INTERNAL_ERROR");
  }
  EXPECT_EQ(ReasonOf(WithoutInternals(absl::DeadlineExceededError("x"))), "DEADLINE_PASSED");
  EXPECT_EQ(WithoutInternals(absl::CancelledError("x")).code(), absl::StatusCode::kUnavailable);
}

TEST(StatusJsonTest, KeepsTextOfOurs) {
  absl::Status ours =
      RequestError(absl::StatusCode::kUnavailable, "STORAGE_UNAVAILABLE", "try again");
  EXPECT_EQ(WithoutInternals(ours), ours);
  absl::Status callers_fault = absl::InvalidArgumentError("x");
  EXPECT_EQ(WithoutInternals(callers_fault), callers_fault);
}

TEST(StatusJsonTest, TellsToAuthenticateAndWhenToRetry) {
  EXPECT_THAT(StatusHeaders(absl::UnauthenticatedError("")),
              ElementsAre(Pair("WWW-Authenticate", "Bearer realm=\"potential\"")));
  EXPECT_THAT(StatusHeaders(absl::UnavailableError("")), ElementsAre(Pair("Retry-After", "1")));
  absl::Status busy = absl::ResourceExhaustedError("");
  google::rpc::RetryInfo retry;
  retry.mutable_retry_delay()->set_seconds(2);
  retry.mutable_retry_delay()->set_nanos(1);
  busy.SetPayload("type.googleapis.com/google.rpc.RetryInfo",
                  absl::Cord(retry.SerializeAsString()));
  EXPECT_THAT(StatusHeaders(busy), ElementsAre(Pair("Retry-After", "3")));
  EXPECT_THAT(StatusHeaders(absl::NotFoundError("")), IsEmpty());
}

}  // namespace
}  // namespace potential::gateway
