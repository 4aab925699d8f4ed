#pragma once
// The example `tiny` (with two voids) as far as the open vote, by the programs; ballots are made
// here, where the credentials are.

#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "apps/common/record.h"
#include "ballot/credential.h"
#include "ballot/prover.h"
#include "tests/apps/program.h"

namespace viche::test {

enum class Until { kInit, kConfirmed, kOpen };

class SmallElection {
 public:
  /// `witnesses`: 1 or 2, all of them the quorum. With a `passphrase` (a file) anna's and the
  /// observer's secrets are sealed.
  explicit SmallElection(std::size_t voters, Until until = Until::kOpen, std::size_t witnesses = 1,
                         std::string passphrase = {});

  [[nodiscard]] std::string path(const std::string& name) const { return scratch_ / name; }
  [[nodiscard]] std::string record() const { return path("record"); }
  /// Key file and state of a witness.
  [[nodiscard]] std::string witness_key(std::size_t witness) const {
    return path(witness == 0 ? "witness.json" : "second-witness.json");
  }
  [[nodiscard]] std::string witness_state(std::size_t witness) const {
    return path(witness == 0 ? "witness-seen" : "second-witness-seen");
  }
  [[nodiscard]] const std::string& manifest_hash() const { return manifest_hash_; }
  [[nodiscard]] const std::string& fingerprint() const { return fingerprint_; }
  [[nodiscard]] const ballot::Credential& credential(std::size_t voter) const {
    return credentials_[voter];
  }

  /// A cast of this voter, whose latest entry had the leaf hash `prev`. `choice`: 0 yes, 1 no, 2
  /// blank.
  [[nodiscard]] Bytes cast(std::size_t voter, std::size_t choice, const Bytes32& prev = {}) const;
  /// One of each voter, all for the same choice.
  [[nodiscard]] std::vector<Bytes> cast_all(std::size_t choice,
                                            std::span<const Bytes32> prev) const;
  /// A credential that is not in the roll; its number as a voter.
  std::size_t new_credential();
  /// As people note it.
  [[nodiscard]] std::string tracker(const Bytes& entry) const;
  /// Writes entries as a file for `viche board post`.
  std::string write_ballots(const std::string& name, const std::vector<Bytes>& entries) const;

  Ran post(const std::vector<std::string>& files) const;
  /// The arguments of `post`.
  [[nodiscard]] std::vector<std::string> post_command(const std::vector<std::string>& files) const;
  /// `viche election <verb>`, posted. Gives what the first program said if it fails, else what the
  /// board said.
  Ran registrar(const std::string& verb, const std::vector<std::string>& more = {}) const;
  Ran trustee(const std::string& name, const std::string& verb,
              const std::vector<std::string>& more = {}) const;
  /// Every witness, by files.
  Ran witness_cosigns() const;

  /// Close, seal, agreement. Gives the run of the first `trustee agree`, on one thread.
  Ran agree() const;
  /// agree, then decryption and result.
  Ran finish() const;

  /// Casts counted by `viche board status`.
  [[nodiscard]] std::uint64_t casts() const;

 private:
  /// Of `new`: how this person keeps secrets.
  [[nodiscard]] std::vector<std::string> sealing(const std::string& name) const;
  /// Adds --passphrase-file if this person's secrets are sealed.
  void add_passphrase(const std::string& name, std::vector<std::string>& command) const;
  void all_trustees(const std::string& verb, const std::vector<std::string>& more = {});

  Scratch scratch_;
  std::size_t witnesses_;
  std::string passphrase_;
  std::string manifest_hash_, fingerprint_;
  std::vector<ballot::Credential> credentials_;
  std::optional<app::DeviceView> view_;
  std::unique_ptr<ballot::Prover> prover_;
};

}  // namespace viche::test
