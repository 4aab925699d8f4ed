#pragma once
// The program tests/bulletin/go, which reads a log by Go's own code. Debian: golang-go and
// golang-golang-x-mod-dev.

#include <array>
#include <cstdio>
#include <filesystem>
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

class GoProgram {
 public:
  /// Why there can be none here; empty if there can.
  static std::string missing() {
    if (!run_shell("go version").second) return "no Go here (Debian: golang-go)";
    if (!std::filesystem::exists(std::string(kModules) + "/src/golang.org/x/mod/sumdb/tlog")) {
      return "no golang.org/x/mod here (Debian: golang-golang-x-mod-dev)";
    }
    return "";
  }

  explicit GoProgram(const std::filesystem::path& directory)
      : path_((directory / "check_log").string()), built_(go("build -o " + path_ + " .")) {}

  /// What the compiler said, and whether it went well.
  [[nodiscard]] const std::pair<std::string, bool>& built() const { return built_; }
  /// Of `go vet`.
  [[nodiscard]] static std::pair<std::string, bool> vet() { return go("vet ."); }
  [[nodiscard]] std::pair<std::string, bool> run(const std::string& arguments) const {
    return run_shell(path_ + " " + arguments);
  }

 private:
  static constexpr const char* kModules = "/usr/share/gocode";

  static std::pair<std::string, bool> go(const std::string& command) {
    return run_shell("cd " VICHE_SOURCE_DIR "/tests/bulletin/go && GO111MODULE=off GOPATH=" +
                     std::string(kModules) + " GOCACHE=" VICHE_BIN_DIR "/../go-cache go " +
                     command);
  }

  std::string path_;
  std::pair<std::string, bool> built_;
};

}  // namespace viche::log::test
