// Many entries at once: what is said of each is what is said of it alone,
// whatever the chunks, the threads, and what else is bad.

#include <gtest/gtest.h>

#include "ballot/checker.h"
#include "crypto/group/batch.h"
#include "crypto/group/multi_scalar.h"
#include "tests/ballot/sample.h"
#include "tests/ballot/single_ballot.h"
#include "tests/support/seeded_random.h"

namespace viche::ballot {
namespace {

using test::SampleElection;
using test::SeededRandom;

/// Styles of two lengths. Of the three of the shorter one, the first and the last have the same
/// keys and equations, the other has its own.
const SampleElection& election() {
  static const SampleElection election(
      test::sample_manifest({test::choose("a", 2, 1, 1, false), test::choose("b", 3, 0, 2, true),
                             test::choose("c", 2, 2, 2, false)},
                            {{"a"}, {"a", "b"}, {"c"}, {"a"}}));
  return election;
}
constexpr std::size_t kStyles = 4;

/// Entries and what is to be said of each.
struct Entries {
  std::vector<Bytes> bytes;
  std::vector<Outcome> expected;

  void add(const SampleElection& election, Bytes entry) {
    expected.push_back(test::judge_alone(*election.context, entry));
    bytes.push_back(std::move(entry));
  }
  void add(const Entries& other, std::size_t i) {
    bytes.push_back(other.bytes[i]);
    expected.push_back(other.expected[i]);
  }
};

/// Good ballots of all styles in turn.
const Entries& good() {
  static const Entries entries = [] {
    SeededRandom random(20260110);
    Entries made;
    for (std::size_t i = 0; i < 24; ++i) {
      const StyleIndex style(i % kStyles);
      const auto bits = test::legal_bits(election().layout().style(style));
      made.add(election(),
               election().cast(style, bits[i % bits.size()], generate_credential(random), random));
    }
    return made;
  }();
  return entries;
}

Bytes altered(Bytes entry, std::size_t offset, std::uint8_t difference = 1) {
  entry[offset] ^= difference;
  return entry;
}

/// Every field spoilt in some ballot of each style, in ways that decode and ways that do not.
const Entries& bad() {
  static const Entries entries = [] {
    Entries made;
    made.add(election(), {});
    made.add(election(), Bytes(1, 0x13));
    for (std::size_t i = 0; i < kStyles; ++i) {
      const Bytes& entry = good().bytes[i];
      const std::size_t n = BallotView::of(entry).n();
      made.add(election(), altered(entry, 0, 0x20));
      made.add(election(), altered(entry, 0, 0x13 ^ 0x14));
      made.add(election(), altered(entry, 2, 0x80));
      for (std::size_t other = 0; other < kStyles; ++other) {
        if (other == i) continue;
        made.add(election(), altered(entry, 2, static_cast<std::uint8_t>((1 + i) ^ (1 + other))));
      }
      made.add(election(), Bytes(entry.begin(), entry.end() - 1));
      made.add(election(), altered(entry, kOffsetPrev));
      for (std::size_t p = 0; p < ballot_points(n); ++p) {
        const auto at = BallotView::of(entry).point(p) - entry.data();
        const auto put = [&](ByteView bytes) {
          Bytes changed = entry;
          std::copy(bytes.begin(), bytes.end(), changed.begin() + at);
          made.add(election(), std::move(changed));
        };
        put(Bytes32{});  // the identity
        put(Point::base().encode());
        put(Bytes(32, 0xff));
      }
      for (std::size_t s = 0; s < ballot_scalars(n); ++s) {
        const auto at = static_cast<std::size_t>(BallotView::of(entry).scalar(s) - entry.data());
        made.add(election(), altered(entry, at));
        made.add(election(), altered(entry, at + 31, 0xf0));
      }
    }
    return made;
  }();
  return entries;
}

void expect_as_alone(const Entries& entries, unsigned threads, std::size_t chunk_bytes) {
  SCOPED_TRACE(std::to_string(threads) + " threads, chunks of " + std::to_string(chunk_bytes));
  SystemRandom random;
  const std::vector<ByteView> views(entries.bytes.begin(), entries.bytes.end());
  Checker checker(*election().context, random, threads, chunk_bytes);
  const std::vector<Outcome> outcomes = checker.check(views);
  ASSERT_EQ(outcomes.size(), views.size());
  for (std::size_t i = 0; i < outcomes.size(); ++i) {
    ASSERT_EQ(outcomes[i].message(), entries.expected[i].message()) << i;
    ASSERT_EQ(outcomes[i].refusal.has_value(), entries.expected[i].refusal.has_value()) << i;
  }
}

TEST(BatchCheck, GoodOnesOnly) {
  for (const Outcome& outcome : good().expected) EXPECT_EQ(outcome.message(), "accepted");
  for (const std::size_t count : {0U, 1U, 2U, 23U, 129U, 300U}) {
    Entries entries;
    for (std::size_t i = 0; i < count; ++i) entries.add(good(), i % good().bytes.size());
    expect_as_alone(entries, 1, Checker::kChunkBytes);
    expect_as_alone(entries, 3, Checker::kChunkBytes);
  }
}

TEST(BatchCheck, BadOnesOnly) {
  for (const Outcome& outcome : bad().expected) EXPECT_FALSE(outcome.accepted());
  expect_as_alone(bad(), 1, Checker::kChunkBytes);
  expect_as_alone(bad(), 2, 5000);
}

TEST(BatchCheck, OneBadOneAtAnyPlace) {
  const std::size_t last = bad().bytes.size() - 4;  // a scalar that decodes
  ASSERT_FALSE(bad().expected[last].refusal);
  for (const std::size_t place : {0U, 1U, 62U, 63U, 64U, 127U, 128U, 139U}) {
    Entries entries;
    for (std::size_t i = 0; i < 140; ++i) {
      i == place ? entries.add(bad(), last) : entries.add(good(), i % good().bytes.size());
    }
    expect_as_alone(entries, 1, Checker::kChunkBytes);
  }
}

TEST(BatchCheck, AMixWhateverChunksAndThreads) {
  SeededRandom random(20260111);
  Entries entries;
  for (std::size_t i = 0; i < 400; ++i) {
    const std::size_t kind = random.below(10);
    kind == 0 ? entries.add(bad(), random.below(bad().bytes.size()))
              : entries.add(good(), random.below(good().bytes.size()));
  }
  for (const unsigned threads : {1U, 2U, 3U, 8U}) {
    for (const std::size_t chunk_bytes : {std::size_t{1}, std::size_t{3000}, std::size_t{50000}}) {
      expect_as_alone(entries, threads, chunk_bytes);
    }
    expect_as_alone(entries, threads, Checker::kChunkBytes);
  }
}

TEST(BatchCheck, OneInAThousand) {
  Entries entries;
  for (std::size_t i = 0; i < 3000; ++i) {
    i % 1000 == 617 ? entries.add(bad(), bad().bytes.size() - 2 * (i / 1000) - 2)
                    : entries.add(good(), i % good().bytes.size());
  }
  expect_as_alone(entries, 2, Checker::kChunkBytes);
}

// What is wrong with them is in no sum: L f = x b alone.
TEST(BatchCheck, IllegalVotesAmongGoodOnes) {
  SeededRandom random(20260112);
  Entries entries;
  for (std::size_t i = 0; i < 130; ++i) {
    if (i % 20 != 7) {
      entries.add(good(), i % good().bytes.size());
      continue;
    }
    const StyleIndex style(i / 20 % kStyles);
    const std::vector<std::uint8_t> nothing(election().layout().style(style).n());
    entries.add(election(), election().cast(style, nothing, generate_credential(random), random));
    EXPECT_EQ(entries.expected[i].verdict, (Verdict{false, true, true, true}));
  }
  expect_as_alone(entries, 1, Checker::kChunkBytes);
}

// z of one signature is raised by what another's is lowered: with equal weights the sum would
// vanish.
TEST(BatchCheck, PairsThatWouldCancel) {
  const auto shifted = [](const Bytes& entry, const Scalar& by) {
    Ballot ballot = election().decode(entry);
    ballot.signature.z += by;
    return encode_ballot(ballot);
  };
  Entries entries;
  for (std::size_t i = 0; i < 150; ++i) entries.add(good(), i % good().bytes.size());
  for (const auto& [one, other] : {std::pair(0U, 1U), {40U, 41U}, {2U, 100U}}) {
    for (const std::size_t i : {one, other}) {
      entries.bytes[i] = shifted(entries.bytes[i], i == one ? Scalar::one() : -Scalar::one());
      entries.expected[i] = {std::nullopt, {true, true, true, false}};
    }
  }
  expect_as_alone(entries, 1, Checker::kChunkBytes);
}

TEST(BatchCheck, GivesTheDecodedCiphertextsWithTheOutcomes) {
  Entries entries;
  for (std::size_t i = 0; i < 200; ++i) {
    i % 7 == 3 ? entries.add(bad(), i % bad().bytes.size())
               : entries.add(good(), i % good().bytes.size());
  }
  SystemRandom random;
  const std::vector<ByteView> views(entries.bytes.begin(), entries.bytes.end());
  Checker checker(*election().context, random, 2, 20000);
  std::vector<bool> seen(views.size());
  checker.check(views, [&](std::span<const StyleBallots> styles, std::span<const Outcome> all) {
    for (const StyleBallots& ballots : styles) {
      for (std::size_t b = 0; b < ballots.entries.size(); ++b) {
        const std::size_t i = ballots.entries[b];
        seen[i] = true;
        EXPECT_EQ(all[i].message(), entries.expected[i].message());
        const BallotView view = BallotView::of(views[i]);
        EXPECT_EQ(ballots.style, view.style());
        if (!all[i].accepted()) continue;
        for (std::size_t p = 0; p <= view.n(); ++p) {
          MultiScalarBuffers buffers;
          const Scalar one = Scalar::one();
          const auto point = ballots.points.subspan((1 + p) * ballots.stride + b, 1);
          const Point C_p = vartime_multi_multiply({&one, 1}, point, buffers);
          const Bytes32 encoded = C_p.encode();
          EXPECT_TRUE(std::equal(encoded.begin(), encoded.end(), view.point(1 + p)));
        }
      }
    }
  });
  for (std::size_t i = 0; i < views.size(); ++i) {
    EXPECT_EQ(seen[i], BallotView::parse(views[i], election().layout()).ok()) << i;
  }
}

}  // namespace
}  // namespace viche::ballot
