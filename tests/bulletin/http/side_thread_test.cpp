#include "bulletin/http/side_thread.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <future>
#include <thread>
#include <vector>

namespace viche::http {
namespace {

TEST(SideThread, RunsTasksInOrderAndAllThatWaitAtTheEnd) {
  std::vector<int> order;
  {
    SideThread side(100);
    for (int i = 0; i < 20; ++i) EXPECT_TRUE(side.submit(1, [&order, i] { order.push_back(i); }));
  }
  ASSERT_EQ(order.size(), 20U);
  EXPECT_TRUE(std::is_sorted(order.begin(), order.end()));
}

TEST(SideThread, TakesNoMoreThanItsLimit) {
  std::promise<void> go;
  std::shared_future<void> gone = go.get_future().share();
  std::atomic<int> ran = 0;
  SideThread side(100);
  EXPECT_FALSE(side.submit(101, [&] { ++ran; }));
  EXPECT_TRUE(side.submit(60, [&] { gone.wait(); }));
  EXPECT_FALSE(side.submit(41, [&] { ++ran; }));
  EXPECT_TRUE(side.submit(40, [&] { ++ran; }));
  EXPECT_FALSE(side.submit(1, [&] { ++ran; }));
  go.set_value();
  while (!side.submit(100, [&] { ++ran; })) std::this_thread::yield();
  while (ran < 2) std::this_thread::yield();
  EXPECT_EQ(ran, 2);
}

}  // namespace
}  // namespace viche::http
