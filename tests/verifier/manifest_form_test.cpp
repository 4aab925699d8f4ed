// M1: what is refused in a manifest's form, where, and in which words.

#include <gtest/gtest.h>

#include "tests/verifier/tiny_election.h"
#include "verifier/json.h"

namespace viche::verifier::test {
namespace {

TEST(ManifestForm, TheTinyManifestIsRead) {
  const Manifest manifest = read_manifest_text(tiny_manifest()).value();
  EXPECT_EQ(manifest.contests.size(), 3U);
  EXPECT_EQ(manifest.agreement_signers(), 4U);
  EXPECT_EQ(manifest.agreement_quorum(), 3U);
}

TEST(ManifestForm, EveryTruncationIsRefused) {
  const std::string text = tiny_manifest();
  for (std::size_t size = 0; size < text.size(); ++size) {
    EXPECT_FALSE(read_manifest_text(text.substr(0, size)).ok()) << size;
  }
}

TEST(ManifestForm, RefusedChanges) {
  const struct {
    const char* from;
    const char* to;
    const char* message;
  } changes[] = {
      {R"("viche":1)", R"("viche":"1")", R"($.viche: not an integer)"},
      {R"("viche":1,)", "", R"($: the member "viche" is missing)"},
      {R"("viche":1)", R"("viche":1,"more":1)", R"($: unknown member "more")"},
      {R"("id":"tiny")", R"("id":"Tiny")", R"($.id: not 1 to 64 characters of a-z, 0-9 and -)"},
      {R"("id":"tiny")", R"("id":"")", R"($.id: not 1 to 64 characters of a-z, 0-9 and -)"},
      {R"("id":"tiny")",
       R"("id":"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")",
       R"($.id: not 1 to 64 characters of a-z, 0-9 and -)"},
      {R"("languages":["en"])", R"("languages":["en","uk"])",
       R"($.title: no text in the language uk)"},
      {R"("languages":["en"])", R"("languages":["e"])", R"($.languages[0]: not a language tag)"},
      {R"("languages":["en"])", R"("languages":["engl"])", R"($.languages[0]: not a language tag)"},
      {R"("languages":["en"])", R"("languages":["e1"])", R"($.languages[0]: not a language tag)"},
      {R"("languages":["en"])", R"("languages":["en-a"])", R"($.languages[0]: not a language tag)"},
      {R"("languages":["en"])", R"("languages":["en-abcdefghi"])",
       R"($.languages[0]: not a language tag)"},
      {R"("languages":["en"])", R"("languages":["en-a_"])",
       R"($.languages[0]: not a language tag)"},
      {R"("languages":["en"])", R"("languages":[1])", R"($.languages[0]: not a language tag)"},
      {R"("languages":["en"])", R"("languages":"en")", R"($.languages: not a list)"},
      {R"("title":{"en":"Tiny"})", R"("title":{"en":""})",
       R"($.title: no text in the language en)"},
      {R"("title":{"en":"Tiny"})", R"("title":{"en":1})", R"($.title: no text in the language en)"},
      {R"("title":{"en":"Tiny"})", R"("title":{"en":"Tiny","uk":"x"})",
       R"($.title: a text in the language "uk", which `languages` does not hold)"},
      {R"("title":{"en":"Tiny"})", R"("title":"Tiny")", R"($.title: not an object)"},
      {R"("opens":"2026-01-01T00:00:00Z")", R"("opens":"2026-01-01 00:00:00Z")",
       R"($.opens: not a time of the form YYYY-MM-DDThh:mm:ssZ)"},
      {R"("opens":"2026-01-01T00:00:00Z")", R"("opens":"2026-01-01T00:00:00Z0")",
       R"($.opens: not a time of the form YYYY-MM-DDThh:mm:ssZ)"},
      {R"("opens":"2026-01-01T00:00:00Z")", R"("opens":"2026-01-01T00:00:00")",
       R"($.opens: not a time of the form YYYY-MM-DDThh:mm:ssZ)"},
      {R"("opens":"2026-01-01T00:00:00Z")", R"("opens":"2026-13-01T00:00:00Z")",
       R"($.opens: not a time of the form YYYY-MM-DDThh:mm:ssZ)"},
      {R"("opens":"2026-01-01T00:00:00Z")", R"("opens":"2026-01-01T00:00:00+")",
       R"($.opens: not a time of the form YYYY-MM-DDThh:mm:ssZ)"},
      {R"("opens":"2026-01-01T00:00:00Z")", R"("opens":"2026-01-00T00:00:00Z")",
       R"($.opens: not a time of the form YYYY-MM-DDThh:mm:ssZ)"},
      {R"("opens":"2026-01-01T00:00:00Z")", R"("opens":"2026-01-01T24:00:00Z")",
       R"($.opens: not a time of the form YYYY-MM-DDThh:mm:ssZ)"},
      {R"("opens":"2026-01-01T00:00:00Z")", R"("opens":"2026-01-01T00:60:00Z")",
       R"($.opens: not a time of the form YYYY-MM-DDThh:mm:ssZ)"},
      {R"("opens":"2026-01-01T00:00:00Z")", R"("opens":"2026-01-01T00:00:61Z")",
       R"($.opens: not a time of the form YYYY-MM-DDThh:mm:ssZ)"},
      {R"("opens":"2026-01-01T00:00:00Z")", R"("opens":1)", R"($.opens: not a string)"},
      {R"("previous":null)", R"("previous":{})", R"($.previous: the member "manifest" is missing)"},
      {R"("previous":null)", R"("previous":false)", R"($.previous: not an object)"},
      {R"("previous":null)", R"("previous":{"manifest":"00","size":0,"root":"00"})",
       R"($.previous.manifest: expected 64 hexadecimal digits, got 2)"},
      {R"({"name":"R",)", R"({"name":"",)", R"($.registrar.name: an empty string)"},
      {R"({"name":"R",)", R"({"name":1,)", R"($.registrar.name: not a string)"},
      {R"("name":"w.example")", R"("name":"w example")",
       R"($.witnesses.members[0].name: not 1 to 100 characters of printable ASCII without space or +)"},
      {R"("name":"w.example")", R"("name":"w+example")",
       R"($.witnesses.members[0].name: not 1 to 100 characters of printable ASCII without space or +)"},
      {R"("name":"w.example")", R"("name":"w\u007f")",
       R"($.witnesses.members[0].name: not 1 to 100 characters of printable ASCII without space or +)"},
      {R"("name":"w.example")",
       R"("name":"wwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwww")",
       R"($.witnesses.members[0].name: not 1 to 100 characters of printable ASCII without space or +)"},
      {R"("revote":"last")", R"("revote":"none")", R"($.revote: neither "last" nor "first")"},
      {R"("max_ballots":4)", R"("max_ballots":4.0)",
       R"(a number that is not a plain integer below 2^64: 4.0)"},
      {R"("max_ballots":4)", R"("max_ballots":-4)", R"(a number with a minus sign)"},
      {R"("max_ballots":4)", R"("max_ballots":"4")", R"($.max_ballots: not an integer)"},
      {R"("weights":"secret")", R"("weights":true)", R"($.weights: not a string)"},
      {R"("weights":"secret")", R"("weights":"none")",
       R"($.weights: neither "secret" nor "not-secret")"},
      {R"("kind":"choose")", R"("kind":"pick")",
       R"($.contests[0].kind: none of "choose", "score" and "rank")"},
      {R"("kind":"choose")", R"("kind":1)", R"($.contests[0]: no `kind`)"},
      {R"("kind":"choose",)", "", R"($.contests[0]: no `kind`)"},
      {R"("kind":"choose")", R"("kind":"score")", R"($.contests[0]: unknown member "min")"},
      {R"("kind":"choose","blank":true)", R"("kind":"choose","blank":1)",
       R"($.contests[0].blank: neither true nor false)"},
      {R"({"id":"a","title":{"en":"A"}})", R"({"id":"a"})",
       R"($.contests[0].options[0]: the member "title" is missing)"},
      {R"({"id":"a","title":{"en":"A"}})", R"("a")", R"($.contests[0].options[0]: not an object)"},
      {R"("points":[3,1])", R"("points":[3,"1"])", R"($.contests[2].points[1]: not an integer)"},
      {R"("points":[3,1])", R"("points":3)", R"($.contests[2].points: not a list)"},
      {R"("contests":["pick","rate","order"])", R"("contests":["pick",1])",
       R"($.styles[0].contests[1]: not an id)"},
      {R"("contests":["pick","rate","order"])", R"("contests":["pick","Rate"])",
       R"($.styles[0].contests[1]: not an id)"},
      {R"("rule":"top")", R"("rule":"best")", R"($.results[0].rule: no rule of this name)"},
      {R"("rule":"top")", R"("rule":1)", R"($.results[0]: no `rule`)"},
      {R"("rule":"top",)", "", R"($.results[0]: no `rule`)"},
      {R"("rule":"top")", R"("rule":"rank_points")", R"($.results[0]: unknown member "threshold")"},
      {R"("threshold":null)", R"("threshold":[1])",
       R"($.results[0].threshold: neither null nor two integers)"},
      {R"("threshold":null)", R"("threshold":[1,2,3])",
       R"($.results[0].threshold: neither null nor two integers)"},
      {R"("threshold":null)", R"("threshold":0)", R"($.results[0].threshold: not a list)"},
  };
  for (const auto& change : changes) {
    const Result<Manifest> manifest =
        read_manifest_text(tiny_manifest_with(change.from, change.to));
    ASSERT_FALSE(manifest.ok()) << change.to;
    EXPECT_EQ(manifest.error().message(), change.message) << change.to;
  }
}

TEST(ManifestForm, KeysAreLowerCaseAndOfPrimeOrder) {
  const std::string text = tiny_manifest();
  const std::string log = R"("log":{"key":")";
  const std::size_t at = text.find(log) + log.size();
  std::string upper = text;
  for (std::size_t i = at; i < at + 64; ++i) upper[i] = static_cast<char>(std::toupper(upper[i]));
  EXPECT_FALSE(read_manifest_text(upper).ok());
  std::string identity = text;
  identity.replace(at, 64, "01" + std::string(62, '0'));
  EXPECT_FALSE(read_manifest_text(identity).ok());
  EXPECT_FALSE(read_manifest_text(std::string(text).erase(at, 2)).ok());
}

}  // namespace
}  // namespace viche::verifier::test
