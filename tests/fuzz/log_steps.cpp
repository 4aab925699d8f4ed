// Steps of a log that a fuzzer chooses: see log_steps.h.

#include "tests/fuzz/log_steps.h"

#include "bulletin/log/bodies.h"
#include "bulletin/log/envelope.h"
#include "bulletin/log/head_field.h"
#include "tests/fuzz/setting.h"

namespace viche::fuzz {
namespace {

const Bytes& honest(Input& input) {
  return setting().entries[input.u8() % setting().entries.size()];
}

void change(Bytes& bytes, Input& input) {
  for (std::uint8_t changes = input.u8() % 4; changes > 0 && !bytes.empty(); --changes) {
    const std::uint16_t place = input.u16();
    bytes[place % bytes.size()] = input.u8();
  }
}

/// The body of the honest statement that starts (and ends) with this entry, or nothing.
Bytes body_of(const Bytes& entry) {
  const auto statement = log::join_statement({entry});
  return statement ? statement->body : Bytes{};
}

Bytes body(const log::ElectionState& state, Input& input) {
  Bytes made;
  switch (input.u8() % 5) {
    case 0:
      made = body_of(honest(input));
      break;
    case 1:
      made = body_of(honest(input));
      change(made, input);
      break;
    case 2:
      log::append_head(made, state.head());
      break;
    case 3:
      append_u32(made, input.u8());
      append(made, as_bytes("notice"));
      break;
    default: {
      const ByteView raw = input.take(input.u8());
      made.assign(raw.begin(), raw.end());
    }
  }
  return made;
}

/// A statement as it would be posted: entries of at most one part here.
Bytes signed_entry(const log::ElectionState& state, Input& input) {
  const auto type = log::entry_type(input.u8());
  if (!type || log::entry_shape(*type) != log::EntryShape::kStatement) return {};
  const std::uint16_t signer = input.u8() % 6;
  const log::Statement statement =
      log::sign_statement(*type, signer, body(state, input), setting().state().manifest_hash(),
                          setting().signer(signer));
  return log::split_statement(statement).front();
}

}  // namespace

const log::ElectionState& state_after(std::size_t entries) {
  static const std::vector<log::ElectionState> kStates = [] {
    std::vector<log::ElectionState> states(1);
    for (const Bytes& entry : setting().entries) {
      states.push_back(states.back());
      if (!states.back().apply(entry)) broken_invariant("the setting's log");
    }
    return states;
  }();
  return kStates[entries % kStates.size()];
}

Bytes next_entry(const log::ElectionState& state, Input& input) {
  switch (input.u8() % 6) {
    case 0:
      return honest(input);
    case 1: {
      Bytes entry = honest(input);
      change(entry, input);
      return entry;
    }
    case 2: {
      const ByteView raw = input.take(input.u8());
      return {raw.begin(), raw.end()};
    }
    case 3:
      return log::Batch{state.batches() + input.u8() % 3, input.u8() % 4U}.encode();
    case 4:  // the next honest one
      return setting().entries[state.size() % setting().entries.size()];
    default:
      return signed_entry(state, input);
  }
}

}  // namespace viche::fuzz
