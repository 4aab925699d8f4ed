#pragma once
// The program tests/bulletin/go, which reads a log by Go's own code. Debian: golang-go and
// golang-golang-x-mod-dev.

#include <filesystem>
#include <string>
#include <utility>

#include "tests/bulletin/support/shell.h"

namespace viche::log::test {

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
