#include "bulletin/log/note.h"

#include <algorithm>

#include "bulletin/log/text_codec.h"

namespace viche::log {

std::string Note::encode() const {
  std::string encoded = text + "\n";
  for (const NoteSignature& signature : signatures) encoded += signature.line();
  return encoded;
}

Result<Note> Note::decode(std::string_view encoded) {
  const auto refuse = [](std::string reason) { return Error{std::move(reason), "note"}; };
  if (const Result<void> legal = check_note_text(encoded); !legal) return legal.error().at("note");
  // Signature lines are never empty, so that the last empty line ends the text.
  const std::size_t split = encoded.rfind("\n\n");
  if (split == std::string_view::npos) return refuse("no empty line between text and signatures");

  Note note;
  note.text = std::string(encoded.substr(0, split + 1));
  LineReader lines(encoded.substr(split + 2));
  if (lines.at_end()) return refuse("no signatures");
  while (!lines.at_end()) {
    const std::string position = "note: signature " + std::to_string(note.signatures.size() + 1);
    if (note.signatures.size() == kMaxNoteSignatures) return refuse("more than 64 signatures");
    const Result<std::string_view> line = lines.next("signature");
    if (!line) return Error{line.error().reason, position};
    Result<NoteSignature> signature = NoteSignature::decode_line(*line);
    if (!signature) return signature.error().at(position);
    note.signatures.push_back(std::move(*signature));
  }
  return note;
}

Result<NoteVerdict> verify_note(const Note& note, std::span<const VerifierKey> known_keys) {
  NoteVerdict verdict;
  for (std::size_t i = 0; i < note.signatures.size(); ++i) {
    const NoteSignature& signature = note.signatures[i];
    const auto matches = [&](const VerifierKey& key) { return is_by(signature, key); };
    const auto key = std::find_if(known_keys.begin(), known_keys.end(), matches);
    if (key == known_keys.end()) {
      verdict.unknown.push_back(i);
      continue;
    }
    if (std::find_if(key + 1, known_keys.end(), matches) != known_keys.end()) {
      return Error{"two known keys have this name and key id", "note: " + signature.name};
    }
    const auto key_index = static_cast<std::size_t>(key - known_keys.begin());
    const bool is_repeated =
        std::any_of(verdict.verified.begin(), verdict.verified.end(),
                    [&](const auto& earlier) { return earlier.key == key_index; });
    if (is_repeated) return Error{"a known key signed twice", "note: " + signature.name};
    const Result<void> verified = verify_signature(*key, note.text, signature);
    if (!verified) return verified.error().at("note");
    verdict.verified.push_back({key_index, i});
  }
  if (verdict.verified.empty()) return Error{"no known key signed it", "note"};
  return verdict;
}

}  // namespace viche::log
