#include "tally/statement_check.h"

#include <vector>

#include "tally/ceremony.h"
#include "tally/decryption.h"
#include "tally/encrypted_tally.h"
#include "tally/result_check.h"

namespace viche::tally {
namespace {

// Any k give the same totals: these are of the first k trustees.
Result<std::vector<log::UnitResult>> totals_in(const log::ElectionState& state,
                                               const DecryptionContext& context) {
  std::vector<LoggedDecryption> decryptions;
  const std::vector<std::uint32_t> rows = context.tally->rows();
  for (std::size_t i = 0; i < state.decryptions().size(); ++i) {
    if (decryptions.size() == state.manifest().threshold) break;
    if (!state.decryptions()[i]) continue;
    VICHE_ASSIGN(log::DecryptionBody body,
                 log::DecryptionBody::decode(*state.decryptions()[i], rows));
    decryptions.push_back({static_cast<std::uint16_t>(i + 1), std::move(body)});
  }
  if (decryptions.size() < state.manifest().threshold) {
    return Error{"there are not enough decryptions yet", ""};
  }
  return totals_of(context, decryptions);
}

}  // namespace

Result<void> check_statement(const log::ElectionState& state, std::span<const UnitSum> sums,
                             const log::Statement& statement, RandomSource& random) {
  const bool decryption = statement.type == log::EntryType::kDecryption;
  if (!decryption && statement.type != log::EntryType::kResult) return {};
  VICHE_ASSIGN(const log::ElectionKeys keys, election_keys(state));
  const EncryptedTally tally = sealed_tally(state, sums);
  const DecryptionContext context{&state.manifest(), &state.layout(), &keys, &tally};
  if (decryption) {
    VICHE_ASSIGN(const log::DecryptionBody body,
                 log::DecryptionBody::decode(statement.body, tally.rows()));
    return check_decryption(context, statement.signer, body, random);
  }
  VICHE_ASSIGN(const log::ResultBody stated, log::ResultBody::decode(statement.body));
  VICHE_ASSIGN(std::vector<log::UnitResult> totals, totals_in(state, context));
  return check_result(state.manifest(), stated, log::ResultBody{state.counts(), std::move(totals)});
}

}  // namespace viche::tally
