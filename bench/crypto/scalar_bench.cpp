// Arithmetic modulo l beside libsodium's, one thread: times per scalar. Each benchmark checks its
// answer before it is timed.

#include <benchmark/benchmark.h>
#include <sodium.h>

#include <array>

#include "crypto/group/kernel/kernel.h"
#include "crypto/group/random.h"
#include "crypto/group/scalar_lanes.h"

namespace viche {
namespace {

constexpr std::size_t kCount = ScalarLanes::kLanes;

struct Numbers {
  Numbers() {
    SystemRandom random;
    for (std::size_t i = 0; i < kCount; ++i) {
      random.fill(wide[i]);
      a[i] = Scalar::reduce(wide[i]);
      random.fill(wide[i]);
      b[i] = Scalar::reduce(wide[i]);
      encoded_a[i] = a[i].encode();
      encoded_b[i] = b[i].encode();
      pointers[i] = encoded_a[i].data();
    }
  }
  std::array<Scalar, kCount> a, b;
  std::array<Bytes32, kCount> encoded_a, encoded_b;
  std::array<Bytes64, kCount> wide;
  std::array<const std::uint8_t*, kCount> pointers;
};

template <class Operation>
void repeat(benchmark::State& state, bool right, const Operation& operation) {
  if (!right) return state.SkipWithError("the answer differs from libsodium's");
  for (auto _ : state) operation();
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(kCount));
}

// What libsodium's function of two scalars gives for each pair.
template <class Function>
std::array<Bytes32, kCount> libsodium(const Numbers& numbers, Function function) {
  std::array<Bytes32, kCount> out;
  for (std::size_t i = 0; i < kCount; ++i) {
    function(out[i].data(), numbers.encoded_a[i].data(), numbers.encoded_b[i].data());
  }
  return out;
}

bool same(std::span<const Scalar> ours, std::span<const Bytes32> theirs) {
  bool all = true;
  for (std::size_t i = 0; i < ours.size(); ++i) all &= ours[i].encode() == theirs[i];
  return all;
}

bool same(const ScalarLanes& ours, std::span<const Bytes32> theirs) {
  std::array<Scalar, kCount> stored;
  ours.store(stored);
  return same(stored, theirs);
}

void multiply_lanes(benchmark::State& state) {
  const Numbers numbers;
  const ScalarLanes a = ScalarLanes::load(numbers.a), b = ScalarLanes::load(numbers.b);
  repeat(state, same(a * b, libsodium(numbers, crypto_core_ristretto255_scalar_mul)),
         [&] { benchmark::DoNotOptimize(a * b); });
}
BENCHMARK(multiply_lanes);

void add_product_lanes(benchmark::State& state) {
  const Numbers numbers;
  const ScalarLanes a = ScalarLanes::load(numbers.a), b = ScalarLanes::load(numbers.b);
  ScalarLanes sum;
  sum.add_product(a, b);
  repeat(state, same(sum, libsodium(numbers, crypto_core_ristretto255_scalar_mul)),
         [&] { benchmark::DoNotOptimize(sum.add_product(a, b)); });
}
BENCHMARK(add_product_lanes);

void add_lanes(benchmark::State& state) {
  const Numbers numbers;
  const ScalarLanes a = ScalarLanes::load(numbers.a), b = ScalarLanes::load(numbers.b);
  repeat(state, same(a + b, libsodium(numbers, crypto_core_ristretto255_scalar_add)),
         [&] { benchmark::DoNotOptimize(a + b); });
}
BENCHMARK(add_lanes);

void decode_lanes(benchmark::State& state) {
  const Numbers numbers;
  repeat(state, same(ScalarLanes::decode(numbers.pointers).lanes, numbers.encoded_a),
         [&] { benchmark::DoNotOptimize(ScalarLanes::decode(numbers.pointers)); });
}
BENCHMARK(decode_lanes);

void store_lanes(benchmark::State& state) {
  const Numbers numbers;
  const ScalarLanes a = ScalarLanes::load(numbers.a);
  std::array<Scalar, kCount> stored;
  repeat(state, same(a, numbers.encoded_a), [&] {
    a.store(stored);
    benchmark::DoNotOptimize(stored);
  });
}
BENCHMARK(store_lanes);

std::array<Bytes32, kCount> reduced_by_libsodium(const Numbers& numbers) {
  std::array<Bytes32, kCount> out;
  for (std::size_t i = 0; i < kCount; ++i) {
    crypto_core_ristretto255_scalar_reduce(out[i].data(), numbers.wide[i].data());
  }
  return out;
}

void reduce_lanes(benchmark::State& state) {
  const Numbers numbers;
  repeat(state, same(ScalarLanes::reduce(numbers.wide), reduced_by_libsodium(numbers)),
         [&] { benchmark::DoNotOptimize(ScalarLanes::reduce(numbers.wide)); });
}
BENCHMARK(reduce_lanes);

void multiply_scalars(benchmark::State& state) {
  Numbers numbers;
  std::array<Scalar, kCount> product;
  const auto multiply = [&] {
    for (std::size_t i = 0; i < kCount; ++i) product[i] = numbers.a[i] * numbers.b[i];
    benchmark::DoNotOptimize(product);
  };
  multiply();
  repeat(state, same(product, libsodium(numbers, crypto_core_ristretto255_scalar_mul)), multiply);
}
BENCHMARK(multiply_scalars);

void multiply_libsodium(benchmark::State& state) {
  const Numbers numbers;
  repeat(state, true, [&] {
    benchmark::DoNotOptimize(libsodium(numbers, crypto_core_ristretto255_scalar_mul));
  });
}
BENCHMARK(multiply_libsodium);

void add_libsodium(benchmark::State& state) {
  const Numbers numbers;
  repeat(state, true, [&] {
    benchmark::DoNotOptimize(libsodium(numbers, crypto_core_ristretto255_scalar_add));
  });
}
BENCHMARK(add_libsodium);

void reduce_libsodium(benchmark::State& state) {
  const Numbers numbers;
  repeat(state, true, [&] { benchmark::DoNotOptimize(reduced_by_libsodium(numbers)); });
}
BENCHMARK(reduce_libsodium);

void invert(benchmark::State& state) {
  const Numbers numbers;
  Bytes32 expected;
  if (crypto_core_ristretto255_scalar_invert(expected.data(), numbers.encoded_a[0].data()) != 0 ||
      numbers.a[0].inverse().encode() != expected) {
    return state.SkipWithError("the answer differs from libsodium's");
  }
  for (auto _ : state) benchmark::DoNotOptimize(numbers.a[0].inverse());
}
BENCHMARK(invert)->Unit(benchmark::kMicrosecond);

void invert_libsodium(benchmark::State& state) {
  const Numbers numbers;
  Bytes32 inverse;
  for (auto _ : state) {
    benchmark::DoNotOptimize(
        crypto_core_ristretto255_scalar_invert(inverse.data(), numbers.encoded_a[0].data()));
  }
}
BENCHMARK(invert_libsodium)->Unit(benchmark::kMicrosecond);

}  // namespace
}  // namespace viche
