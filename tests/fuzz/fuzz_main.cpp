// The body of every fuzzer: VICHE_FUZZ_TARGET is the function that it runs.

#include "crypto/group/random.h"
#include "tests/fuzz/target.h"

extern "C" int LLVMFuzzerInitialize(int*, char***) {
  viche::initialize();
  return 0;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  viche::fuzz::VICHE_FUZZ_TARGET({data, size});
  return 0;
}
