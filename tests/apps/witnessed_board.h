#pragma once
// The programs `viche witness serve`, and boards that ask them.

#include <functional>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "tests/apps/served_board.h"

namespace viche::test {

/// A witness of the election (0 or 1) over HTTP, with the state that it has by files.
class ServedWitness : public ServedProgram {
 public:
  ServedWitness(const SmallElection& election, std::size_t witness, std::uint16_t port = 0);
};

/// Flags of a board that asks the witness on port i as the election's witness i.
std::vector<std::string> asking(const std::vector<std::uint16_t>& ports);

nlohmann::json get_json(const ServedBoard& board, const std::string& path);

/// Whether the condition holds within some seconds.
bool within_seconds(const std::function<bool()>& condition);

}  // namespace viche::test
