#include "verifier/single_ballot.h"

#include "crypto/group/condition.h"
#include "crypto/group/hash.h"

namespace viche::verifier {
namespace {

/// Decodes points and scalars; the error names the first field that is refused.
class Decoder {
 public:
  explicit Decoder(const Arithmetic& arithmetic) : arithmetic_(arithmetic) {}

  Element point(ByteView bytes, const char* name) {
    return decoded(arithmetic_.decode(bytes), name);
  }
  Element point_not_identity(ByteView bytes, const char* name) {
    return not_identity(point(bytes, name), name);
  }
  /// Points decoded together: the first is not the identity.
  std::vector<Element> points(ByteView list, const char* first, const char* other) {
    std::vector<Element> elements;
    for (const std::optional<Element>& element : arithmetic_.decode_all(list)) {
      elements.push_back(decoded(element, elements.empty() ? first : other));
      if (elements.size() == 1) not_identity(elements.front(), first);
    }
    return elements;
  }
  Number number(ByteView bytes, const char* name) {
    const std::optional<Number> value = decode_number(bytes);
    if (VICHE_FAULT(!value)) refuse(std::string(name) + " is not a scalar below l");
    return value.value_or(Number{});
  }
  [[nodiscard]] const std::optional<std::string>& fault() const { return fault_; }

 private:
  Element decoded(const std::optional<Element>& element, const char* name) {
    if (VICHE_FAULT(!element)) refuse(std::string(name) + " is not the encoding of a point");
    return element.value_or(Element{});
  }
  Element not_identity(const Element& element, const char* name) {
    if (VICHE_FAULT(arithmetic_.is_identity(element))) {
      refuse(std::string(name) + " is the identity");
    }
    return element;
  }
  void refuse(std::string reason) {
    if (!fault_) fault_ = std::move(reason);
  }

  const Arithmetic& arithmetic_;
  std::optional<std::string> fault_;
};

std::vector<Element> decode_C(Decoder& decoder, const BallotFields& fields) {
  return decoder.points(fields.C, "C_0", "a C_p");
}

void add_challenges(const Arithmetic& arithmetic, const Bytes32& election,
                    const BallotFields& fields, const Bytes32& tracker, BallotProof& proof) {
  Bytes message;
  append_y_message(message, election, fields);
  proof.y = arithmetic.reduce(sha512(message));
  message.clear();
  append_x_message(message, proof.y.bytes, fields);
  proof.x = arithmetic.reduce(sha512(message));
  message.clear();
  append_c_message(message, election, tracker, fields);
  proof.c = arithmetic.reduce(sha512(message));
}

}  // namespace

std::optional<std::vector<Element>> read_ciphertext(const Arithmetic& arithmetic,
                                                    const BallotFields& fields) {
  Decoder decoder(arithmetic);
  std::vector<Element> C = decode_C(decoder, fields);
  if (decoder.fault()) return std::nullopt;
  return C;
}

std::optional<BallotProof> read_ballot(const Arithmetic& arithmetic, const Bytes32& election,
                                       const BallotFields& fields, BallotFinding& finding) {
  finding.tracker = tracker_of(election, fields);
  Decoder decoder(arithmetic);
  BallotProof proof;
  proof.style = fields.layout;
  proof.K = decoder.point_not_identity(fields.K, "K");
  Decoder of_C(arithmetic);
  proof.C = decode_C(of_C, fields);
  if (!of_C.fault()) finding.C = arithmetic.ciphertext(proof.C);
  proof.M = decoder.point(fields.M, "M");
  proof.A = decoder.point(fields.A, "A");
  proof.B = decoder.point(fields.B, "B");
  for (std::size_t p = 1; p <= fields.n; ++p) {
    proof.f.push_back(decoder.number(fields.f_p(p), "an f_p"));
  }
  proof.z = decoder.number(fields.z, "z");
  proof.R = decoder.point_not_identity(fields.R, "the signature's R");
  proof.signature_z = decoder.number(fields.signature_z, "the signature's z");
  finding.fault = decoder.fault() ? decoder.fault() : of_C.fault();
  if (finding.fault) return std::nullopt;
  add_challenges(arithmetic, election, fields, finding.tracker, proof);
  return proof;
}

}  // namespace viche::verifier
