#include "tests/fuzz/target.h"

namespace viche::fuzz {
namespace {

constexpr Target kTargets[] = {
    {"json", read_json},       {"manifest", read_manifest},
    {"votes", read_votes},     {"ballot", read_ballot},
    {"opening", read_opening}, {"prepared", read_prepared},
    {"codes", read_codes},     {"bodies", read_bodies},
    {"roll", read_roll},       {"statement", read_statement},
    {"note", read_note},       {"checkpoint", read_checkpoint},
    {"receipt", read_receipt}, {"tile", read_tile},
    {"proof", read_proof},     {"election", read_election},
    {"log", read_log},         {"electionguard", read_electionguard},
    {"framing", read_framing}, {"settings", read_settings},
    {"answer", read_answer},   {"fetched", read_fetched},
    {"archive", read_archive}, {"part", read_part},
    {"seen", read_seen},       {"arithmetic", compute},
};

}  // namespace

std::span<const Target> targets() { return kTargets; }

}  // namespace viche::fuzz
