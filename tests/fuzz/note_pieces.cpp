#include "tests/fuzz/note_pieces.h"

#include <vector>

#include "tests/fuzz/setting.h"

namespace viche::fuzz {
namespace {

constexpr log::PosixTime kTime = 1772445600;

const ballot::Official& witness() { return setting().state().manifest().witnesses.members.front(); }

const Ed25519Signer& witness_key() { return *setting().election.keys().at("witness-1").signer; }

log::Note signed_by_log(std::span<const log::Hash> leaves) {
  const log::TreeHead head{leaves.size(), log::merkle_root(leaves)};
  return log::sign_checkpoint({log::election_origin(setting().state().manifest_hash()), head},
                              *setting().election.keys().at("log").signer);
}

std::string cosignature(const std::string& text, const std::string& name, log::PosixTime time) {
  return log::cosign_text(name, witness_key(), text, time).line();
}

std::vector<std::string> make_pieces() {
  std::vector<log::Hash> leaves;
  for (const Bytes& entry : setting().entries) leaves.push_back(log::hash_leaf(entry));
  const log::Note whole = signed_by_log(leaves);
  const log::Note part = signed_by_log(std::span(leaves).first(leaves.size() / 2));
  const std::string& name = witness().name;
  log::NoteSignature foreign = log::cosign_text("stranger", witness_key(), whole.text, kTime);
  foreign.name = "\xd1\x96\xd0\xbd\xd1\x88\xd0\xb8\xd0\xb9";
  log::NoteSignature wrong = whole.signatures.front();
  wrong.signature.front() ^= 1;
  log::NoteSignature short_one = whole.signatures.front();
  short_one.signature.pop_back();
  log::NoteSignature other_id = whole.signatures.front();
  other_id.key_id ^= 1;
  return {"\n",
          whole.text,
          whole.signatures.front().line(),
          cosignature(whole.text, name, kTime),
          part.text,
          part.signatures.front().line(),
          cosignature(part.text, name, kTime),
          cosignature(whole.text, name, kTime + 1),
          cosignature(whole.text, name, log::kMaxPosixTime),
          cosignature(whole.text, "stranger", kTime),
          foreign.line(),
          wrong.line(),
          short_one.line(),
          other_id.line(),
          log::sign_text(name, witness_key(), whole.text).line(),
          "\xe2\x80\x94 "};
}

}  // namespace

std::string honest_checkpoint(std::span<const log::Hash> leaves) {
  const log::Note note = signed_by_log(leaves);
  return note.encode() + cosignature(note.text, witness().name, kTime);
}

std::string put_together(Input& input) {
  static const std::vector<std::string> kAll = make_pieces();
  std::string text;
  while (!input.empty()) {
    const std::uint8_t choice = input.u8();
    if (choice < kAll.size()) {
      text += kAll[choice];
    } else {
      text += static_cast<char>(choice);
    }
  }
  return text;
}

}  // namespace viche::fuzz
