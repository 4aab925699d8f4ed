#include "bulletin/http/pipeline.h"

#include <utility>

namespace viche::http {

std::uint64_t Pipeline::add(Method method) {
  waiting_.push_back({method, std::chrono::steady_clock::now(), std::nullopt});
  return first_ + waiting_.size() - 1;
}

void Pipeline::answer(std::uint64_t number, Response response) {
  if (number < first_ || number - first_ >= waiting_.size() ||
      waiting_[number - first_].response.has_value()) {
    broken_invariant("a request that is answered twice");
  }
  waiting_[number - first_].response = std::move(response);
}

std::vector<Pipeline::Ready> Pipeline::take() {
  std::vector<Ready> taken;
  while (ready()) {
    Waiting& front = waiting_.front();
    taken.push_back({front.method, front.since, std::move(*front.response)});
    waiting_.pop_front();
    ++first_;
  }
  return taken;
}

}  // namespace viche::http
