#include <memory>

#include <fmt/format.h>

#include "apps/common/console.h"
#include "apps/common/key_file.h"
#include "apps/viche/verbs.h"

namespace viche::app {

void add_key_verbs(Verbs& verbs) {
  CLI::App& key = verbs.group("key", "Signing keys of officials, log and witnesses",
                              "viche key new --out registrar.json\nviche key show registrar.json");

  auto out = std::make_shared<std::string>();
  verbs
      .verb(
          key, "new", "Make an Ed25519 key; print its public part",
          "viche key new --out registrar.json      refuses to overwrite a file",
          [out]() -> Result<Exit> {
            SystemRandom random;
            print(to_hex(create_signing_key(*out, random).bytes));
            say(fmt::format(
                "{} holds the secret (mode 0600); the line above goes into the manifest.", *out));
            suggest(
                "viche manifest complete --template M --key registrar=HEX ... --out manifest.json");
            return Exit::kOk;
          })
      .add_option("--out", *out, "The new file")
      ->required();

  auto file = std::make_shared<std::string>();
  verbs
      .verb(key, "show", "Print the public part of a key", "viche key show registrar.json",
            [file]() -> Result<Exit> {
              VICHE_ASSIGN(const KeyDescription description, describe_key(*file));
              if (!description.public_hex) {
                return Error{fmt::format("a key of kind '{}' has no public part", description.kind),
                             *file};
              }
              print(*description.public_hex);
              return Exit::kOk;
            })
      .add_option("FILE", *file, "The key file")
      ->required();
}

}  // namespace viche::app
