#include "tests/apps/served_board.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <stdexcept>
#include <thread>

#include "apps/viche/files.h"
#include "tests/bulletin/http/openapi.h"

namespace viche::test {
namespace {

HttpAnswer ask_board(const ServedBoard& board, const std::string& method, const std::string& path,
                     const std::string& request) {
  static const OpenApi kDescribed;
  HttpAnswer answer = ask(board.port(), request);
  EXPECT_EQ(kDescribed.fault(method, path, answer.status, answer.headers, answer.body), "")
      << method << " " << path << " " << answer.status;
  return answer;
}

/// Forks and executes; standard error goes to the file.
pid_t start_board(const SmallElection& election, const std::vector<std::string>& more,
                  const std::vector<std::string>& command, const std::string& err) {
  std::vector<std::string> words = command;
  words.insert(words.end(), {"--board-directory", election.path("board"), "--board-record",
                             election.record(), "--service-interval-ms", "50"});
  words.insert(words.end(), more.begin(), more.end());
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

ServedBoard::ServedBoard(const SmallElection& election, const std::vector<std::string>& more,
                         const std::vector<std::string>& command)
    : process_(start_board(election, more, command, scratch_ / "err")) {
  for (int i = 0; i < 2000 && port_ == 0; ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
    const std::string text = log();
    const std::size_t at = text.find("\"port\":");
    if (at != std::string::npos && text.find('\n', at) != std::string::npos) {
      port_ = static_cast<std::uint16_t>(std::stoul(text.substr(at + 7)));
    }
    if (::waitpid(process_, nullptr, WNOHANG) != 0) {
      process_ = -1;
      throw std::runtime_error("viche-board ended: " + text);
    }
  }
}

ServedBoard::~ServedBoard() {
  if (process_ < 0) return;
  ::kill(process_, SIGKILL);
  ::waitpid(process_, nullptr, 0);
}

void ServedBoard::kill_while_starting(const SmallElection& election,
                                      std::chrono::milliseconds after) {
  const Scratch scratch;
  const pid_t process = start_board(election, {}, {kBoardProgram}, scratch / "err");
  std::this_thread::sleep_for(after);
  ::kill(process, SIGKILL);
  ::waitpid(process, nullptr, 0);
}

void ServedBoard::signal(int number) const { ::kill(process_, number); }

int ServedBoard::stop() {
  signal(SIGTERM);
  int status = 0;
  ::waitpid(process_, &status, 0);
  process_ = -1;
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

std::string ServedBoard::log() const { return read_text(scratch_ / "err"); }

HttpAnswer get(const ServedBoard& board, const std::string& path) {
  return ask_board(board, "get", path, get_request(path));
}
HttpAnswer post(const ServedBoard& board, const std::string& path, std::string_view body) {
  return ask_board(board, "post", path, post_request(path, body));
}

double metric(const ServedBoard& board, const std::string& name) {
  std::this_thread::sleep_for(std::chrono::milliseconds(260));  // it is made anew after so long
  const std::string text = "\n" + get(board, "/metrics").body;
  const std::size_t at = text.find("\n" + name + " ");
  if (at == std::string::npos) throw std::runtime_error("no metric " + name);
  return std::stod(text.substr(at + name.size() + 2));
}

HttpAnswer post_entries(const ServedBoard& board, const std::vector<Bytes>& entries,
                        const std::string& path) {
  return post(board, path, as_text(app::join_entries(entries)));
}

}  // namespace viche::test
