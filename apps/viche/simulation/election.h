#pragma once
// One whole election, step by step: every official is a process of its own that shares nothing with
// the others but files.

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "apps/viche/simulation/board_process.h"
#include "apps/viche/simulation/devices.h"
#include "apps/viche/simulation/plan.h"
#include "apps/viche/simulation/result_json.h"
#include "apps/viche/simulation/stage.h"
#include "ballot/layout.h"
#include "ballot/manifest.h"
#include "bulletin/http/client.h"

namespace viche::app {

/// How ballots get to the board.
struct Served {
  std::vector<std::string> board;   // further arguments of viche-board
  std::string url;                  // of the board, with "{port}" where its port belongs
  std::vector<std::string> load;    // further arguments of `viche load`
  http::ClientOptions client = {};  // whom to believe when its metrics are read
};

/// What became of them.
struct ServedVote {
  Json load;            // the report of `viche load`
  std::string metrics;  // the board's, after the load
  BoardUsage board;
};

class Election {
 public:
  /// `manifest` is the template as parsed. Everything given must outlive it. The seed of `chance`
  /// picks which trustees decrypt.
  Election(Stage& stage, const ballot::Manifest& manifest, const ballot::Votes& votes,
           const Plan& plan, unsigned threads, std::uint64_t seed);

  /// Keys for all roles, and the completed manifest in the stage's directory.
  Result<void> make_keys(const std::string& template_file);
  Result<void> key_ceremony();
  Result<void> open_vote();
  /// Removes everything that the trustees have who will not decrypt.
  void lose_trustees() const;
  /// Encrypts all ballots and posts them file by file.
  Result<void> vote();
  /// The same by `viche load` to a viche-board that is started for it.
  Result<ServedVote> vote_over_http(const Served& served);
  Result<void> close_vote();
  Result<void> tally();
  /// Receipts of a few ballots, under the final checkpoint.
  Result<void> take_receipts();

  [[nodiscard]] const std::string& manifest_hash() const { return manifest_hash_; }
  [[nodiscard]] const std::string& fingerprint() const { return fingerprint_; }
  [[nodiscard]] const std::vector<std::size_t>& decrypting() const { return decrypting_; }
  [[nodiscard]] const std::vector<std::string>& signers() const { return signers_; }
  [[nodiscard]] const std::vector<std::string>& receipts() const { return receipts_; }

 private:
  [[nodiscard]] std::string path(const std::string& name) const;
  [[nodiscard]] std::string record() const { return stage_->record().string(); }
  [[nodiscard]] std::string trustee(std::size_t i) const;
  Result<void> post(const std::vector<std::string>& files);
  /// Each of `count` trustees makes a statement with `viche trustee <verb>`; all are posted.
  Result<void> trustees_state(const std::string& verb, const std::vector<std::string>& more = {});
  /// The registrar makes a statement with `viche election <verb>`, and it is posted. Gives the line
  /// that was printed.
  Result<std::string> registrar_states(const std::string& verb,
                                       const std::vector<std::string>& more = {});
  /// Runs these commands of `viche`, as many side by side as there are threads, each with its
  /// share.
  Result<void> share_threads(std::span<std::vector<std::string>> commands);
  /// All witnesses cosign the newest checkpoint.
  Result<void> cosign();
  /// The files, in the order in which they are to be posted.
  Result<std::vector<std::string>> encrypt_ballots();

  Stage* stage_;
  const ballot::Manifest* manifest_;
  const Plan* plan_;
  unsigned threads_;
  Devices devices_;
  std::string manifest_hash_;  // hexadecimal, as everything that programs print
  std::string fingerprint_;
  std::vector<std::size_t> decrypting_;  // numbers of the trustees who decrypt
  std::vector<std::string> signers_;     // who signs the tally head, for people
  std::vector<Bytes32> trackers_;        // of a few ballots
  std::vector<std::string> receipts_;    // files
};

}  // namespace viche::app
