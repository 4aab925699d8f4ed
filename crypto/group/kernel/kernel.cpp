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
     .many_terms = 6,
     .decode = ifma::decode,
     .encode = ifma::encode,
     .encode_doubles = ifma::encode_doubles,
     .sum_groups = ifma::sum_groups,
     .weigh_runs = ifma::weigh_runs,
     .fixed_base_sums = ifma::fixed_base_sums,
     .lane_sums = ifma::lane_sums,
     .scalars = &ifma::kScalars,
     .sha512 = ifma::sha512},
#endif
    {.name = "portable",
     .supported = portable::supported,
     .many_terms = 96,
     .decode = portable::decode,
     .encode = portable::encode,
     .encode_doubles = portable::encode_doubles,
     .sum_groups = portable::sum_groups,
     .weigh_runs = portable::weigh_runs,
     .fixed_base_sums = portable::fixed_base_sums,
     .lane_sums = portable::lane_sums,
     .scalars = &portable::kScalars,
     .sha512 = portable::sha512},
};

const Kernel& choose_or_exit() {
  const char* name = std::getenv("VICHE_KERNEL");
  const auto kernel =
      choose(kKernels, name == nullptr ? std::nullopt : std::optional<std::string_view>(name));
  if (kernel) return **kernel;
  std::fprintf(stderr, "VICHE_KERNEL: %s\n", kernel.error().reason.c_str());
  std::exit(2);
}

}  // namespace

std::span<const Kernel> all() { return kKernels; }

Result<const Kernel*> choose(std::span<const Kernel> kernels,
                             std::optional<std::string_view> name) {
  std::string names;
  for (const Kernel& kernel : kernels) {
    if (name.value_or(kernel.name) == kernel.name) {
      if (kernel.supported()) return &kernel;
      if (name) {
        return Error{"this machine does not support the kernel " + std::string(kernel.name), ""};
      }
    }
    names += std::string(" ") + kernel.name;
  }
  return Error{"there is no kernel \"" + std::string(name.value_or("")) + "\"; there are:" + names,
               ""};
}

const Kernel& active() {
  static const Kernel& chosen = choose_or_exit();
  return chosen;
}

}  // namespace viche::kernel
