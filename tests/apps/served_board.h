#pragma once
// The program viche-board as a process of its own, on a port of its own.

#include <chrono>
#include <string>
#include <vector>

#include "tests/apps/served_program.h"
#include "tests/apps/small_election.h"
#include "tests/bulletin/http/client.h"

namespace viche::test {

inline constexpr const char* kBoardProgram = VICHE_BIN_DIR "/viche-board";

class ServedBoard : public ServedProgram {
 public:
  /// Serves the election's board; returns when it is ready. `command`: the program, with what it is
  /// run under.
  explicit ServedBoard(const SmallElection& election, const std::vector<std::string>& more = {},
                       const std::vector<std::string>& command = {kBoardProgram});
  /// Starts another process and kills it after so long, ready or not.
  static void kill_while_starting(const SmallElection& election, std::chrono::milliseconds after);
};

/// One request on a connection of its own; the answer must be one that docs/openapi.json has.
HttpAnswer get(const ServedBoard& board, const std::string& path);
HttpAnswer post(const ServedBoard& board, const std::string& path, std::string_view body);
/// The value of a line of /metrics, by its name and labels.
double metric(const ServedBoard& board, const std::string& name);
/// The entries framed.
HttpAnswer post_entries(const ServedBoard& board, const std::vector<Bytes>& entries,
                        const std::string& path = "/v1/ballots");

}  // namespace viche::test
