#pragma once
// A whole election by people who exchange files alone: each trustee and signer has a directory with
// sealed secrets, gets a copy of the record on a stick, and hands back a statement. One contest,
// two options; everything by the programs.

#include <map>
#include <string>
#include <vector>

#include "tests/apps/program.h"

namespace viche::test {

class CeremonyOffice {
 public:
  /// n trustees ("trustee-1", ...) of whom k decrypt, and other signers ("other-1", ...), as far as
  /// the board's start. A failure of any program is one of the test.
  /// `registrar_key`: a key file to use instead of a new one. The contest has `options` options and
  /// a blank one, each a slot.
  CeremonyOffice(int n, int k, int others, const std::string& registrar_key = {}, int options = 2);

  [[nodiscard]] std::string path(const std::string& name) const { return scratch_ / name; }
  [[nodiscard]] std::string record() const { return path("office/record"); }
  [[nodiscard]] const std::string& manifest_hash() const { return manifest_hash_; }
  [[nodiscard]] const std::string& fingerprint() const { return fingerprint_; }
  [[nodiscard]] const std::map<std::string, std::string>& keys() const { return keys_; }
  [[nodiscard]] std::vector<std::string> trustees() const;

  /// The person takes the record home, makes this statement there, and brings it back to the inbox.
  /// `verb` as in `viche trustee VERB`.
  [[nodiscard]] Ran step(const std::string& person, const std::string& verb,
                         std::vector<std::string> more = {}) const;
  /// These people take a step, in this order, and what they hand in is posted.
  void take(const std::vector<std::string>& people, const std::string& verb,
            const std::vector<std::string>& more = {}) const;
  void registrar(const std::string& verb, const std::vector<std::string>& more = {}) const;
  void cosign() const;
  /// commit, reveal, share, confirm by all.
  void key_ceremony() const;
  /// The roll of so many voters, the opening, cosigned.
  void open(int voters);
  /// Voter 1 votes for the first, and so on; posted together.
  void vote(const std::vector<std::string>& choices) const;
  void close_and_seal() const;
  /// A person and everything that they had is gone.
  void lose(const std::string& person) const;

 private:
  [[nodiscard]] std::vector<std::string> sealed(const std::string& person) const;

  Scratch scratch_;
  int n_;
  std::string manifest_hash_, fingerprint_;
  std::map<std::string, std::string> keys_;  // by role
};

}  // namespace viche::test
