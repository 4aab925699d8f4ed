#include <memory>

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "apps/common/console.h"
#include "apps/common/files.h"
#include "apps/viche/verbs.h"
#include "ballot/ballot.h"
#include "ballot/layout.h"
#include "ballot/manifest.h"

namespace viche::app {
namespace {

struct CheckOptions {
  std::string manifest;
  bool is_template = false;
  bool json = false;
};

Result<Exit> check(const CheckOptions& options) {
  const Bytes bytes = read_input(options.manifest);
  const auto keys =
      options.is_template ? ballot::KeyPolicy::kMayBeMissing : ballot::KeyPolicy::kRequired;
  const Result<ballot::Manifest> manifest = ballot::parse_manifest(bytes, keys);
  if (!manifest) return manifest.error().at(options.manifest);
  if (manifest->witnesses.quorum == 0) {
    say("Warning: the witness quorum is 0. Nobody besides the log vouches for its checkpoints: a "
        "log that shows people different histories is found out only by comparing them.");
  }
  const ballot::Layout layout(*manifest);
  const std::string hash = to_hex(ballot::manifest_hash(bytes));
  if (options.json) {
    nlohmann::ordered_json out;
    out["id"] = manifest->id;
    out["manifest_hash"] = hash;
    out["slots"] = layout.global_slots();
    out["threshold"] = manifest->threshold;
    out["trustees"] = manifest->trustees.size();
    out["agreement_quorum"] = manifest->agreement_quorum();
    for (std::size_t s = 0; s < manifest->styles.size(); ++s) {
      const std::size_t n = layout.styles()[s].n();
      out["styles"].push_back({{"id", manifest->styles[s].id},
                               {"positions", n},
                               {"ballot_bytes", ballot::ballot_size(n)}});
    }
    print(out.dump());
    return Exit::kOk;
  }
  print(fmt::format("manifest hash  {}{}", hash, options.is_template ? " (of the template)" : ""));
  print(fmt::format("election       {}", manifest->id));
  print(fmt::format("trustees       {} of {}; {} of {} sign the tally head", manifest->threshold,
                    manifest->trustees.size(), manifest->agreement_quorum(),
                    manifest->agreement_signers()));
  for (std::size_t s = 0; s < manifest->styles.size(); ++s) {
    const std::size_t n = layout.styles()[s].n();
    print(fmt::format("style          {}: {} contests, {} positions, ballots of {} bytes",
                      manifest->styles[s].id, manifest->styles[s].contests.size(), n,
                      ballot::ballot_size(n)));
  }
  return Exit::kOk;
}

struct CompleteOptions {
  std::string template_file;
  std::vector<std::string> keys;
  std::string out;
};

/// "witness-2" -> the key of the second witness; a UsageError if the role does not exist.
Ed25519PublicKey* place_of(std::string_view role, ballot::ManifestKeys& keys) {
  if (role == "registrar") return &keys.registrar;
  if (role == "log") return &keys.log;
  for (const auto& [name, list] : {std::pair{std::string_view("trustee-"), &keys.trustees},
                                   std::pair{std::string_view("other-"), &keys.others},
                                   std::pair{std::string_view("witness-"), &keys.witnesses}}) {
    if (role.substr(0, name.size()) != name) continue;
    for (std::size_t i = 0; i < list->size(); ++i) {
      if (role.substr(name.size()) == std::to_string(i + 1)) return &(*list)[i];
    }
  }
  throw UsageError("--key " + std::string(role) +
                   ": there is no such role (registrar, log, trustee-1, other-1, witness-1, ...)");
}

Result<Exit> complete(const CompleteOptions& options) {
  const Bytes bytes = read_input(options.template_file);
  const Result<ballot::Manifest> parsed =
      ballot::parse_manifest(bytes, ballot::KeyPolicy::kMayBeMissing);
  if (!parsed) return parsed.error().at(options.template_file);
  ballot::ManifestKeys keys;
  keys.registrar = parsed->registrar.key;
  keys.log = parsed->log_key;
  for (const ballot::Official& one : parsed->witnesses.members) keys.witnesses.push_back(one.key);
  for (const ballot::Official& one : parsed->trustees) keys.trustees.push_back(one.key);
  for (const ballot::Official& one : parsed->others) keys.others.push_back(one.key);
  for (const std::string& assignment : options.keys) {
    const std::size_t equals = assignment.find('=');
    if (equals == std::string::npos)
      throw UsageError("--key " + assignment + ": expected ROLE=HEX");
    const std::string role = assignment.substr(0, equals);
    Ed25519PublicKey* const place = place_of(role, keys);
    const Result<Bytes> key_bytes = from_hex(assignment.substr(equals + 1));
    if (!key_bytes) throw UsageError(key_bytes.error().at("--key " + role).message());
    const Result<Ed25519PublicKey> key = Ed25519PublicKey::decode(*key_bytes);
    if (!key) throw UsageError(key.error().at("--key " + role).message());
    *place = *key;
  }
  const Result<std::string> manifest = ballot::complete_manifest(as_text(bytes), keys);
  if (!manifest) return manifest.error().at(options.template_file);
  write_output(options.out, *manifest);
  print(to_hex(ballot::manifest_hash(as_bytes(*manifest))));
  say(fmt::format(
      "{} is complete; the line above is its hash, to be published apart from the board.",
      options.out));
  suggest("viche board init --board DIR --record DIR --manifest " + options.out +
          " --log-key F --registrar-key F");
  return Exit::kOk;
}

}  // namespace

void add_manifest_verbs(Verbs& verbs) {
  CLI::App& group =
      verbs.group("manifest", "The election's definition",
                  "viche manifest check manifest.json\n"
                  "viche manifest complete --template examples/tiny/manifest.json \\\n"
                  "    --key registrar=HEX --key log=HEX --key trustee-1=HEX --out manifest.json");

  auto check_options = std::make_shared<CheckOptions>();
  CLI::App& check_verb = verbs.verb(
      group, "check", "Check a manifest and print its hash",
      "viche manifest check manifest.json\n"
      "viche manifest check --template examples/vidbir-2025/manifest.json      keys may be missing",
      [check_options] { return check(*check_options); });
  check_verb.add_option("MANIFEST", check_options->manifest, "The manifest")->required();
  check_verb.add_flag("--template", check_options->is_template, "Keys may be missing");
  check_verb.add_flag("--json", check_options->json, "One JSON object");

  auto complete_options = std::make_shared<CompleteOptions>();
  CLI::App& complete_verb = verbs.verb(
      group, "complete", "Fill the missing keys of a template",
      "viche manifest complete --template M --key registrar=HEX --key log=HEX \\\n"
      "    --key trustee-1=HEX --key other-1=HEX --key witness-1=HEX --out manifest.json",
      [complete_options] { return complete(*complete_options); });
  complete_verb.add_option("--template", complete_options->template_file, "The template")
      ->required();
  complete_verb
      .add_option("--key", complete_options->keys,
                  "ROLE=HEX; roles: registrar, log, trustee-N, other-N, witness-N")
      ->take_all();
  complete_verb.add_option("--out", complete_options->out, "The manifest to write")->required();
}

}  // namespace viche::app
