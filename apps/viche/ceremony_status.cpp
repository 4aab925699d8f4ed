#include "apps/viche/ceremony_status.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "apps/common/check_phrase.h"
#include "apps/common/console.h"

namespace viche::app {
namespace {

using log::Phase;

/// For a terminal: a name of the manifest cannot move its cursor.
std::string plain_name(std::string_view text) {
  std::string out(text);
  for (char& c : out) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x20 || byte == 0x7F) c = '?';
  }
  return out;
}

/// What signer `number` has in the log; 0 is the registrar.
std::vector<std::string> done_by(const log::ElectionState& state, std::size_t number) {
  std::vector<std::string> done;
  const auto add = [&](bool is, std::string_view name) {
    if (is) done.emplace_back(name);
  };
  if (number == 0) {
    const Phase phase = state.phase();
    const bool open = state.opening().has_value();
    add(true, "manifest");
    add(open || phase == Phase::kOpening, "roll");
    add(open, "opening");
    add(open && phase > Phase::kVoting, "close");
    add(open && phase > Phase::kClosed, "seal");
    add(state.result().has_value(), "result");
    return done;
  }
  const std::size_t i = number - 1;
  if (i < state.shape().n) {
    add(state.commits()[i].has_value(), "commit");
    add(state.reveals()[i].has_value(), "reveal");
    add(state.shares()[i].has_value(), "share");
    add(state.confirms()[i].has_value(), "confirm");
  }
  add(state.rounds().agreed()[i], "agreement");
  if (i < state.shape().n) {
    add(state.rounds().abstained()[i], "abstention");
    add(state.decryptions()[i].has_value(), "decryption");
  }
  return done;
}

/// Collects what is due.
class Due {
 public:
  Due(const log::ElectionState& state, std::string directory)
      : state_(state), manifest_(state.manifest()), record_(shell_word(directory)) {}

  void registrar(const std::string& verb, const std::string& what, const std::string& more = "") {
    steps_.push_back(
        {fmt::format("registrar ({})", plain_name(manifest_.registrar.name)), what,
         fmt::format("viche election {0} --registrar-key registrar.json --record {1}{2} --out "
                     "{0}.statement",
                     verb, record_, more)});
  }

  /// Every trustee who has not said it.
  template <class T>
  void trustees(const std::vector<std::optional<T>>& said, const std::string& verb,
                const std::string& what, const std::string& more = "") {
    for (std::size_t i = 0; i < said.size(); ++i) {
      if (said[i]) continue;
      steps_.push_back({who(i), what,
                        fmt::format("viche trustee {0} --state DIR --record {1}{2} --out "
                                    "{0}.statement",
                                    verb, record_, more)});
    }
  }

  void agreements() {
    const std::vector<bool>& agreed = state_.rounds().agreed();
    for (std::size_t i = 0; i < agreed.size(); ++i) {
      if (agreed[i]) continue;
      steps_.push_back({who(i), "check the whole log and sign its tally head",
                        fmt::format("viche {} agree --state DIR --record {} --out agree.statement",
                                    i < state_.shape().n ? "trustee" : "signer", record_)});
    }
  }

  void witnesses() {
    steps_.push_back({fmt::format("witnesses ({} of {})", manifest_.witnesses.quorum,
                                  manifest_.witnesses.members.size()),
                      "cosign the newest checkpoint",
                      fmt::format("viche witness cosign --state DIR --key F --record {} --out "
                                  "witness.cosignature",
                                  record_)});
  }

  void anybody(const std::string& what, const std::string& command) {
    steps_.push_back({"anybody", what, command + " " + record_});
  }

  [[nodiscard]] std::vector<DueStep> steps() && { return std::move(steps_); }

 private:
  [[nodiscard]] std::string who(std::size_t i) const {
    const std::size_t n = manifest_.trustees.size();
    return i < n ? fmt::format("trustee {} ({})", i + 1, plain_name(manifest_.trustees[i].name))
                 : fmt::format("agreement signer {} ({})", i + 1,
                               plain_name(manifest_.others[i - n].name));
  }

  const log::ElectionState& state_;
  const ballot::Manifest& manifest_;
  std::string record_;
  std::vector<DueStep> steps_;
};

std::vector<DueStep> due_steps(const log::ElectionState& state, const std::string& directory,
                               bool cosigned) {
  Due due(state, directory);
  switch (state.phase()) {
    case Phase::kManifest:
      break;
    case Phase::kCommit:
      due.trustees(state.commits(), "commit", "ceremony 1 of 4: commit to the keys",
                   " --manifest manifest.json");
      break;
    case Phase::kReveal:
      due.trustees(state.reveals(), "reveal", "ceremony 2 of 4: reveal the public keys");
      break;
    case Phase::kShare:
      due.trustees(state.shares(), "share", "ceremony 3 of 4: send the others their shares");
      break;
    case Phase::kConfirm:
      due.trustees(state.confirms(), "confirm", "ceremony 4 of 4: check all and sign the keys");
      break;
    case Phase::kComplaint:
      due.anybody(
          "the ceremony has ended: see who is at fault, and begin again with a new manifest",
          "viche complaints --record");
      break;
    case Phase::kRoll:
      due.registrar("roll", "state who may vote", " --voters voters.txt");
      break;
    case Phase::kOpening:
      due.registrar("open", "open the vote, and publish the fingerprint",
                    " --rehearsal rehearsal/record");
      break;
    case Phase::kVoting:
      if (!cosigned) due.witnesses();
      due.registrar("close", "close the vote when its time has come");
      break;
    case Phase::kClosed:
      due.registrar("seal", "after any cancellations, fix what is tallied");
      break;
    case Phase::kSealed:
      if (!cosigned) {
        due.witnesses();
      } else if (state.rounds().agreements() < state.manifest().agreement_quorum()) {
        due.agreements();
      } else if (state.decrypted() < state.manifest().threshold) {
        due.trustees(state.decryptions(), "decrypt", "decrypt the totals");
      } else {
        due.registrar("result", "combine the decryptions and state the result");
      }
      break;
    case Phase::kFinished:
      if (!cosigned) due.witnesses();
      due.anybody("verify the whole election", "viche-verify");
      break;
  }
  return std::move(due).steps();
}

/// "[###..] 3 of 5".
std::string meter(std::size_t have, std::size_t needed) {
  const std::size_t filled = std::min(have, needed);
  return fmt::format("[{}{}] {} of {}", std::string(filled, '#'), std::string(needed - filled, '.'),
                     have, needed);
}

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : ", ") + word;
  return text.empty() ? "nothing yet" : text;
}

}  // namespace

CeremonyStatus ceremony_status(const Record& record, const log::ElectionState& state,
                               const std::string& directory, bool cosigned) {
  const ballot::Manifest& manifest = record.manifest;
  CeremonyStatus status;
  status.election = manifest.id;
  status.manifest_hash = record.manifest_hash;
  status.head = state.head();
  status.cosigned = cosigned;
  status.state = state.describe();
  status.roles.push_back({"registrar", manifest.registrar.name,
                          check_phrase(manifest.registrar.key), done_by(state, 0)});
  for (std::size_t i = 0; i < manifest.agreement_signers(); ++i) {
    const std::size_t n = manifest.trustees.size();
    const ballot::Official& person = i < n ? manifest.trustees[i] : manifest.others[i - n];
    status.roles.push_back({fmt::format("{} {}", i < n ? "trustee" : "agreement signer", i + 1),
                            person.name, check_phrase(person.key), done_by(state, i + 1)});
  }
  status.agreements = state.rounds().agreements();
  status.agreements_needed = manifest.agreement_quorum();
  status.decryptions = state.decrypted();
  status.decryptions_needed = manifest.threshold;
  status.spare = manifest.trustees.size() - manifest.threshold;
  status.next = due_steps(state, directory, cosigned);
  return status;
}

std::vector<std::string> describe_ceremony(const CeremonyStatus& status) {
  std::vector<std::string> lines{
      fmt::format("election     {}", plain_name(status.election)),
      fmt::format("manifest     {}", to_hex(status.manifest_hash)),
      fmt::format("log          {} entries, root {}, {}", status.head.size,
                  to_hex(status.head.root), status.cosigned ? "cosigned" : "not cosigned"),
      fmt::format("state        {}", status.state),
      fmt::format("agreements   {}", meter(status.agreements, status.agreements_needed)),
      fmt::format("decryptions  {}, of {} trustees; {} may be lost",
                  meter(status.decryptions, status.decryptions_needed),
                  status.decryptions_needed + status.spare, status.spare)};
  for (const RoleStatus& role : status.roles) {
    lines.push_back(fmt::format("{}: {}", role.role, plain_name(role.name)));
    lines.push_back("    done   " + joined(role.done));
    lines.push_back("    words  " + role.phrase);
  }
  for (const DueStep& step : status.next) {
    lines.push_back(fmt::format("next: {}: {}", step.who, step.what));
    lines.push_back("    " + step.command);
  }
  return lines;
}

nlohmann::ordered_json ceremony_json(const CeremonyStatus& status) {
  using Json = nlohmann::ordered_json;
  Json out{{"election", status.election},
           {"manifest_hash", to_hex(status.manifest_hash)},
           {"size", status.head.size},
           {"root", to_hex(status.head.root)},
           {"cosigned", status.cosigned},
           {"state", status.state},
           {"agreements", {{"have", status.agreements}, {"needed", status.agreements_needed}}},
           {"decryptions", {{"have", status.decryptions}, {"needed", status.decryptions_needed}}},
           {"spare_trustees", status.spare},
           {"roles", Json::array()},
           {"next", Json::array()}};
  for (const RoleStatus& role : status.roles) {
    out["roles"].push_back(
        {{"role", role.role}, {"name", role.name}, {"words", role.phrase}, {"done", role.done}});
  }
  for (const DueStep& step : status.next) {
    out["next"].push_back({{"who", step.who}, {"what", step.what}, {"command", step.command}});
  }
  return out;
}

}  // namespace viche::app
