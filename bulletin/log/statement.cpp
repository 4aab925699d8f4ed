#include "bulletin/log/statement.h"

#include <algorithm>
#include <string>
#include <utility>

namespace viche::log {

namespace {

struct Part {
  EntryType type;
  std::uint16_t number;
  std::uint16_t count;
  ByteView fragment;
};

Result<Part> read_part(ByteView entry) {
  VICHE_ASSIGN(const EntryType type, entry_type_of(entry));
  if (entry_shape(type) != EntryShape::kStatement) {
    return Error{"entry type " + std::string(entry_name(type)) + " is not a statement's", "byte 0"};
  }
  Reader reader(entry.subspan(1));
  const auto number = reader.u16("part number");
  if (!number) return number.error().at("after the type");
  const auto count = reader.u16("count of parts");
  if (!count) return count.error().at("after the type");
  if (*number < 1 || *number > *count) {
    return Error{"part " + std::to_string(*number) + " of " + std::to_string(*count) +
                     " does not exist: parts are numbered from 1",
                 "byte 1"};
  }
  const ByteView fragment = entry.subspan(5);
  if (fragment.empty()) return Error{"a part's fragment has at least one byte", "byte 5"};
  if (*number < *count && fragment.size() != kFragmentSize) {
    return Error{
        "every fragment but the last has 65530 bytes, this one " + std::to_string(fragment.size()),
        "byte 5"};
  }
  return Part{type, *number, *count, fragment};
}

}  // namespace

std::vector<Bytes> split_statement(const Statement& statement) {
  Bytes joined;
  joined.reserve(statement.body.size() + kStatementOverhead);
  append_u16(joined, statement.signer);
  append(joined, statement.body);
  append(joined, statement.signature);
  const std::size_t count = (joined.size() + kFragmentSize - 1) / kFragmentSize;
  if (count > 0xffff) broken_invariant("a statement of more than 65535 parts");
  std::vector<Bytes> parts;
  parts.reserve(count);
  for (std::size_t i = 0; i < count; ++i) {
    const std::size_t begin = i * kFragmentSize;
    const std::size_t size = std::min(kFragmentSize, joined.size() - begin);
    Bytes& part = parts.emplace_back();
    part.reserve(size + 5);
    append_u8(part, static_cast<std::uint8_t>(statement.type));
    append_u16(part, static_cast<std::uint16_t>(i + 1));
    append_u16(part, static_cast<std::uint16_t>(count));
    append(part, ByteView(joined).subspan(begin, size));
  }
  return parts;
}

std::string StatementAssembler::describe() const {
  return "part " + std::to_string(next_part_) + " of " + std::to_string(parts_) + " of the " +
         std::string(entry_name(type_)) + " is next";
}

Result<std::optional<Statement>> StatementAssembler::peek(ByteView entry) const {
  const Error interrupted{describe() + ": nothing may stand between the parts of a statement", ""};
  VICHE_ASSIGN(const EntryType type, entry_type_of(entry));
  if (pending() && type != type_) return interrupted;
  VICHE_ASSIGN(const Part part, read_part(entry));
  if (pending() && (part.number != next_part_ || part.count != parts_)) return interrupted;
  if (!pending() && part.number != 1) {
    return Error{"part " + std::to_string(part.number) + " of " + std::to_string(part.count) +
                     " stands where a statement begins",
                 "byte 1"};
  }
  if (part.number < part.count) return std::optional<Statement>();

  Bytes joined = joined_;
  append(joined, part.fragment);
  if (joined.size() < kStatementOverhead) {
    return Error{"a statement has at least 66 bytes, this one " + std::to_string(joined.size()),
                 ""};
  }
  Statement statement;
  statement.type = type;
  statement.signer = static_cast<std::uint16_t>(joined[0] << 8 | joined[1]);
  std::copy(joined.end() - 64, joined.end(), statement.signature.begin());
  joined.resize(joined.size() - 64);
  joined.erase(joined.begin(), joined.begin() + 2);
  statement.body = std::move(joined);
  return std::optional<Statement>(std::move(statement));
}

Result<std::optional<Statement>> StatementAssembler::add(ByteView entry) {
  VICHE_ASSIGN(std::optional<Statement> statement, peek(entry));
  if (statement.has_value()) {
    *this = StatementAssembler();
    return statement;
  }
  const Part part = *read_part(entry);
  type_ = part.type;
  parts_ = part.count;
  ++next_part_;
  append(joined_, part.fragment);
  return statement;
}

Result<Statement> join_statement(const std::vector<Bytes>& parts) {
  StatementAssembler assembler;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    auto added = assembler.add(parts[i]);
    if (!added) return added.error().at("entry " + std::to_string(i));
    if (!added->has_value()) continue;
    if (i + 1 < parts.size()) {
      return Error{"there are entries after the statement's last part",
                   "entry " + std::to_string(i + 1)};
    }
    return std::move(**added);
  }
  if (parts.empty()) return Error{"a statement has at least one part", ""};
  return Error{assembler.describe() + ", and nothing follows", ""};
}

}  // namespace viche::log
