#pragma once
// Where an election's ceremonies stand, as the log says it: who has done what, and what comes next.

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "apps/common/record.h"

namespace viche::app {

/// Something that somebody does next. Several may be due at once, in any order.
struct DueStep {
  std::string who;   // "trustee 2 (Borys)"
  std::string what;  // for people
  std::string command;
};

/// One of the registrar, the trustees and the other agreement signers.
struct RoleStatus {
  std::string role;  // "trustee 2"
  std::string name;  // of the manifest
  std::string phrase;
  std::vector<std::string> done;  // names of entries, in the order of the ceremony
};

struct CeremonyStatus {
  std::string election;
  Bytes32 manifest_hash{};
  log::TreeHead head;
  bool cosigned = false;  // by the manifest's quorum of witnesses
  std::string state;
  std::vector<RoleStatus> roles;
  std::size_t agreements = 0, agreements_needed = 0;
  std::size_t decryptions = 0, decryptions_needed = 0;
  /// How many trustees may still be lost: n - k.
  std::size_t spare = 0;
  std::vector<DueStep> next;
};

/// `directory` as people give it, for the commands.
CeremonyStatus ceremony_status(const Record& record, const log::ElectionState& state,
                               const std::string& directory, bool cosigned);

[[nodiscard]] std::vector<std::string> describe_ceremony(const CeremonyStatus& status);
[[nodiscard]] nlohmann::ordered_json ceremony_json(const CeremonyStatus& status);

}  // namespace viche::app
