// Hashes of many messages beside OpenSSL's of one, one thread; items are messages. The argument is
// their length in bytes.

#include <benchmark/benchmark.h>

#include "crypto/group/hash.h"
#include "crypto/group/kernel/kernel.h"
#include "crypto/group/random.h"

namespace viche {
namespace {

constexpr std::size_t kCount = 64;

struct Messages {
  explicit Messages(std::size_t length) : bytes(kCount, Bytes(length)) {
    SystemRandom random;
    for (Bytes& message : bytes) random.fill(message);
    views.assign(bytes.begin(), bytes.end());
  }
  std::vector<Bytes> bytes;
  std::vector<ByteView> views;
};

void set_messages(benchmark::State& state) {
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(kCount));
}

void sha512_together(benchmark::State& state) {
  const Messages messages(static_cast<std::size_t>(state.range(0)));
  std::vector<Bytes64> digests(kCount);
  sha512_many(messages.views, digests);
  for (std::size_t i = 0; i < kCount; ++i) {
    if (digests[i] != sha512(messages.views[i])) return state.SkipWithError("not OpenSSL's digest");
  }
  for (auto _ : state) {
    sha512_many(messages.views, digests);
    benchmark::DoNotOptimize(digests.data());
  }
  set_messages(state);
}
BENCHMARK(sha512_together)->Arg(130)->Arg(1200)->Unit(benchmark::kMicrosecond);

void sha512_openssl(benchmark::State& state) {
  const Messages messages(static_cast<std::size_t>(state.range(0)));
  for (auto _ : state) {
    for (const ByteView message : messages.views) benchmark::DoNotOptimize(sha512(message));
  }
  set_messages(state);
}
BENCHMARK(sha512_openssl)->Arg(130)->Arg(1200)->Unit(benchmark::kMicrosecond);

void sha256_openssl(benchmark::State& state) {
  const Messages messages(static_cast<std::size_t>(state.range(0)));
  for (auto _ : state) {
    for (const ByteView message : messages.views) benchmark::DoNotOptimize(sha256(message));
  }
  set_messages(state);
}
BENCHMARK(sha256_openssl)->Arg(1200)->Unit(benchmark::kMicrosecond);

}  // namespace
}  // namespace viche
