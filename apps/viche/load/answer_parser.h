#pragma once
// Reads a response of HTTP/1.1 as its bytes come: status, length, body, and what tells a client
// what to do next. Only what a board sends: a length, no chunks.

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace viche::load {

struct Answer {
  unsigned status = 0;
  std::optional<unsigned> retry_after;  // seconds
  bool close = false;                   // the server closes the connection after it
  std::string_view body;
};

class AnswerParser {
 public:
  static constexpr std::size_t kMostHead = 16384;
  static constexpr std::size_t kMostBody = std::size_t{64} << 20;

  enum class State {
    kMore,       // the answer is not whole yet
    kWhole,      // nothing came after it
    kMalformed,  // no answer that is read here, or more than one
  };

  /// Takes what has arrived. After kWhole or kMalformed it is to be reset first.
  State take(std::string_view bytes);
  /// After kWhole; its body is valid while the bytes of the last `take` are, or until the next
  /// call.
  [[nodiscard]] const Answer& answer() const { return answer_; }
  /// Whether any byte of an answer has been taken.
  [[nodiscard]] bool begun() const { return !kept_.empty(); }
  void reset();

 private:
  State read_head(std::string_view bytes);
  bool read_field(std::string_view line);

  std::string kept_;  // of an answer that is not whole
  Answer answer_;
  std::optional<std::size_t> body_at_;  // where the body begins, once the head is whole
  std::optional<std::size_t> length_;
};

}  // namespace viche::load
