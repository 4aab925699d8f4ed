// usage: viche_constant_time CASE      runs a case under a checker
//        viche_constant_time --all CASE...   whether these are all cases there are
// exit:  0 nothing found, 1 the case itself fails, 2 usage, 77 no checker watches; a checker ends
//        the program with a status of its own

#include <cstdio>
#include <string_view>
#include <vector>

#include "crypto/group/random.h"
#include "tests/constant_time/cases.h"
#include "tests/constant_time/secrecy.h"

namespace {

std::vector<viche::test::Case> all_cases() {
  std::vector<viche::test::Case> all;
  const auto add = [&all](std::span<const viche::test::Case> cases) {
    all.insert(all.end(), cases.begin(), cases.end());
  };
  add(viche::test::kernel_cases());
  add(viche::test::planted_cases());
#ifndef VICHE_KERNELS_ONLY
  add(viche::test::multiplication_cases());
  add(viche::test::proof_cases());
  add(viche::test::ballot_cases());
  add(viche::test::tally_cases());
#endif
  return all;
}

bool are_all(std::span<char*> names) {
  const std::vector<viche::test::Case> all = all_cases();
  bool same = names.size() == all.size();
  for (std::size_t i = 0; same && i < all.size(); ++i) {
    same = std::string_view(names[i]) == all[i].name;
  }
  if (!same) {
    std::fputs("The list of tests differs from the program's list of cases:\n", stderr);
    for (const viche::test::Case& known : all) std::fprintf(stderr, "  %s\n", known.name);
  }
  return same;
}

}  // namespace

int main(int count, char** arguments) {
  const std::span<char*> names(arguments + 1, static_cast<std::size_t>(count > 0 ? count - 1 : 0));
  if (!names.empty() && std::string_view(names[0]) == "--all") {
    return are_all(names.subspan(1)) ? 0 : 1;
  }
  if (names.size() != 1) return 2;
  if (viche::test::running_checker() == nullptr) return 77;
  viche::initialize();
  for (const viche::test::Case& known : all_cases()) {
    if (std::string_view(names[0]) != known.name) continue;
    known.run();
    return 0;
  }
  return 2;
}
