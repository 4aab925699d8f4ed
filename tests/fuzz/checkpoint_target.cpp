// Checkpoints: form, and what the log's and the witness's signatures make of it.

#include "tests/fuzz/note_agreement.h"
#include "tests/fuzz/note_pieces.h"
#include "tests/fuzz/setting.h"
#include "tests/fuzz/target.h"

namespace viche::fuzz {

void read_checkpoint(ByteView bytes) {
  Input input(bytes);
  std::string text(as_text(bytes));
  if (input.u8() < kPieces) text = put_together(input);

  const auto note = log::Note::decode(text);
  const verifier::CheckpointReading other = verifier::read_checkpoint(text);
  compare_forms(text, note, other);

  const auto opened = log::open_checkpoint(text, setting().policy());
  std::optional<std::size_t> witnesses;
  if (!other.fault) {
    const auto kept = verifier::check_kept_checkpoint(
        *other.checkpoint, setting().manifest,
        log::election_origin(setting().state().manifest_hash()), *setting().arithmetic);
    if (kept) witnesses = *kept;
  }
  if (agree(opened.ok(), witnesses.has_value(), "a signed checkpoint")) {
    require(opened->cosignatures.size() == *witnesses, "the numbers of witnesses differ");
  }
}

}  // namespace viche::fuzz
