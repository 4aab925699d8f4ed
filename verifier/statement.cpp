#include "verifier/statement.h"

#include <algorithm>
#include <array>

#include "crypto/group/condition.h"
#include "verifier/transcript.h"

namespace viche::verifier {
namespace {

enum class Shape : std::uint8_t { kStatement, kBatch, kBallot };

struct TypeRow {
  Type type;
  std::string_view name;
  Shape shape;
};

constexpr std::array<TypeRow, 22> kTypes{{
    {Type::kManifest, "manifest", Shape::kStatement},
    {Type::kCommit, "commit", Shape::kStatement},
    {Type::kReveal, "reveal", Shape::kStatement},
    {Type::kShare, "share", Shape::kStatement},
    {Type::kConfirm, "confirm", Shape::kStatement},
    {Type::kComplaint, "complaint", Shape::kStatement},
    {Type::kAnswer, "answer", Shape::kStatement},
    {Type::kRoll, "roll", Shape::kStatement},
    {Type::kOpening, "opening", Shape::kStatement},
    {Type::kBatch, "batch", Shape::kBatch},
    {Type::kCast, "cast", Shape::kBallot},
    {Type::kChallenge, "challenge", Shape::kBallot},
    {Type::kAdmission, "admission", Shape::kStatement},
    {Type::kVoid, "void", Shape::kStatement},
    {Type::kNotice, "notice", Shape::kStatement},
    {Type::kClose, "close", Shape::kStatement},
    {Type::kCancellations, "cancellations", Shape::kStatement},
    {Type::kSeal, "seal", Shape::kStatement},
    {Type::kAgreement, "agreement", Shape::kStatement},
    {Type::kAbstention, "abstention", Shape::kStatement},
    {Type::kDecryption, "decryption", Shape::kStatement},
    {Type::kResult, "result", Shape::kStatement},
}};

const TypeRow* find(std::uint8_t byte) {
  const auto row = std::find_if(kTypes.begin(), kTypes.end(), [&](const TypeRow& candidate) {
    return static_cast<std::uint8_t>(candidate.type) == byte;
  });
  return row == kTypes.end() ? nullptr : &*row;
}

Shape shape_of(Type type) { return find(static_cast<std::uint8_t>(type))->shape; }

constexpr std::size_t kFragment = 65'530;
constexpr std::size_t kPartHeader = 5;

struct Part {
  std::uint16_t part = 0;
  std::uint16_t parts = 0;
  ByteView fragment;
};

Result<Part> read_part(ByteView entry) {
  Reader reader(entry);
  VICHE_TRY(reader.u8("type"));
  Part part;
  VICHE_ASSIGN(part.part, reader.u16("part"));
  VICHE_ASSIGN(part.parts, reader.u16("parts"));
  part.fragment = entry.subspan(kPartHeader);
  if (VICHE_FAULT(part.parts == 0)) {
    return Error{"part " + std::to_string(part.part) + " of " + std::to_string(part.parts), ""};
  }
  const bool is_last = part.part == part.parts;
  const std::size_t size = part.fragment.size();
  if (VICHE_FAULT(size == 0) || VICHE_FAULT(!is_last && size < kFragment)) {
    return Error{"a fragment of " + std::to_string(part.fragment.size()) + " bytes", ""};
  }
  return part;
}

}  // namespace

Result<Type> read_type(ByteView entry) {
  if (VICHE_FAULT(entry.empty())) return Error{"an entry of no bytes", ""};
  const TypeRow* row = find(entry[0]);
  if (VICHE_FAULT(row == nullptr)) return Error{"unknown type " + to_hex(entry.first(1)), ""};
  return row->type;
}

bool is_statement(Type type) { return shape_of(type) == Shape::kStatement; }
bool is_ballot(Type type) { return shape_of(type) == Shape::kBallot; }
std::string_view type_name(Type type) { return find(static_cast<std::uint8_t>(type))->name; }

Result<Signed> split(const Statement& statement) {
  constexpr std::size_t kSigner = 2;
  constexpr std::size_t kSignature = 64;
  const ByteView bytes(statement.bytes);
  if (VICHE_FAULT(bytes.size() < kSigner + kSignature)) {
    return Error{"too short for a signer and a signature", ""};
  }
  Signed parts;
  VICHE_ASSIGN(parts.signer, Reader(bytes).u16("signer"));
  parts.body = bytes.subspan(kSigner, bytes.size() - kSigner - kSignature);
  const ByteView signature = bytes.last(kSignature);
  std::copy(signature.begin(), signature.end(), parts.signature.begin());
  return parts;
}

Bytes64 statement_message(const Bytes32& manifest_hash, Type type, std::uint16_t signer,
                          ByteView body) {
  return Transcript("viche/v1/statement")
      .item(manifest_hash)
      .u8(static_cast<std::uint8_t>(type))
      .u16(signer)
      .item(body)
      .h64();
}

std::optional<Statement> StatementReader::take(Type type, std::uint64_t index, ByteView entry) {
  const Result<Part> part = read_part(entry);
  const bool continues = open_ && part && VICHE_HOLDS(open_->type == type) &&
                         VICHE_HOLDS(part->parts == parts_) && VICHE_HOLDS(part->part == next_);
  began_ = !continues;
  if (!continues) {
    interrupt();
    checks_.expect(CheckId::E2);
    if (!part) {
      checks_.require(CheckId::E2, index, false, part.error().message());
      return std::nullopt;
    }
    if (VICHE_FAULT(part->part != 1)) {
      checks_.require(CheckId::E2, index, false, "a later part without the first");
      return std::nullopt;
    }
    open_ = Statement{type, index, index, {}};
    parts_ = part->parts;
    next_ = 1;
  }
  append(open_->bytes, part->fragment);
  open_->last = index;
  if (next_++ < parts_) return std::nullopt;
  checks_.require(CheckId::E2, open_->first, true, {});
  std::optional<Statement> complete = std::move(open_);
  open_.reset();
  return complete;
}

void StatementReader::interrupt() {
  if (VICHE_FAULT(open_.has_value())) {
    checks_.require(CheckId::E2, open_->first, false, "its parts are not complete");
  }
  open_.reset();
}

}  // namespace viche::verifier
