#include "ballot/choices.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "tests/ballot/sample.h"

namespace viche::ballot {
namespace {

using test::kStyle;
using testing::ElementsAre;
using testing::HasSubstr;

struct OneContest {
  explicit OneContest(const test::Json& contest)
      : manifest(test::parse(test::sample_manifest({contest}))), layout(manifest) {}

  /// What is marked in the contest "c".
  [[nodiscard]] Result<std::vector<std::uint8_t>> encode(const std::string& choice) const {
    VICHE_ASSIGN(const Choices choices,
                 parse_choices(R"({"c": )" + choice + "}", manifest, kStyle));
    return encode_slots(manifest, layout, kStyle, choices);
  }
  [[nodiscard]] std::string refusal(const std::string& choice) const {
    const auto m = encode(choice);
    return m ? "accepted" : m.error().message();
  }

  Manifest manifest;
  Layout layout;
};

TEST(Choices, ChooseIsWrittenWithItsSlack) {
  const OneContest exact(test::choose("c", 3, 1, 1, false));
  EXPECT_THAT(*exact.encode(R"(["o2"])"), ElementsAre(0, 1, 0));
  const OneContest between(test::choose("c", 5, 0, 5, true));  // slack 1, 2, 2
  EXPECT_THAT(*between.encode("[]"), ElementsAre(0, 0, 0, 0, 0, 1, 1, 1, 0));
  EXPECT_THAT(*between.encode(R"(["o1"])"), ElementsAre(1, 0, 0, 0, 0, 0, 1, 1, 0));
  EXPECT_THAT(*between.encode(R"(["o3", "o1"])"), ElementsAre(1, 0, 1, 0, 0, 1, 1, 0, 0));
  EXPECT_THAT(*between.encode(R"(["o1", "o2", "o3"])"), ElementsAre(1, 1, 1, 0, 0, 0, 1, 0, 0));
  EXPECT_THAT(*between.encode(R"("blank")"), ElementsAre(0, 0, 0, 0, 0, 0, 0, 0, 1));
}

TEST(Choices, ScoreDigitsAreGreedy) {
  const OneContest four(test::score("c", 1, 4, 0, 4, false));  // 1, 2, 1
  EXPECT_THAT(*four.encode("{}"), ElementsAre(0, 0, 0));
  EXPECT_THAT(*four.encode(R"({"o1": 1})"), ElementsAre(1, 0, 0));
  EXPECT_THAT(*four.encode(R"({"o1": 2})"), ElementsAre(0, 1, 0));
  EXPECT_THAT(*four.encode(R"({"o1": 3})"), ElementsAre(1, 1, 0));
  EXPECT_THAT(*four.encode(R"({"o1": 4})"), ElementsAre(1, 1, 1));
  const OneContest five(test::score("c", 2, 5, 1, 10, true));  // 1, 2, 2; slack 1, 2, 4, 2
  EXPECT_THAT(*five.encode(R"({"o2": 3})"), ElementsAre(0, 0, 0, 1, 1, 0, 1, 1, 1, 0, 0));
  EXPECT_THAT(*five.encode(R"("blank")"), ElementsAre(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1));
  EXPECT_THAT(*five.encode(R"({"o1": 5, "o2": 5})"), ElementsAre(1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0));
}

TEST(Choices, RankFillsPlacesAndSlack) {
  const OneContest some(test::rank("c", 3, {2, 1}, true));
  EXPECT_THAT(*some.encode(R"(["o3", "o1"])"), ElementsAre(0, 0, 1, 1, 0, 0, 0, 1, 0, 0));
  EXPECT_THAT(*some.encode(R"("blank")"), ElementsAre(0, 0, 0, 0, 0, 0, 1, 1, 1, 1));
  const OneContest all(test::rank("c", 2, {2, 1}, false));
  EXPECT_THAT(*all.encode(R"(["o2", "o1"])"), ElementsAre(0, 1, 1, 0));
}

TEST(Choices, IllegalMarksAreRefusedWithTheReason) {
  const OneContest choose(test::choose("c", 4, 1, 2, false));
  EXPECT_EQ(choose.refusal(R"(["o1", "o2", "o3"])"),
            "/c: 3 options are marked, but 1 to 2 are allowed");
  EXPECT_EQ(choose.refusal("[]"), "/c: 0 options are marked, but 1 to 2 are allowed");
  EXPECT_EQ(choose.refusal(R"(["o1", "o1"])"), "/c: the option \"o1\" is marked twice");
  EXPECT_EQ(choose.refusal(R"("blank")"), "/c: this contest has no blank vote");
  EXPECT_EQ(choose.refusal(R"(["01"])"),
            "/c/0: the contest \"c\" has no option \"01\"; did you mean \"o1\"?");
  EXPECT_THAT(choose.refusal(R"("empty")"), HasSubstr("or \"blank\""));
  EXPECT_THAT(choose.refusal(R"({"o1": 1})"), HasSubstr("expected a list"));
  const OneContest score(test::score("c", 2, 3, 2, 4, false));
  EXPECT_EQ(score.refusal(R"({"o1": 4})"), "/c/o1: expected an integer from 0 to 3, found 4");
  EXPECT_EQ(score.refusal(R"({"o1": 3, "o2": 2})"),
            "/c: 5 points are given, but 2 to 4 are allowed");
  EXPECT_EQ(score.refusal(R"({"o1": 1})"), "/c: 1 points are given, but 2 to 4 are allowed");
  EXPECT_THAT(score.refusal(R"({"o9": 1})"), HasSubstr("/c/o9: the contest \"c\" has no option"));
  EXPECT_THAT(score.refusal(R"({"o1": 1.5})"), HasSubstr("whole number"));
  EXPECT_THAT(score.refusal(R"({"o1": -1})"), HasSubstr("whole number"));
  const OneContest rank(test::rank("c", 3, {2, 1}, false));
  EXPECT_EQ(rank.refusal(R"(["o1"])"), "/c: 1 places are filled, but 2 are allowed");
  EXPECT_EQ(rank.refusal(R"(["o1", "o1"])"), "/c: the option \"o1\" is marked twice");
  EXPECT_THAT(rank.refusal(R"(["o1", "o2", "o3", "o1"])"), HasSubstr("0 to 3 items"));
}

TEST(Choices, ExactlyTheContestsOfTheStyle) {
  const Manifest manifest = test::parse(test::sample_manifest(
      {test::choose("a", 2, 1, 1, false), test::choose("b", 2, 1, 1, false)}, {{"a"}, {"b", "a"}}));
  const auto refusal = [&](const char* json, std::size_t style) {
    const auto choices = parse_choices(json, manifest, StyleIndex(style));
    return choices ? "accepted" : choices.error().message();
  };
  EXPECT_EQ(refusal(R"({"a": ["o1"], "b": ["o1"]})", 1), "accepted");
  EXPECT_EQ(refusal(R"({"a": ["o1"]})", 1), "/: no choice in the contest \"b\"");
  EXPECT_EQ(refusal(R"({"a": ["o1"], "b": ["o1"]})", 0),
            "/b: the style \"s1\" has no contest \"b\"; did you mean \"a\"?");
  EXPECT_EQ(refusal(R"({"a": ["o1"], "a": ["o1"]})", 0),
            "/a: this member occurs twice in its object");
  EXPECT_EQ(refusal("[]", 0), "/: expected an object, found array");
  EXPECT_THAT(refusal("{", 0), HasSubstr("line 1, column 2: not JSON"));
}

/// Every list of choices of one contest, legal or not, for few options and low scores.
std::vector<ContestChoice> all_choices(const Contest& contest) {
  std::vector<ContestChoice> all(1);
  all[0].blank = true;
  const std::size_t N = contest.options.size();
  if (contest.kind == ContestKind::kScore) {
    std::vector<std::uint32_t> scores(N, 0);
    for (std::size_t i = 0;;) {
      ContestChoice& next = all.emplace_back();
      next.scores = scores;
      for (i = 0; i < N && scores[i] == contest.max_score; ++i) scores[i] = 0;
      if (i == N) return all;
      ++scores[i];
    }
  }
  // Lists of distinct options: ascending ones for choose, in every order for rank.
  for (std::size_t first = 0; first < all.size(); ++first) {
    for (std::size_t option = 0; option < N; ++option) {
      ContestChoice next = all[first];
      if (next.blank && first > 0) continue;
      next.blank = false;
      const auto used = std::find(next.options.begin(), next.options.end(), OptionIndex(option));
      if (used != next.options.end()) continue;
      if (contest.kind == ContestKind::kChoose && !next.options.empty() &&
          next.options.back() > OptionIndex(option)) {
        continue;
      }
      next.options.emplace_back(option);
      all.push_back(std::move(next));
    }
  }
  all.emplace_back();
  return all;
}

/// What the rows must count for these choices.
std::vector<std::uint64_t> expected_rows(const Contest& contest, const ContestChoice& choice) {
  std::vector<std::uint64_t> rows(contest.options.size() + (contest.blank ? 1 : 0));
  if (choice.blank) rows.back() = 1;
  for (std::size_t i = 0; i < choice.scores.size(); ++i) rows[i] = choice.scores[i];
  for (std::size_t i = 0; i < choice.options.size(); ++i) {
    rows[choice.options[i].value()] = contest.kind == ContestKind::kRank ? contest.points[i] : 1;
  }
  return rows;
}

std::string digits_of(const std::vector<std::uint8_t>& m) {
  std::string digits;
  for (const std::uint8_t bit : m) digits.push_back(static_cast<char>('0' + bit));
  return digits;
}

TEST(Choices, EveryLegalBallotEncodesCountsAndDecodes) {
  const std::vector<test::Json> contests = {
      test::choose("c", 1, 1, 1, false),    test::choose("c", 3, 1, 1, false),
      test::choose("c", 3, 0, 3, true),     test::choose("c", 4, 2, 3, true),
      test::choose("c", 3, 3, 3, false),    test::choose("c", 1, 0, 1, true),
      test::score("c", 1, 1, 0, 1, false),  test::score("c", 2, 1, 0, 2, true),
      test::score("c", 2, 4, 0, 8, false),  test::score("c", 2, 4, 1, 5, true),
      test::score("c", 2, 5, 0, 10, false), test::score("c", 2, 5, 3, 3, false),
      test::rank("c", 1, {1}, false),       test::rank("c", 1, {1}, true),
      test::rank("c", 3, {3, 2, 1}, false), test::rank("c", 3, {3, 2, 1}, true),
      test::rank("c", 3, {2, 0}, false),    test::rank("c", 3, {2, 5}, true)};
  for (const test::Json& json : contests) {
    SCOPED_TRACE(json.dump());
    const OneContest one(json);
    const Contest& contest = one.manifest.contests[0];
    const StyleLayout& style = one.layout.style(kStyle);
    std::set<std::string> encoded;
    for (const ContestChoice& choice : all_choices(contest)) {
      const Choices choices{{choice}};
      const auto m = encode_slots(one.manifest, one.layout, kStyle, choices);
      if (!m) continue;
      EXPECT_TRUE(vartime_is_legal(style, *m));
      EXPECT_TRUE(encoded.insert(digits_of(*m)).second) << "two ballots with one encoding";
      EXPECT_EQ(row_values(one.layout, kStyle, *m).at(0), expected_rows(contest, choice));
      EXPECT_EQ(decode_slots(one.manifest, one.layout, kStyle, *m).value(), choices);
      const std::string text = format_choices(choices, one.manifest, kStyle);
      EXPECT_EQ(parse_choices(text, one.manifest, kStyle).value(), choices) << text;
      const std::vector<Row>& rows = one.layout.contest(ContestIndex(0)).rows;
      for (std::size_t row = 0; row < rows.size(); ++row) {
        EXPECT_LE(expected_rows(contest, choice)[row], rows[row].largest);
      }
    }
    EXPECT_FALSE(encoded.empty());
    // Whatever else keeps the equations is another way to write the digits, and is refused as a
    // mark.
    for (const std::vector<std::uint8_t>& m : test::legal_bits(style)) {
      const auto decoded = decode_slots(one.manifest, one.layout, kStyle, m);
      EXPECT_EQ(decoded.ok(), encoded.contains(digits_of(m)));
      if (!decoded) {
        EXPECT_THAT(decoded.error().message(), HasSubstr("marks the ballot"));
      }
    }
  }
}

TEST(Choices, BitsThatBreakAnEquationAreRefused) {
  const OneContest one(test::choose("c", 3, 1, 1, false));
  const auto refused = [&](const std::vector<std::uint8_t>& m) {
    return !decode_slots(one.manifest, one.layout, kStyle, m).ok();
  };
  EXPECT_FALSE(refused({0, 0, 1}));
  EXPECT_TRUE(refused({0, 0, 0}));
  EXPECT_TRUE(refused({1, 0, 1}));
  EXPECT_TRUE(refused({0, 0, 2}));
  EXPECT_TRUE(refused({0, 1}));
  EXPECT_TRUE(refused({}));
}

}  // namespace
}  // namespace viche::ballot
