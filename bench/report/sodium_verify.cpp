#include "bench/report/sodium_verify.h"

#include <sodium.h>

#include <algorithm>

#include "ballot/transcripts.h"
#include "bench/report/timing.h"

namespace viche::bench {
namespace {

using ballot::BallotView;

/// libsodium's functions on 32-byte values, counted.
class Sodium {
 public:
  explicit Sodium(CallCounts& calls) : calls_(calls) {}

  bool valid(const std::uint8_t* point) {
    count(Call::kValid);
    return (point[31] & 0x80U) == 0 && crypto_core_ristretto255_is_valid_point(point) == 1;
  }
  // libsodium reports a product that is the identity as an error; nothing else can be one here.
  Bytes32 multiply(const Bytes32& scalar, const Bytes32& point) {
    count(Call::kMultiply);
    Bytes32 out;
    return crypto_scalarmult_ristretto255(out.data(), scalar.data(), point.data()) == 0 ? out
                                                                                        : Bytes32{};
  }
  Bytes32 multiply_base(const Bytes32& scalar) {
    count(Call::kMultiplyBase);
    Bytes32 out;
    return crypto_scalarmult_ristretto255_base(out.data(), scalar.data()) == 0 ? out : Bytes32{};
  }
  Bytes32 add(const Bytes32& a, const Bytes32& b) {
    count(Call::kAdd);
    Bytes32 out;
    if (crypto_core_ristretto255_add(out.data(), a.data(), b.data()) != 0) {
      broken_invariant("a point that is none");
    }
    return out;
  }
  Bytes32 times(const Bytes32& a, const Bytes32& b) {
    count(Call::kScalarMul);
    Bytes32 out;
    crypto_core_ristretto255_scalar_mul(out.data(), a.data(), b.data());
    return out;
  }
  Bytes32 plus(const Bytes32& a, const Bytes32& b) {
    count(Call::kScalarAdd);
    Bytes32 out;
    crypto_core_ristretto255_scalar_add(out.data(), a.data(), b.data());
    return out;
  }
  Bytes32 minus(const Bytes32& a, const Bytes32& b) {
    count(Call::kScalarAdd);
    Bytes32 out;
    crypto_core_ristretto255_scalar_sub(out.data(), a.data(), b.data());
    return out;
  }
  Bytes64 hash(const Bytes& message) {
    calls_[static_cast<std::size_t>(Call::kHash)] += message.size() / 128 + 1;
    Bytes64 out;
    crypto_hash_sha512(out.data(), message.data(), message.size());
    return out;
  }
  Bytes32 reduce(const Bytes64& wide) {
    count(Call::kReduce);
    Bytes32 out;
    crypto_core_ristretto255_scalar_reduce(out.data(), wide.data());
    return out;
  }

 private:
  void count(Call call) { ++calls_[static_cast<std::size_t>(call)]; }
  CallCounts& calls_;
};

Bytes32 copy(const std::uint8_t* bytes) {
  Bytes32 out;
  std::copy_n(bytes, out.size(), out.begin());
  return out;
}

/// One ballot's values as encodings.
struct Values {
  explicit Values(const BallotView& view) {
    const std::size_t n = view.n();
    for (std::size_t p = 0; p <= n; ++p) C.push_back(copy(view.point(1 + p)));
    for (std::size_t p = 0; p < n; ++p) f.push_back(copy(view.scalar(p)));
    K = copy(view.point(0));
    M = copy(view.point(n + 2));
    A = copy(view.point(n + 3));
    B = copy(view.point(n + 4));
    R = copy(view.point(n + 5));
    z = copy(view.scalar(n));
    signature_z = copy(view.scalar(n + 1));
  }
  std::vector<Bytes32> C, f;
  Bytes32 K, M, A, B, R, z, signature_z;
  Bytes32 y{}, x{}, c{};
};

bool is_form_good(Sodium& sodium, const BallotView& view) {
  for (std::size_t p = 0; p < ballot::ballot_points(view.n()); ++p) {
    if (!sodium.valid(view.point(p))) return false;
  }
  for (std::size_t s = 0; s < ballot::ballot_scalars(view.n()); ++s) {
    if (!Scalar::decode(ByteView(view.scalar(s), 32))) return false;
  }
  return true;
}

void add_challenges(Sodium& sodium, const Bytes32& election, const BallotView& view, Values& v) {
  Bytes message;
  ballot::append_y_message(message, election, view);
  v.y = sodium.reduce(sodium.hash(message));
  message.clear();
  ballot::append_x_message(message, v.y, view);
  v.x = sodium.reduce(sodium.hash(message));
  message.clear();
  ballot::append_tracker_message(message, election, view);
  const Bytes64 tracker = sodium.hash(message);
  message.clear();
  ballot::append_signature_message(message, election, ByteView(tracker).first(32), view);
  v.c = sodium.reduce(sodium.hash(message));
}

// L f = x b.
bool equations_hold(Sodium& sodium, const ballot::StyleLayout& style, const Values& v) {
  return std::all_of(style.equations.begin(), style.equations.end(), [&](const auto& equation) {
    Bytes32 left{};
    for (const auto& term : equation.terms) {
      const Bytes32 coefficient = Scalar::from_u64(term.coefficient).encode();
      left = sodium.plus(left, sodium.times(coefficient, v.f[term.position]));
    }
    return left == sodium.times(Scalar::from_u64(equation.right).encode(), v.x);
  });
}

// z Y* + (sum_p y^p f_p) G = B + x C*, with Y* = G + sum_p y^p Y_p and C* = C_0 + sum_p y^p C_p.
bool E1_holds(Sodium& sodium, const SodiumBases& bases, const Values& v) {
  Bytes32 Y_star = bases.G, C_star = v.C[0], f_star{};
  Bytes32 power = v.y;
  for (std::size_t p = 0; p < v.f.size(); ++p) {
    Y_star = sodium.add(Y_star, sodium.multiply(power, bases.Y_p[p]));
    C_star = sodium.add(C_star, sodium.multiply(power, v.C[p + 1]));
    f_star = sodium.plus(f_star, sodium.times(power, v.f[p]));
    power = sodium.times(power, v.y);
  }
  return sodium.add(sodium.multiply(v.z, Y_star), sodium.multiply_base(f_star)) ==
         sodium.add(v.B, sodium.multiply(v.x, C_star));
}

// z H + sum_p f_p H_p + sum_p f_p (x - f_p) K_p = A + x M.
bool E2_holds(Sodium& sodium, const SodiumBases& bases, const Values& v) {
  Bytes32 left = sodium.multiply(v.z, bases.H);
  for (std::size_t p = 0; p < v.f.size(); ++p) {
    left = sodium.add(left, sodium.multiply(v.f[p], bases.H_p[p]));
    const Bytes32 square = sodium.times(v.f[p], sodium.minus(v.x, v.f[p]));
    left = sodium.add(left, sodium.multiply(square, bases.K_p[p]));
  }
  return left == sodium.add(v.A, sodium.multiply(v.x, v.M));
}

// z G = R + c K.
bool signature_holds(Sodium& sodium, const Values& v) {
  return sodium.multiply_base(v.signature_z) == sodium.add(v.R, sodium.multiply(v.c, v.K));
}

/// Nanoseconds of one of `calls` calls that `work` makes.
template <class Work>
double cost(std::size_t calls, const Work& work) {
  return best_seconds(5, work) / static_cast<double>(calls) * 1e9;
}

}  // namespace

std::string_view name_of(Call call) {
  constexpr std::array<std::string_view, kCalls> kNames{
      "is_valid_point", "scalarmult", "scalarmult_base", "add",
      "scalar_mul",     "scalar_add", "scalar_reduce",   "sha512_block"};
  return kNames[static_cast<std::size_t>(call)];
}

SodiumBases::SodiumBases(const ballot::ElectionContext& context)
    : G(Point::base().encode()), H(context.generators().H().encode()) {
  for (std::size_t p = 1; p <= context.generators().size(); ++p) {
    H_p.push_back(context.generators().H(p).encode());
    K_p.push_back(context.generators().K(p).encode());
  }
  for (const ballot::SlotIndex j : context.layout().style(ballot::StyleIndex(0)).slots) {
    Y_p.push_back(context.Y(j).encode());
  }
}

bool sodium_accepts(const ballot::ElectionContext& context, const SodiumBases& bases,
                    ByteView entry, CallCounts& calls) {
  const auto view = BallotView::parse(entry, context.layout());
  Sodium sodium(calls);
  if (!view || !is_form_good(sodium, *view)) return false;
  Values values(*view);
  add_challenges(sodium, context.election(), *view, values);
  const bool equations = equations_hold(sodium, context.layout().style(view->style()), values);
  const bool E1 = E1_holds(sodium, bases, values);
  const bool E2 = E2_holds(sodium, bases, values);
  return equations && E1 && E2 && signature_holds(sodium, values);
}

std::array<double, kCalls> sodium_costs() {
  constexpr std::size_t kTimes = 200;
  CallCounts calls{};
  Sodium sodium(calls);
  std::vector<Bytes32> scalars(kTimes), points(kTimes);
  for (Bytes32& scalar : scalars) crypto_core_ristretto255_scalar_random(scalar.data());
  for (Bytes32& point : points) crypto_core_ristretto255_random(point.data());
  const Bytes64 wide = sodium.hash(Bytes(1000, 1));
  const Bytes message(100 * 128 - 17);
  std::uint8_t used = 0;  // results are kept, so that no call can be left out
  const auto each = [&](const auto& call) {
    return cost(kTimes, [&] {
      for (std::size_t i = 0; i < kTimes; ++i) used ^= call(scalars[i], points[i])[0];
    });
  };
  using B = const Bytes32&;
  std::array<double, kCalls> costs{
      each([&](B, B point) { return Bytes32{sodium.valid(point.data())}; }),
      each([&](B scalar, B point) { return sodium.multiply(scalar, point); }),
      each([&](B scalar, B) { return sodium.multiply_base(scalar); }),
      each([&](B, B point) { return sodium.add(point, points[0]); }),
      each([&](B scalar, B) { return sodium.times(scalar, scalars[0]); }),
      each([&](B scalar, B) { return sodium.plus(scalar, scalars[0]); }),
      each([&](B, B) { return sodium.reduce(wide); }),
      cost(100, [&] { used ^= sodium.hash(message)[0]; })};
  if (used == 0 && calls[0] == 0) broken_invariant("sodium_costs: nothing was called");
  return costs;
}

}  // namespace viche::bench
