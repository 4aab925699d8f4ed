#include "apps/viche/sealing.h"

#include <fmt/format.h>

#include "apps/common/check_phrase.h"
#include "apps/common/console.h"

namespace viche::app {
namespace {

struct IdentityOptions {
  std::string state, passphrase;
  bool unsealed = false;
  std::uint32_t mebibytes = PassphraseCost().mebibytes();
  std::uint32_t passes = PassphraseCost().passes();
};

void print_identity(const Ed25519PublicKey& key) {
  print(to_hex(key.bytes));
  say("check phrase: " + check_phrase(key));
}

Result<Exit> create_identity(const IdentityOptions& options, const std::string& advice) {
  const SignerState state(options.state, options.passphrase);
  SystemRandom random;
  const auto make = [&]() -> Result<Ed25519PublicKey> {
    if (options.unsealed) return state.create_unsealed(random);
    VICHE_ASSIGN(const PassphraseCost cost,
                 PassphraseCost::create(options.mebibytes, options.passes));
    return state.create_sealed(cost, random);
  };
  VICHE_ASSIGN(const Ed25519PublicKey key, make());
  print_identity(key);
  say("The line of 64 digits goes into the manifest; read the phrase aloud to whoever puts it "
      "there.");
  if (options.unsealed) {
    say("Warning: the secret is not sealed; whoever reads " + options.state + " has it.");
  }
  say(advice);
  return Exit::kOk;
}

}  // namespace

void add_passphrase_option(CLI::App& verb, std::string& file) {
  verb.add_option("--passphrase-file", file,
                  "The passphrase of a sealed state: a file of one line, or /dev/fd/N; without it "
                  "the terminal asks");
}

void add_identity_verb(Verbs& verbs, CLI::App& group, std::string_view role,
                       std::string_view advice) {
  auto options = std::make_shared<IdentityOptions>();
  CLI::App& verb = verbs.verb(
      group, "new", "Make the identity, sealed with a passphrase; print its public key",
      fmt::format("viche {0} new --state DIR                 asks for a new passphrase\n"
                  "viche {0} new --state DIR --passphrase-file F",
                  role),
      [options, advice = std::string(advice)] { return create_identity(*options, advice); });
  verb.add_option("--state", options->state, fmt::format("The {}'s own directory", role))
      ->required();
  add_passphrase_option(verb, options->passphrase);
  verb.add_option("--seal-memory", options->mebibytes, "MiB of memory that a guess takes")
      ->check(CLI::Range(PassphraseCost::kMinMebibytes, PassphraseCost::kMaxMebibytes));
  verb.add_option("--seal-passes", options->passes, "Passes over it that a guess takes")
      ->check(CLI::Range(PassphraseCost::kMinPasses, PassphraseCost::kMaxPasses));
  verb.add_flag("--unsealed", options->unsealed,
                "No passphrase: the secret is protected by its file's mode alone");
}

void add_show_verb(Verbs& verbs, CLI::App& group, std::string_view role) {
  auto state = std::make_shared<std::string>();
  verbs
      .verb(group, "show", "Print the public key again, and its check phrase",
            fmt::format("viche {} show --state DIR", role),
            [state]() -> Result<Exit> {
              VICHE_ASSIGN(const Ed25519PublicKey key, SignerState(*state).public_key());
              print_identity(key);
              return Exit::kOk;
            })
      .add_option("--state", *state, fmt::format("The {}'s own directory", role))
      ->required();
}

}  // namespace viche::app
