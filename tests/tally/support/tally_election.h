#pragma once
// A small election with real trustees, real ballots and all keys in the test's hand: its log is
// made step by step by the functions under test.

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "ballot/prover.h"
#include "bulletin/log/log_reader.h"
#include "tally/auditor.h"
#include "tally/trustee_keys.h"
#include "tests/bulletin/log/sample_election.h"
#include "tests/bulletin/support/log_samples.h"
#include "tests/support/seeded_random.h"

namespace viche::tally::test {

using log::test::TemporaryDirectory;

/// JSON of parts of the manifest; the defaults are one contest "act" (choose 1 of a, b, c), one
/// style, one unit.
struct ElectionOptions {
  std::uint32_t n = 3, k = 2, others = 2;
  std::uint32_t floor = 1;
  std::string weights = "not-secret";
  std::string id = "tally";
  std::string contests =
      R"([{"id":"act","title":{"en":"Act"},"kind":"choose","blank":false,"min":1,"max":1,"options":[)"
      R"({"id":"a","title":{"en":"A"}},{"id":"b","title":{"en":"B"}},{"id":"c","title":{"en":"C"}}]}])";
  std::string styles = R"([{"id":"one","title":{"en":"One"},"contests":["act"],"replacements":2}])";
  std::string units = R"([{"id":"all","title":{"en":"All"},"contest":"act","styles":["one"]}])";
};

/// Two contests, the second one with blank votes, in two styles of which the second holds both;
/// three units.
ElectionOptions two_styles();

class TallyElection {
 public:
  explicit TallyElection(ElectionOptions options = {}, std::uint64_t seed = 1);

  // What may be read and changed at any time.
  viche::test::SampleLog log;
  viche::test::SeededRandom random;

  [[nodiscard]] const log::ElectionState& state() const { return log.state; }
  [[nodiscard]] const Bytes& manifest_bytes() const { return manifest_; }
  [[nodiscard]] const Ed25519Signer& signer(std::uint16_t number) const { return signers_[number]; }
  [[nodiscard]] TrusteeKeys keys(std::uint16_t i) const;

  log::Statement sign(log::EntryType type, std::uint16_t signer, Bytes body) const;
  void say(log::EntryType type, std::uint16_t signer, Bytes body);

  // Steps of a right election. Each ends with the log's state after it.
  void say_manifest();
  void commit();
  void reveal();
  void share();
  void confirm();
  void ceremony();  // all of the above
  /// Voters with numbers 0, 1, ...: style (from 0) and weight each.
  void open(const std::vector<std::pair<std::uint32_t, std::uint32_t>>& voters);
  /// Voids voter v's credential; gives the number of the voter who replaces it.
  std::uint32_t void_and_replace(std::uint32_t voter);
  void void_only(std::uint32_t voter);
  void close();
  void cancel(const std::vector<std::uint32_t>& voters);
  void seal();
  void agree();                   // as many as the quorum
  void decrypt(std::uint16_t t);  // audits the published log first
  void state_result();            // likewise

  /// Entry bytes of voter v's next ballot; `choices` as JSON.
  Bytes cast(std::uint32_t voter, std::string_view choices);
  Bytes challenge(std::uint32_t voter, std::string_view choices);
  /// One batch of entries in the right order.
  void batch(const std::vector<Bytes>& ballots) { log.append_batch(ballots); }

  /// The first `size` entries of the log as static files; size 0: all.
  void publish(const std::filesystem::path& directory, std::uint64_t size = 0) const;
  [[nodiscard]] log::LogReader open_log(const std::filesystem::path& directory) const;
  /// Publishes the log as it is and audits it.
  Result<Audited> audit_now(AuditOptions options = {});

 private:
  ballot::Proven prove(std::uint32_t voter, std::string_view choices);

  Bytes manifest_;
  std::vector<Ed25519Signer> signers_;  // 0 the registrar, then trustees, then others
  Ed25519Signer log_signer_;
  std::vector<Secret<Bytes32>> seeds_;  // election seeds, trustee i at [i - 1]
  std::vector<ballot::Credential> voters_;
  std::vector<ballot::StyleIndex> styles_;
  std::unique_ptr<ballot::Prover> prover_;
};

}  // namespace viche::tally::test
