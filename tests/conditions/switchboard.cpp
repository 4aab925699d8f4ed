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
extern "C" viche::Condition* const __start_viche_conditions[];
extern "C" viche::Condition* const __stop_viche_conditions[];

namespace viche {
namespace {

/// By file, line and text, whatever the linker's order; numbered from 0.
std::vector<const Condition*> numbered_conditions() {
  std::vector<Condition*> list(__start_viche_conditions, __stop_viche_conditions);
  std::sort(list.begin(), list.end(), [](const Condition* a, const Condition* b) {
    const auto key = [](const Condition* condition) {
      return std::tuple(std::string_view(condition->file), condition->line,
                        std::string_view(condition->text));
    };
    return key(a) < key(b);
  });
  for (std::size_t number = 0; number < list.size(); ++number) list[number]->number = number;
  return {list.begin(), list.end()};
}

std::string_view environment(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? std::string_view() : value;
}

/// Read once; conditions are evaluated on many threads.
struct Switchboard {
  std::vector<const Condition*> conditions = numbered_conditions();
  std::size_t off = SIZE_MAX;
  std::unique_ptr<std::atomic<bool>[]> refused { new std::atomic<bool>[ conditions.size() ]() };

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
    for (const Condition* condition : switchboard().conditions) {
      switchboard().refused[condition->number] = false;
    }
  }
  void OnTestEnd(const ::testing::TestInfo& test) override {
    std::string line = std::string("refused\t") + test.test_suite_name() + "." + test.name() +
                       "\t" + std::to_string(test.result()->elapsed_time());
    for (const Condition* condition : switchboard().conditions) {
      if (switchboard().refused[condition->number])
        line += "\t" + std::to_string(condition->number);
    }
    std::printf("%s\n", line.c_str());
  }
};

/// Before main: lists, or joins the tests as a listener.
[[maybe_unused]] const bool kStarted = [] {
  const std::string_view wanted = environment("VICHE_CONDITIONS");
  if (wanted == "list") {
    for (const Condition* condition : switchboard().conditions) {
      std::printf("%zu\t%s\t%d\t%s\n", condition->number, condition->file, condition->line,
                  condition->text);
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
  if (fault) board.refused[condition.number].store(true, std::memory_order_relaxed);
  return fault && condition.number != board.off;
}

}  // namespace viche
