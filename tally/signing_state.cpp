#include "tally/signing_state.h"

#include "bulletin/log/durable_file.h"
#include "bulletin/log/envelope.h"
#include "bulletin/log/file_lock.h"
#include "bulletin/log/head_field.h"
#include "tally/state_file.h"

namespace viche::tally {
namespace {

constexpr const char* kFile = "signed-head";
constexpr const char* kLock = "signed-head.lock";
constexpr const char* kKind = "viche signed head v1";
constexpr std::size_t kContentsSize = 32 + 2 + log::RoundHead::kSize;

Bytes contents_of(const log::RoundHead& head, std::uint16_t signer, const Bytes32& manifest_hash) {
  Bytes contents;
  append(contents, manifest_hash);
  append_u16(contents, signer);
  append(contents, log::AgreementBody{head}.encode());
  return contents;
}

// The head inside the contents of a state file.
Result<log::RoundHead> head_in(ByteView contents) {
  if (contents.size() != kContentsSize) return Error{"the file has a wrong length", ""};
  VICHE_ASSIGN(const log::AgreementBody body,
               log::AgreementBody::decode(contents.last(log::RoundHead::kSize)));
  return body.head;
}

}  // namespace

Result<std::optional<log::RoundHead>> SigningState::signed_head() const {
  const std::filesystem::path path = directory_ / kFile;
  VICHE_ASSIGN(const std::optional<Bytes> contents, read_state_file(path, kKind));
  if (!contents) return std::optional<log::RoundHead>();
  const Result<log::RoundHead> head = head_in(*contents);
  if (!head) return head.error().at(path.string());
  return std::optional<log::RoundHead>(*head);
}

Result<log::Statement> SigningState::sign_agreement(const log::RoundHead& head,
                                                    std::uint16_t signer,
                                                    const Bytes32& manifest_hash,
                                                    const Ed25519Signer& key) {
  VICHE_TRY(log::create_directories_durably(directory_));
  VICHE_ASSIGN(const log::FileLock lock, log::FileLock::acquire(directory_ / kLock));
  const std::filesystem::path path = directory_ / kFile;
  const Bytes contents = contents_of(head, signer, manifest_hash);
  VICHE_ASSIGN(const std::optional<Bytes> before, read_state_file(path, kKind));
  if (!before) {
    VICHE_TRY(write_state_file(path, kKind, contents));
  } else if (*before != contents) {
    const Result<log::RoundHead> other = head_in(*before);
    if (!other) return other.error().at(path.string());
    if (*other == head) {
      return Error{"this state directory belongs to another signer or election", path.string()};
    }
    return Error{"this signer has signed another head: round " + std::to_string(other->round) +
                     ", " + log::describe(other->tally_head) + "; it never signs a second one",
                 path.string()};
  }
  return log::sign_statement(log::EntryType::kAgreement, signer, log::AgreementBody{head}.encode(),
                             manifest_hash, key);
}

}  // namespace viche::tally
