#include "tally/result_check.h"

#include <gtest/gtest.h>

namespace viche::tally {
namespace {

using ballot::ContestIndex;
using ballot::UnitIndex;

ballot::Manifest manifest() {
  ballot::Manifest manifest;
  manifest.contests.resize(2);
  manifest.contests[0].id = "mayor";
  manifest.contests[1].id = "law";
  for (const char* id : {"north", "south", "all"}) {
    ballot::Unit unit;
    unit.id = id;
    manifest.units.push_back(unit);
  }
  return manifest;
}

log::ResultBody sample_result() {
  log::ResultBody body;
  body.counts = {10, 7, 2, 1, 4};
  body.units = {
      {ContestIndex(0), {UnitIndex(0), UnitIndex(1)}, log::UnitStatus::kDecrypted, 7, {3, 4}},
      {ContestIndex(1), {UnitIndex(2)}, log::UnitStatus::kWithheld, 2, {}}};
  return body;
}

TEST(ResultCheck, AcceptsTheSame) {
  EXPECT_TRUE(check_result(manifest(), sample_result(), sample_result()).ok());
  EXPECT_TRUE(check_result(manifest(), {}, {}).ok());
}

template <class Change>
std::string error_after(const Change& change) {
  log::ResultBody stated = sample_result();
  change(stated);
  const auto checked = check_result(manifest(), stated, sample_result());
  return checked ? "it was accepted" : checked.error().message();
}

TEST(ResultCheck, NamesWhatDiffers) {
  EXPECT_EQ(error_after([](auto& r) { r.counts.cast = 11; }),
            "the result states 11 cast ballots, recomputed: 10");
  EXPECT_EQ(error_after([](auto& r) { r.counts.counted = 8; }),
            "the result states 8 counted ballots, recomputed: 7");
  EXPECT_EQ(error_after([](auto& r) { r.counts.superseded = 0; }),
            "the result states 0 superseded ballots, recomputed: 2");
  EXPECT_EQ(error_after([](auto& r) { r.counts.cancelled = 0; }),
            "the result states 0 cancelled ballots, recomputed: 1");
  EXPECT_EQ(error_after([](auto& r) { r.counts.challenged = 5; }),
            "the result states 5 challenged ballots, recomputed: 4");
  EXPECT_EQ(error_after([](auto& r) { r.units.pop_back(); }),
            "the result states 1 units, recomputed: 2");
  EXPECT_EQ(error_after([](auto& r) { r.units.push_back(r.units[0]); }),
            "the result states 3 units, recomputed: 2");
  EXPECT_EQ(error_after([](auto& r) { std::swap(r.units[0], r.units[1]); }),
            "unit 1 of the result: it should be merged units north, south of contest mayor");
  EXPECT_EQ(error_after([](auto& r) { r.units[0].members.pop_back(); }),
            "unit 1 of the result: it should be merged units north, south of contest mayor");
  EXPECT_EQ(error_after([](auto& r) { r.units[1].contest = ContestIndex(0); }),
            "unit 2 of the result: it should be unit all of contest law");
  EXPECT_EQ(error_after([](auto& r) { r.units[1].status = log::UnitStatus::kEmpty; }),
            "unit 2 of the result: the result states 3 as status, recomputed: 2");
  EXPECT_EQ(error_after([](auto& r) { r.units[1].counted = 3; }),
            "unit 2 of the result: the result states 3 counted ballots, recomputed: 2");
  EXPECT_EQ(error_after([](auto& r) { r.units[0].totals.pop_back(); }),
            "unit 1 of the result: the result states 1 rows, recomputed: 2");
  EXPECT_EQ(error_after([](auto& r) { r.units[1].totals.push_back(2); }),
            "unit 2 of the result: the result states 1 rows, recomputed: 0");
  EXPECT_EQ(error_after([](auto& r) { std::swap(r.units[0].totals[0], r.units[0].totals[1]); }),
            "unit 1 of the result: row 1: the result states 4 as total, recomputed: 3");
}

}  // namespace
}  // namespace viche::tally
