// The group's operations beside libsodium's, one thread. Each benchmark checks its answer before it
// is timed. libsodium's multiplications take and give encodings; ours, beside them, give encodings.

#include <benchmark/benchmark.h>
#include <sodium.h>

#include "crypto/group/batch.h"
#include "crypto/group/fixed_bases.h"
#include "crypto/group/kernel/kernel.h"

namespace viche {
namespace {

struct Terms {
  explicit Terms(std::size_t count) {
    SystemRandom random;
    for (std::size_t i = 0; i < count; ++i) {
      Bytes64 bytes;
      random.fill(bytes);
      scalars.push_back(Scalar::reduce(bytes));
      random.fill(bytes);
      points.push_back(Point::map(bytes));
    }
    encoded = encode_points(points);
  }

  std::vector<Scalar> scalars;
  std::vector<Point> points;
  Bytes encoded;
};

Bytes32 libsodium_sum(const Terms& terms) {
  Bytes32 sum{};
  for (std::size_t i = 0; i < terms.scalars.size(); ++i) {
    Bytes32 product{};
    if (crypto_scalarmult_ristretto255(product.data(), terms.scalars[i].encode().data(),
                                       terms.encoded.data() + 32 * i) == 0) {
      crypto_core_ristretto255_add(sum.data(), sum.data(), product.data());
    }
  }
  return sum;
}

bool agrees(benchmark::State& state, const Bytes32& ours, const Bytes32& libsodium) {
  if (ours != libsodium) state.SkipWithError("the answer differs from libsodium's");
  return ours == libsodium;
}

void set_terms(benchmark::State& state) {
  state.SetItemsProcessed(state.iterations() * state.range(0));
}

void decode(benchmark::State& state) {
  const Terms terms(static_cast<std::size_t>(state.range(0)));
  if (decode_points(terms.encoded).value() != terms.points)
    return state.SkipWithError("wrong points");
  for (auto _ : state) benchmark::DoNotOptimize(decode_points(terms.encoded));
  set_terms(state);
}
BENCHMARK(decode)->Arg(1000)->Unit(benchmark::kMicrosecond);

void decode_libsodium(benchmark::State& state) {
  const Terms terms(static_cast<std::size_t>(state.range(0)));
  for (auto _ : state) {
    for (std::size_t i = 0; i < terms.points.size(); ++i) {
      benchmark::DoNotOptimize(
          crypto_core_ristretto255_is_valid_point(terms.encoded.data() + 32 * i));
    }
  }
  set_terms(state);
}
BENCHMARK(decode_libsodium)->Arg(1000)->Unit(benchmark::kMicrosecond);

void encode(benchmark::State& state) {
  const Terms terms(static_cast<std::size_t>(state.range(0)));
  for (auto _ : state) benchmark::DoNotOptimize(encode_points(terms.points));
  set_terms(state);
}
BENCHMARK(encode)->Arg(1000)->Unit(benchmark::kMicrosecond);

void multiply_one(benchmark::State& state) {
  const Terms terms(1);
  if (!agrees(state, multiply(terms.scalars[0], terms.points[0]).encode(), libsodium_sum(terms)))
    return;
  for (auto _ : state) {
    benchmark::DoNotOptimize(multiply(terms.scalars[0], terms.points[0]).encode());
  }
}
BENCHMARK(multiply_one)->Unit(benchmark::kMicrosecond);

void multiply_one_libsodium(benchmark::State& state) {
  const Terms terms(1);
  Bytes32 product;
  for (auto _ : state) {
    benchmark::DoNotOptimize(crypto_scalarmult_ristretto255(
        product.data(), terms.scalars[0].encode().data(), terms.encoded.data()));
  }
}
BENCHMARK(multiply_one_libsodium)->Unit(benchmark::kMicrosecond);

void multiply_by_base(benchmark::State& state) {
  const Terms terms(1);
  Bytes32 expected{};
  if (crypto_scalarmult_ristretto255_base(expected.data(), terms.scalars[0].encode().data()) != 0 ||
      !agrees(state, multiply_base(terms.scalars[0]).encode(), expected)) {
    return;
  }
  for (auto _ : state) benchmark::DoNotOptimize(multiply_base(terms.scalars[0]).encode());
}
BENCHMARK(multiply_by_base)->Unit(benchmark::kMicrosecond);

void multiply_by_base_libsodium(benchmark::State& state) {
  const Terms terms(1);
  Bytes32 product;
  for (auto _ : state) {
    benchmark::DoNotOptimize(
        crypto_scalarmult_ristretto255_base(product.data(), terms.scalars[0].encode().data()));
  }
}
BENCHMARK(multiply_by_base_libsodium)->Unit(benchmark::kMicrosecond);

void multi_multiply(benchmark::State& state) {
  const Terms terms(static_cast<std::size_t>(state.range(0)));
  if (!agrees(state, vartime_multi_multiply(terms.scalars, terms.points).encode(),
              libsodium_sum(terms))) {
    return;
  }
  for (auto _ : state)
    benchmark::DoNotOptimize(vartime_multi_multiply(terms.scalars, terms.points));
  set_terms(state);
}
BENCHMARK(multi_multiply)->Arg(1)->Arg(16)->Arg(256)->Arg(4096)->Unit(benchmark::kMicrosecond);

void multi_multiply_libsodium(benchmark::State& state) {
  const Terms terms(static_cast<std::size_t>(state.range(0)));
  for (auto _ : state) benchmark::DoNotOptimize(libsodium_sum(terms));
  set_terms(state);
}
BENCHMARK(multi_multiply_libsodium)->Arg(16)->Arg(256)->Unit(benchmark::kMicrosecond);

void fixed_bases(benchmark::State& state) {
  const Terms terms(static_cast<std::size_t>(state.range(0)));
  const FixedBases bases(terms.points);
  if (!agrees(state, bases.multi_multiply(terms.scalars).encode(), libsodium_sum(terms))) return;
  for (auto _ : state) benchmark::DoNotOptimize(bases.multi_multiply(terms.scalars));
  set_terms(state);
}
BENCHMARK(fixed_bases)->Arg(10)->Arg(25)->Unit(benchmark::kMicrosecond);

}  // namespace
}  // namespace viche
