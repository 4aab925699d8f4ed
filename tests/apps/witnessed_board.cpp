#include "tests/apps/witnessed_board.h"

#include <chrono>
#include <thread>

namespace viche::test {

ServedWitness::ServedWitness(const SmallElection& election, std::size_t witness, std::uint16_t port)
    : ServedProgram({VICHE_BIN_DIR "/viche", "witness", "serve", "--state",
                     election.witness_state(witness), "--key", election.witness_key(witness),
                     "--manifest", election.path("manifest.json"), "--port",
                     std::to_string(port)}) {}

std::vector<std::string> asking(const std::vector<std::uint16_t>& ports) {
  static const std::vector<std::string> kNames{"witness.example/one", "witness.example/two"};
  std::string urls;
  for (std::size_t i = 0; i < ports.size(); ++i) {
    urls += kNames[i] + "=http://127.0.0.1:" + std::to_string(ports[i]) + "/ ";
  }
  return {"--witnesses-urls", urls, "--witnesses-timeout-ms", "5000"};
}

nlohmann::json get_json(const ServedBoard& board, const std::string& path) {
  return nlohmann::json::parse(get(board, path).body);
}

bool within_seconds(const std::function<bool()>& condition) {
  for (int i = 0; i < 1000 && !condition(); ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
  return condition();
}

}  // namespace viche::test
