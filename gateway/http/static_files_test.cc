#include "gateway/http/static_files.h"

#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "gateway/http/gzip.h"
#include "gtest/gtest.h"

namespace potential::gateway {
namespace {

namespace fs = std::filesystem;

class StaticFilesTest : public ::testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = ::testing::TempDir() + "static_files_XXXXXX";
    ASSERT_NE(mkdtemp(pattern.data()), nullptr);
    root_ = pattern;
    Write("web/index.html", "<!doctype html>");
    Write("web/assets/app-1a2b.js", std::string(5000, 'a'));
    Write("web/favicon.ico", "icon");
    Write("web/with space.txt", "x");
    Write("web/empty.css", "");
    Write("secret.txt", "secret");
    fs::create_symlink(root_ / "secret.txt", root_ / "web/link.txt");
    fs::create_directory_symlink(root_, root_ / "web/out");
  }

  void TearDown() override { fs::remove_all(root_); }

  void Write(const std::string& name, const std::string& text) {
    fs::create_directories((root_ / name).parent_path());
    std::ofstream(root_ / name, std::ios::binary) << text;
  }

  StaticFiles Load() { return *StaticFiles::Load((root_ / "web").string()); }

  static std::string Header(const Response& response, absl::string_view name) {
    for (const auto& [header, value] : response.headers) {
      if (header == name) return value;
    }
    return "";
  }

  static RequestHead Head(const std::string& path, Headers headers = {}) {
    RequestHead head;
    head.path = path;
    head.headers = std::move(headers);
    return head;
  }

  fs::path root_;
};

TEST_F(StaticFilesTest, ServesIndexAtTheRootToBeAskedForAgain) {
  StaticFiles files = Load();
  for (const char* path : {"/", "/index.html"}) {
    Response response = files.Get(Head(path));
    EXPECT_EQ(response.status, 200);
    EXPECT_EQ(response.Body(), "<!doctype html>");
    EXPECT_EQ(Header(response, "Content-Type"), "text/html; charset=utf-8");
    EXPECT_EQ(Header(response, "Cache-Control"), "no-cache");
    EXPECT_FALSE(Header(response, "ETag").empty());
  }
}

TEST_F(StaticFilesTest, LetsAssetsBeKeptForEver) {
  Response response = Load().Get(Head("/assets/app-1a2b.js"));
  EXPECT_EQ(Header(response, "Cache-Control"), "public, max-age=31536000, immutable");
  EXPECT_EQ(Header(response, "Content-Type"), "text/javascript; charset=utf-8");
}

TEST_F(StaticFilesTest, SendsTheCompressedFormToThoseWhoTakeIt) {
  Response response = Load().Get(Head("/assets/app-1a2b.js", {{"accept-encoding", "gzip"}}));
  EXPECT_EQ(Header(response, "Content-Encoding"), "gzip");
  EXPECT_EQ(Header(response, "Vary"), "Accept-Encoding");
  EXPECT_EQ(Gunzip(response.Body(), 10'000), std::string(5000, 'a'));
  // A form that would be longer is not sent.
  EXPECT_EQ(
      Header(Load().Get(Head("/favicon.ico", {{"accept-encoding", "gzip"}})), "Content-Encoding"),
      "");
}

TEST_F(StaticFilesTest, SaysWhenTheClientHasTheFile) {
  StaticFiles files = Load();
  const std::string tag = Header(files.Get(Head("/")), "ETag");
  for (const std::string& sent : {tag, "W/" + tag, "\"other\", " + tag, std::string("*")}) {
    Response response = files.Get(Head("/", {{"if-none-match", sent}}));
    EXPECT_EQ(response.status, 304) << sent;
    EXPECT_EQ(response.Body(), "");
    EXPECT_EQ(Header(response, "ETag"), tag);
  }
  EXPECT_EQ(files.Get(Head("/", {{"if-none-match", "\"other\""}})).status, 200);
}

TEST_F(StaticFilesTest, GivesEachFormItsOwnTag) {
  StaticFiles files = Load();
  EXPECT_NE(Header(files.Get(Head("/assets/app-1a2b.js")), "ETag"),
            Header(files.Get(Head("/assets/app-1a2b.js", {{"accept-encoding", "gzip"}})), "ETag"));
}

TEST_F(StaticFilesTest, HasNothingThatWasNotFoundAtTheStart) {
  StaticFiles files = Load();
  EXPECT_TRUE(files.Has("/with%20space.txt"));
  EXPECT_TRUE(files.Has("/empty.css"));
  for (const char* path : {"", "index.html", "//index.html", "/../secret.txt", "/%2e%2e/secret.txt",
                           "/..%2fsecret.txt", "/assets/../index.html", "/assets/../../secret.txt",
                           "/link.txt", "/out/secret.txt", "/assets", "/assets/", "/./index.html",
                           "/index.html/", "/index.html%00", "/%"}) {
    EXPECT_FALSE(files.Has(path)) << path;
  }
}

TEST_F(StaticFilesTest, RefusesADirectoryWithoutIndex) {
  EXPECT_EQ(StaticFiles::Load((root_ / "web/assets").string()).status().code(),
            absl::StatusCode::kNotFound);
  EXPECT_EQ(StaticFiles::Load((root_ / "nowhere").string()).status().code(),
            absl::StatusCode::kNotFound);
}

TEST(GzipTest, GoesThereAndBack) {
  std::string text;
  for (int i = 0; i < 10'000; ++i) text += std::to_string(i);
  for (GzipEffort effort : {GzipEffort::kFast, GzipEffort::kBest}) {
    std::optional<std::string> gzip = Gzip(text, effort);
    ASSERT_TRUE(gzip.has_value());
    EXPECT_LT(gzip->size(), text.size());
    EXPECT_EQ(Gunzip(*gzip, text.size()), text);
    EXPECT_EQ(Gunzip(*gzip, text.size() - 1), std::nullopt);
    gzip->resize(gzip->size() / 2);
    EXPECT_EQ(Gunzip(*gzip, text.size()), std::nullopt);
  }
  EXPECT_EQ(Gunzip(*Gzip("", GzipEffort::kFast), 10), "");
}

}  // namespace
}  // namespace potential::gateway
