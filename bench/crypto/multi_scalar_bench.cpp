// Multi-scalar multiplication on every kernel that this machine supports, one thread, beside
// libsodium's one term after the other. Before a benchmark is timed, its sum is compared with
// libsodium's: points are a G + i b G for known a and b, so that the sum's logarithm is known.

#include <benchmark/benchmark.h>
#include <sodium.h>

#include "crypto/group/kernel/kernel.h"
#include "crypto/group/multi_scalar.h"
#include "crypto/group/random.h"

namespace viche {
namespace {

enum class Scalars { bits253, bits128, mixed, all_equal, all_minus_one, few_values, small };

class Terms {
 public:
  Terms(std::size_t count, Scalars kind) : addends(count) {
    const Scalar a = random_scalar(64), b = random_scalar(64);
    std::vector<Point> points;
    Point next = multiply_base(a);
    const Point step = multiply_base(b);
    Scalar logarithm = a, sum;
    for (std::size_t i = 0; i < count; ++i) {
      points.push_back(next);
      scalars.push_back(scalar(i, kind));
      sum += scalars.back() * logarithm;
      next += step;
      logarithm += b;
    }
    to_addends(points, addends);
    if (crypto_scalarmult_ristretto255_base(expected.data(), sum.encode().data()) != 0) {
      expected = {};
    }
  }

  std::vector<Scalar> scalars;
  std::vector<edwards::Addend> addends;
  Bytes32 expected{};

 private:
  Scalar random_scalar(std::size_t bytes) {
    Bytes64 wide{};
    random_.fill(std::span(wide).first(bytes));
    return Scalar::reduce(wide);
  }
  Scalar scalar(std::size_t i, Scalars kind) {
    switch (kind) {
      case Scalars::bits253:
        return random_scalar(64);
      case Scalars::bits128:
        return random_scalar(16);
      case Scalars::mixed:
        return random_scalar(i % 2 == 0 ? 64 : 16);
      case Scalars::all_equal:
        return scalars.empty() ? random_scalar(64) : scalars.front();
      case Scalars::all_minus_one:
        return -Scalar::one();
      case Scalars::few_values:  // some hundred buckets of each window, all of about the same size
        return i < 100 ? random_scalar(64) : scalars[i % 100];
      case Scalars::small:
        return Scalar::from_u64(i);
    }
    return {};
  }

  SystemRandom random_;
};

void per_term(benchmark::State& state, std::size_t terms) {
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(terms));
  state.counters["s/term"] =
      benchmark::Counter(static_cast<double>(terms), benchmark::Counter::kIsIterationInvariantRate |
                                                         benchmark::Counter::kInvert);
}

// What a caller gets, on the active kernel.
void sum(benchmark::State& state, Scalars kind) {
  const auto count = static_cast<std::size_t>(state.range(0));
  const Terms terms(count, kind);
  MultiScalarBuffers buffers;
  if (vartime_multi_multiply(terms.scalars, terms.addends, buffers).encode() != terms.expected) {
    return state.SkipWithError("the sum differs from libsodium's");
  }
  for (auto _ : state) {
    benchmark::DoNotOptimize(vartime_multi_multiply(terms.scalars, terms.addends, buffers));
  }
  per_term(state, count);
}

void sum_libsodium(benchmark::State& state) {
  const Terms terms(1, Scalars::bits253);
  const Bytes32 point = terms.expected;
  Bytes32 total = point;
  for (auto _ : state) {
    Bytes32 product{};
    benchmark::DoNotOptimize(crypto_scalarmult_ristretto255(
        product.data(), terms.scalars[0].encode().data(), point.data()));
    benchmark::DoNotOptimize(
        crypto_core_ristretto255_add(total.data(), total.data(), product.data()));
  }
  per_term(state, 1);
}
BENCHMARK(sum_libsodium)->Unit(benchmark::kMicrosecond);

void sizes(benchmark::internal::Benchmark* bench) {
  bench->Arg(1)->Arg(16)->Arg(64)->Arg(256)->Arg(4096)->Arg(65536);
  bench->Unit(benchmark::kMicrosecond);
}
BENCHMARK_CAPTURE(sum, bits253, Scalars::bits253)->Apply(sizes);
BENCHMARK_CAPTURE(sum, bits128, Scalars::bits128)->Apply(sizes);
BENCHMARK_CAPTURE(sum, mixed, Scalars::mixed)->Apply(sizes);

void adversarial(benchmark::internal::Benchmark* bench) {
  bench->Arg(4096)->Arg(65536)->Unit(benchmark::kMicrosecond);
}
BENCHMARK_CAPTURE(sum, all_equal, Scalars::all_equal)->Apply(adversarial);
BENCHMARK_CAPTURE(sum, all_minus_one, Scalars::all_minus_one)->Apply(adversarial);
BENCHMARK_CAPTURE(sum, few_values, Scalars::few_values)->Apply(adversarial);
BENCHMARK_CAPTURE(sum, small, Scalars::small)->Apply(adversarial);

}  // namespace
}  // namespace viche
