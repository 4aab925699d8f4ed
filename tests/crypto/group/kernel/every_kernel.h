#pragma once
// A fixture for tests that run on each kernel of the table, whichever is active:
//   using KernelPoints = test::EveryKernel;  TEST_P(KernelPoints, ...) { GetParam().decode(...); }
//   VICHE_ON_EVERY_KERNEL(KernelPoints);
// A kernel that the machine does not support is skipped by name.

#include <gtest/gtest.h>

#include <ostream>
#include <string>

#include "crypto/group/kernel/kernel.h"

namespace viche::kernel {
inline void PrintTo(const Kernel& kernel, std::ostream* out) { *out << kernel.name; }
}  // namespace viche::kernel

namespace viche::test {

class EveryKernel : public testing::TestWithParam<kernel::Kernel> {
 protected:
  void SetUp() override {
    if (!GetParam().supported()) {
      GTEST_SKIP() << "this machine does not support the kernel " << GetParam().name;
    }
  }
};

#define VICHE_ON_EVERY_KERNEL(suite)                                                               \
  INSTANTIATE_TEST_SUITE_P(                                                                        \
      Kernels, suite, testing::ValuesIn(viche::kernel::all().begin(), viche::kernel::all().end()), \
      [](const auto& parameter) { return std::string(parameter.param.name); })

}  // namespace viche::test
