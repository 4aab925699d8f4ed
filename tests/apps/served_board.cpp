#include "tests/apps/served_board.h"

#include <gtest/gtest.h>

#include "apps/common/files.h"
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

std::vector<std::string> command_of(const SmallElection& election,
                                    const std::vector<std::string>& more,
                                    std::vector<std::string> command) {
  command.insert(command.end(), {"--board-directory", election.path("board"), "--board-record",
                                 election.record(), "--service-interval-ms", "50"});
  command.insert(command.end(), more.begin(), more.end());
  return command;
}

}  // namespace

ServedBoard::ServedBoard(const SmallElection& election, const std::vector<std::string>& more,
                         const std::vector<std::string>& command)
    : ServedProgram(command_of(election, more, command)) {}

void ServedBoard::kill_while_starting(const SmallElection& election,
                                      std::chrono::milliseconds after) {
  ServedProgram::kill_while_starting(command_of(election, {}, {kBoardProgram}), after);
}

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
