#include "crypto/group/parallel.h"

#include <gtest/gtest.h>

#include <atomic>
#include <new>
#include <vector>

namespace viche {
namespace {

TEST(ParallelFor, DoesEachPieceOfWorkOnce) {
  for (const unsigned threads : {0U, 1U, 3U, 50U}) {
    for (const std::size_t count : {0U, 1U, 2U, 1000U}) {
      std::vector<std::atomic<int>> done(count);
      parallel_for(threads, count, [&](std::size_t i) { ++done[i]; });
      for (const std::atomic<int>& times : done) EXPECT_EQ(times, 1);
    }
  }
}

// The others go on with what is left: a slow piece delays nothing but itself.
TEST(ParallelFor, APieceMayWaitForAllTheOthers) {
  std::atomic<int> ended{0};
  parallel_for(2, 100, [&](std::size_t i) {
    if (i > 0) {
      ++ended;
      ended.notify_all();
      return;
    }
    for (int seen = ended; seen < 99; seen = ended) ended.wait(seen);
  });
  EXPECT_EQ(ended, 99);
}

TEST(ParallelFor, AnExceptionOfAnyThreadReachesTheCaller) {
  for (const std::size_t place : {0U, 1U, 99U}) {
    EXPECT_THROW(parallel_for(4, 100,
                              [&](std::size_t i) {
                                if (i == place) throw std::bad_alloc();
                              }),
                 std::bad_alloc);
  }
}

TEST(RunBeside, GivesTheResultOrTheException) {
  int runs = 0;
  EXPECT_EQ(run_beside([&runs] { return ++runs; }).get(), 1);
  EXPECT_EQ(runs, 1);
  auto failing = run_beside([]() -> int { throw std::bad_alloc(); });
  EXPECT_THROW(failing.get(), std::bad_alloc);
}

}  // namespace
}  // namespace viche
