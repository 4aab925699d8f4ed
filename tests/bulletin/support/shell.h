#pragma once
// Commands as a shell runs them.

#include <array>
#include <cstdio>
#include <string>
#include <utility>

namespace viche::log::test {

/// Runs a shell command; its output and whether it exited with 0.
inline std::pair<std::string, bool> run_shell(const std::string& command) {
  std::string output;
  FILE* pipe = ::popen((command + " 2>&1").c_str(), "r");
  if (pipe == nullptr) return {"", false};
  std::array<char, 4096> buffer;
  while (std::fgets(buffer.data(), buffer.size(), pipe) != nullptr) output += buffer.data();
  return {output, ::pclose(pipe) == 0};
}

}  // namespace viche::log::test
