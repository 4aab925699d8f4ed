#pragma once
// The program viche-board as a process of its own, on a port of its own.

#include <cstdint>
#include <string>
#include <vector>

#include "tests/apps/small_election.h"
#include "tests/bulletin/http/client.h"

namespace viche::test {

class ServedBoard {
 public:
  /// Serves the election's board; returns when it is ready.
  explicit ServedBoard(const SmallElection& election, const std::vector<std::string>& more = {});
  ServedBoard(const ServedBoard&) = delete;
  ServedBoard& operator=(const ServedBoard&) = delete;
  /// Kills it if it runs still.
  ~ServedBoard();

  [[nodiscard]] std::uint16_t port() const { return port_; }
  void signal(int number) const;
  /// SIGTERM, and its exit status.
  int stop();
  /// What it has written to standard error.
  [[nodiscard]] std::string log() const;

 private:
  Scratch scratch_;
  int process_ = -1;
  std::uint16_t port_ = 0;
};

/// One request on a connection of its own; the answer must be one that docs/openapi.json has.
HttpAnswer get(const ServedBoard& board, const std::string& path);
HttpAnswer post(const ServedBoard& board, const std::string& path, std::string_view body);
/// The entries framed.
HttpAnswer post_entries(const ServedBoard& board, const std::vector<Bytes>& entries,
                        const std::string& path = "/v1/ballots");

}  // namespace viche::test
