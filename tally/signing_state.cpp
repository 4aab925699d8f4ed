#include "tally/signing_state.h"

#include <algorithm>
#include <string>

#include "bulletin/log/durable_file.h"
#include "bulletin/log/envelope.h"
#include "bulletin/log/file_lock.h"
#include "bulletin/log/head_field.h"
#include "tally/state_file.h"

namespace viche::tally {
namespace {

constexpr const char* kPromisesFile = "signed-heads";
constexpr const char* kPromisesLock = "signed-heads.lock";
constexpr const char* kPromisesKind = "viche promises v1";

Bytes encode(const log::RoundHead& head) { return log::AgreementBody{head}.encode(); }

Result<log::RoundHead> read_round_head(Reader& reader) {
  VICHE_ASSIGN(const ByteView bytes, reader.take(log::RoundHead::kSize, "a head"));
  VICHE_ASSIGN(const log::AgreementBody body, log::AgreementBody::decode(bytes));
  return body.head;
}

std::string describe(const log::RoundHead& head) {
  return "round " + std::to_string(head.round) + ", " + log::describe(head.tally_head);
}

}  // namespace

std::filesystem::path SigningState::file() const { return directory_ / kPromisesFile; }

Error SigningState::refusal(std::string reason) const {
  return {std::move(reason), file().string()};
}

const log::RoundHead* SigningState::Promises::head_of(std::uint32_t round) const {
  for (const log::RoundHead& head : heads) {
    if (head.round == round) return &head;
  }
  return nullptr;
}

Result<std::optional<std::vector<SigningState::Promises>>> SigningState::read() const {
  VICHE_ASSIGN(const std::optional<Bytes> contents, read_state_file(file(), kPromisesKind));
  if (!contents) return std::optional<std::vector<Promises>>();
  std::vector<Promises> all;
  for (Reader reader(*contents); reader.remaining() > 0;) {
    Promises one;
    VICHE_ASSIGN(one.manifest_hash, reader.bytes32("the hash of a manifest"));
    VICHE_ASSIGN(one.signer, reader.u16("the number of the signer"));
    VICHE_ASSIGN(one.abstained, reader.u32("the round of an abstention"));
    VICHE_ASSIGN(const std::uint8_t decrypted, reader.u8("whether it decrypted"));
    if (decrypted != 0) {
      VICHE_ASSIGN(one.decrypted, read_round_head(reader));
    }
    VICHE_ASSIGN(const std::uint32_t heads, reader.u32("the number of heads"));
    for (std::uint32_t i = 0; i < heads; ++i) {
      VICHE_ASSIGN(const log::RoundHead head, read_round_head(reader));
      one.heads.push_back(head);
    }
    all.push_back(std::move(one));
  }
  return std::optional<std::vector<Promises>>(std::move(all));
}

Result<void> SigningState::write(const std::vector<Promises>& all) {
  Bytes contents;
  for (const Promises& one : all) {
    append(contents, one.manifest_hash);
    append_u16(contents, one.signer);
    append_u32(contents, one.abstained);
    append_u8(contents, one.decrypted ? 1 : 0);
    if (one.decrypted) append(contents, encode(*one.decrypted));
    append_u32(contents, static_cast<std::uint32_t>(one.heads.size()));
    for (const log::RoundHead& head : one.heads) append(contents, encode(head));
  }
  return write_state_file(file(), kPromisesKind, contents);
}

Result<void> SigningState::create() {
  VICHE_TRY(log::create_directories_durably(directory_));
  VICHE_ASSIGN(const log::FileLock lock, log::FileLock::acquire(directory_ / kPromisesLock));
  VICHE_ASSIGN(const auto before, read());
  if (!before) return write({});
  if (before->empty()) return {};
  return refusal("heads were signed here already: a new identity needs a new directory");
}

Result<std::optional<log::RoundHead>> SigningState::signed_head(const Bytes32& manifest_hash,
                                                                std::uint32_t round) const {
  VICHE_ASSIGN(const auto all, read());
  if (all) {
    for (const Promises& one : *all) {
      if (one.manifest_hash != manifest_hash || one.head_of(round) == nullptr) continue;
      return std::optional<log::RoundHead>(*one.head_of(round));
    }
  }
  return std::optional<log::RoundHead>();
}

Result<void> SigningState::promise(std::uint16_t signer, const Bytes32& manifest_hash,
                                   const Change& change) {
  VICHE_TRY(log::create_directories_durably(directory_));
  VICHE_ASSIGN(const log::FileLock lock, log::FileLock::acquire(directory_ / kPromisesLock));
  VICHE_ASSIGN(auto all, read());
  if (!all) {
    return refusal(
        "this signer does not know what it signed (the file is missing, so its identity was "
        "restored from a backup): it may decrypt, but never signs heads or abstentions again");
  }
  auto one = std::find_if(all->begin(), all->end(), [&](const Promises& promises) {
    return promises.manifest_hash == manifest_hash;
  });
  if (one == all->end()) {
    Promises fresh;
    fresh.manifest_hash = manifest_hash;
    fresh.signer = signer;
    one = all->insert(one, fresh);
  }
  if (one->signer != signer) return refusal("this state directory belongs to another signer");
  const Promises before = *one;
  VICHE_TRY(change(*one));
  return *one == before ? Result<void>() : write(*all);
}

Result<log::Statement> SigningState::sign_agreement(const log::RoundHead& head,
                                                    std::uint16_t signer,
                                                    const Bytes32& manifest_hash,
                                                    const Ed25519Signer& key) {
  VICHE_TRY(promise(signer, manifest_hash, [&](Promises& promises) -> Result<void> {
    const log::RoundHead* before = promises.head_of(head.round);
    if (before == nullptr) {
      promises.heads.push_back(head);
    } else if (*before != head) {
      return refusal("this signer has signed another head: " + describe(*before) +
                     "; it never signs a second one in a round");
    }
    return {};
  }));
  return log::sign_statement(log::EntryType::kAgreement, signer, encode(head), manifest_hash, key);
}

Result<log::Statement> SigningState::sign_abstention(std::uint32_t round, std::uint16_t signer,
                                                     const Bytes32& manifest_hash,
                                                     const Ed25519Signer& key) {
  VICHE_TRY(promise(signer, manifest_hash, [&](Promises& promises) -> Result<void> {
    if (promises.decrypted) {
      return refusal("this trustee has decrypted (" + describe(*promises.decrypted) +
                     "), and so never abstains");
    }
    promises.abstained = std::max(promises.abstained, round);
    return {};
  }));
  return log::sign_statement(log::EntryType::kAbstention, signer,
                             log::AbstentionBody{round}.encode(), manifest_hash, key);
}

Result<void> SigningState::allow_decryption(const log::RoundHead& head, std::uint16_t signer,
                                            const Bytes32& manifest_hash) {
  VICHE_ASSIGN(const auto all, read());
  if (!all) return {};
  return promise(signer, manifest_hash, [&](Promises& promises) -> Result<void> {
    if (head.round <= promises.abstained) {
      return refusal("this trustee has abstained from round " + std::to_string(promises.abstained) +
                     " and all before it, and never decrypts in them");
    }
    const log::RoundHead* agreed = promises.head_of(head.round);
    if (agreed != nullptr && *agreed != head) {
      return refusal("this trustee signed another head, " + describe(*agreed) +
                     ": the log was forked, and it must not decrypt");
    }
    if (promises.decrypted && *promises.decrypted != head) {
      return refusal("this trustee has decrypted another head, " + describe(*promises.decrypted));
    }
    promises.decrypted = head;
    return {};
  });
}

}  // namespace viche::tally
