#include "gateway/transcoder/request_builder.h"

#include <optional>
#include <string>

#include "absl/strings/str_cat.h"
#include "gateway/transcoder/query_string.h"
#include "gateway/transcoder/request_error.h"
#include "gateway/transcoder/test_contract.h"
#include "gateway/transcoder/test_status.h"
#include "gtest/gtest.h"

namespace potential::gateway {
namespace {

using google::protobuf::Message;

class RequestBuilderTest : public ::testing::Test {
 protected:
  RequestBuilderTest() {
    table_.emplace(*MethodTable::Build({contract_.service()}, contract_.factory()));
  }

  absl::StatusOr<std::unique_ptr<Message>> Build(absl::string_view method, absl::string_view target,
                                                 absl::string_view body = "") {
    const size_t mark = target.find('?');
    RouteMatch match = table_->Match(method, target.substr(0, mark));
    if (match.route == nullptr) return absl::NotFoundError("no route");
    absl::string_view query = mark == absl::string_view::npos ? "" : target.substr(mark + 1);
    return BuildRequest(*match.route, match.values, query, body);
  }

  // The request as text, or its error.
  std::string Text(absl::string_view method, absl::string_view target,
                   absl::string_view body = "") {
    auto request = Build(method, target, body);
    return request.ok() ? (*request)->ShortDebugString() : std::string(request.status().message());
  }

  // The field that an error names.
  std::string Field(absl::string_view method, absl::string_view target,
                    absl::string_view body = "") {
    return FieldOf(Build(method, target, body).status());
  }

  TestContract contract_;
  std::optional<MethodTable> table_;
};

constexpr char kBooks[] = "/v1/halls/1/books";
constexpr char kBook[] = "/v1/halls/1/books/2";

TEST_F(RequestBuilderTest, TakesValuesFromThePath) {
  EXPECT_EQ(Text("GET", kBook), R"(name: "halls/1/books/2")");
  EXPECT_EQ(Text("GET", "/v1/books/42"), "id: 42");
  EXPECT_EQ(Text("GET", "/v1/files/a/b%2Fc"), R"(path: "a/b%2Fc")");
}

TEST_F(RequestBuilderTest, NamesAPathValueOfTheWrongType) {
  EXPECT_EQ(Field("GET", "/v1/books/x"), "id");
}

TEST_F(RequestBuilderTest, TakesQueryParametersInBothSpellings) {
  EXPECT_EQ(Text("GET", absl::StrCat(kBooks, "?pageSize=5&page_token=a%20b+c%2B")),
            R"(parent: "halls/1" page_size: 5 page_token: "a b c+")");
  EXPECT_EQ(Text("GET", absl::StrCat(kBooks, "?")), R"(parent: "halls/1")");
  EXPECT_EQ(Text("GET", absl::StrCat(kBooks, "?&pageSize=5&&")),
            R"(parent: "halls/1" page_size: 5)");
  EXPECT_EQ(Text("GET", absl::StrCat(kBooks, "?pageToken")), R"(parent: "halls/1")");
  EXPECT_EQ(Text("GET", absl::StrCat(kBooks, "?pageToken=a=b")),
            R"(parent: "halls/1" page_token: "a=b")");
}

TEST_F(RequestBuilderTest, TakesEveryKindOfValueFromTheQuery) {
  EXPECT_EQ(Text("GET", absl::StrCat(kBooks, "?like.fBool=true&like.fDouble=0.5&like.fEnum=FACT",
                                     "&like.rEnum=1&like.rEnum=FICTION&like.rInt32=3",
                                     "&like.fMessage.row=7&like.deeper.f_int64=-1")),
            R"(parent: "halls/1" like { f_double: 0.5 f_bool: true f_enum: FACT )"
            R"(f_message { row: 7 } r_int32: 3 r_enum: FACT r_enum: FICTION )"
            R"(deeper { f_int64: -1 } })");
  EXPECT_EQ(Text("GET", absl::StrCat(kBooks, "?like.wTimestamp=1970-01-01T00:00:01Z",
                                     "&like.wDuration=2s&like.wMask=aB,c_d&like.wInt64=3",
                                     "&like.wString=x&like.rTimestamp=1970-01-01T00:00:02Z")),
            R"(parent: "halls/1" like { w_timestamp { seconds: 1 } w_duration { seconds: 2 } )"
            R"(w_mask { paths: "a_b" paths: "c_d" } w_int64 { value: 3 } w_string { value: "x" } )"
            R"(r_timestamp { seconds: 2 } })");
}

TEST_F(RequestBuilderTest, NamesTheParameterThatIsWrong) {
  const char* kCases[][2] = {
      {"nothing=1", "nothing"},
      {"page.size=1", "page.size"},
      {"pageSize.x=1", "pageSize.x"},
      {"like.nothing=1", "like.nothing"},
      {"like=1", "like"},
      {"several=1", "several"},
      {"several.title=x", "several.title"},
      {"like.rMessage=1", "like.rMessage"},
      {"like.mString=1", "like.mString"},
      {"like.wStruct=1", "like.wStruct"},
      {"like.wTimestamp.seconds=1", "like.wTimestamp.seconds"},
      {"parent=x", "parent"},
      {"pageSize=x", "pageSize"},
      {"pageSize=1.5", "pageSize"},
      {"pageSize=1&page_size=1", "page_size"},
      {"like.fBool=1", "like.fBool"},
      {"like.fEnum=NOVEL", "like.fEnum"},
      {"like.wTimestamp=x", "like.wTimestamp"},
      {"like.cInt32=1&like.cMessage.row=2", ""},
      {"like.cInt32=1&like.c_int32=2", "like.c_int32"},
      {"=1", ""},
  };
  for (const auto& [query, field] : kCases) {
    absl::Status status = Build("GET", absl::StrCat(kBooks, "?", query)).status();
    if (absl::string_view(field).empty()) continue;
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument) << query;
    EXPECT_EQ(FieldOf(status), field) << query;
  }
}

TEST_F(RequestBuilderTest, RefusesAQueryThatCannotBeRead) {
  for (const char* query : {"pageToken=%", "pageToken=%zz", "pageToken=%FF", "%FF=1"}) {
    absl::Status status = Build("GET", absl::StrCat(kBooks, "?", query)).status();
    EXPECT_EQ(ReasonOf(status), kReasonMalformedQuery) << query;
  }
  std::string many;
  for (size_t i = 0; i <= kMaxQueryParameters; ++i) many += "like.rInt32=1&";
  EXPECT_EQ(ReasonOf(Build("GET", absl::StrCat(kBooks, "?", many)).status()), kReasonLimitExceeded);
}

TEST_F(RequestBuilderTest, PutsTheBodyIntoItsField) {
  EXPECT_EQ(Text("POST", absl::StrCat(kBooks, "?bookId=b1"), R"({"title": "T", "tags": ["x"]})"),
            R"(parent: "halls/1" book { title: "T" tags: "x" } book_id: "b1")");
  EXPECT_EQ(Text("POST", kBooks, "{}"), R"(parent: "halls/1" book { })");
  EXPECT_EQ(Text("POST", kBooks), R"(parent: "halls/1")");
}

TEST_F(RequestBuilderTest, NamesFieldsOfTheBodyByTheirWholePath) {
  EXPECT_EQ(Field("POST", kBooks, R"({"pages": "many"})"), "book.pages");
  EXPECT_EQ(Field("POST", kBooks, R"({"nothing": 1})"), "book.nothing");
  EXPECT_EQ(Field("POST", kBooks, R"([])"), "book");
}

TEST_F(RequestBuilderTest, RefusesParametersThatBelongIntoTheBody) {
  EXPECT_EQ(Field("POST", absl::StrCat(kBooks, "?book.title=x"), "{}"), "book.title");
  EXPECT_EQ(Field("POST", absl::StrCat(kBook, ":lend?reader=x"), "{}"), "reader");
  EXPECT_EQ(ReasonOf(Build("POST", absl::StrCat(kBook, ":lend?reader=x"), "{}").status()),
            kReasonUnknownParameter);
}

TEST_F(RequestBuilderTest, TakesTheWholeRequestFromTheBody) {
  EXPECT_EQ(Text("POST", absl::StrCat(kBook, ":lend"), R"({"reader": "r"})"),
            R"(name: "halls/1/books/2" reader: "r")");
  EXPECT_EQ(Text("POST", absl::StrCat(kBook, ":lend")), R"(name: "halls/1/books/2")");
}

TEST_F(RequestBuilderTest, RefusesABodyThatContradictsThePath) {
  EXPECT_EQ(Field("POST", absl::StrCat(kBook, ":lend"), R"({"name": "halls/1/books/3"})"), "name");
  EXPECT_EQ(Text("POST", absl::StrCat(kBook, ":lend"), R"({"name": "halls/1/books/2"})"),
            R"(name: "halls/1/books/2")");
  EXPECT_EQ(Field("PATCH", kBook, R"({"name": "halls/9/books/2"})"), "book.name");
}

TEST_F(RequestBuilderTest, RefusesABodyWhereNoneBelongs) {
  EXPECT_EQ(ReasonOf(Build("GET", kBook, "{}").status()), kReasonUnexpectedBody);
}

TEST_F(RequestBuilderTest, FillsTheMaskFromTheBodyOfAPatch) {
  EXPECT_EQ(Text("PATCH", kBook,
                 R"({"name": "halls/1/books/2", "title": "T", "pages": null,
                     "place": {"row": 0}, "tags": []})"),
            R"(book { name: "halls/1/books/2" title: "T" place { } } )"
            R"(update_mask { paths: "title" paths: "pages" paths: "place.row" paths: "tags" })");
}

TEST_F(RequestBuilderTest, KeepsAMaskThatIsGiven) {
  EXPECT_EQ(
      Text("PATCH", absl::StrCat(kBook, "?updateMask=title,publishedDate"), R"({"pages": 1})"),
      R"(book { name: "halls/1/books/2" pages: 1 } )"
      R"(update_mask { paths: "title" paths: "published_date" })");
  EXPECT_EQ(Text("PATCH", absl::StrCat(kBook, "?update_mask=*"), "{}"),
            R"(book { name: "halls/1/books/2" } update_mask { paths: "*" })");
}

TEST_F(RequestBuilderTest, LeavesTheMaskAbsentIfNothingIsMentioned) {
  EXPECT_EQ(Text("PATCH", kBook, "{}"), R"(book { name: "halls/1/books/2" })");
  EXPECT_EQ(Text("PATCH", kBook, R"({"name": "halls/1/books/2"})"),
            R"(book { name: "halls/1/books/2" })");
}

TEST_F(RequestBuilderTest, AnswersWithTheResponseOrThePartOfItThatIsBound) {
  std::unique_ptr<Message> book = contract_.New("Book");
  ASSERT_TRUE(DecodeJson(R"({"title": "T", "pages": 3})", {}, book.get()).ok());
  const Route* get = table_->Match("GET", kBook).route;
  EXPECT_EQ(*BuildAnswer(*get, book->SerializeAsString()), R"({"title":"T","pages":3})");

  std::unique_ptr<Message> lent = contract_.New("LendBookResponse");
  ASSERT_TRUE(DecodeJson(R"({"book": {"title": "T"}})", {}, lent.get()).ok());
  const Route* lend = table_->Match("POST", absl::StrCat(kBook, ":lend")).route;
  EXPECT_EQ(*BuildAnswer(*lend, lent->SerializeAsString()), R"({"title":"T"})");
}

TEST_F(RequestBuilderTest, SaysWhenAnAnswerCannotBeRead) {
  const Route* get = table_->Match("GET", kBook).route;
  absl::Status status = BuildAnswer(*get, "\xFF\xFF").status();
  EXPECT_EQ(status.code(), absl::StatusCode::kInternal);
  EXPECT_EQ(ReasonOf(status), kReasonUnreadableAnswer);
}

}  // namespace
}  // namespace potential::gateway
