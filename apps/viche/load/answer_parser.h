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
    kMore,       // the next answer is not whole yet
    kWhole,      // `answer` has it; others may have come with it
    kMalformed,  // no answer that is read here
  };

  /// Takes what has arrived; not after kWhole, where `next` is due, nor after kMalformed.
  State take(std::string_view bytes);
  /// After kWhole: looks for another answer among the bytes that were taken.
  State next();
  /// After kWhole; its body is valid while the bytes of the last `take` are, or until the next
  /// call.
  [[nodiscard]] const Answer& answer() const { return answer_; }
  /// For another connection.
  void reset();

 private:
  State look();
  State read_head();
  bool read_field(std::string_view line);

  std::string kept_;        // of an answer that is not whole
  std::string_view bytes_;  // from the beginning of the answer on: of kept_, or as they were taken
  Answer answer_;
  std::optional<std::size_t> body_at_;  // where the body begins, once the head is whole
  std::optional<std::size_t> length_;
};

}  // namespace viche::load
