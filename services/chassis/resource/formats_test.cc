#include "services/chassis/resource/formats.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace potential::resource {
namespace {

using options::v1::FieldRules;

struct FormatCase {
  FieldRules::Format format;
  std::vector<std::string> good;
  std::vector<std::string> bad;
};

const std::vector<FormatCase>& Cases() {
  static const std::vector<FormatCase>& cases = *new std::vector<FormatCase>{
      {FieldRules::DATE,
       {"1900-01-01", "2199-12-31", "2024-02-29", "2000-02-29"},
       {"2026-02-30", "2025-02-29", "1900-02-29", "1899-12-31", "2200-01-01", "2026-13-01",
        "2026-00-10", "2026-1-01", "26-01-01", "2026/01/01", "2026-01-01T00:00:00Z", " 2026-01-01",
        "+026-01-01", "2026-01-0a", ""}},
      {FieldRules::MONTH,
       {"1900-01", "2199-12"},
       {"1899-12", "2200-01", "2026-13", "2026-00", "2026-1", "2026-01-01", "2026", ""}},
      {FieldRules::IDENTIFIER,
       {"ab", "a1", "1a", "community-ot", std::string(63, 'z')},
       {"a", "A1", "a_b", "-ab", "ab-", "a b", std::string(64, 'z'), ""}},
      {FieldRules::URL,
       {"https://a", "https://www.example.org/", "HTTPS://Example.org", "https://a.b:8443/c?d=e#f",
        "https://a?b", "https://a#b", "https://10.0.0.1/x", "https://[2001:db8::1]:443/x",
        "https://a/%C3%A9/(x)", "https://xn--caf-dma.example/", "https://a/b@c:d",
        "https://a/?q=//x"},
       {"http://a",
        "https:/a",
        "https://",
        "https:///a",
        "https://user@a/",
        "https://u:p@a/",
        "https://a b",
        "https://a/b c",
        "https://a/%zz",
        "https://a/%4",
        "https://a:0",
        "https://a:",
        "https://a:65536",
        "https://a:8a",
        "https://-a/",
        "https://a-/",
        "https://a..b/",
        "https://a/\"",
        "https://a/<b>",
        "https://a/\xC3\xA9",
        "https://[::1",
        "https://[zz]/",
        "https://[::1]x",
        std::string("https://[::1\0]", 14),
        "https://a#b#c",
        "ftp://a",
        "//a",
        "a",
        "https://" + std::string(64, 'a') + "/",
        " https://a",
        "https://a\n",
        "javascript:alert(1)",
        ""}},
      {FieldRules::DOI,
       {"10.1177/0308022619879361", "10.1000/182", "10.123456789/x", "10.1000.10/a/b",
        "10.1002/(SICI)1096(199601)99:1<1::AID-A1>3.0.CO;2-1"},
       {"10.1177/", "10.117/x", "10.1234567890/x", "11.1177/x", "10.1177", "10./x", "10.1177./x",
        "10.1177.a/x", "10.1177/a b", "10.1177/a\tb", "doi:10.1177/x", "https://doi.org/10.1177/x",
        ""}},
      {FieldRules::ODS_CODE,
       {"RQY", "RWK1", "A81001", "123"},
       {"RQ", "RQYRQYR", "rqy", "RQ-", "R Y", ""}},
      {FieldRules::SNOMED_CT,
       {"73211009", "22298006", "404684003", "138875005", "900000000000207008", "100005"},
       {"73211008", "73211090", "12345", "0732110099", "7321100a", "1000000000000000000",
        " 73211009", "-73211009", ""}},
      {FieldRules::UUID,
       {"3f2b8c1e-7d4a-4c59-9a0e-6b1f2d3c4e5f", "00000000-0000-0000-0000-000000000000",
        "3F2B8C1E-7D4A-4C59-9A0E-6B1F2D3C4E5F"},
       {"3f2b8c1e7d4a4c599a0e6b1f2d3c4e5f", "{3f2b8c1e-7d4a-4c59-9a0e-6b1f2d3c4e5f}",
        "3f2b8c1e-7d4a-4c59-9a0e-6b1f2d3c4e5", "3f2b8c1e-7d4a-4c59-9a0e-6b1f2d3c4e5g",
        "3f2b8c1e-7d4a-4c59-9a0e6-b1f2d3c4e5f", ""}},
      {FieldRules::NAME,
       {"organisations/swlstg/posts/a1"},
       {"organisations/swlstg", "organisations/swlstg/posts/A1", "posts/a1", ""}},
  };
  return cases;
}

TEST(FormatsTest, AcceptsWhatHasTheForm) {
  for (const FormatCase& c : Cases()) {
    for (const std::string& text : c.good) {
      EXPECT_TRUE(MatchesFormat(c.format, text))
          << FieldRules::Format_Name(c.format) << " " << text;
    }
  }
}

TEST(FormatsTest, RefusesWhatHasNot) {
  for (const FormatCase& c : Cases()) {
    for (const std::string& text : c.bad) {
      EXPECT_FALSE(MatchesFormat(c.format, text))
          << FieldRules::Format_Name(c.format) << " " << text;
    }
  }
}

TEST(FormatsTest, CoversEveryFormatOfTheContract) {
  const auto& formats = *FieldRules::Format_descriptor();
  EXPECT_EQ(static_cast<size_t>(formats.value_count()), Cases().size() + 1);
  for (int i = 0; i < formats.value_count(); ++i) {
    const auto format = static_cast<FieldRules::Format>(formats.value(i)->number());
    EXPECT_EQ(FormatExpectation(format) == "text", format == FieldRules::FORMAT_UNSPECIFIED);
  }
  EXPECT_TRUE(MatchesFormat(FieldRules::FORMAT_UNSPECIFIED, "anything"));
  EXPECT_TRUE(MatchesFormat(FieldRules::FORMAT_UNSPECIFIED, ""));
}

TEST(FormatsTest, CatchesEveryWrongDigitAndSwapOfNeighbours) {
  const std::string good = "404684003";
  for (size_t i = 0; i < good.size(); ++i) {
    for (char digit = '0'; digit <= '9'; ++digit) {
      std::string changed = good;
      changed[i] = digit;
      EXPECT_EQ(HasVerhoeffCheckDigit(changed), changed == good) << changed;
    }
    if (i + 1 < good.size() && good[i] != good[i + 1]) {
      std::string swapped = good;
      std::swap(swapped[i], swapped[i + 1]);
      EXPECT_FALSE(HasVerhoeffCheckDigit(swapped)) << swapped;
    }
  }
  EXPECT_TRUE(HasVerhoeffCheckDigit("2363"));  // a published example
  EXPECT_FALSE(HasVerhoeffCheckDigit(""));
}

}  // namespace
}  // namespace potential::resource
