#include "tally/signing_state.h"

#include <algorithm>

#include "bulletin/log/durable_file.h"
#include "bulletin/log/envelope.h"
#include "bulletin/log/file_lock.h"
#include "bulletin/log/head_field.h"
#include "tally/state_file.h"

namespace viche::tally {
namespace {

constexpr const char* kFile = "signed-heads";
constexpr const char* kLock = "signed-heads.lock";
constexpr const char* kKind = "viche signed heads v1";

}  // namespace

std::filesystem::path SigningState::file() const { return directory_ / kFile; }

Result<std::optional<std::vector<SigningState::Signed>>> SigningState::read() const {
  VICHE_ASSIGN(const std::optional<Bytes> contents, read_state_file(file(), kKind));
  if (!contents) return std::optional<std::vector<Signed>>();
  std::vector<Signed> all;
  for (Reader reader(*contents); reader.remaining() > 0;) {
    Signed one;
    VICHE_ASSIGN(one.manifest_hash, reader.bytes32("the hash of a manifest"));
    VICHE_ASSIGN(one.signer, reader.u16("the number of the signer"));
    VICHE_ASSIGN(const ByteView head, reader.take(log::RoundHead::kSize, "a head"));
    VICHE_ASSIGN(const log::AgreementBody body, log::AgreementBody::decode(head));
    one.head = body.head;
    all.push_back(one);
  }
  return std::optional<std::vector<Signed>>(std::move(all));
}

Result<void> SigningState::write(const std::vector<Signed>& all) {
  Bytes contents;
  for (const Signed& one : all) {
    append(contents, one.manifest_hash);
    append_u16(contents, one.signer);
    append(contents, log::AgreementBody{one.head}.encode());
  }
  return write_state_file(file(), kKind, contents);
}

Result<void> SigningState::create() {
  VICHE_TRY(log::create_directories_durably(directory_));
  VICHE_ASSIGN(const log::FileLock lock, log::FileLock::acquire(directory_ / kLock));
  VICHE_ASSIGN(const auto before, read());
  if (!before) return write({});
  if (before->empty()) return {};
  return Error{"heads were signed here already: a new identity needs a new directory",
               file().string()};
}

Result<std::optional<log::RoundHead>> SigningState::signed_head(
    const Bytes32& manifest_hash) const {
  VICHE_ASSIGN(const auto all, read());
  if (all) {
    for (const Signed& one : *all) {
      if (one.manifest_hash == manifest_hash) return std::optional<log::RoundHead>(one.head);
    }
  }
  return std::optional<log::RoundHead>();
}

Result<log::Statement> SigningState::sign_agreement(const log::RoundHead& head,
                                                    std::uint16_t signer,
                                                    const Bytes32& manifest_hash,
                                                    const Ed25519Signer& key) {
  VICHE_TRY(log::create_directories_durably(directory_));
  VICHE_ASSIGN(const log::FileLock lock, log::FileLock::acquire(directory_ / kLock));
  VICHE_ASSIGN(auto all, read());
  if (!all) {
    return Error{
        "this signer does not know what it signed (the file is missing, so its identity was "
        "restored from a backup): it may decrypt, but never signs heads again",
        file().string()};
  }
  const auto before = std::find_if(all->begin(), all->end(), [&](const Signed& one) {
    return one.manifest_hash == manifest_hash;
  });
  if (before == all->end()) {
    all->push_back({manifest_hash, signer, head});
    VICHE_TRY(write(*all));
  } else if (before->head != head) {
    return Error{"this signer has signed another head: round " +
                     std::to_string(before->head.round) + ", " +
                     log::describe(before->head.tally_head) + "; it never signs a second one",
                 file().string()};
  } else if (before->signer != signer) {
    return Error{"this state directory belongs to another signer", file().string()};
  }
  return log::sign_statement(log::EntryType::kAgreement, signer, log::AgreementBody{head}.encode(),
                             manifest_hash, key);
}

}  // namespace viche::tally
