#include "apps/common/key_file.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "apps/common/cli.h"
#include "apps/common/console.h"
#include "crypto/group/point.h"

namespace viche::app {
namespace {

constexpr std::string_view kEd25519 = "ed25519";
constexpr std::string_view kCredential = "credential";
constexpr std::string_view kSeed = "election-seed";

struct KeyFile {
  std::string kind;
  std::optional<Bytes32> public_part;
  Secret<Bytes32> secret;
};

void write_key_file(const fs::path& path, std::string_view kind,
                    std::optional<ByteView> public_part, const Bytes32& secret) {
  std::string text = fmt::format("{{\"viche_key\": 1, \"kind\": \"{}\"", kind);
  if (public_part) text += fmt::format(", \"public\": \"{}\"", to_hex(*public_part));
  text.reserve(text.size() + 100);  // so that no copy of the secret stays behind
  std::string hex = to_hex(secret);
  text.append(", \"secret\": \"").append(hex).append("\"}\n");
  write_new_secret(path, as_bytes(text));
  wipe_memory(hex.data(), hex.size());
  wipe_memory(text.data(), text.size());
}

Result<KeyFile> parse_key_file(nlohmann::json& json) {
  const auto text = [&](const char* name) -> std::string {
    return json.contains(name) && json[name].is_string() ? json[name].get_ref<const std::string&>()
                                                         : std::string();
  };
  if (!json.is_object() || !json.contains("viche_key") || json["viche_key"] != 1) {
    return Error{"is not a key file of Viche", ""};
  }
  std::string secret_hex = text("secret");
  Result<Bytes32> secret = bytes32_from_hex(secret_hex);
  wipe_memory(secret_hex.data(), secret_hex.size());
  if (!secret) return secret.error().at("/secret");
  KeyFile file{text("kind"), std::nullopt, Secret<Bytes32>(std::move(*secret))};
  if (json.contains("public")) {
    const Result<Bytes32> public_part = bytes32_from_hex(text("public"));
    if (!public_part) return public_part.error().at("/public");
    file.public_part = *public_part;
  }
  return file;
}

Result<KeyFile> read_key_file(const fs::path& path, std::string_view kind) {
  require_private(path);
  Bytes bytes = read_input(path, 4096);
  nlohmann::json json = nlohmann::json::parse(bytes, nullptr, false);
  wipe_memory(bytes.data(), bytes.size());
  Result<KeyFile> file = parse_key_file(json);
  if (json.is_object() && json.contains("secret") && json["secret"].is_string()) {
    auto& secret = json["secret"].get_ref<std::string&>();
    wipe_memory(secret.data(), secret.size());
  }
  if (!file) return file.error().at(path.string());
  if (!kind.empty() && file->kind != kind) {
    return Error{fmt::format("holds a key of kind '{}', not '{}'", file->kind, kind),
                 path.string()};
  }
  return file;
}

Bytes32 random_bytes(RandomSource& random) {
  Bytes32 bytes{};
  random.fill(bytes);
  return bytes;
}

}  // namespace

void require_private(const fs::path& path) {
  std::error_code missing;  // the reading says so
  const fs::perms mode = fs::status(path, missing).permissions();
  if (missing || (mode & (fs::perms::group_all | fs::perms::others_all)) == fs::perms::none) return;
  throw EnvironmentError(fmt::format(
      "{}: a secret that others may read (mode {:o}); if it is still one, run: chmod 600 {}",
      path.string(), static_cast<unsigned>(mode), shell_word(path.string())));
}

Ed25519PublicKey create_signing_key(const fs::path& path, RandomSource& random) {
  const Secret<Bytes32> seed(random_bytes(random));
  const Ed25519Signer signer(seed);
  write_key_file(path, kEd25519, ByteView(signer.public_key().bytes), seed.expose());
  return signer.public_key();
}

Result<Ed25519Signer> read_signing_key(const fs::path& path) {
  VICHE_ASSIGN(const KeyFile file, read_key_file(path, kEd25519));
  Ed25519Signer signer(file.secret);
  if (!file.public_part || signer.public_key().bytes != *file.public_part) {
    return Error{"the public key is not that of the secret", path.string()};
  }
  return signer;
}

void write_credential(const fs::path& path, const ballot::Credential& credential) {
  const Secret<Bytes32> k(credential.k.expose().encode());
  write_key_file(path, kCredential, ByteView(credential.K.encode()), k.expose());
}

Result<ballot::Credential> read_credential(const fs::path& path) {
  VICHE_ASSIGN(const KeyFile file, read_key_file(path, kCredential));
  Result<Scalar> k = Scalar::decode(file.secret.expose());
  if (!k) return k.error().at(path.string());
  const Point K = multiply_base(*k);
  if (K.is_identity() || !file.public_part || K.encode() != *file.public_part) {
    return Error{"the public key is not that of the secret", path.string()};
  }
  return ballot::Credential{Secret<Scalar>(std::move(*k)), K};
}

Result<Secret<Bytes32>> read_seed(const fs::path& path) {
  VICHE_ASSIGN(KeyFile file, read_key_file(path, kSeed));
  return std::move(file.secret);
}

Result<Secret<Bytes32>> read_or_create_seed(const fs::path& path, RandomSource& random) {
  if (fs::exists(path)) return read_seed(path);
  Secret<Bytes32> seed(random_bytes(random));
  write_key_file(path, kSeed, std::nullopt, seed.expose());
  return seed;
}

Result<KeyDescription> describe_key(const fs::path& path) {
  VICHE_ASSIGN(const KeyFile file, read_key_file(path, ""));
  KeyDescription description{file.kind, std::nullopt};
  if (file.public_part) description.public_hex = to_hex(*file.public_part);
  return description;
}

}  // namespace viche::app
