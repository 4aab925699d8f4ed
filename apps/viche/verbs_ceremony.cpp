#include <fmt/format.h>

#include <memory>

#include "apps/common/console.h"
#include "apps/common/files.h"
#include "apps/viche/statement_file.h"
#include "apps/viche/trustee_seat.h"
#include "tally/ceremony.h"
#include "tally/complaint.h"
#include "tally/received_shares.h"

namespace viche::app {
namespace {

Result<Exit> commit(const TrusteeOptions& options) {
  VICHE_ASSIGN(const Seat seat, take_seat(options, Quorum::kNone));
  // The manifest comes to the trustee by another way than the board's.
  if (read_input(options.manifest) != seat.record.manifest_bytes) {
    return Error{"the record is of another manifest", options.manifest};
  }
  VICHE_ASSIGN(const log::ElectionState state, read_state(seat.record));
  // Before a seed is made: where the commit is in the log and the seed is gone, none is.
  VICHE_TRY(tally::commit_is_due(state, seat.i));
  SystemRandom random;
  VICHE_ASSIGN(const Secret<Bytes32> seed,
               seat.files.first_seed(seat.record.manifest_hash, random));
  const tally::TrusteeKeys keys(seed, tally::CeremonyParameters::of(state));
  VICHE_ASSIGN(const log::CommitBody body, tally::make_commit(state, seat.i, keys));
  VICHE_TRY(write_statement(options.out, state, log::EntryType::kCommit, seat.i, body.encode(),
                            seat.identity));
  return Exit::kOk;
}

/// The later steps of the ceremony: the body from the log so far and this trustee's keys.
using MakeTrusteeBody = std::function<Result<Bytes>(
    const log::ElectionState&, std::uint16_t, const tally::TrusteeKeys&, tally::CeremonyMemory&)>;

Result<Exit> go_on(const TrusteeOptions& options, log::EntryType type,
                   const MakeTrusteeBody& make_body) {
  VICHE_ASSIGN(const Seat seat, take_seat(options, Quorum::kNone));
  VICHE_ASSIGN(const log::ElectionState state, read_state(seat.record));
  VICHE_ASSIGN(const tally::TrusteeKeys keys, keys_of(seat, state));
  tally::CeremonyMemory memory = seat.files.ceremony(seat.record.manifest_hash);
  VICHE_ASSIGN(Bytes body, make_body(state, seat.i, keys, memory));
  VICHE_TRY(write_statement(options.out, state, type, seat.i, std::move(body), seat.identity));
  return Exit::kOk;
}

Result<Bytes> reveal_body(const log::ElectionState& state, std::uint16_t i,
                          const tally::TrusteeKeys& keys, tally::CeremonyMemory& memory) {
  SystemRandom random;
  VICHE_ASSIGN(const log::RevealBody body, tally::make_reveal(state, i, keys, random));
  VICHE_ASSIGN(const log::RevealBody said, memory.reveal(body, state.shape()));
  return said.encode();
}
Result<Bytes> share_body(const log::ElectionState& state, std::uint16_t i,
                         const tally::TrusteeKeys& keys, tally::CeremonyMemory& memory) {
  VICHE_ASSIGN(const log::ShareBody body, tally::make_share(state, i, keys));
  VICHE_TRY(memory.check_share(*state.commits_head(), state.shape()));
  return body.encode();
}

/// Where there are grounds for a complaint, what to do about it.
void suggest_complaints(const log::ElectionState& state, std::uint16_t i,
                        const tally::TrusteeKeys& keys) {
  SystemRandom random;
  const auto received = tally::receive_shares(state, i, keys, random);
  if (!received) return;
  for (const tally::Grounds& grounds : received->grounds) {
    say(fmt::format("Trustee {}'s box is no good; a complaint ends the ceremony:", grounds.dealer));
    suggest(
        fmt::format("viche trustee complain --dealer {} --state DIR --record DIR --out "
                    "complain.statement",
                    grounds.dealer));
  }
}

Result<Bytes> confirm_body(const log::ElectionState& state, std::uint16_t i,
                           const tally::TrusteeKeys& keys, tally::CeremonyMemory& memory) {
  SystemRandom random;
  const Result<log::ConfirmBody> body = tally::make_confirm(state, i, keys, random);
  if (!body) {
    suggest_complaints(state, i, keys);
    return body.error();
  }
  VICHE_ASSIGN(const log::ConfirmBody said,
               memory.confirm(*body, *state.commits_head(), state.shape()));
  return said.encode();
}

tally::CeremonyMemory::Place place_of(const log::ElectionState& state) {
  return {*state.commits_head(), *state.shares_head(), state.shape()};
}

Result<Bytes> complaint_body(const log::ElectionState& state, std::uint16_t i, std::uint16_t dealer,
                             const tally::TrusteeKeys& keys, tally::CeremonyMemory& memory) {
  SystemRandom random;
  VICHE_ASSIGN(const log::ComplaintBody body,
               tally::make_complaint(state, i, dealer, keys, random));
  VICHE_TRY(memory.complain(body, place_of(state)));
  return body.encode();
}

Result<Bytes> answer_body(const log::ElectionState& state, std::uint16_t i,
                          const tally::TrusteeKeys& keys, tally::CeremonyMemory& memory) {
  const std::optional<std::uint16_t> complainer = tally::unanswered(state, i);
  if (!complainer) return Error{"no complaint about this trustee waits for an answer", ""};
  VICHE_ASSIGN(const log::AnswerBody body, tally::make_answer(state, i, *complainer, keys));
  VICHE_TRY(memory.answer(body, place_of(state)));
  say(fmt::format("The answer to trustee {} gives the shares in its box away to everybody.",
                  *complainer));
  return body.encode();
}

}  // namespace

void add_ceremony_verbs(Verbs& verbs, CLI::App& group) {
  auto options = std::make_shared<TrusteeOptions>();
  add_trustee_verb(verbs, group, "commit", "Ceremony 1: commit to the keys",
                   " --manifest manifest.json", options, commit)
      .add_option("--manifest", options->manifest, "The manifest, obtained apart from the board")
      ->required();
  const auto step = [&](std::string_view name, std::string_view description, log::EntryType type,
                        const MakeTrusteeBody& make_body) {
    add_trustee_verb(
        verbs, group, name, description, "", std::make_shared<TrusteeOptions>(),
        [type, make_body](const TrusteeOptions& given) { return go_on(given, type, make_body); });
  };
  step("reveal", "Ceremony 2: reveal the public keys", log::EntryType::kReveal, reveal_body);
  step("share", "Ceremony 3: send each other trustee its shares", log::EntryType::kShare,
       share_body);
  step("confirm", "Ceremony 4: check all shares and sign the election's keys",
       log::EntryType::kConfirm, confirm_body);
  options = std::make_shared<TrusteeOptions>();
  add_trustee_verb(
      verbs, group, "complain",
      "Instead of the confirm: a dealer's box does not open or does not fit (ends the ceremony)",
      " --dealer 2", options,
      [](const TrusteeOptions& given) {
        return go_on(given, log::EntryType::kComplaint,
                     [&](const log::ElectionState& state, std::uint16_t i,
                         const tally::TrusteeKeys& keys, tally::CeremonyMemory& memory) {
                       return complaint_body(state, i, given.dealer, keys, memory);
                     });
      })
      .add_option("--dealer", options->dealer, "The number of the trustee whose box it is")
      ->required();
  step("answer", "Answer a complaint about this trustee: opens the box to everybody",
       log::EntryType::kAnswer, answer_body);
}

}  // namespace viche::app
