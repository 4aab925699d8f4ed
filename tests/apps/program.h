#pragma once
// Runs the built programs and looks at what they leave.

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "crypto/group/bytes.h"

namespace viche::test {

namespace fs = std::filesystem;

struct Ran {
  int exit_code = 0;  // 128 + signal if a signal ended it
  std::string out, err;
  long peak_memory_kib = 0;
  double processor_seconds = 0;
};

/// Runs `viche` or `viche-verify` (by name) of this build, or any program (by its path), and waits.
Ran run(const std::string& program, const std::vector<std::string>& arguments);
Ran viche(const std::vector<std::string>& arguments);
/// viche-verify with one thread.
Ran verify(const fs::path& record, const std::vector<std::string>& more = {});

/// Starts `viche` in the background, output thrown away; the process id.
int start_viche(const std::vector<std::string>& arguments);
/// Starts any program of this build in the background, what it says thrown away; the process id.
int start_program(const std::string& program, const std::vector<std::string>& arguments);
/// Kills (SIGKILL) what these two started and waits for it. True if it had ended by itself, with
/// exit status 0, before.
bool kill_or_reap(int process);

/// A directory of this test alone, removed at its end.
class Scratch {
 public:
  Scratch();
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;
  ~Scratch();

  [[nodiscard]] const fs::path& path() const { return path_; }
  [[nodiscard]] std::string operator/(const std::string& name) const {
    return (path_ / name).string();
  }

 private:
  fs::path path_;
};

std::string read_text(const fs::path& path);
Bytes read_bytes(const fs::path& path);
void write_bytes(const fs::path& path, ByteView bytes);
void write_text(const fs::path& path, const std::string& text);
/// All files below a directory, sorted.
std::vector<fs::path> files_below(const fs::path& directory);
/// Their contents, by path.
std::map<std::string, Bytes> contents(const fs::path& directory);
/// A file of examples/.
std::string example(const std::string& name);
/// Whether the long form of a campaign was asked for (VICHE_CAMPAIGN=full).
bool full_campaign();

}  // namespace viche::test
