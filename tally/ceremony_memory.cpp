#include "tally/ceremony_memory.h"

#include <algorithm>
#include <string>
#include <string_view>

#include "bulletin/log/durable_file.h"
#include "bulletin/log/file_lock.h"
#include "bulletin/log/head_field.h"
#include "tally/state_file.h"

namespace viche::tally {
namespace {

constexpr const char* kCeremonyFile = "ceremony";
constexpr const char* kCeremonyLock = "ceremony.lock";
constexpr const char* kCeremonyKind = "viche ceremony v2";

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

void append_numbers(Bytes& out, const std::vector<std::uint16_t>& numbers) {
  append_u16(out, static_cast<std::uint16_t>(numbers.size()));
  for (const std::uint16_t number : numbers) append_u16(out, number);
}

Result<std::vector<std::uint16_t>> read_numbers(Reader& reader, std::string_view what) {
  std::vector<std::uint16_t> numbers;
  VICHE_ASSIGN(const std::uint16_t count, reader.u16(what));
  for (std::uint32_t i = 0; i < count; ++i) {
    VICHE_ASSIGN(const std::uint16_t number, reader.u16(what));
    numbers.push_back(number);
  }
  return numbers;
}

}  // namespace

std::filesystem::path CeremonyMemory::file() const { return directory_ / kCeremonyFile; }

Result<std::optional<Bytes>> CeremonyMemory::contents() const {
  return read_state_file(file(), kCeremonyKind);
}

Result<void> CeremonyMemory::write(const Said& said) {
  Bytes contents;
  append_part(contents, said.reveal ? said.reveal->encode() : Bytes());
  append_part(contents, said.confirm ? said.confirm->encode() : Bytes());
  append_u8(contents, said.disputed_head ? 1 : 0);
  if (said.disputed_head) {
    log::append_head(contents, *said.disputed_head);
    append_numbers(contents, said.complaints);
    append_numbers(contents, said.answers);
  }
  return write_state_file(file(), kCeremonyKind, contents);
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
  Said said;
  VICHE_ASSIGN(const std::uint8_t disputed, reader.u8("whether there are complaints"));
  if (disputed != 0) {
    VICHE_ASSIGN(said.disputed_head, log::read_head(reader, "the head at the last share"));
    VICHE_ASSIGN(said.complaints, read_numbers(reader, "the complaints"));
    VICHE_ASSIGN(said.answers, read_numbers(reader, "the answers"));
  }
  VICHE_TRY(reader.finish());
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
  VICHE_ASSIGN(const log::FileLock lock, log::FileLock::acquire(directory_ / kCeremonyLock));
  VICHE_ASSIGN(const std::optional<Bytes> before, contents());
  if (before && *before != Bytes(9, 0)) {
    return Error{"this trustee revealed its keys here already, and its election seed is lost",
                 file().string()};
  }
  return write({});
}

Result<log::RevealBody> CeremonyMemory::reveal(const log::RevealBody& body,
                                               const log::CeremonyShape& shape) {
  VICHE_ASSIGN(const log::FileLock lock, log::FileLock::acquire(directory_ / kCeremonyLock));
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
  VICHE_ASSIGN(const log::FileLock lock, log::FileLock::acquire(directory_ / kCeremonyLock));
  VICHE_TRY(check_share(commits_head, shape));
  VICHE_ASSIGN(Said said, read(shape));
  if (said.disputed_head) {
    return Error{
        "this trustee has complained or answered a complaint, which ended the ceremony: "
        "it confirms nothing",
        file().string()};
  }
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

Result<void> CeremonyMemory::dispute(const Place& place, std::uint16_t number,
                                     std::vector<std::uint16_t> Said::*list) {
  VICHE_TRY(check_share(place.commits_head, place.shape));
  VICHE_ASSIGN(Said said, read(place.shape));
  std::optional<log::TreeHead> before = said.disputed_head;
  if (said.confirm) before = said.confirm->shares_head;
  if (before && *before != place.shares_head) {
    return another_log("shares", *before, place.shares_head);
  }
  std::vector<std::uint16_t>& numbers = said.*list;
  if (std::find(numbers.begin(), numbers.end(), number) != numbers.end()) return {};
  said.disputed_head = place.shares_head;
  numbers.push_back(number);
  return write(said);
}

Result<void> CeremonyMemory::complain(const log::ComplaintBody& body, const Place& place) {
  VICHE_ASSIGN(const log::FileLock lock, log::FileLock::acquire(directory_ / kCeremonyLock));
  VICHE_ASSIGN(const Said said, read(place.shape));
  if (said.confirm) {
    return Error{"this trustee has confirmed the keys, and so never complains", file().string()};
  }
  return dispute(place, body.dealer, &Said::complaints);
}

Result<void> CeremonyMemory::answer(const log::AnswerBody& body, const Place& place) {
  VICHE_ASSIGN(const log::FileLock lock, log::FileLock::acquire(directory_ / kCeremonyLock));
  return dispute(place, body.recipient, &Said::answers);
}

}  // namespace viche::tally
