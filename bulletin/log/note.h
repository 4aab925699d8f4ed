#pragma once
// Signed notes, C2SP signed-note 1.0.0: a text, an empty line, signature lines.

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "bulletin/log/note_key.h"

namespace viche::log {

/// More signatures than this are refused (C2SP asks to accept at least 16).
inline constexpr std::size_t kMaxNoteSignatures = 64;

/// A note as it was read; nothing about it is verified.
struct Note {
  std::string text;  // with its final newline
  std::vector<NoteSignature> signatures;

  [[nodiscard]] std::string encode() const;
  /// Exactly what `encode` writes: every note has one spelling.
  static Result<Note> decode(std::string_view encoded);
};

/// Which of a note's signatures are good, as indices into Note::signatures.
struct NoteVerdict {
  struct Verified {
    std::size_t key = 0;        // index into the known keys
    std::size_t signature = 0;  // index into the note's signatures
  };
  std::vector<Verified> verified;
  std::vector<std::size_t> unknown;  // by keys that are not known: they say nothing
};

/// Verifies every signature by one of the known keys. Fails if a known key's signature is bad or
/// comes twice, if two known keys share a name and id, or if no known key signed.
Result<NoteVerdict> verify_note(const Note& note, std::span<const VerifierKey> known_keys);

}  // namespace viche::log
