// Signed notes, their keys and signature lines, a witness's requests and its proofs of forks: every
// text has one spelling.
//
// An input's first byte chooses the format.

#include "bulletin/log/fork.h"
#include "tests/fuzz/input.h"
#include "tests/fuzz/setting.h"
#include "tests/fuzz/target.h"

namespace viche::fuzz {

void read_note(ByteView bytes) {
  Input input(bytes);
  const std::uint8_t choice = input.u8();
  const std::string_view text = as_text(input.rest());
  switch (choice % 5) {
    case 0:
      if (const auto note = log::Note::decode(text)) require_same(note->encode(), text, "a note");
      return;
    case 1:
      if (const auto key = log::VerifierKey::decode(text)) {
        require_same(key->encode(), text, "a verifier key");
      }
      return;
    case 2:
      if (const auto signature = log::NoteSignature::decode_line(text)) {
        require_same(signature->line(), std::string(text) + "\n", "a signature line");
      }
      return;
    case 3:
      if (const auto request = log::AddCheckpoint::decode(text)) {
        require_same(request->encode(), text, "an add-checkpoint request");
      }
      return;
    default:
      if (const auto fork = log::Fork::decode(text)) {
        require_same(fork->encode(), text, "a fork");
        require(!log::verify_fork(*fork, setting().policy().log()),
                "a log that did not fork has a proof that it did");
      }
  }
}

}  // namespace viche::fuzz
