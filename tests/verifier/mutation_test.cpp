// For each numbered check a record that is wrong in one place, where the maker holds all keys and
// makes everything later afresh: exactly that check fails. Where one check implies another, or
// shares its ground, the expected set says so.

#include <gtest/gtest.h>

#include "tests/verifier/verify_record.h"
#include "verifier/transcript.h"

namespace viche::verifier::test {
namespace {

using Names = std::set<std::string>;

/// Changes the body of one statement of a type, the first or the n-th.
void edit_nth(TinyElection& election, Type type, int nth, std::function<void(Bytes&)> edit) {
  election.edit_body = [=, seen = 0](Type which, Bytes& body) mutable {
    if (which == type && ++seen == nth) edit(body);
  };
}

void flip_last(Bytes& bytes) { bytes.back() ^= 1; }

Names failures_of(const TinyElection& election) {
  const Report report = verify_record(election);
  EXPECT_FALSE(report.verified());
  return failed_checks(report);
}

/// An ordinary election with one statement's body changed.
Names with_edit(Type type, int nth, const std::function<void(Bytes&)>& edit) {
  TinyElection election;
  edit_nth(election, type, nth, edit);
  begin_ordinary(election);
  vote_ordinary(election);
  conclude_ordinary(election);
  return failures_of(election);
}

/// Two voters of style `short` vote; then what `vote` does; then the rest of an election.
Names with_votes(const std::function<void(TinyElection&)>& vote,
                 const std::string& manifest = tiny_manifest()) {
  TinyElection election(manifest);
  for (int i = 0; i < 4; ++i) election.add_voter(2, 1);
  election.open();
  election.add_batch({election.ballot(Type::kCast, 0, short_marks(0)),
                      election.ballot(Type::kCast, 1, short_marks(1))});
  vote(election);
  election.conclude();
  return failures_of(election);
}

Names with_ballot(const Marks& marks, const Bend& bend) {
  return with_votes([&](TinyElection& election) {
    election.add_batch({election.ballot(Type::kCast, 2, marks, bend)});
  });
}

// --- entries ---

TEST(Mutation, E1UnknownType) {
  for (const int type : {0x00, 0x08, 0x0f, 0x1b, 0x1f, 0x24, 0xff}) {
    EXPECT_EQ(with_votes([&](TinyElection& election) {
                election.add_entry({static_cast<std::uint8_t>(type), 0, 1, 0, 1, 0});
              }),
              Names{"E1"})
        << type;
  }
}

TEST(Mutation, E2Parts) {
  for (const Bytes& part : {Bytes{0x17, 0, 2, 0, 2, 1}, Bytes{0x17, 0, 0, 0, 0, 1},
                            Bytes{0x17, 0, 1, 0, 2, 1}, Bytes{0x17, 0, 1, 0, 1}, Bytes{0x17, 0}}) {
    EXPECT_EQ(with_votes([&](TinyElection& election) { election.add_entry(part); }), Names{"E2"});
  }
}

/// An admission of two parts, with what `between` does between them.
Report with_two_parts(const std::function<void(TinyElection&)>& between) {
  constexpr std::size_t kFragment = 65'530;
  viche::test::SeededRandom random(3);
  std::set<Bytes32> credentials;
  while (credentials.size() < kFragment / 38) credentials.insert(random.point().encode());
  Bytes body;
  for (const Bytes32& K : credentials) {
    append(body, K);
    append_u16(body, 2);
    append_u32(body, 1);
  }
  TinyElection election;
  election.open();
  const Bytes statement = election.make_statement(Type::kAdmission, 0, body);
  const ByteView bytes(statement);
  Bytes first{0x15, 0, 1, 0, 2};
  append(first, bytes.first(kFragment));
  Bytes second{0x15, 0, 2, 0, 2};
  append(second, bytes.subspan(kFragment));
  election.add_entry(first);
  between(election);
  election.add_entry(second);
  election.conclude();
  return verify_record(election);
}

TEST(Mutation, E2NothingStandsBetweenParts) {
  EXPECT_TRUE(with_two_parts([](TinyElection&) {}).verified());
  const Report batch = with_two_parts([](TinyElection& election) { election.begin_batch(0); });
  EXPECT_EQ(failed_checks(batch), Names{"E2"});
  EXPECT_EQ(batch.checks[CheckId::E2].failed, 2U);
  const Report notice = with_two_parts([](TinyElection& election) { election.add_notice("now"); });
  EXPECT_EQ(failed_checks(notice), Names{"E2"});
}

TEST(Mutation, E3Order) {
  EXPECT_EQ(with_votes([](TinyElection& election) { election.add_roll(); }), Names{"E3"});
  EXPECT_EQ(with_votes([](TinyElection& election) { election.add_confirm(1); }), (Names{"E3"}));
  EXPECT_EQ(with_votes([](TinyElection& election) { election.add_manifest(); }), Names{"E3"});

  TinyElection second_close;
  second_close.open();
  second_close.add_close();
  second_close.add_close();
  second_close.add_seal();
  second_close.add_agreements();
  second_close.add_decryptions();
  second_close.add_result();
  EXPECT_EQ(failures_of(second_close), Names{"E3"});

  TinyElection no_confirm;
  no_confirm.add_manifest();
  no_confirm.add_commits();
  no_confirm.add_reveals();
  no_confirm.add_shares();
  no_confirm.add_confirm(1);
  no_confirm.add_confirm(3);
  no_confirm.add_roll();
  no_confirm.add_opening();
  no_confirm.conclude();
  EXPECT_EQ(failures_of(no_confirm), Names{"E3"});

  TinyElection late_ballot;
  late_ballot.add_voter(2, 1);
  late_ballot.open();
  late_ballot.add_close();
  late_ballot.add_batch({late_ballot.ballot(Type::kChallenge, 0, short_marks(0))});
  late_ballot.add_seal();
  late_ballot.add_agreements();
  late_ballot.add_decryptions();
  late_ballot.edit_body = [](Type type, Bytes& body) {
    if (type == Type::kResult) body[39] = 0;  // the challenge does not count
  };
  late_ballot.add_result();
  EXPECT_EQ(failures_of(late_ballot), Names{"E3"});
}

TEST(Mutation, E3WrongSigner) {
  EXPECT_EQ(with_votes([](TinyElection& election) {
              election.add_statement(Type::kNotice, 1, {0, 0, 0, 1, 'x'});
            }),
            Names{"E3"});
}

TEST(Mutation, E3StatementInsideABatch) {
  EXPECT_EQ(with_votes([](TinyElection& election) {
              election.begin_batch(2);
              election.add_entry(election.ballot(Type::kCast, 2, short_marks(0)));
              election.add_notice("inside");
              election.add_entry(election.ballot(Type::kCast, 3, short_marks(0)));
            }).count("E3"),
            1U);
}

TEST(Mutation, E4Signature) {
  TinyElection election;
  election.edit_statement = [](Type type, Bytes& statement) {
    if (type == Type::kNotice) flip_last(statement);
  };
  begin_ordinary(election);
  vote_ordinary(election);
  conclude_ordinary(election);
  EXPECT_EQ(failures_of(election), Names{"E4"});
}

TEST(Mutation, E4Framing) {
  TinyElection election;
  election.edit_statement = [](Type type, Bytes& statement) {
    if (type == Type::kNotice) statement.resize(65);
  };
  begin_ordinary(election);
  vote_ordinary(election);
  conclude_ordinary(election);
  EXPECT_EQ(failures_of(election), Names{"E4"});
}

TEST(Mutation, E5Body) {
  const auto longer = [](Bytes& body) { body.push_back(0); };
  for (const Type type : {Type::kClose, Type::kAgreement, Type::kResult}) {
    EXPECT_TRUE(with_edit(type, 1, longer).contains("E5"));
  }
  EXPECT_EQ(with_edit(Type::kNotice, 1, [](Bytes& body) { body.resize(3); }), Names{"E5"});
  EXPECT_EQ(with_edit(Type::kAdmission, 1, [](Bytes& body) { body.pop_back(); }),
            (Names{"B4", "E5", "T4", "T5", "T6"}));  // not admitted: its cast is in no sum
}

TEST(Mutation, E6Heads) {
  EXPECT_EQ(with_edit(Type::kReveal, 2, [](Bytes& body) { body[39] ^= 1; }), Names{"E6"});
  EXPECT_EQ(with_edit(Type::kConfirm, 1, [](Bytes& body) { body[0] ^= 1; }), Names{"E6"});
  EXPECT_EQ(with_edit(Type::kOpening, 1, [](Bytes& body) { body[40] ^= 1; }), Names{"E6"});
  EXPECT_EQ(with_edit(Type::kClose, 1, flip_last), Names{"E6"});
  EXPECT_EQ(with_edit(Type::kSeal, 1, flip_last), Names{"E6"});
  EXPECT_EQ(with_edit(Type::kAgreement, 2, flip_last), Names{"E6"});
  EXPECT_EQ(with_edit(Type::kDecryption, 2, [](Bytes& body) { body[43] ^= 1; }), Names{"E6"});
}

TEST(Mutation, E7Complete) {
  TinyElection election = ordinary_election();
  election.entries.pop_back();
  EXPECT_EQ(failures_of(election), Names{"E7"});
}

TEST(Mutation, E8Notices) {
  EXPECT_EQ(with_edit(Type::kNotice, 1, [](Bytes& body) { body[3] = 2; }), Names{"E8"});
  EXPECT_EQ(with_edit(Type::kNotice, 1, [](Bytes& body) { body[4] = 0xff; }), Names{"E8"});
  EXPECT_EQ(with_edit(Type::kNotice, 1, [](Bytes& body) { body.resize(4); }), Names{"E8"});
  EXPECT_EQ(with_edit(Type::kNotice, 1, [](Bytes& body) { body.resize(10'005, 'x'); }),
            Names{"E8"});
}

// --- manifest ---

TEST(Mutation, M2Meaning) {
  EXPECT_EQ(with_votes([](TinyElection&) {},
                       tiny_manifest_with(R"("max_ballots":4)", R"("max_ballots":1001)")),
            Names{"M2"});
}

TEST(Mutation, M3AgreementFeasible) {
  EXPECT_EQ(with_votes([](TinyElection&) {},
                       tiny_manifest_with(R"("tolerated_lost":0)", R"("tolerated_lost":1)")),
            Names{"M3"});
}

// --- ceremony ---

TEST(Mutation, K1Commitment) { EXPECT_EQ(with_edit(Type::kCommit, 3, flip_last), Names{"K1"}); }

TEST(Mutation, K2Knowledge) { EXPECT_EQ(with_edit(Type::kReveal, 1, flip_last), Names{"K2"}); }

TEST(Mutation, K3ReceivingKey) {
  for (const Bytes32& low : {Bytes32{}, Bytes32{1}}) {
    EXPECT_EQ(with_edit(Type::kCommit, 2,
                        [&](Bytes& body) { std::copy(low.begin(), low.end(), body.begin()); }),
              Names{"K3"});
  }
  TinyElection same;
  same.edit_body = [](Type type, Bytes& body) {
    if (type == Type::kCommit) std::fill_n(body.begin(), 32, std::uint8_t{9});
  };
  same.open();
  same.conclude();
  EXPECT_EQ(failures_of(same), Names{"K3"});
}

TEST(Mutation, K4Boxes) {
  EXPECT_EQ(with_edit(Type::kShare, 1, [](Bytes& body) { body.pop_back(); }), Names{"K4"});
  EXPECT_EQ(with_edit(Type::kShare, 1, [](Bytes& body) { body.clear(); }), Names{"K4"});
}

TEST(Mutation, K5ConfirmedKeys) { EXPECT_EQ(with_edit(Type::kConfirm, 2, flip_last), Names{"K5"}); }

// --- roll ---

TEST(Mutation, V1Roll) {
  const auto swap_first_two = [](Bytes& body) {
    std::swap_ranges(body.begin(), body.begin() + 38, body.begin() + 38);
  };
  EXPECT_EQ(with_edit(Type::kRoll, 1, swap_first_two), Names{"V1"});
  const auto repeat_first = [](Bytes& body) {
    const Bytes first(body.begin(), body.begin() + 38);
    body.insert(body.begin(), first.begin(), first.end());
  };
  EXPECT_EQ(with_edit(Type::kRoll, 1, repeat_first), Names{"V1"});
  TinyElection weightless;
  weightless.add_voter(2, 0);
  weightless.open();
  weightless.conclude();
  EXPECT_EQ(failures_of(weightless), Names{"V1"});
  TinyElection styleless;
  styleless.add_voter(3, 1);
  styleless.open();
  styleless.conclude();
  EXPECT_EQ(failures_of(styleless), Names{"V1"});
}

TEST(Mutation, V1AdmittedTwice) {
  EXPECT_EQ(with_votes([](TinyElection& election) { election.add_admission({0}); }), Names{"V1"});
}

TEST(Mutation, V2WeightBound) {
  TinyElection heavy;
  for (int i = 0; i < 86; ++i) heavy.add_voter(2, 0xffffffff);
  heavy.open();
  heavy.conclude();
  EXPECT_EQ(failures_of(heavy), Names{"V2"});  // 3 * 86 * (2^32 - 1) is above 2^40
  TinyElection light;
  for (int i = 0; i < 85; ++i) light.add_voter(2, 0xffffffff);
  light.open();
  light.conclude();
  EXPECT_TRUE(verify_record(light).verified());
}

TEST(Mutation, V3Opening) {
  EXPECT_EQ(with_edit(Type::kOpening, 1, flip_last), Names{"V3"});
  EXPECT_EQ(with_edit(Type::kOpening, 1, [](Bytes& body) { body[0] ^= 1; }), Names{"V3"});
}

// --- ballots ---

TEST(Mutation, B1Batches) {
  EXPECT_EQ(with_votes([](TinyElection& election) { election.begin_batch(1); }), Names{"B1"});
  EXPECT_EQ(with_votes([](TinyElection& election) {
              election.begin_batch(0);
              election.add_entry(election.ballot(Type::kCast, 2, short_marks(0)));
            }),
            Names{"B1"});
  EXPECT_EQ(with_votes([](TinyElection& election) {
              election.begin_batch(0);
              election.entries.back()[4] = 9;
            }),
            Names{"B1"});
  EXPECT_EQ(with_votes([](TinyElection& election) {
              election.begin_batch(0);
              election.entries.back().push_back(0);
            }),
            Names{"B1"});
}

TEST(Mutation, B1ShortBatchBeforeAStatement) {
  EXPECT_EQ(with_votes([](TinyElection& election) {
              election.begin_batch(1);
              election.add_notice("after the batch");
            }),
            Names{"B1"});
}

TEST(Mutation, B2Order) {
  EXPECT_EQ(with_votes([](TinyElection& election) {
              const Bytes a = election.ballot(Type::kCast, 2, short_marks(0));
              const Bytes b = election.ballot(Type::kCast, 3, short_marks(0));
              election.add_batch({a, b});
              std::swap(election.entries.back(), election.entries[election.entries.size() - 2]);
            }),
            Names{"B2"});
}

TEST(Mutation, B2OneCredentialTwice) {
  const Names names = with_votes([](TinyElection& election) {
    const Bytes a = election.ballot(Type::kCast, 2, short_marks(0));
    const Bytes b = election.ballot(Type::kCast, 2, short_marks(1));
    election.add_batch({a, b});
  });
  // Sorted by tracker, the second may come first: then prev is wrong as well.
  EXPECT_TRUE(names == Names{"B2"} || names == (Names{"B2", "B5"}) ||
              names == (Names{"B2", "B5", "T7"}));
}

TEST(Mutation, B3Form) {
  // The identity as C_0, with everything proved and signed for it.
  Bend zero;
  zero.r = Scalar::zero();
  EXPECT_EQ(with_ballot(short_marks(0), zero),
            (Names{"B3", "T7"}));  // and its sum cannot be opened
  Bend long_entry;
  long_entry.entry = [](Bytes& entry) { entry.push_back(0); };
  EXPECT_TRUE(with_ballot(short_marks(0), long_entry).contains("B3"));
  Bend unreduced;
  unreduced.entry = [](Bytes& entry) { std::fill(entry.end() - 32, entry.end(), 0xff); };
  EXPECT_EQ(with_ballot(short_marks(0), unreduced), Names{"B3"});
}

TEST(Mutation, B4Eligible) {
  TinyElection election;
  election.add_voter(2, 1);
  election.open();
  const std::size_t stranger = election.add_voter(2, 1);
  election.add_batch({election.ballot(Type::kChallenge, stranger, short_marks(0))});
  election.edit_body = [](Type type, Bytes& body) {
    if (type == Type::kResult) body[39] = 0;
  };
  election.conclude();
  EXPECT_EQ(failures_of(election), Names{"B4"});
}

TEST(Mutation, B5Chain) {
  Bend bend;
  bend.prev = Bytes32{1};
  EXPECT_EQ(with_ballot(short_marks(0), bend), Names{"B5"});
}

TEST(Mutation, B6Fresh) {
  EXPECT_EQ(with_votes([](TinyElection& election) {
              Bend bend;
              bend.r = Scalar::from_u64(77);
              election.add_batch({election.ballot(Type::kChallenge, 2, short_marks(0), bend)});
              election.add_batch({election.ballot(Type::kCast, 2, short_marks(0), bend)});
            }),
            Names{"B6"});
}

TEST(Mutation, B7Limits) {
  EXPECT_EQ(with_votes([](TinyElection& election) {
              for (int i = 0; i < 5; ++i) {
                election.add_batch({election.ballot(Type::kChallenge, 2, short_marks(0))});
              }
            }),
            Names{"B7"});
  EXPECT_EQ(with_votes(
                [](TinyElection& election) {
                  election.add_batch({election.ballot(Type::kCast, 0, short_marks(0))});
                },
                tiny_manifest_with(R"("revote":"last")", R"("revote":"first")")),
            Names{"B7"});
}

TEST(Mutation, B8Equations) {
  EXPECT_EQ(with_ballot({1, 1, 0, 0}, {}), Names{"B8"});  // two votes
  EXPECT_EQ(with_ballot({0, 0, 0, 0}, {}), Names{"B8"});
}

// The ciphertext says more than the proof: one ballot for a thousand.
TEST(Mutation, B9E1) {
  Bend bend;
  bend.ciphertexts = [](std::vector<Point>& C) { C[2] += Point::base(); };
  EXPECT_EQ(with_votes([&](TinyElection& election) {
              election.add_batch({election.ballot(Type::kChallenge, 2, short_marks(0), bend)});
            }),
            Names{"B9"});
}

// The sum is right, but the marks are no bits.
TEST(Mutation, B10E2) {
  EXPECT_EQ(with_votes([](TinyElection& election) {
              election.add_batch({election.ballot(Type::kChallenge, 2, {2, -1, 0, 0})});
            }),
            Names{"B10"});
}

TEST(Mutation, B11Signature) {
  Bend bend;
  bend.entry = [](Bytes& entry) { entry[entry.size() - 32] ^= 1; };
  EXPECT_EQ(with_ballot(short_marks(0), bend), Names{"B11"});
  // A challenge that a board turns into a cast: the type is signed.
  Bend retyped;
  retyped.entry = [](Bytes& entry) { entry[0] = static_cast<std::uint8_t>(Type::kCast); };
  const Names names = with_votes([&](TinyElection& election) {
    election.add_batch({election.ballot(Type::kChallenge, 2, short_marks(0), retyped)});
  });
  EXPECT_TRUE(names.contains("B11"));
}

// --- tally ---

TEST(Mutation, T1Cancellations) {
  const auto repeated = [](Bytes& body) {
    const Bytes first(body.begin(), body.end());
    body.insert(body.end(), first.begin(), first.end());
  };
  EXPECT_EQ(with_edit(Type::kCancellations, 1, repeated), Names{"T1"});
}

TEST(Mutation, T2Agreement) {
  TinyElection election;
  begin_ordinary(election);
  vote_ordinary(election);
  election.add_close();
  election.add_cancellations({2});
  election.add_seal();
  for (std::uint16_t i = 1; i < election.manifest().agreement_quorum(); ++i)
    election.add_agreement(i);
  election.add_decryptions();
  election.add_result();
  EXPECT_EQ(failures_of(election), Names{"T2"});
}

TEST(Mutation, T3Shape) {
  TinyElection election = ordinary_election();
  election.entries.pop_back();
  edit_nth(election, Type::kDecryption, 1, [](Bytes& body) { body.resize(body.size() - 32); });
  election.add_decryption(3);
  election.edit_body = nullptr;
  election.add_result();
  EXPECT_EQ(failures_of(election), Names{"T3"});
  EXPECT_EQ(with_edit(Type::kDecryption, 1, [](Bytes& body) { body[3] = 2; }),
            (Names{"T4", "T9"}));  // the round is in the proof's transcript, too
}

TEST(Mutation, T4Proof) {
  EXPECT_EQ(with_edit(Type::kDecryption, 2, [](Bytes& body) { body[body.size() - 32] ^= 1; }),
            Names{"T4"});
}

TEST(Mutation, T5Counts) {
  for (std::size_t count = 0; count < 5; ++count) {
    EXPECT_EQ(with_edit(Type::kResult, 1, [&](Bytes& body) { body[8 * count + 7] ^= 1; }),
              Names{"T5"});
  }
}

TEST(Mutation, T6Units) {
  EXPECT_EQ(with_edit(Type::kResult, 1, [](Bytes& body) { body[45] = 2; }), Names{"T6"});
}

TEST(Mutation, T7Totals) { EXPECT_EQ(with_edit(Type::kResult, 1, flip_last), Names{"T7"}); }

// A total above its bound is no opening either, as 2^40 is far below l: T8 never fails alone.
TEST(Mutation, T8Bounds) {
  EXPECT_EQ(with_edit(Type::kResult, 1, [](Bytes& body) { body[body.size() - 6] = 1; }),
            (Names{"T7", "T8"}));
}

}  // namespace
}  // namespace viche::verifier::test
