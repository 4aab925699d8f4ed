// Switches off every condition of the verifier and of ballot admission, one at a time, and asks
// whether some test notices.
//
//   viche_conditions TEST_PROGRAM...
//
// Each program is one that tests/conditions/switchboard.cpp is linked into. A first run of all its
// tests says which conditions refused something in which test: switching one off can make no other
// test fail. Then, condition by condition, these tests are run with it switched off, the quickest
// first, until one fails, crashes or does not end. A condition that no test misses is a survivor.
// Prints a line for each condition; exit 1 if there is a survivor.

#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <mutex>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

namespace {

constexpr unsigned kSecondsForAllTests = 1200;
constexpr unsigned kSecondsForOneTest = 120;

struct Outcome {
  int status = 0;  // as of waitpid
  std::string output;
  [[nodiscard]] bool passed() const { return WIFEXITED(status) && WEXITSTATUS(status) == 0; }
};

/// Runs a program with one more environment variable.
Outcome run(const std::string& program, const std::vector<std::string>& arguments,
            const std::string& variable, unsigned seconds) {
  int ends[2];
  if (pipe(ends) != 0) std::abort();
  const pid_t child = fork();
  if (child < 0) std::abort();
  if (child == 0) {
    alarm(seconds);  // survives exec; a program that does not end is ended
    dup2(ends[1], STDOUT_FILENO);
    dup2(ends[1], STDERR_FILENO);
    close(ends[0]);
    close(ends[1]);
    std::vector<char*> argv{const_cast<char*>(program.c_str())};
    for (const std::string& argument : arguments)
      argv.push_back(const_cast<char*>(argument.c_str()));
    argv.push_back(nullptr);
    putenv(const_cast<char*>(variable.c_str()));
    execv(program.c_str(), argv.data());
    _exit(127);
  }
  close(ends[1]);
  Outcome outcome;
  char buffer[4096];
  for (ssize_t got = 0; (got = read(ends[0], buffer, sizeof buffer)) > 0;) {
    outcome.output.append(buffer, static_cast<std::size_t>(got));
  }
  close(ends[0]);
  waitpid(child, &outcome.status, 0);
  return outcome;
}

std::vector<std::vector<std::string>> rows(const std::string& text) {
  std::vector<std::vector<std::string>> table;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    std::vector<std::string>& row = table.emplace_back();
    std::istringstream fields(line);
    for (std::string field; std::getline(fields, field, '\t');) row.push_back(field);
  }
  return table;
}

/// A test in which a condition refused something.
struct Witness {
  std::string program, test;
  unsigned long milliseconds = 0;
  std::string number;  // the condition's, in that program
};

struct Condition {
  std::string place, text;
  std::vector<Witness> witnesses;
  std::string killer;  // empty: a survivor
};

using Key = std::tuple<std::string, int, std::string>;

/// What a program says of its conditions and of its tests with all of them switched on.
struct Traced {
  std::string program;
  Outcome list, tests;
};

Traced trace(const std::string& program) {
  return {program, run(program, {}, "VICHE_CONDITIONS=list", kSecondsForOneTest),
          run(program, {"--gtest_brief=1"}, "VICHE_CONDITIONS=trace", kSecondsForAllTests)};
}

bool add_program(const Traced& traced, std::map<Key, Condition>& conditions) {
  std::map<std::string, Condition*> by_number;
  for (const auto& row : rows(traced.list.output)) {
    if (row.size() != 4) continue;
    const std::string file = row[1].substr(row[1].rfind('/', row[1].rfind('/') - 1) + 1);
    Condition& condition = conditions[{file, std::stoi(row[2]), row[3]}];
    condition.place = file + ":" + row[2];
    condition.text = row[3];
    by_number[row[0]] = &condition;
  }
  if (by_number.empty() || !traced.tests.passed()) {
    std::fprintf(stderr, "%s\n%s: no conditions, or its tests fail with all of them switched on\n",
                 traced.tests.output.c_str(), traced.program.c_str());
    return false;
  }
  for (const auto& row : rows(traced.tests.output)) {
    if (row.size() < 4 || row[0] != "refused") continue;
    for (std::size_t i = 3; i < row.size(); ++i) {
      by_number.at(row[i])->witnesses.push_back(
          {traced.program, row[1], std::stoul(row[2]), row[i]});
    }
  }
  return true;
}

void look_for_killer(Condition& condition) {
  std::stable_sort(
      condition.witnesses.begin(), condition.witnesses.end(),
      [](const Witness& a, const Witness& b) { return a.milliseconds < b.milliseconds; });
  for (const Witness& witness : condition.witnesses) {
    if (run(witness.program, {"--gtest_filter=" + witness.test, "--gtest_brief=1"},
            "VICHE_CONDITION_OFF=" + witness.number, kSecondsForOneTest)
            .passed()) {
      continue;
    }
    condition.killer = witness.test;
    return;
  }
}

/// Calls work(0), ..., work(count - 1) on as many threads as there are processors.
template <class Work>
void on_all_processors(std::size_t count, const Work& work) {
  std::atomic<std::size_t> next{0};
  std::vector<std::thread> workers;
  for (unsigned i = 0; i < std::max(1U, std::thread::hardware_concurrency()); ++i) {
    workers.emplace_back([&] {
      for (std::size_t at = next++; at < count; at = next++) work(at);
    });
  }
  for (std::thread& worker : workers) worker.join();
}

}  // namespace

int main(int argc, char** argv) {
  const std::vector<std::string> programs(argv + 1, argv + argc);
  std::vector<Traced> traced(programs.size());
  on_all_processors(programs.size(), [&](std::size_t i) { traced[i] = trace(programs[i]); });
  std::map<Key, Condition> conditions;
  for (const Traced& program : traced) {
    if (!add_program(program, conditions)) return 1;
  }
  std::vector<Condition*> list;
  for (auto& [key, condition] : conditions) list.push_back(&condition);
  on_all_processors(list.size(), [&](std::size_t i) { look_for_killer(*list[i]); });

  std::size_t survivors = 0;
  for (const Condition* condition : list) {
    if (!condition->killer.empty()) {
      std::printf("%-28s %-60s %s\n", condition->place.c_str(), condition->text.c_str(),
                  condition->killer.c_str());
    }
  }
  for (const Condition* condition : list) {
    if (!condition->killer.empty()) continue;
    ++survivors;
    std::printf("SURVIVOR %-28s %s (%zu tests in which it refused something)\n",
                condition->place.c_str(), condition->text.c_str(), condition->witnesses.size());
  }
  std::printf("%zu conditions switched off one by one, %zu survivors\n", list.size(), survivors);
  return list.empty() || survivors > 0 ? 1 : 0;
}
