#pragma once
// The requests of one connection that were handed on: they are answered in any order, and their
// responses are sent in the order of the requests.

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <vector>

#include "bulletin/http/message.h"

namespace viche::http {

/// Not thread-safe.
class Pipeline {
 public:
  /// Adds a request; gives its number. `method` is kHead where the response is sent without body.
  std::uint64_t add(Method method);
  /// The response to the request with this number, which has none yet.
  void answer(std::uint64_t number, Response response);

  /// Requests whose responses were not taken yet.
  [[nodiscard]] std::size_t size() const { return waiting_.size(); }
  [[nodiscard]] bool empty() const { return waiting_.empty(); }
  /// Whether the next response in order is there.
  [[nodiscard]] bool ready() const { return !waiting_.empty() && waiting_.front().response; }

  struct Ready {
    Method method;
    std::chrono::steady_clock::time_point since;  // when the request was handed on
    Response response;
  };
  /// The responses that are next in order, as far as they are there.
  std::vector<Ready> take();

 private:
  struct Waiting {
    Method method;
    std::chrono::steady_clock::time_point since;
    std::optional<Response> response;
  };
  std::uint64_t first_ = 0;  // the number of the front one
  std::deque<Waiting> waiting_;
};

}  // namespace viche::http
