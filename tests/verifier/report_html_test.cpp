// The report as a page: what hostile text in a record cannot do to it, and that its bytes depend on
// the record alone.

#include <gtest/gtest.h>

#include <vector>

#include "tests/verifier/verify_record.h"
#include "verifier/html_text.h"

namespace viche::verifier::test {
namespace {

/// The elements that are open at the end, or an error's text: a reader of the little HTML we write.
std::string unclosed(const std::string& page) {
  std::vector<std::string> open;
  for (std::size_t i = page.find('<'); i != std::string::npos; i = page.find('<', i + 1)) {
    const std::size_t end = page.find('>', i);
    if (end == std::string::npos) return "a tag without end";
    std::string name = page.substr(i + 1, page.find_first_of(" >", i) - i - 1);
    if (name.starts_with("!") || name == "meta" || name == "br") continue;
    if (name.starts_with("/")) {
      if (open.empty() || open.back() != name.substr(1)) return "closed: " + name;
      open.pop_back();
    } else {
      open.push_back(name);
    }
  }
  return open.empty() ? "" : "open: " + open.back();
}

TEST(HtmlReport, IsOnePageThatStandsAlone) {
  const Report report = verify_record(ordinary_election());
  const std::string page = to_html(report, "1.2.3");
  EXPECT_EQ(unclosed(page), "");
  for (const char* wanted : {"<strong>Verified</strong>", "viche-verify 1.2.3", "Turnout by unit",
                             "B10 E2", "does not show", "<html lang=\"en\">"}) {
    EXPECT_NE(page.find(wanted), std::string::npos) << wanted;
  }
  for (const char* foreign :
       {"<script", "http://", "https://", "src=", "href=", "url(", "@import"}) {
    EXPECT_EQ(page.find(foreign), std::string::npos) << foreign;
  }
}

TEST(HtmlReport, IsTheSameWhateverTheRun) {
  const TinyElection election = ordinary_election();
  const std::string directory = scratch("html");
  election.write(directory);
  const std::string page = to_html(verify_directory(directory, false, 1), "1");
  EXPECT_EQ(to_html(verify_directory(directory, true, 3), "1"), page);
  Options options;
  options.directory = directory;
  options.checkpoints = {{"kept", election.checkpoint(9)}};
  const auto arithmetic = make_sodium_arithmetic();
  EXPECT_EQ(to_html(verify(options, *arithmetic).value(), "1"), page);
  std::filesystem::remove_all(directory);
}

TEST(HtmlReport, AFailureIsSaidFirstAndAtItsCheck) {
  TinyElection election = ordinary_election();
  election.entries.back().back() ^= 1;
  const std::string page = to_html(verify_record(election), "1");
  EXPECT_EQ(unclosed(page), "");
  EXPECT_NE(page.find("<strong>Not verified</strong>"), std::string::npos);
  EXPECT_EQ(page.find("<strong>Verified</strong>"), std::string::npos);
  EXPECT_NE(page.find("First failure (entry"), std::string::npos);
}

TEST(HtmlReport, EveryFailureOfOneIsAPage) {
  Report report;
  report.checks.require(CheckId::R7, std::nullopt, false, "found <b>\xff\x01</b>");
  const std::string page = to_html(report, "1");
  EXPECT_EQ(unclosed(page), "");
  EXPECT_EQ(page.find("<b>"), std::string::npos);
}

TEST(HtmlReport, NamesAreTextWhateverTheyHold) {
  const std::string hostile = "</bdi></h1><script>alert(1)</script>&amp;\\\"'\xe2\x80\xae";
  std::string manifest = tiny_manifest();
  // The election, a contest, an option, a unit.
  for (const std::string name :
       {R"("Tiny")", R"("Pick")", R"("A"}},{"id":"b")", R"("1"},"contest")"}) {
    const std::size_t place = manifest.find(name);
    ASSERT_NE(place, std::string::npos) << name;
    manifest.replace(place + 1, name.find('"', 1) - 1, hostile);
  }
  TinyElection election(manifest);
  begin_ordinary(election);
  vote_ordinary(election);
  conclude_ordinary(election);
  const Report report = verify_record(election);
  ASSERT_TRUE(report.verified()) << to_text(report, {});
  const std::string page = to_html(report, "1");
  EXPECT_EQ(unclosed(page), "");
  EXPECT_EQ(page.find("<script"), std::string::npos);
  EXPECT_EQ(page.find("\xe2\x80\xae"), std::string::npos);
  const std::string shown =
      "&lt;/bdi&gt;&lt;/h1&gt;&lt;script&gt;alert(1)&lt;/"
      "script&gt;&amp;amp;&quot;&#39;\xef\xbf\xbd";
  std::size_t times = 0;
  for (std::size_t i = page.find(shown); i != std::string::npos; i = page.find(shown, i + 1)) {
    ++times;
  }
  EXPECT_GE(times, 8U);
}

TEST(HtmlText, IsEscaped) {
  EXPECT_EQ(html_escaped("<a b=\"c\" d='e'>&"), "&lt;a b=&quot;c&quot; d=&#39;e&#39;&gt;&amp;");
  EXPECT_EQ(html_escaped("Хто їде?"), "Хто їде?");
  EXPECT_EQ(html_escaped(std::string("a\0b\n\x7f", 5)),
            "a\xef\xbf\xbd"
            "b\xef\xbf\xbd\xef\xbf\xbd");
  EXPECT_EQ(html_escaped("\xff"), "\xef\xbf\xbd");
  EXPECT_EQ(html_escaped("\xc2\x85x"), "\xef\xbf\xbdx");
  EXPECT_EQ(html_escaped("\xe2\x81\xa7x"), "\xef\xbf\xbdx");
}

TEST(HtmlText, Numbers) {
  EXPECT_EQ(grouped(0), "0");
  EXPECT_EQ(grouped(999), "999");
  EXPECT_EQ(grouped(1'234'567), "1,234,567");
  EXPECT_EQ(percent(1, 3), "33.3 %");
  EXPECT_EQ(percent(2, 3), "66.7 %");
  EXPECT_EQ(percent(5, 5), "100.0 %");
  EXPECT_EQ(percent(0, 0), "");
  EXPECT_EQ(percent(2, 1), "");
  EXPECT_EQ(percent(1, ~std::uint64_t{0}), "");
}

}  // namespace
}  // namespace viche::verifier::test
