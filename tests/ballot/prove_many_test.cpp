// Batches of ballots: what one prover makes ballot by ballot, byte by byte, however many at once.

#include <gtest/gtest.h>

#include "ballot/checker.h"
#include "tests/ballot/sample.h"
#include "tests/support/seeded_random.h"

namespace viche::ballot {
namespace {

using test::SampleElection;
using test::SeededRandom;
using Bits = std::vector<std::uint8_t>;

/// Voters of one style, the votes all that are legal in turn.
struct Voters {
  Voters(const SampleElection& election, StyleIndex style, std::size_t count) {
    SeededRandom random(9);
    const std::vector<Bits> legal = test::legal_bits(election.layout().style(style));
    for (std::size_t i = 0; i < count; ++i) {
      credentials.push_back(generate_credential(random));
      votes.push_back(Secret<Bits>(Bits(legal[i % legal.size()])));
      prev.push_back(random.bytes32());
    }
    for (std::size_t i = 0; i < count; ++i) {
      requests.push_back({&credentials[i], &votes[i]});
      signers.push_back(&credentials[i]);
    }
  }

  std::vector<Credential> credentials;
  std::vector<Secret<Bits>> votes;
  std::vector<Bytes32> prev;
  std::vector<ProofRequest> requests;
  std::vector<const Credential*> signers;
};

void expect_as_alone(const SampleElection& election, StyleIndex style, std::size_t count) {
  SCOPED_TRACE(count);
  const Voters voters(election, style, count);
  SeededRandom alone(5), together(5);
  std::vector<Proven> expected;
  for (std::size_t i = 0; i < count; ++i) {
    expected.push_back(election.prover.prove(style, voters.credentials[i], voters.votes[i], alone));
  }
  std::vector<Proven> proven = election.prover.prove_many(style, voters.requests, together);
  ASSERT_EQ(proven.size(), count);
  for (std::size_t i = 0; i < count; ++i) {
    EXPECT_EQ(proven[i].ballot.tracker(), expected[i].ballot.tracker());
    EXPECT_EQ(proven[i].opening.r.expose(), expected[i].opening.r.expose());
    EXPECT_EQ(proven[i].opening.m.expose(), voters.votes[i].expose());
  }
  std::vector<Bytes> entries;
  for (std::size_t i = 0; i < count; ++i) {
    entries.push_back(
        election.prover.cast(std::move(expected[i]), voters.prev[i], voters.credentials[i], alone));
  }
  EXPECT_EQ(election.prover.cast_many(std::move(proven), voters.prev, voters.signers, together),
            entries);
  if (count > 0) {
    EXPECT_TRUE(test::check(*election.context, entries.back()).accepted());
  }
}

TEST(ProveMany, MakesWhatTheProverOfOneMakes) {
  const SampleElection election(test::sample_manifest({test::choose("a", 3, 1, 1, false)}));
  for (const std::size_t count : {0U, 1U, 2U, 7U, 8U, 9U, 63U, 64U, 65U, 130U}) {
    expect_as_alone(election, StyleIndex(0), count);
  }
}

TEST(ProveMany, OfEveryKindAndStyle) {
  const SampleElection election(
      test::sample_manifest({test::choose("a", 3, 0, 2, true), test::score("b", 2, 3, 0, 4, false),
                             test::rank("c", 2, {2, 1}, false)},
                            {{"a", "b"}, {"c"}, {"c", "a"}}));
  for (std::size_t style = 0; style < 3; ++style) {
    expect_as_alone(election, StyleIndex(style), 11);
  }
}

TEST(ProveManyDeathTest, WhatDoesNotFitIsABrokenInvariant) {
  const SampleElection election(test::sample_manifest({test::choose("a", 3, 1, 1, false)}));
  Voters voters(election, StyleIndex(0), 2);
  SeededRandom random(1);
  EXPECT_DEATH(static_cast<void>(election.prover.cast_many(
                   election.prover.prove_many(StyleIndex(0), voters.requests, random),
                   std::span(voters.prev).first(1), voters.signers, random)),
               "one prev and one credential");
  voters.votes[1] = Secret<Bits>(Bits(4));
  EXPECT_DEATH(
      static_cast<void>(election.prover.prove_many(StyleIndex(0), voters.requests, random)),
      "one bit for each position");
  const Prover signer(election.context, {});
  EXPECT_DEATH(static_cast<void>(signer.prove_many(StyleIndex(0), voters.requests, random)),
               "a style without tables");
}

}  // namespace
}  // namespace viche::ballot
