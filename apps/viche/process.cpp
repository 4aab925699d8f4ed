#include "apps/viche/process.h"

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <deque>
#include <fstream>
#include <system_error>

#include "apps/common/cli.h"
#include "apps/common/console.h"

extern "C" char** environ;

namespace viche::app {
namespace {

[[noreturn]] void fail(const std::string& what) {
  throw EnvironmentError(what + ": " + std::generic_category().message(errno));
}

class Descriptor {
 public:
  explicit Descriptor(int value) : value_(value) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() { close(); }
  void close() {
    if (value_ >= 0) ::close(value_);
    value_ = -1;
  }
  [[nodiscard]] int get() const { return value_; }

 private:
  int value_;
};

void append_all(int descriptor, std::string_view text) {
  while (!text.empty()) {
    const ssize_t count = ::write(descriptor, text.data(), text.size());
    if (count < 0 && errno != EINTR) fail("cannot write a log file");
    if (count > 0) text.remove_prefix(static_cast<std::size_t>(count));
  }
}

/// Copies what the child prints into the log and hands it on line by line.
void pump(int from, int log, const std::function<void(const std::string&)>& on_line) {
  std::string line;
  char buffer[4096];
  while (true) {
    const ssize_t count = ::read(from, buffer, sizeof(buffer));
    if (count == 0) return;
    if (count < 0) {
      if (errno == EINTR) continue;
      fail("cannot read a program's output");
    }
    const std::string_view text(buffer, static_cast<std::size_t>(count));
    append_all(log, text);
    for (const char c : text) {
      if (c != '\n') {
        line += c;
        continue;
      }
      if (on_line) on_line(line);
      line.clear();
    }
  }
}

/// Forks and executes with empty input and these for its output streams.
pid_t spawn(const std::filesystem::path& program, const std::vector<std::string>& arguments,
            int out, int err) {
  const Descriptor nothing(::open("/dev/null", O_RDONLY | O_CLOEXEC));
  std::vector<std::string> words{program.string()};
  words.insert(words.end(), arguments.begin(), arguments.end());
  std::vector<char*> argv;
  for (std::string& word : words) argv.push_back(word.data());
  argv.push_back(nullptr);
  const pid_t child = ::fork();
  if (child < 0) fail("cannot start a process");
  if (child == 0) {  // only async-signal-safe calls from here on
    ::dup2(nothing.get(), 0);
    ::dup2(out, 1);
    ::dup2(err, 2);
    ::execve(argv[0], argv.data(), environ);
    ::_exit(127);
  }
  return child;
}

/// A log file to append to, with the command in it.
int begin_log(const std::filesystem::path& file, const std::string& command) {
  const int log = ::open(file.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
  if (log < 0) fail(file.string() + ": cannot open");
  append_all(log, "$ " + command + "\n");
  return log;
}

double seconds_of(const timeval& time) {
  return static_cast<double>(time.tv_sec) + 1e-6 * static_cast<double>(time.tv_usec);
}

/// Waits as `options` (of wait4) say; nothing if the process runs still.
std::optional<ProcessResult> reap(pid_t child, int options) {
  int status = 0;
  rusage usage{};
  pid_t found = 0;
  while ((found = ::wait4(child, &status, options, &usage)) < 0) {
    if (errno != EINTR) fail("cannot wait for a process");
  }
  if (found == 0) return std::nullopt;
  ProcessResult result;
  result.exit_code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  result.cpu_seconds = seconds_of(usage.ru_utime) + seconds_of(usage.ru_stime);
  result.peak_memory_kib = usage.ru_maxrss;
  return result;
}

}  // namespace

std::string command_line(const std::filesystem::path& program,
                         const std::vector<std::string>& arguments) {
  std::string line = shell_word(program.string());
  for (const std::string& argument : arguments) line += " " + shell_word(argument);
  return line;
}

ProcessResult run_process(const std::filesystem::path& program,
                          const std::vector<std::string>& arguments,
                          const std::filesystem::path& log_file,
                          const std::function<void(const std::string&)>& on_line) {
  const Descriptor log(begin_log(log_file, command_line(program, arguments)));
  int ends[2];
  if (::pipe2(ends, O_CLOEXEC) != 0) fail("cannot make a pipe");
  Descriptor read_end(ends[0]);
  Descriptor write_end(ends[1]);
  const auto start = std::chrono::steady_clock::now();
  const pid_t child = spawn(program, arguments, write_end.get(), log.get());
  write_end.close();
  pump(read_end.get(), log.get(), on_line);

  ProcessResult result = *reap(child, 0);
  result.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  if (result.exit_code == 127) throw EnvironmentError(program.string() + ": cannot be started");
  append_all(log.get(), "exit status " + std::to_string(result.exit_code) + "\n");
  return result;
}

int start_process(const std::filesystem::path& program, const std::vector<std::string>& arguments,
                  const std::filesystem::path& log_file) {
  const Descriptor log(begin_log(log_file, command_line(program, arguments)));
  return spawn(program, arguments, log.get(), log.get());
}

std::optional<ProcessResult> ended_process(int process) { return reap(process, WNOHANG); }

std::string tail_of(const std::filesystem::path& file, std::size_t lines) {
  std::ifstream in(file);
  std::deque<std::string> last;
  for (std::string line; std::getline(in, line);) {
    last.push_back("  | " + line + "\n");
    if (last.size() > lines) last.pop_front();
  }
  std::string out;
  for (const std::string& line : last) out += line;
  return out;
}

std::filesystem::path own_path() {
  std::error_code error;
  std::filesystem::path path = std::filesystem::read_symlink("/proc/self/exe", error);
  if (error) throw EnvironmentError("/proc/self/exe: " + error.message());
  return path;
}

}  // namespace viche::app
