#include "crypto/group/kernel/kernel.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <set>

#include "crypto/group/random.h"

namespace viche::kernel {
namespace {

bool yes() { return true; }
bool no() { return false; }

Kernel named(const char* name, bool (*supported)()) {
  Kernel kernel{};
  kernel.name = name;
  kernel.supported = supported;
  return kernel;
}

// CTest repeats every test of this program with VICHE_KERNEL set to each kernel.
TEST(ActiveKernel, IsTheOneThatWasForced) {
  const char* forced = std::getenv("VICHE_KERNEL");
  EXPECT_STREQ(active().name, forced == nullptr ? (*choose(all(), std::nullopt))->name : forced);
  EXPECT_TRUE(active().supported());
}

TEST(Kernels, EndWithThePortableOne) {
  EXPECT_STREQ(all().back().name, "portable");
  EXPECT_TRUE(all().back().supported());
  std::set<std::string_view> names;
  for (const Kernel& kernel : all()) EXPECT_TRUE(names.insert(kernel.name).second);
}

TEST(Choose, TakesTheFirstSupportedOrTheOneNamed) {
  const Kernel kernels[] = {named("best", no), named("good", yes), named("plain", yes)};
  EXPECT_EQ(choose(kernels, std::nullopt).value(), &kernels[1]);
  EXPECT_EQ(choose(kernels, "good").value(), &kernels[1]);
  EXPECT_EQ(choose(kernels, "plain").value(), &kernels[2]);
  EXPECT_EQ(choose(kernels, "best").error().reason,
            "this machine does not support the kernel best");
  for (const char* unknown : {"", "bes", "best ", "goods"}) {
    EXPECT_EQ(choose(kernels, unknown).error().reason,
              "there is no kernel \"" + std::string(unknown) + "\"; there are: best good plain");
  }
}

TEST(KernelDeathTest, AnUnknownNameEndsTheProgramAtItsStart) {
  testing::FLAGS_gtest_death_test_style = "threadsafe";  // a new process, which chooses anew
  const char* before = std::getenv("VICHE_KERNEL");
  const std::string restored = before == nullptr ? "" : before;
  setenv("VICHE_KERNEL", "nonsense", 1);
  EXPECT_EXIT(initialize(), testing::ExitedWithCode(2),
              "VICHE_KERNEL: there is no kernel \"nonsense\"; there are:.* portable");
  if (before == nullptr) {
    unsetenv("VICHE_KERNEL");
  } else {
    setenv("VICHE_KERNEL", restored.c_str(), 1);
  }
}

}  // namespace
}  // namespace viche::kernel
