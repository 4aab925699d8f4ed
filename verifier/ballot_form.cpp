#include "verifier/ballot_form.h"

#include <algorithm>

#include "crypto/group/condition.h"
#include "verifier/parallel.h"
#include "verifier/transcript.h"

namespace viche::verifier {
namespace {

/// The fields of a ballot entry as views.
struct Fields {
  std::uint8_t type = 0;
  std::uint16_t style = 0;
  std::size_t n = 0;
  ByteView K, prev, C, M, A, B, f, z, proof, R, signature_z;
};

/// Fails on an unknown style or a wrong length only.
Result<Fields> frame(const Layout& layout, ByteView entry) {
  Fields fields;
  Reader reader(entry);
  VICHE_ASSIGN(fields.type, reader.u8("type"));
  VICHE_ASSIGN(fields.style, reader.u16("style"));
  if (VICHE_FAULT(fields.style < 1) || VICHE_FAULT(fields.style > layout.styles.size())) {
    return Error{"unknown style " + std::to_string(fields.style), ""};
  }
  const std::size_t n = layout.styles[fields.style - 1U].slots.size();
  if (VICHE_FAULT(entry.size() != ballot_entry_size(n))) {
    return Error{
        std::to_string(entry.size()) + " bytes instead of " + std::to_string(ballot_entry_size(n)),
        ""};
  }
  std::size_t at = reader.position();
  const auto take = [&](std::size_t points) {
    const ByteView view = entry.subspan(at, 32 * points);
    at += 32 * points;
    return view;
  };
  fields.n = n;
  fields.K = take(1);
  fields.prev = take(1);
  fields.C = take(n + 1);
  fields.proof = entry.subspan(at, 32 * (n + 4));
  fields.M = take(1);
  fields.A = take(1);
  fields.B = take(1);
  fields.f = take(n);
  fields.z = take(1);
  fields.R = take(1);
  fields.signature_z = take(1);
  return fields;
}

Bytes32 bytes32(ByteView view) {
  Bytes32 out;
  std::copy(view.begin(), view.end(), out.begin());
  return out;
}

/// Decodes points and scalars; the error names the first field that is refused.
class Decoder {
 public:
  explicit Decoder(const Arithmetic& arithmetic) : arithmetic_(arithmetic) {}

  Element point(ByteView bytes, const char* name) {
    const std::optional<Element> element = arithmetic_.decode(bytes);
    if (VICHE_FAULT(!element)) refuse(std::string(name) + " is not the encoding of a point");
    return element.value_or(Element{});
  }
  Element point_not_identity(ByteView bytes, const char* name) {
    Element element = point(bytes, name);
    if (VICHE_FAULT(arithmetic_.is_identity(element))) {
      refuse(std::string(name) + " is the identity");
    }
    return element;
  }
  Number number(ByteView bytes, const char* name) {
    const std::optional<Number> value = decode_number(bytes);
    if (VICHE_FAULT(!value)) refuse(std::string(name) + " is not a scalar below l");
    return value.value_or(Number{});
  }
  [[nodiscard]] const std::optional<std::string>& fault() const { return fault_; }

 private:
  void refuse(std::string reason) {
    if (!fault_) fault_ = std::move(reason);
  }

  const Arithmetic& arithmetic_;
  std::optional<std::string> fault_;
};

std::vector<Element> decode_C(Decoder& decoder, const Fields& fields) {
  std::vector<Element> C{decoder.point_not_identity(fields.C.first(32), "C_0")};
  for (std::size_t p = 1; p <= fields.n; ++p) {
    C.push_back(decoder.point(fields.C.subspan(32 * p, 32), "a C_p"));
  }
  return C;
}

/// y, x and c, by the transcripts of section 7.
void add_challenges(const Election& election, const Fields& fields, const Bytes32& tracker,
                    BallotProof& proof) {
  const Arithmetic& arithmetic = election.arithmetic;
  proof.y = arithmetic.reduce(Transcript("viche/v1/ballot-y")
                                  .item(*election.fingerprint)
                                  .u16(fields.style)
                                  .item(fields.K)
                                  .item(fields.C)
                                  .item(fields.M)
                                  .item(fields.A)
                                  .h64());
  proof.x =
      arithmetic.reduce(Transcript("viche/v1/ballot-x").item(proof.y.bytes).item(fields.B).h64());
  Bytes message;
  append_frame(message, as_bytes("viche/v1/ballot"));
  append_frame(message, ByteView(&fields.type, 1));
  append_frame(message, *election.fingerprint);
  append_frame(message, fields.prev);
  append_frame(message, tracker);
  proof.c = schnorr_challenge(arithmetic, bytes32(fields.R), bytes32(fields.K), message);
}

/// Everything up to the equations; the proof only if B3 holds.
std::optional<BallotProof> read(const Election& election, ByteView entry, CheckedBallot& out) {
  const Result<Fields> framed = frame(election.layout, entry);
  if (!framed) {
    out.fault = framed.error().message();
    return std::nullopt;
  }
  const Fields& fields = *framed;
  out.framed = true;
  out.style = fields.style;
  out.K = bytes32(fields.K);
  out.prev = bytes32(fields.prev);
  out.C_0 = bytes32(fields.C.first(32));
  out.tracker = Transcript("viche/v1/tracker")
                    .item(*election.fingerprint)
                    .u16(fields.style)
                    .item(fields.K)
                    .item(fields.C)
                    .item(fields.proof)
                    .h32();

  Decoder decoder(election.arithmetic);
  BallotProof proof;
  proof.style = &election.layout.styles[fields.style - 1U];
  proof.K = decoder.point_not_identity(fields.K, "K");
  Decoder of_C(election.arithmetic);
  proof.C = decode_C(of_C, fields);
  if (!of_C.fault()) out.C = proof.C;
  proof.M = decoder.point(fields.M, "M");
  proof.A = decoder.point(fields.A, "A");
  proof.B = decoder.point(fields.B, "B");
  for (std::size_t p = 0; p < fields.n; ++p) {
    proof.f.push_back(decoder.number(fields.f.subspan(32 * p, 32), "an f_p"));
  }
  proof.z = decoder.number(fields.z, "z");
  proof.R = decoder.point_not_identity(fields.R, "the signature's R");
  proof.signature_z = decoder.number(fields.signature_z, "the signature's z");
  out.fault = decoder.fault() ? decoder.fault() : of_C.fault();
  if (out.fault) return std::nullopt;
  add_challenges(election, fields, out.tracker, proof);
  return proof;
}

void check_slice(const Election& election, std::span<const LogEntry* const> entries,
                 std::span<CheckedBallot> out) {
  std::vector<BallotProof> proofs;
  std::vector<std::size_t> places;
  for (std::size_t i = 0; i < entries.size(); ++i) {
    if (std::optional<BallotProof> proof = read(election, entries[i]->bytes, out[i])) {
      proofs.push_back(std::move(*proof));
      places.push_back(i);
    }
  }
  const std::vector<BallotVerdict> verdicts =
      election.arithmetic.check_ballots(election.bases, proofs);
  for (std::size_t i = 0; i < places.size(); ++i) {
    out[places[i]].verdict = verdicts[i];
  }
}

constexpr std::size_t kBatch = 128;

}  // namespace

std::vector<CheckedBallot> check_forms(const Election& election,
                                       std::span<const LogEntry* const> entries) {
  std::vector<CheckedBallot> checked(entries.size());
  parallel_for(election.threads, (entries.size() + kBatch - 1) / kBatch, [&](std::size_t batch) {
    const std::size_t first = batch * kBatch;
    const std::size_t count = std::min(kBatch, entries.size() - first);
    check_slice(election, entries.subspan(first, count), std::span(checked).subspan(first, count));
  });
  return checked;
}

std::vector<std::optional<std::vector<Element>>> read_ciphertexts(
    const Election& election, std::span<const ByteView> entries) {
  std::vector<std::optional<std::vector<Element>>> lists(entries.size());
  parallel_for(election.threads, entries.size(), [&](std::size_t i) {
    const Result<Fields> fields = frame(election.layout, entries[i]);
    if (!fields) return;
    Decoder decoder(election.arithmetic);
    std::vector<Element> C = decode_C(decoder, *fields);
    if (!decoder.fault()) lists[i] = std::move(C);
  });
  return lists;
}

}  // namespace viche::verifier
