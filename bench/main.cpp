// The main function of benchmarks on the active kernel, which it prints.

#include <benchmark/benchmark.h>

#include <string>

#include "crypto/group/kernel/kernel.h"
#include "crypto/group/random.h"

int main(int argc, char** argv) {
  viche::initialize();
  benchmark::Initialize(&argc, argv);
  benchmark::AddCustomContext("kernel", std::string(viche::kernel::active().name) + ", 1 thread");
  benchmark::RunSpecifiedBenchmarks();
}
