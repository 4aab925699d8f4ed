#include "crypto/group/kernel/kernel.h"

#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>

#include "crypto/group/kernel/ifma.h"
#include "crypto/group/kernel/portable.h"

namespace viche::kernel {
namespace {

constexpr Kernel kKernels[] = {
#if VICHE_HAS_IFMA
    {.name = "ifma",
     .supported = ifma::supported,
     .decode = ifma::decode,
     .encode = ifma::encode,
     .sum_groups = ifma::sum_groups,
     .weigh_runs = ifma::weigh_runs,
     .scalars = &portable::kScalars},
#endif
    {.name = "portable",
     .supported = portable::supported,
     .decode = portable::decode,
     .encode = portable::encode,
     .sum_groups = portable::sum_groups,
     .weigh_runs = portable::weigh_runs,
     .scalars = &portable::kScalars},
};

[[noreturn]] void refuse(const std::string& reason) {
  std::fprintf(stderr, "VICHE_KERNEL: %s\n", reason.c_str());
  std::exit(2);
}

const Kernel& choose() {
  const char* forced = std::getenv("VICHE_KERNEL");
  std::string names;
  for (const Kernel& kernel : kKernels) {
    if (forced == nullptr && kernel.supported()) return kernel;
    if (forced != nullptr && std::string_view(forced) == kernel.name) {
      if (kernel.supported()) return kernel;
      refuse("this machine does not support the kernel " + std::string(kernel.name));
    }
    names += std::string(" ") + kernel.name;
  }
  refuse("there is no kernel \"" + std::string(forced == nullptr ? "" : forced) + "\"; there are" +
         names);
}

}  // namespace

std::span<const Kernel> all() { return kKernels; }

const Kernel& active() {
  static const Kernel& chosen = choose();
  return chosen;
}

}  // namespace viche::kernel
