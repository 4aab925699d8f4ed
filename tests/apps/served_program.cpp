#include "tests/apps/served_program.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <stdexcept>
#include <thread>

namespace viche::test {
namespace {

/// Forks and executes; standard error goes to the file.
pid_t start_served(std::vector<std::string> words, const std::string& err) {
  std::vector<char*> argv;
  for (std::string& word : words) argv.push_back(word.data());
  argv.push_back(nullptr);
  const pid_t process = ::fork();
  if (process < 0) throw std::runtime_error("cannot fork");
  if (process == 0) {
    ::dup2(::open(err.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600), 2);
    ::execv(argv[0], argv.data());
    ::_exit(126);
  }
  return process;
}

}  // namespace

ServedProgram::ServedProgram(const std::vector<std::string>& command)
    : process_(start_served(command, scratch_ / "err")) {
  for (int i = 0; i < 2000 && port_ == 0; ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
    const std::string text = log();
    const std::size_t at = text.find("\"port\":");
    if (at != std::string::npos && text.find('\n', at) != std::string::npos) {
      port_ = static_cast<std::uint16_t>(std::stoul(text.substr(at + 7)));
    }
    if (::waitpid(process_, nullptr, WNOHANG) != 0) {
      process_ = -1;
      throw std::runtime_error(command.front() + " ended: " + text);
    }
  }
}

ServedProgram::~ServedProgram() {
  if (process_ < 0) return;
  ::kill(process_, SIGKILL);
  ::waitpid(process_, nullptr, 0);
}

void ServedProgram::kill_while_starting(const std::vector<std::string>& command,
                                        std::chrono::milliseconds after) {
  const Scratch scratch;
  const pid_t process = start_served(command, scratch / "err");
  std::this_thread::sleep_for(after);
  ::kill(process, SIGKILL);
  ::waitpid(process, nullptr, 0);
}

void ServedProgram::signal(int number) const { ::kill(process_, number); }

int ServedProgram::stop() {
  signal(SIGTERM);
  int status = 0;
  ::waitpid(process_, &status, 0);
  process_ = -1;
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

std::string ServedProgram::log() const { return read_text(scratch_ / "err"); }

}  // namespace viche::test
