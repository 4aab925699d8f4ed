#include "tally/ceremony_memory.h"

#include <string>
#include <string_view>

#include "bulletin/log/durable_file.h"
#include "bulletin/log/file_lock.h"
#include "bulletin/log/head_field.h"
#include "tally/state_file.h"

namespace viche::tally {
namespace {

constexpr const char* kFile = "ceremony";
constexpr const char* kLock = "ceremony.lock";
constexpr const char* kKind = "viche ceremony v1";

Error another_log(std::string_view what, const log::TreeHead& before, const log::TreeHead& now) {
  return Error{"the board shows another log than before: this trustee saw all " +
                   std::string(what) + " at " + log::describe(before) +
                   ", and is now shown them at " + log::describe(now) +
                   "; it says nothing about a second log. Keep both as evidence",
               ""};
}

void append_part(Bytes& out, ByteView part) {
  append_u32(out, static_cast<std::uint32_t>(part.size()));
  append(out, part);
}

Result<ByteView> read_part(Reader& reader, std::string_view what) {
  VICHE_ASSIGN(const std::uint32_t size, reader.u32(what));
  return reader.take(size, what);
}

}  // namespace

std::filesystem::path CeremonyMemory::file() const { return directory_ / kFile; }

Result<std::optional<Bytes>> CeremonyMemory::contents() const {
  return read_state_file(file(), kKind);
}

Result<void> CeremonyMemory::write(const Said& said) {
  Bytes contents;
  append_part(contents, said.reveal ? said.reveal->encode() : Bytes());
  append_part(contents, said.confirm ? said.confirm->encode() : Bytes());
  return write_state_file(file(), kKind, contents);
}

Result<CeremonyMemory::Said> CeremonyMemory::read(const log::CeremonyShape& shape) const {
  VICHE_ASSIGN(const std::optional<Bytes> bytes, contents());
  if (!bytes) {
    return Error{
        "this trustee does not know what it revealed and confirmed (the file is missing, so its "
        "directory was restored from a backup): it takes no further part in this ceremony",
        file().string()};
  }
  Reader reader(*bytes);
  VICHE_ASSIGN(const ByteView reveal, read_part(reader, "the reveal"));
  VICHE_ASSIGN(const ByteView confirm, read_part(reader, "the confirm"));
  VICHE_TRY(reader.finish());
  Said said;
  if (!reveal.empty()) {
    VICHE_ASSIGN(said.reveal, log::RevealBody::decode(reveal, shape));
  }
  if (!confirm.empty()) {
    VICHE_ASSIGN(said.confirm, log::ConfirmBody::decode(confirm));
  }
  return said;
}

Result<void> CeremonyMemory::create() {
  VICHE_TRY(log::create_directories_durably(directory_));
  VICHE_ASSIGN(const log::FileLock lock, log::FileLock::acquire(directory_ / kLock));
  VICHE_ASSIGN(const std::optional<Bytes> before, contents());
  if (before && *before != Bytes(8, 0)) {
    return Error{"this trustee revealed its keys here already, and its election seed is lost",
                 file().string()};
  }
  return write({});
}

Result<log::RevealBody> CeremonyMemory::reveal(const log::RevealBody& body,
                                               const log::CeremonyShape& shape) {
  VICHE_ASSIGN(const log::FileLock lock, log::FileLock::acquire(directory_ / kLock));
  VICHE_ASSIGN(Said said, read(shape));
  if (!said.reveal) {
    said.reveal = body;
    VICHE_TRY(write(said));
  }
  if (said.reveal->commits_head != body.commits_head) {
    return another_log("commits", said.reveal->commits_head, body.commits_head);
  }
  return *said.reveal;
}

Result<void> CeremonyMemory::check_share(const log::TreeHead& commits_head,
                                         const log::CeremonyShape& shape) {
  VICHE_ASSIGN(const Said said, read(shape));
  if (!said.reveal) {
    return Error{"the log holds a reveal that this trustee does not know of", file().string()};
  }
  if (said.reveal->commits_head != commits_head) {
    return another_log("commits", said.reveal->commits_head, commits_head);
  }
  return {};
}

Result<log::ConfirmBody> CeremonyMemory::confirm(const log::ConfirmBody& body,
                                                 const log::TreeHead& commits_head,
                                                 const log::CeremonyShape& shape) {
  VICHE_ASSIGN(const log::FileLock lock, log::FileLock::acquire(directory_ / kLock));
  VICHE_TRY(check_share(commits_head, shape));
  VICHE_ASSIGN(Said said, read(shape));
  if (!said.confirm) {
    said.confirm = body;
    VICHE_TRY(write(said));
  }
  if (said.confirm->shares_head != body.shares_head) {
    return another_log("shares", said.confirm->shares_head, body.shares_head);
  }
  if (said.confirm->keys_root != body.keys_root) {
    return Error{
        "this trustee confirmed other keys at this head: root " + to_hex(said.confirm->keys_root),
        file().string()};
  }
  return *said.confirm;
}

}  // namespace viche::tally
