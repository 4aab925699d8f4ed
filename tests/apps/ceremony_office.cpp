#include "tests/apps/ceremony_office.h"

#include <gtest/gtest.h>

namespace viche::test {
namespace {

std::string first_line(const Ran& ran) {
  EXPECT_EQ(ran.exit_code, 0) << ran.err;
  return ran.out.substr(0, ran.out.find('\n'));
}

std::string members(const std::string& name, int count) {
  std::string text;
  for (int i = 1; i <= count; ++i) {
    text += (i > 1 ? ", " : "") + std::string(R"({"name": ")") + name + " " + std::to_string(i) +
            R"("})";
  }
  return text;
}

std::string more_options(int count) {
  std::string text;
  for (int i = 3; i <= count; ++i) {
    const std::string number = std::to_string(i);
    text += R"(, {"id": "o)" + number + R"(", "title": {"en": "Option )" + number + R"("}})";
  }
  return text;
}

std::string manifest_template(int n, int k, int others, int options) {
  return R"({"viche": 1, "id": "by-files", "languages": ["en"], "title": {"en": "By <files> & sticks"},
    "opens": "2026-03-01T09:00:00Z", "closes": "2026-03-01T18:00:00Z", "previous": null,
    "registrar": {"name": "Secretary"}, "log": {},
    "witnesses": {"quorum": 1, "members": [{"name": "witness.example/one"}]},
    "trustees": {"threshold": )" +
         std::to_string(k) + R"(, "members": [)" + members("Trustee", n) + R"(]},
    "agreement": {"tolerated_corrupt": 0, "tolerated_lost": 0, "others": [)" +
         members("Observer", others) + R"(]},
    "revote": "last", "max_ballots": 20, "floor": 1, "weights": "not-secret", "batch_seconds": 5,
    "contests": [{"id": "garden", "title": {"en": "Do we buy the garden?"}, "kind": "choose",
      "blank": true, "min": 1, "max": 1,
      "options": [{"id": "yes", "title": {"en": "Yes"}}, {"id": "no", "title": {"en": "No"}})" +
         more_options(options) + R"(]}],
    "styles": [{"id": "member", "title": {"en": "Member"}, "contests": ["garden"], "replacements": 0}],
    "units": [{"id": "club", "title": {"en": "The club"}, "contest": "garden", "styles": ["member"]}],
    "results": [{"id": "decision", "title": {"en": "Decision"}, "rule": "top",
      "contests": ["garden"], "seats": 1, "threshold": [1, 2]}]})";
}

void run_all(const std::vector<std::string>& command) {
  const Ran ran = viche(command);
  EXPECT_EQ(ran.exit_code, 0) << ran.out << ran.err;
}

}  // namespace

CeremonyOffice::CeremonyOffice(int n, int k, int others, const std::string& registrar_key,
                               int options)
    : n_(n) {
  for (const char* directory : {"office", "office/inbox", "people", "witness"}) {
    fs::create_directory(path(directory));
  }
  write_text(path("office/template.json"), manifest_template(n, k, others, options));
  const std::string registrar = path("office/registrar.json");
  if (!registrar_key.empty()) fs::copy(registrar_key, registrar);
  keys_["registrar"] = first_line(registrar_key.empty() ? viche({"key", "new", "--out", registrar})
                                                        : viche({"key", "show", registrar}));
  keys_["log"] = first_line(viche({"key", "new", "--out", path("office/log.json")}));
  keys_["witness-1"] = first_line(viche({"key", "new", "--out", path("witness/key.json")}));
  const auto person = [&](const std::string& name, const std::string& group) {
    const std::string home = path("people/" + name);
    fs::create_directory(home);
    write_text(home + "/passphrase", "the words of " + name);
    fs::permissions(home + "/passphrase", fs::perms::owner_read | fs::perms::owner_write);
    keys_[name] =
        first_line(viche({group, "new", "--state", home + "/state", "--passphrase-file",
                          home + "/passphrase", "--seal-memory", "8", "--seal-passes", "1"}));
  };
  for (int i = 1; i <= n; ++i) person("trustee-" + std::to_string(i), "trustee");
  for (int i = 1; i <= others; ++i) person("other-" + std::to_string(i), "signer");
  std::vector<std::string> complete{"manifest",   "complete",
                                    "--template", path("office/template.json"),
                                    "--out",      path("office/manifest.json")};
  for (const auto& [role, key] : keys_) {
    complete.insert(complete.end(), {"--key", role + "=" + key});
  }
  manifest_hash_ = first_line(viche(complete));
  run_all({"board", "init", "--board", path("office/board"), "--record", record(), "--manifest",
           path("office/manifest.json"), "--log-key", path("office/log.json"), "--registrar-key",
           path("office/registrar.json")});
}

std::vector<std::string> CeremonyOffice::trustees() const {
  std::vector<std::string> names;
  for (int i = 1; i <= n_; ++i) names.push_back("trustee-" + std::to_string(i));
  return names;
}

std::vector<std::string> CeremonyOffice::sealed(const std::string& person) const {
  const std::string home = path("people/" + person);
  return {"--state", home + "/state", "--passphrase-file", home + "/passphrase"};
}

Ran CeremonyOffice::step(const std::string& person, const std::string& verb,
                         std::vector<std::string> more) const {
  const std::string stick = path("people/" + person + "/stick");
  fs::remove_all(stick);
  fs::create_directory(stick);
  fs::copy(record(), stick + "/record", fs::copy_options::recursive);
  if (verb == "commit") {
    fs::copy(path("office/manifest.json"), stick + "/manifest.json");
    more.insert(more.end(), {"--manifest", stick + "/manifest.json"});
  }
  const std::string file = person + "-" + verb + ".statement";
  std::vector<std::string> command{person.rfind("other", 0) == 0 ? "signer" : "trustee", verb};
  for (const std::string& word : sealed(person)) command.push_back(word);
  command.insert(command.end(), {"--record", stick + "/record", "--out", stick + "/" + file});
  command.insert(command.end(), more.begin(), more.end());
  Ran ran = viche(command);
  if (ran.exit_code == 0) {
    fs::copy(stick + "/" + file, path("office/inbox/" + file),
             fs::copy_options::overwrite_existing);
  }
  return ran;
}

void CeremonyOffice::take(const std::vector<std::string>& people, const std::string& verb,
                          const std::vector<std::string>& more) const {
  std::vector<std::string> command{"board",    "post",  "--board", path("office/board"),
                                   "--record", record()};
  for (const std::string& person : people) {
    const Ran ran = step(person, verb, more);
    EXPECT_EQ(ran.exit_code, 0) << person << " " << verb << ": " << ran.err;
    command.push_back(path("office/inbox/" + person + "-" + verb + ".statement"));
  }
  run_all(command);
}

void CeremonyOffice::registrar(const std::string& verb,
                               const std::vector<std::string>& more) const {
  const std::string file = path("office/" + verb + ".statement");
  std::vector<std::string> command{
      "election", verb,     "--registrar-key", path("office/registrar.json"),
      "--record", record(), "--out",           file};
  command.insert(command.end(), more.begin(), more.end());
  run_all(command);
  run_all({"board", "post", "--board", path("office/board"), "--record", record(), file});
}

void CeremonyOffice::cosign() const {
  run_all({"witness", "cosign", "--state", path("witness/seen"), "--key", path("witness/key.json"),
           "--record", record(), "--out", path("witness/cosignature")});
  run_all({"board", "cosign", "--board", path("office/board"), "--record", record(),
           path("witness/cosignature")});
}

void CeremonyOffice::key_ceremony() const {
  for (const char* verb : {"commit", "reveal", "share", "confirm"}) take(trustees(), verb);
}

void CeremonyOffice::open(int voters) {
  std::string roll;
  for (int voter = 1; voter <= voters; ++voter) {
    roll += first_line(viche(
                {"credential", "new", "--out", path("voter-" + std::to_string(voter) + ".json")})) +
            " member\n";
  }
  write_text(path("office/voters.txt"), roll);
  registrar("roll", {"--voters", path("office/voters.txt")});
  fingerprint_ = first_line(
      viche({"election", "open", "--registrar-key", path("office/registrar.json"), "--record",
             record(), "--without-rehearsal", "--out", path("office/open.statement")}));
  run_all({"board", "post", "--board", path("office/board"), "--record", record(),
           path("office/open.statement")});
  cosign();
}

void CeremonyOffice::vote(const std::vector<std::string>& choices) const {
  std::vector<std::string> post{"board",    "post",  "--board", path("office/board"),
                                "--record", record()};
  for (std::size_t i = 0; i < choices.size(); ++i) {
    const std::string name = "voter-" + std::to_string(i + 1);
    write_text(path(name + "-choices.json"), R"({"garden": [")" + choices[i] + R"("]})");
    const std::string tracker =
        first_line(viche({"vote", "prepare", "--record", record(), "--manifest-hash",
                          manifest_hash_, "--credential", path(name + ".json"), "--choices",
                          path(name + "-choices.json"), "--state", path(name + "-device")}));
    post.push_back(path(name + ".ballots"));
    run_all({"vote", "cast", "--record", record(), "--manifest-hash", manifest_hash_,
             "--credential", path(name + ".json"), "--prepared",
             path(name + "-device/" + tracker + ".prepared"), "--out", post.back()});
  }
  run_all(post);
}

void CeremonyOffice::close_and_seal() const {
  registrar("close");
  registrar("seal");
  cosign();
}

void CeremonyOffice::lose(const std::string& person) const {
  fs::remove_all(path("people/" + person));
}

}  // namespace viche::test
