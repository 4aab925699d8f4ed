#include "tests/apps/small_election.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "apps/common/files.h"

namespace viche::test {
namespace {

constexpr const char* kTrustees[] = {"anna", "borys", "chrystyna"};

std::string line_of(const Ran& ran) {
  EXPECT_EQ(ran.exit_code, 0) << ran.err;
  return ran.out.substr(0, ran.out.find('\n'));
}

void replace_once(std::string& text, const std::string& from, const std::string& to) {
  text.replace(text.find(from), from.size(), to);
}

}  // namespace

SmallElection::SmallElection(std::size_t voters, Until until, std::size_t witnesses,
                             std::string passphrase)
    : witnesses_(witnesses), passphrase_(std::move(passphrase)) {
  std::string manifest = read_text(example("tiny/manifest.json"));
  replace_once(manifest, R"("replacements": 0)", R"("replacements": 2)");
  if (witnesses == 2) {
    replace_once(manifest, R"("quorum": 1)", R"("quorum": 2)");
    replace_once(manifest, R"({"name": "witness.example/one"})",
                 R"({"name": "witness.example/one"}, {"name": "witness.example/two"})");
  }
  write_text(path("template.json"), manifest);
  std::vector<std::string> complete{
      "manifest", "complete", "--template", path("template.json"), "--out", path("manifest.json")};
  const auto add = [&](const std::string& role, const std::vector<std::string>& command) {
    complete.insert(complete.end(), {"--key", role + "=" + line_of(viche(command))});
  };
  add("registrar", {"key", "new", "--out", path("registrar.json")});
  add("log", {"key", "new", "--out", path("log.json")});
  for (std::size_t i = 0; i < witnesses; ++i) {
    add("witness-" + std::to_string(i + 1), {"key", "new", "--out", witness_key(i)});
  }
  for (int i = 0; i < 3; ++i) {
    std::vector<std::string> command{"trustee", "new", "--state", path(kTrustees[i])};
    for (const std::string& word : sealing(kTrustees[i])) command.push_back(word);
    add("trustee-" + std::to_string(i + 1), command);
  }
  std::vector<std::string> observer{"signer", "new", "--state", path("observer")};
  for (const std::string& word : sealing("observer")) observer.push_back(word);
  add("other-1", observer);
  manifest_hash_ = line_of(viche(complete));
  line_of(viche({"board", "init", "--board", path("board"), "--record", record(), "--manifest",
                 path("manifest.json"), "--log-key", path("log.json"), "--registrar-key",
                 path("registrar.json")}));
  if (until == Until::kInit) return;
  all_trustees("commit", {"--manifest", path("manifest.json")});
  all_trustees("reveal");
  all_trustees("share");
  all_trustees("confirm");
  if (until == Until::kConfirmed) return;

  SystemRandom random;
  std::string roll;
  for (std::size_t i = 0; i < voters; ++i) {
    credentials_.push_back(ballot::generate_credential(random));
    roll += to_hex(credentials_.back().K.encode()) + " member\n";
  }
  write_text(path("voters.txt"), roll);
  EXPECT_EQ(registrar("roll", {"--voters", path("voters.txt")}).exit_code, 0);
  fingerprint_ =
      line_of(viche({"election", "open", "--registrar-key", path("registrar.json"), "--record",
                     record(), "--without-rehearsal", "--out", path("open.statement")}));
  EXPECT_EQ(post({path("open.statement")}).exit_code, 0);
  EXPECT_EQ(witness_cosigns().exit_code, 0);
  const Result<Bytes32> hash = bytes32_from_hex(manifest_hash_);
  Result<app::DeviceView> view = app::open_for_device(record(), *hash);
  if (!view) {
    ADD_FAILURE() << view.error().message();
    return;
  }
  prover_ = std::make_unique<ballot::Prover>(view->context);
  view_.emplace(std::move(*view));
}

std::vector<std::string> SmallElection::sealing(const std::string& name) const {
  if (passphrase_.empty() || (name != "anna" && name != "observer")) return {"--unsealed"};
  return {"--passphrase-file", passphrase_, "--seal-memory", "8", "--seal-passes", "1"};
}

void SmallElection::add_passphrase(const std::string& name,
                                   std::vector<std::string>& command) const {
  if (sealing(name).size() > 1) {
    command.insert(command.end(), {"--passphrase-file", passphrase_});
  }
}

void SmallElection::all_trustees(const std::string& verb, const std::vector<std::string>& more) {
  std::vector<std::string> files;
  for (const char* name : kTrustees) {
    EXPECT_EQ(trustee(name, verb, more).exit_code, 0) << name << " " << verb;
    files.push_back(path(std::string(name) + "-" + verb + ".statement"));
  }
  EXPECT_EQ(post(files).exit_code, 0) << verb;
}

Ran SmallElection::trustee(const std::string& name, const std::string& verb,
                           const std::vector<std::string>& more) const {
  std::vector<std::string> command{
      "trustee",  verb,     "--state", path(name),
      "--record", record(), "--out",   path(name + "-" + verb + ".statement")};
  add_passphrase(name, command);
  command.insert(command.end(), more.begin(), more.end());
  return viche(command);
}

Bytes SmallElection::cast(std::size_t voter, std::size_t choice, const Bytes32& prev) const {
  SystemRandom random;
  std::vector<std::uint8_t> m(3, 0);
  m[choice] = 1;
  const Secret<std::vector<std::uint8_t>> bits(std::move(m));
  ballot::Proven proven = prover_->prove(ballot::StyleIndex(0), credentials_[voter], bits, random);
  return prover_->cast(std::move(proven), prev, credentials_[voter], random);
}

std::vector<Bytes> SmallElection::cast_all(std::size_t choice,
                                           std::span<const Bytes32> prev) const {
  SystemRandom random;
  std::vector<std::uint8_t> m(3, 0);
  m[choice] = 1;
  const Secret<std::vector<std::uint8_t>> bits(std::move(m));
  std::vector<ballot::ProofRequest> requests;
  std::vector<const ballot::Credential*> credentials;
  for (const ballot::Credential& credential : credentials_) {
    requests.push_back({&credential, &bits});
    credentials.push_back(&credential);
  }
  return prover_->cast_many(prover_->prove_many(ballot::StyleIndex(0), requests, random), prev,
                            credentials, random);
}

std::size_t SmallElection::new_credential() {
  SystemRandom random;
  credentials_.push_back(ballot::generate_credential(random));
  return credentials_.size() - 1;
}

std::string SmallElection::tracker(const Bytes& entry) const {
  return ballot::display_tracker(
      ballot::tracker(*view_->state.election(), ballot::BallotView::of(entry)));
}

std::string SmallElection::write_ballots(const std::string& name,
                                         const std::vector<Bytes>& entries) const {
  write_bytes(path(name), app::join_entries(entries));
  return path(name);
}

std::vector<std::string> SmallElection::post_command(const std::vector<std::string>& files) const {
  std::vector<std::string> command{"board", "post", "--board", path("board"), "--record", record()};
  command.insert(command.end(), files.begin(), files.end());
  return command;
}

Ran SmallElection::post(const std::vector<std::string>& files) const {
  return viche(post_command(files));
}

Ran SmallElection::registrar(const std::string& verb, const std::vector<std::string>& more) const {
  const std::string file = path(verb + ".statement");
  std::vector<std::string> command{"election", verb,     "--registrar-key", path("registrar.json"),
                                   "--record", record(), "--out",           file};
  command.insert(command.end(), more.begin(), more.end());
  Ran made = viche(command);
  return made.exit_code == 0 ? post({file}) : made;
}

Ran SmallElection::witness_cosigns() const {
  std::vector<std::string> command{"board",       "cosign",   "--board",
                                   path("board"), "--record", record()};
  for (std::size_t i = 0; i < witnesses_; ++i) {
    command.push_back(path("witness-" + std::to_string(i + 1) + ".cosignature"));
    const Ran ran = viche({"witness", "cosign", "--state", witness_state(i), "--key",
                           witness_key(i), "--record", record(), "--out", command.back()});
    if (ran.exit_code != 0) return ran;
  }
  return viche(command);
}

Ran SmallElection::agree() const {
  EXPECT_EQ(registrar("close").exit_code, 0);
  EXPECT_EQ(registrar("seal").exit_code, 0);
  EXPECT_EQ(witness_cosigns().exit_code, 0);
  Ran agreed = trustee("anna", "agree", {"--threads", "1"});
  EXPECT_EQ(trustee("borys", "agree").exit_code, 0);
  std::vector<std::string> observer{
      "signer",   "agree",  "--state", path("observer"),
      "--record", record(), "--out",   path("observer-agree.statement")};
  add_passphrase("observer", observer);
  EXPECT_EQ(viche(observer).exit_code, 0);
  EXPECT_EQ(post({path("anna-agree.statement"), path("borys-agree.statement"),
                  path("observer-agree.statement")})
                .exit_code,
            0);
  EXPECT_EQ(witness_cosigns().exit_code, 0);
  return agreed;
}

Ran SmallElection::finish() const {
  Ran agreed = agree();
  EXPECT_EQ(trustee("anna", "decrypt").exit_code, 0);
  EXPECT_EQ(trustee("borys", "decrypt").exit_code, 0);
  EXPECT_EQ(post({path("anna-decrypt.statement"), path("borys-decrypt.statement")}).exit_code, 0);
  EXPECT_EQ(registrar("result").exit_code, 0);
  EXPECT_EQ(witness_cosigns().exit_code, 0);
  return agreed;
}

std::uint64_t SmallElection::casts() const {
  const Ran ran =
      viche({"board", "status", "--board", path("board"), "--record", record(), "--json"});
  EXPECT_EQ(ran.exit_code, 0) << ran.err;
  return nlohmann::json::parse(ran.out)["cast"];
}

}  // namespace viche::test
