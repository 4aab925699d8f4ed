#pragma once
// What the fuzzers run: each target reads bytes that could come from anybody, and throws a Fault
// where a reader of ours does what it must not: two readers that disagree, a decoded value that
// encodes to other bytes. Everything else that goes wrong (a crash, a broken invariant, what the
// sanitizers see) ends the program by itself.

#include <algorithm>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>

#include "crypto/group/bytes.h"

namespace viche::fuzz {

class Fault : public std::logic_error {
 public:
  using std::logic_error::logic_error;
};

inline void require(bool holds, const char* what) {
  if (!holds) throw Fault(what);
}

/// Both readers refuse or both accept; whether they accept.
inline bool agree(bool engine, bool verifier, const std::string& what) {
  if (engine != verifier) {
    throw Fault(what + ": accepted by " + (engine ? "the engine" : "the verifier") + " alone");
  }
  return engine;
}

inline void require_same(ByteView encoded, ByteView input, const char* what) {
  if (!std::equal(encoded.begin(), encoded.end(), input.begin(), input.end())) {
    throw Fault(std::string(what) + " encodes to other bytes than it was decoded from");
  }
}
inline void require_same(std::string_view encoded, std::string_view input, const char* what) {
  require_same(as_bytes(encoded), as_bytes(input), what);
}

struct Target {
  const char* name;  // also the folder of its corpus
  void (*run)(ByteView input);
};

/// All of them.
std::span<const Target> targets();

void read_json(ByteView input);
void read_manifest(ByteView input);
void read_votes(ByteView input);
void read_ballot(ByteView input);
void read_opening(ByteView input);
void read_prepared(ByteView input);
void read_codes(ByteView input);
void read_bodies(ByteView input);
void read_roll(ByteView input);
void read_statement(ByteView input);
void read_note(ByteView input);
void read_checkpoint(ByteView input);
void read_receipt(ByteView input);
void read_tile(ByteView input);
void read_proof(ByteView input);
void read_election(ByteView input);
void read_log(ByteView input);
void read_electionguard(ByteView input);
void read_framing(ByteView input);
void read_settings(ByteView input);
void read_answer(ByteView input);
void read_fetched(ByteView input);
void read_archive(ByteView input);
void read_part(ByteView input);
void read_seen(ByteView input);
void compute(ByteView input);

}  // namespace viche::fuzz
