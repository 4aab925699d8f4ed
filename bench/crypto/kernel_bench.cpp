// Decoding and encoding on every kernel that this machine supports, and the arithmetic of the
// kernel "ifma" for each of its eight lanes, one thread, beside the portable arithmetic and
// libsodium. Each benchmark checks its answer before it is timed.

#include <benchmark/benchmark.h>
#include <sodium.h>

#include "bench/crypto/lanes.h"
#include "crypto/group/curve/normalize.h"
#include "crypto/group/kernel/ifma.h"
#include "crypto/group/kernel/kernel.h"
#include "crypto/group/point.h"
#include "crypto/group/random.h"

namespace viche {
namespace {

constexpr std::size_t kPoints = 256;

struct Points {
  Points() {
    SystemRandom random;
    for (std::size_t i = 0; i < kPoints; ++i) {
      Bytes64 bytes;
      random.fill(bytes);
      points.push_back(Point::map(bytes));
      doubles.push_back(points[i] + points[i]);
      encodings.push_back(points[i].encode());
      encodings_of_doubles.push_back(doubles[i].encode());
    }
    for (std::size_t i = 0; i < kPoints; ++i) {
      pointers.push_back(&points[i].curve());
      encoded_at.push_back(encodings[i].data());
    }
  }
  std::vector<Point> points, doubles;
  std::vector<Bytes32> encodings, encodings_of_doubles;
  std::vector<const edwards::Extended*> pointers;
  std::vector<const std::uint8_t*> encoded_at;
};

void per_item(benchmark::State& state, std::size_t items) {
  state.SetItemsProcessed(static_cast<std::int64_t>(state.iterations() * items));
  state.counters["each"] =
      benchmark::Counter(static_cast<double>(items), benchmark::Counter::kIsIterationInvariantRate |
                                                         benchmark::Counter::kInvert);
}

void decode(benchmark::State& state, const kernel::Kernel& kernel) {
  const Points all;
  std::vector<edwards::Addend> addends(kPoints);
  std::vector<std::uint8_t> valid(kPoints);
  const auto run = [&] {
    kernel.decode(all.encoded_at.data(), kPoints, addends.data(), valid.data());
  };
  run();
  for (std::size_t i = 0; i < kPoints; ++i) {
    if (valid[i] != 1 || Point(edwards::to_extended(addends[i].point)) != all.points[i]) {
      return state.SkipWithError("a wrong point");
    }
  }
  for (auto _ : state) run();
  per_item(state, kPoints);
}

void decode_libsodium(benchmark::State& state) {
  const Points all;
  for (auto _ : state) {
    for (const Bytes32& encoding : all.encodings) {
      benchmark::DoNotOptimize(crypto_core_ristretto255_is_valid_point(encoding.data()));
    }
  }
  per_item(state, kPoints);
}

void encode(benchmark::State& state, decltype(kernel::Kernel::encode) function, bool doubled) {
  const Points all;
  std::vector<Bytes32> out(kPoints);
  const auto run = [&] { function(all.pointers.data(), kPoints, out.data()->data()); };
  run();
  if (out != (doubled ? all.encodings_of_doubles : all.encodings)) {
    return state.SkipWithError("a wrong encoding");
  }
  for (auto _ : state) run();
  per_item(state, kPoints);
}

// X/Z and Y/Z are the same.
bool same(const edwards::Extended& a, const edwards::Extended& b) {
  const auto equal = [](const FieldElement& x, const FieldElement& y) {
    return field::is_zero(field::sub2(x, y)) == 1;
  };
  return equal(field::mul(a.X, b.Z), field::mul(b.X, a.Z)) &&
         equal(field::mul(a.Y, b.Z), field::mul(b.Y, a.Z));
}

// The operation again and again on eight lanes, each of which starts at another point; what comes
// out of the first 100 is compared with the portable arithmetic.
void lanes(benchmark::State& state, bench::Operation operation) {
  if (!ifma::supported()) return state.SkipWithError("this machine does not support ifma");
  const Points all;
  std::vector<edwards::Extended> points;
  for (std::size_t i = 0; i < 8; ++i) points.push_back(all.points[i].curve());
  std::vector<edwards::Extended> expected = points;
  bench::run_portable(operation, expected.data(), 100);
  std::vector<edwards::Extended> once = points;
  bench::run_ifma(operation, once.data(), 100);
  for (std::size_t i = 0; i < 8; ++i) {
    if (!same(once[i], expected[i])) return state.SkipWithError("a wrong result");
  }
  for (auto _ : state) bench::run_ifma(operation, points.data(), 1000);
  per_item(state, 8 * 1000);
}

void portable(benchmark::State& state, bench::Operation operation) {
  const Points all;
  std::vector<edwards::Extended> points;
  for (std::size_t i = 0; i < 8; ++i) points.push_back(all.points[i].curve());
  for (auto _ : state) bench::run_portable(operation, points.data(), 100);
  per_item(state, 8 * 100);
}

// libsodium adds encodings: two decoded, one encoded.
void add_libsodium(benchmark::State& state) {
  const Points all;
  Bytes32 sum = all.encodings[0];
  for (auto _ : state) {
    benchmark::DoNotOptimize(
        crypto_core_ristretto255_add(sum.data(), sum.data(), all.encodings[1].data()));
  }
  per_item(state, 1);
}

void register_all() {
  const auto add = [](const std::string& name, auto function) {
    benchmark::RegisterBenchmark(name.c_str(), function)->Unit(benchmark::kMicrosecond);
  };
  for (const kernel::Kernel& kernel : kernel::all()) {
    if (!kernel.supported()) continue;
    const std::string name = kernel.name;
    add("decode/" + name, [&kernel](auto& state) { decode(state, kernel); });
    add("encode/" + name, [&kernel](auto& state) { encode(state, kernel.encode, false); });
    add("encode_doubles/" + name,
        [&kernel](auto& state) { encode(state, kernel.encode_doubles, true); });
  }
  add("decode/libsodium", decode_libsodium);
  for (const bench::Operation operation : bench::kOperations) {
    const std::string name = bench::name_of(operation);
    add(name + "/ifma", [operation](auto& state) { lanes(state, operation); });
    add(name + "/portable", [operation](auto& state) { portable(state, operation); });
  }
  add("add_encodings/libsodium", add_libsodium);
}

}  // namespace
}  // namespace viche

int main(int argc, char** argv) {
  viche::initialize();
  viche::register_all();
  benchmark::Initialize(&argc, argv);
  benchmark::AddCustomContext("kernel", "by benchmark, 1 thread");
  benchmark::RunSpecifiedBenchmarks();
}
