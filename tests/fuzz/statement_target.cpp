// Entry types and statements joined from their parts (section 4.1): the engine's assembler and the
// verifier's reader give the same statements, up to the first fault.
//
// An input is a list of parts: type, number, count and the fragment's length, of which one in four
// is that of a full part or one off.

#include "bulletin/log/statement.h"
#include "tests/fuzz/input.h"
#include "tests/fuzz/target.h"
#include "verifier/statement.h"

namespace viche::fuzz {
namespace {

constexpr std::size_t kMaxEntries = 6;

std::size_t fragment_length(Input& input) {
  const std::uint8_t choice = input.u8();
  switch (choice) {
    case 0xfd:
      return log::kFragmentSize - 1;
    case 0xfe:
      return log::kFragmentSize;
    case 0xff:
      return log::kFragmentSize + 1;
    default:
      return choice;
  }
}

Bytes next_entry(Input& input) {
  Bytes entry;
  append_u8(entry, input.u8());
  append_u16(entry, input.u16());
  append_u16(entry, input.u16());
  const std::size_t length = fragment_length(input);
  append(entry, input.take(std::min<std::size_t>(length, 80)));
  entry.resize(5 + length, 0x55);
  return entry;
}

/// The entry as it is, for entries shorter than a part's header.
void read_single(ByteView entry) {
  const auto type = log::entry_type_of(entry);
  const auto other = verifier::read_type(entry);
  require(!other.ok() || (type.ok() && static_cast<int>(*type) == static_cast<int>(*other)),
          "a type that the verifier alone knows");
  if (type.ok() && log::entry_shape(*type) == log::EntryShape::kStatement) {
    log::StatementAssembler assembler;
    const auto added = assembler.add(entry);
    if (added.ok() && added->has_value()) {
      require_same(log::split_statement(**added).front(), entry, "a statement");
    }
  }
}

}  // namespace

void read_statement(ByteView bytes) {
  read_single(bytes.first(std::min<std::size_t>(bytes.size(), log::kMaxEntrySize)));

  Input input(bytes);
  log::StatementAssembler assembler;
  verifier::Checks checks;
  verifier::StatementReader reader(checks);
  std::vector<Bytes> parts;
  for (std::size_t i = 0; i < kMaxEntries && !input.empty(); ++i) {
    const Bytes entry = next_entry(input);
    if (entry.size() > log::kMaxEntrySize) return;  // the bundle cannot hold it
    const auto type = verifier::read_type(entry);
    if (!type || !verifier::is_statement(*type)) return;

    auto added = assembler.add(entry);
    const auto other = reader.take(*type, i, entry);
    const bool interrupted = reader.began() && !parts.empty();
    bool accepted = checks[verifier::CheckId::E2].failed == 0 && !interrupted;
    // That signer and signature fit is split's to say.
    const auto split = other ? verifier::split(*other) : Result<verifier::Signed>(Error{});
    if (other) accepted = accepted && split.ok();
    if (!agree(added.ok(), accepted, "a statement's part")) return;

    parts.push_back(entry);
    agree(added->has_value(), other.has_value(), "a whole statement");
    if (!added->has_value()) continue;
    const log::Statement& statement = **added;
    require(statement.signer == split->signer && statement.signature == split->signature,
            "signer or signature");
    require_same(statement.body, split->body, "a statement's body");
    require(log::split_statement(statement) == parts, "a statement splits into other parts");
    parts.clear();
  }
}

}  // namespace viche::fuzz
