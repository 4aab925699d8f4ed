#include "ballot/opening.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/ballot/sample.h"

namespace viche::ballot {
namespace {

using test::kStyle;
using testing::HasSubstr;
using Bits = std::vector<std::uint8_t>;

struct Opened {
  Ballot ballot;
  Opening opening;
};

const test::SampleElection& election() {
  static const test::SampleElection election(test::sample_manifest(
      {test::choose("a", 3, 1, 1, false), test::score("b", 1, 4, 0, 4, false)}));
  return election;
}

Opened challenge(const Bits& m) {
  SystemRandom random;
  const Credential credential = generate_credential(random);
  Proven proven = election().prover.prove(kStyle, credential, Secret<Bits>(Bits(m)), random);
  Challenged challenged =
      election().prover.challenge(std::move(proven), Bytes32{}, credential, random);
  return {election().decode(challenged.entry), std::move(challenged.opening)};
}

std::string refusal(const Ballot& ballot, const Opening& opening) {
  const auto choices = check_opening(*election().context, election().manifest, ballot, opening);
  return choices ? "accepted" : choices.error().message();
}

Opening opening_of(const Scalar& r, const Bits& m) {
  return {Secret<Scalar>(Scalar(r)), Secret<Bits>(Bits(m))};
}

TEST(Opening, ShowsTheVote) {
  const Opened opened = challenge({0, 1, 0, 1, 1, 0});
  const Choices choices =
      check_opening(*election().context, election().manifest, opened.ballot, opened.opening)
          .value();
  EXPECT_EQ(format_choices(choices, election().manifest, kStyle), R"({"a":["o2"],"b":{"o1":3}})");
}

TEST(Opening, ThatDoesNotFitIsRefused) {
  const Opened opened = challenge({0, 1, 0, 1, 1, 0});
  const Scalar& r = opened.opening.r.expose();
  EXPECT_EQ(refusal(opened.ballot, opening_of(r + Scalar::one(), {0, 1, 0, 1, 1, 0})),
            "C_0 is not r G");
  EXPECT_THAT(refusal(opened.ballot, opening_of(r, {1, 0, 0, 1, 1, 0})), HasSubstr("position 1: "));
  EXPECT_THAT(refusal(opened.ballot, opening_of(r, {0, 1, 0, 1, 1, 1})), HasSubstr("position 6: "));
  EXPECT_THAT(refusal(opened.ballot, opening_of(r, {0, 1, 0})), HasSubstr("3 slots, the ballot 6"));
  const Opened other = challenge({0, 1, 0, 1, 1, 0});
  EXPECT_NE(refusal(other.ballot, opened.opening), "accepted");
}

std::string noted_refusal(const std::string& noted, const Bytes& entry, const NamedOpening& named) {
  const auto choices = check_noted_opening(*election().context, election().manifest,
                                           NotedTracker::parse(noted).value(), entry, named);
  return choices ? "accepted" : choices.error().message();
}

Bytes32 tracker_of(const Opened& opened) {
  return tracker(election().context->election(), BallotView::of(opened.ballot.entry));
}

// The first device encrypts another vote, and opens an honest ballot in its place.
TEST(Opening, AnotherBallotThanTheNotedOneIsRefused) {
  Opened marked = challenge({0, 1, 0, 1, 1, 0});
  Opened other = challenge({0, 1, 0, 1, 1, 0});
  const Bytes32 noted = tracker_of(marked);
  const Bytes32 swapped = tracker_of(other);
  const std::string style = election().manifest.style(kStyle).id;
  NamedOpening honest{noted, style, std::move(marked.opening)};
  NamedOpening of_other{swapped, style, std::move(other.opening)};
  for (const std::string& shown : {to_hex(noted), display_tracker(noted)}) {
    EXPECT_EQ(noted_refusal(shown, marked.ballot.entry, honest), "accepted");
    EXPECT_THAT(noted_refusal(shown, other.ballot.entry, of_other),
                HasSubstr("the tracker that was noted is not the ballot's"));
    EXPECT_THAT(noted_refusal(shown, marked.ballot.entry, of_other),
                HasSubstr("the opening is of another ballot"));
  }
  of_other.tracker = noted;  // it lies about whose opening it is
  EXPECT_THAT(noted_refusal(to_hex(noted), other.ballot.entry, of_other), HasSubstr("noted"));
  EXPECT_THAT(noted_refusal(to_hex(noted), marked.ballot.entry, of_other), HasSubstr("r G"));
  honest.style = "s2";
  EXPECT_THAT(noted_refusal(to_hex(noted), marked.ballot.entry, honest), HasSubstr("style s2"));
}

TEST(Opening, CastBallotIsNotOpened) {
  Opened opened = challenge({0, 1, 0, 1, 1, 0});
  Bytes entry = opened.ballot.entry;
  entry.front() = static_cast<std::uint8_t>(BallotType::kCast);
  const Bytes32 noted = tracker_of(opened);
  EXPECT_THAT(
      noted_refusal(to_hex(noted), entry,
                    {noted, election().manifest.style(kStyle).id, std::move(opened.opening)}),
      HasSubstr("was cast"));
  EXPECT_THAT(noted_refusal(to_hex(noted), {}, {noted, "s1", opening_of(Scalar::one(), {1})}),
              HasSubstr("byte 0"));
}

TEST(Opening, ShowsADeviceThatMarksTheBallot) {
  // 1 as the second digit of weight 1: legal, and the greedy encoder never writes it.
  const Opened opened = challenge({0, 1, 0, 0, 0, 1});
  EXPECT_THAT(refusal(opened.ballot, opened.opening), HasSubstr("the device marks the ballot"));
}

TEST(Opening, RoundTripAsJson) {
  const Opened opened = challenge({1, 0, 0, 0, 0, 0});
  const Bytes32 shown =
      tracker(election().context->election(), BallotView::of(opened.ballot.entry));
  const std::string text = format_opening(shown, "s1", opened.opening);
  const NamedOpening read = parse_opening(text).value();
  EXPECT_EQ(read.tracker, shown);
  EXPECT_EQ(read.style, "s1");
  EXPECT_EQ(refusal(opened.ballot, read.opening), "accepted");
}

TEST(Opening, MalformedJsonIsRefused) {
  const std::string zeros(64, '0');
  const auto refused = [](const std::string& text) {
    const auto opening = parse_opening(text);
    return opening ? "accepted" : opening.error().message();
  };
  const auto text = [&](const std::string& r, const std::string& slots) {
    return R"({"viche_opening": 1, "tracker": ")" + zeros + R"(", "style": "s1", "r": ")" + r +
           R"(", "slots": )" + slots + "}";
  };
  EXPECT_EQ(refused(text(zeros, "[0, 1]")), "accepted");
  EXPECT_THAT(refused(text(zeros, "[2]")), HasSubstr("/slots/0: "));
  EXPECT_THAT(refused(text(zeros, "[]")), HasSubstr("/slots: "));
  EXPECT_THAT(refused(text(std::string(64, 'f'), "[0]")), HasSubstr("/r: "));
  EXPECT_THAT(refused(text("00", "[0]")), HasSubstr("/r: expected 64"));
  EXPECT_THAT(refused("{}"), HasSubstr("is missing"));
  EXPECT_THAT(refused(""), HasSubstr("not JSON"));
}

}  // namespace
}  // namespace viche::ballot
