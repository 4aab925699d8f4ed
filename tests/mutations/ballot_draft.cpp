#include "tests/mutations/ballot_draft.h"

#include <array>
#include <span>

#include "crypto/group/batch.h"
#include "crypto/proof/generators.h"
#include "crypto/proof/schnorr.h"
#include "crypto/proof/transcript.h"

namespace viche::mutations {
namespace {

constexpr std::size_t kMostPositions = 32;

const Generators& generators() {
  static const Generators all(kMostPositions);
  return all;
}

Bytes joined(const std::vector<Bytes32>& encodings) {
  Bytes out;
  for (const Bytes32& encoding : encodings) append(out, encoding);
  return out;
}

Bytes proof_bytes(const BallotDraft& draft) {
  Bytes out;
  append(out, draft.M);
  append(out, draft.A);
  append(out, draft.B);
  append(out, joined(draft.f));
  append(out, draft.z);
  return out;
}

/// A sum of multiples. Variable time: a test's secrets are nobody's.
class Sum {
 public:
  Sum& add(const Scalar& factor, const Point& point) {
    factors_.push_back(factor);
    points_.push_back(point);
    return *this;
  }
  [[nodiscard]] Point value() const { return vartime_multi_multiply(factors_, points_); }

 private:
  std::vector<Scalar> factors_;
  std::vector<Point> points_;
};

void call(const BallotCheat::Step& step, BallotDraft& draft) {
  if (step) step(draft);
}

void draw_witness(BallotDraft& draft, const std::vector<Scalar>& m, const BallotSetting& setting,
                  RandomSource& random) {
  draft.m = m;
  draft.v = m;
  draft.r = random_scalar(random);
  draft.s = random_scalar(random);
  draft.a.assign(m.size(), Scalar::zero());
  for (const std::vector<Scalar>& vector : setting.null) {
    const Scalar factor = random_scalar(random);
    for (std::size_t p = 0; p < m.size(); ++p) draft.a[p] += factor * vector[p];
  }
}

void commit(BallotDraft& draft, const BallotSetting& setting) {
  const Point G = Point::base();
  draft.C = {Sum().add(draft.r, G).value().encode()};
  Sum M;
  Sum A;
  M.add(draft.r, generators().H());
  A.add(draft.s, generators().H());
  for (std::size_t p = 1; p <= draft.n(); ++p) {
    const Scalar& m = draft.m[p - 1];
    const Scalar& a = draft.a[p - 1];
    draft.C.push_back(Sum().add(draft.r, setting.Y[p - 1]).add(draft.v[p - 1], G).value().encode());
    M.add(m, generators().H(p)).add(a * (Scalar::one() - m - m), generators().K(p));
    A.add(a, generators().H(p)).add(-(a * a), generators().K(p));
  }
  draft.M = M.value().encode();
  draft.A = A.value().encode();
}

// B = s Y* + (sum_p y^p a_p) G
void commit_B(BallotDraft& draft, const BallotSetting& setting) {
  Sum B;
  Scalar of_G = draft.s;
  Scalar power = draft.y;
  for (std::size_t p = 0; p < draft.n(); ++p, power *= draft.y) {
    of_G += power * draft.a[p];
    B.add(draft.s * power, setting.Y[p]);
  }
  draft.B = B.add(of_G, Point::base()).value().encode();
}

}  // namespace

Scalar random_scalar(RandomSource& random) {
  Bytes64 bytes;
  random.fill(bytes);
  return Scalar::reduce(bytes);
}

Point decoded(const Bytes32& encoding) { return Point::decode(encoding).value(); }
Scalar decoded_scalar(const Bytes32& encoding) { return Scalar::decode(encoding).value(); }
void shift(Bytes32& encoding, const Point& by) { encoding = (decoded(encoding) + by).encode(); }

Bytes BallotDraft::entry() const {
  Bytes out;
  append_u8(out, type);
  append_u16(out, style);
  append(out, K);
  append(out, prev);
  append(out, joined(C));
  append(out, proof_bytes(*this));
  append(out, R);
  append(out, signature_z);
  return out;
}

Scalar challenge_y(const BallotDraft& draft) {
  return Transcript("viche/v1/ballot-y")
      .add(ByteView(draft.election))
      .add_u16(draft.style)
      .add(ByteView(draft.K))
      .add(ByteView(joined(draft.C)))
      .add(ByteView(draft.M))
      .add(ByteView(draft.A))
      .challenge();
}

Scalar challenge_x(const BallotDraft& draft) {
  return Transcript("viche/v1/ballot-x").add(draft.y).add(ByteView(draft.B)).challenge();
}

Bytes32 tracker_of(const BallotDraft& draft) {
  return Transcript("viche/v1/tracker")
      .add(ByteView(draft.election))
      .add_u16(draft.style)
      .add(ByteView(draft.K))
      .add(ByteView(joined(draft.C)))
      .add(ByteView(proof_bytes(draft)))
      .digest32();
}

Bytes signed_message(const BallotDraft& draft) {
  const auto frame = [](Bytes& out, ByteView bytes) {
    append_u32(out, static_cast<std::uint32_t>(bytes.size()));
    append(out, bytes);
  };
  Bytes message;
  frame(message, as_bytes("viche/v1/ballot"));
  frame(message, ByteView(&draft.signed_type, 1));
  frame(message, draft.election);
  frame(message, draft.signed_prev);
  frame(message, draft.tracker);
  return message;
}

void sign(BallotDraft& draft, RandomSource& random) {
  const Scalar nonce = random_scalar(random);
  draft.R = multiply_base(nonce).encode();
  const Scalar c = schnorr_challenge(ByteView(draft.R), ByteView(draft.K), signed_message(draft));
  draft.signature_z = (nonce + c * draft.k).encode();
}

BallotDraft make_ballot(BallotDraft draft, const std::vector<Scalar>& m,
                        const BallotSetting& setting, const BallotCheat& cheat,
                        RandomSource& random) {
  call(cheat.given, draft);
  draw_witness(draft, m, setting, random);
  call(cheat.witness, draft);
  commit(draft, setting);
  call(cheat.commitments, draft);
  draft.y = challenge_y(draft);
  commit_B(draft, setting);
  call(cheat.B, draft);
  draft.x = challenge_x(draft);
  for (std::size_t p = 0; p < draft.n(); ++p) {
    draft.f.push_back((draft.a[p] + draft.x * draft.m[p]).encode());
  }
  draft.z = (draft.s + draft.x * draft.r).encode();
  call(cheat.answers, draft);
  draft.tracker = tracker_of(draft);
  draft.signed_type = draft.type;
  draft.signed_prev = draft.prev;
  call(cheat.signing, draft);
  sign(draft, random);
  call(cheat.signature, draft);
  return draft;
}

Point residual_E1(const BallotDraft& draft, const BallotSetting& setting) {
  const Scalar z = decoded_scalar(draft.z);
  Sum sum;
  Scalar of_G = z;
  Scalar power = draft.y;
  for (std::size_t p = 0; p < draft.n(); ++p, power *= draft.y) {
    of_G += power * decoded_scalar(draft.f[p]);
    sum.add(-(z * power), setting.Y[p]).add(draft.x * power, decoded(draft.C[p + 1]));
  }
  sum.add(-of_G, Point::base()).add(draft.x, decoded(draft.C[0]));
  return sum.value() + decoded(draft.B);
}

Point residual_E2(const BallotDraft& draft) {
  Sum sum;
  sum.add(draft.x, decoded(draft.M)).add(-decoded_scalar(draft.z), generators().H());
  for (std::size_t p = 1; p <= draft.n(); ++p) {
    const Scalar f = decoded_scalar(draft.f[p - 1]);
    sum.add(-f, generators().H(p)).add(-(f * (draft.x - f)), generators().K(p));
  }
  return sum.value() + decoded(draft.A);
}

Point residual_signature(const BallotDraft& draft) {
  const Scalar c = schnorr_challenge(ByteView(draft.R), ByteView(draft.K), signed_message(draft));
  return decoded(draft.R) + multiply(c, decoded(draft.K)) -
         multiply_base(decoded_scalar(draft.signature_z));
}

}  // namespace viche::mutations
