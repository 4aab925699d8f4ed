#pragma once
// A witness's HTTP interface: C2SP tlog-witness 1.0.0, and the forks that it caught
// (docs/operations.md).

#include <functional>
#include <mutex>

#include "bulletin/http/message.h"
#include "bulletin/log/witness.h"

namespace viche::http {

/// Longest request: as many proof lines and signatures as a note may have.
inline constexpr std::size_t kWitnessBodyLimit = std::size_t{128} << 10;

/// Thread-safe: one request at a time reaches the witness, which outlives it with its state.
class WitnessApi {
 public:
  /// `failed` is told of each failure of the witness's storage.
  WitnessApi(log::Witness& witness, const log::FileWitnessState& state,
             std::function<void(const Error&)> failed)
      : witness_(witness), state_(state), failed_(std::move(failed)) {}

  [[nodiscard]] Response answer(const Request& request);

 private:
  [[nodiscard]] Response add_checkpoint(ByteView body);
  [[nodiscard]] Response forks();

  std::mutex mutex_;
  log::Witness& witness_;
  const log::FileWitnessState& state_;
  std::function<void(const Error&)> failed_;
};

}  // namespace viche::http
