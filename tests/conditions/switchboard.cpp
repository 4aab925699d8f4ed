// Linked into a test program whose verifier or ballot admission was compiled with
// VICHE_SWITCHABLE_CONDITIONS. Its environment says what it does besides its tests:
//
//   VICHE_CONDITIONS=list        print the conditions, a line each: number, file, line, text; run
//   no test VICHE_CONDITIONS=trace       print for each test the numbers of the conditions that
//   refused something in it VICHE_CONDITION_OFF=7        condition 7 refuses nothing

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "crypto/group/condition.h"

// The linker's names for the two ends of the section that VICHE_FAULT fills.
extern "C" const viche::Condition __start_viche_conditions[];
extern "C" const viche::Condition __stop_viche_conditions[];

namespace viche {
namespace {

std::size_t place_of(const Condition& condition) {
  return static_cast<std::size_t>(&condition - __start_viche_conditions);
}

std::size_t count() {
  return static_cast<std::size_t>(__stop_viche_conditions - __start_viche_conditions);
}

/// Number, from 0, of each condition of the section: by file, line and text, whatever the linker's
/// order.
std::vector<std::size_t> numbers() {
  std::vector<std::size_t> order(count());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
  const auto key = [](std::size_t i) {
    const Condition& condition = __start_viche_conditions[i];
    return std::tuple(std::string_view(condition.file), condition.line,
                      std::string_view(condition.text));
  };
  std::sort(order.begin(), order.end(),
            [&](std::size_t a, std::size_t b) { return key(a) < key(b); });
  std::vector<std::size_t> numbers(order.size());
  for (std::size_t n = 0; n < order.size(); ++n) numbers[order[n]] = n;
  return numbers;
}

std::string_view environment(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? std::string_view() : value;
}

/// Read once; conditions are evaluated on many threads.
struct Switchboard {
  std::vector<std::size_t> number = numbers();
  std::size_t off = SIZE_MAX;
  std::unique_ptr<std::atomic<bool>[]> refused { new std::atomic<bool>[ count() ]() };

  Switchboard() {
    if (const std::string_view text = environment("VICHE_CONDITION_OFF"); !text.empty()) {
      off = std::strtoul(text.data(), nullptr, 10);
    }
  }
};

Switchboard& switchboard() {
  static Switchboard only;
  return only;
}

class Tracer : public ::testing::EmptyTestEventListener {
  void OnTestStart(const ::testing::TestInfo&) override {
    for (std::size_t i = 0; i < count(); ++i) switchboard().refused[i] = false;
  }
  void OnTestEnd(const ::testing::TestInfo& test) override {
    std::string line = std::string("refused\t") + test.test_suite_name() + "." + test.name() +
                       "\t" + std::to_string(test.result()->elapsed_time());
    for (std::size_t i = 0; i < count(); ++i) {
      if (switchboard().refused[i]) line += "\t" + std::to_string(switchboard().number[i]);
    }
    std::printf("%s\n", line.c_str());
  }
};

/// Before main: lists, or joins the tests as a listener.
[[maybe_unused]] const bool kStarted = [] {
  const std::string_view wanted = environment("VICHE_CONDITIONS");
  if (wanted == "list") {
    for (std::size_t i = 0; i < count(); ++i) {
      const Condition& condition = __start_viche_conditions[i];
      std::printf("%zu\t%s\t%d\t%s\n", switchboard().number[i], condition.file, condition.line,
                  condition.text);
    }
    std::fflush(stdout);
    std::_Exit(0);
  }
  if (wanted == "trace") ::testing::UnitTest::GetInstance()->listeners().Append(new Tracer);
  return true;
}();

}  // namespace

bool fault_counts(const Condition& condition, bool fault) {
  Switchboard& board = switchboard();
  const std::size_t place = place_of(condition);
  if (fault) board.refused[place].store(true, std::memory_order_relaxed);
  return fault && board.number[place] != board.off;
}

}  // namespace viche
