#include "apps/viche/sealed_secrets.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include "apps/common/files.h"
#include "apps/common/key_file.h"
#include "bulletin/log/file_lock.h"

namespace viche::app {
namespace {

constexpr std::string_view kSealedMagic = "viche-sealed-secrets 1\n";
constexpr std::size_t kMaxSealedSeeds = 900;
constexpr std::size_t kMaxSealedBytes = 65536;

Bytes encode_header(const SealedHeader& header) {
  const ByteView magic = as_bytes(kSealedMagic);
  Bytes out(magic.begin(), magic.end());
  append_u32(out, header.cost.mebibytes());
  append_u32(out, header.cost.passes());
  append(out, header.salt);
  append(out, header.public_key.bytes);
  return out;
}

Result<SealedHeader> decode_header(Reader& reader) {
  const Result<ByteView> magic = reader.take(kSealedMagic.size(), "the file's first line");
  if (!magic || as_text(*magic) != kSealedMagic) {
    return Error{"is not a file of sealed secrets", ""};
  }
  VICHE_ASSIGN(const std::uint32_t mebibytes, reader.u32("the memory of the seal"));
  VICHE_ASSIGN(const std::uint32_t passes, reader.u32("the passes of the seal"));
  VICHE_ASSIGN(const PassphraseCost cost, PassphraseCost::create(mebibytes, passes));
  SealedHeader header{cost, {}, {}};
  VICHE_ASSIGN(const ByteView salt, reader.take(header.salt.size(), "the salt"));
  std::copy(salt.begin(), salt.end(), header.salt.begin());
  VICHE_ASSIGN(const Bytes32 key, reader.bytes32("the public key"));
  VICHE_ASSIGN(header.public_key, Ed25519PublicKey::decode(key));
  return header;
}

Secret<Bytes32> fresh_secret(RandomSource& random) {
  Secret<Bytes32> secret(Bytes32{});
  random.fill(secret.expose_mutable());
  return secret;
}

Result<Secret<Bytes32>> take_secret(Reader& reader, std::string_view what) {
  VICHE_ASSIGN(Bytes32 bytes, reader.bytes32(what));
  return Secret<Bytes32>(std::move(bytes));
}

}  // namespace

Error no_seed(const Bytes32& manifest_hash, const std::filesystem::path& place) {
  return Error{"holds no seed for the election with manifest " + to_hex(manifest_hash) +
                   ": it is made by the commit",
               place.string()};
}

SealedSecrets::SealedSecrets(std::filesystem::path path, Bytes stored, SealedHeader header,
                             Secret<Bytes32> key, Secret<Bytes32> identity, std::vector<Seed> seeds)
    : path_(std::move(path)),
      stored_(std::move(stored)),
      header_(std::move(header)),
      key_(std::move(key)),
      identity_(std::move(identity)),
      seeds_(std::move(seeds)) {}

Result<SealedHeader> read_sealed_header(const std::filesystem::path& path) {
  const Bytes bytes = read_input(path, kMaxSealedBytes);
  Reader reader(bytes);
  Result<SealedHeader> header = decode_header(reader);
  if (!header) return header.error().at(path.string());
  return header;
}

Bytes SealedSecrets::sealed(RandomSource& random) const {
  Secret<Bytes> plain(Bytes{});
  Bytes& bytes = plain.expose_mutable();
  bytes.reserve(34 + 64 * seeds_.size());  // so that no copy stays behind
  append(bytes, identity_.expose());
  append_u16(bytes, static_cast<std::uint16_t>(seeds_.size()));
  for (const Seed& one : seeds_) {
    append(bytes, one.manifest_hash);
    append(bytes, one.seed.expose());
  }
  Bytes out = encode_header(header_);
  const Bytes box = seal_with_key(bytes, out, key_, random);
  append(out, box);
  return out;
}

Result<SealedSecrets> SealedSecrets::create(std::filesystem::path path,
                                            const Secret<Bytes>& passphrase,
                                            const PassphraseCost& cost, RandomSource& random) {
  SealedHeader header{cost, {}, {}};
  random.fill(header.salt);
  VICHE_ASSIGN(Secret<Bytes32> key, passphrase_key(passphrase, header.salt, cost));
  Secret<Bytes32> identity = fresh_secret(random);
  header.public_key = Ed25519Signer(identity).public_key();
  SealedSecrets made(std::move(path), {}, std::move(header), std::move(key), std::move(identity),
                     {});
  made.stored_ = made.sealed(random);
  write_new_secret(made.path_, made.stored_);
  return made;
}

Result<SealedSecrets> SealedSecrets::open(std::filesystem::path path,
                                          const Secret<Bytes>& passphrase) {
  require_private(path);
  const Bytes bytes = read_input(path, kMaxSealedBytes);
  Result<SealedSecrets> opened = [&]() -> Result<SealedSecrets> {
    Reader reader(bytes);
    VICHE_ASSIGN(SealedHeader header, decode_header(reader));
    const ByteView outside = ByteView(bytes).first(reader.position());
    VICHE_ASSIGN(Secret<Bytes32> key, passphrase_key(passphrase, header.salt, header.cost));
    VICHE_ASSIGN(const Secret<Bytes> plain,
                 open_with_key(ByteView(bytes).subspan(reader.position()), outside, key));
    Reader inside(plain.expose());
    VICHE_ASSIGN(Secret<Bytes32> identity, take_secret(inside, "the identity"));
    VICHE_ASSIGN(const std::uint16_t count, inside.u16("the number of elections"));
    std::vector<Seed> seeds;
    for (std::uint16_t i = 0; i < count; ++i) {
      VICHE_ASSIGN(const Bytes32 hash, inside.bytes32("an election's manifest hash"));
      VICHE_ASSIGN(Secret<Bytes32> seed, take_secret(inside, "an election's seed"));
      seeds.push_back({hash, std::move(seed)});
    }
    VICHE_TRY(inside.finish());
    if (Ed25519Signer(identity).public_key() != header.public_key) {
      return Error{"the public key is not that of the secret", ""};
    }
    return SealedSecrets(path, bytes, std::move(header), std::move(key), std::move(identity),
                         std::move(seeds));
  }();
  if (!opened) return opened.error().at(path.string());
  return opened;
}

bool SealedSecrets::has_seed(const Bytes32& manifest_hash) const {
  return std::any_of(seeds_.begin(), seeds_.end(),
                     [&](const Seed& one) { return one.manifest_hash == manifest_hash; });
}

Result<Secret<Bytes32>> SealedSecrets::seed(const Bytes32& manifest_hash) const {
  for (const Seed& one : seeds_) {
    if (one.manifest_hash != manifest_hash) continue;
    Bytes32 copy = one.seed.expose();
    return Secret<Bytes32>(std::move(copy));
  }
  return no_seed(manifest_hash, path_);
}

Result<void> SealedSecrets::add_seed(const Bytes32& manifest_hash, RandomSource& random) {
  if (has_seed(manifest_hash)) return {};
  if (seeds_.size() >= kMaxSealedSeeds) {
    return Error{"holds the seeds of 900 elections, and no more fit", path_.string()};
  }
  // Another run may have added a seed since this one read the file: that seed is not to be lost.
  VICHE_ASSIGN(const log::FileLock lock,
               log::FileLock::acquire(path_.string() + ".lock", std::chrono::seconds(10)));
  if (read_input(path_, kMaxSealedBytes) != stored_) {
    return Error{
        "was changed by another run while this one used it; nothing was written: do it again",
        path_.string()};
  }
  seeds_.push_back({manifest_hash, fresh_secret(random)});
  stored_ = sealed(random);
  replace_secret(path_, stored_);
  return {};
}

}  // namespace viche::app
