// The count of checks, and that it fails closed; the report's forms.

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "verifier/report.h"

namespace viche::verifier {
namespace {

TEST(ChecksCount, NothingRequiredHolds) { EXPECT_TRUE(Checks().all_hold()); }

TEST(ChecksCount, ARequiredNumberNotReachedFails) {
  Checks checks;
  checks.expect(CheckId::B9, 3);
  checks.require(CheckId::B9, 1, true, "");
  checks.require(CheckId::B9, 2, true, "");
  EXPECT_FALSE(checks.all_hold());
  checks.require(CheckId::B9, 3, true, "");
  EXPECT_TRUE(checks.all_hold());
  checks.expect_at_least(CheckId::T3, 1);
  EXPECT_FALSE(checks.all_hold());
}

TEST(ChecksCount, AFailureIsNeverOutweighed) {
  Checks checks;
  EXPECT_FALSE(checks.require(CheckId::E4, 8, false, "bad"));
  EXPECT_TRUE(checks.require(CheckId::E4, 9, true, "", 1000));
  EXPECT_FALSE(checks.all_hold());
}

TEST(ChecksCount, TheLowestEntryIsTheFirstFailure) {
  Checks checks;
  checks.require(CheckId::B5, 9, false, "later");
  checks.require(CheckId::B5, 4, false, "earlier");
  checks.require(CheckId::B5, 7, Result<void>(Error{"between", "byte 3"}));
  const std::optional<Failure>& first = checks[CheckId::B5].first_failure;
  EXPECT_EQ(first->entry, EntryIndex{4});
  EXPECT_EQ(first->message, "earlier");
  EXPECT_EQ(checks[CheckId::B5].failed, 3U);
}

TEST(ChecksCount, AtLeastAndExpectedAreNotAdded) {
  Checks checks;
  checks.expect_at_least(CheckId::V1, 1);
  checks.expect(CheckId::V1);
  EXPECT_EQ(checks[CheckId::V1].required(), 1U);
}

TEST(ChecksCount, EveryNumberHasANameOfItsOwn) {
  std::set<std::string_view> numbers;
  for (std::size_t i = 0; i < kCheckCount; ++i) {
    numbers.insert(check_number(static_cast<CheckId>(i)));
    EXPECT_FALSE(check_name(static_cast<CheckId>(i)).empty());
  }
  EXPECT_EQ(numbers.size(), 53U);
  EXPECT_EQ(check_number(CheckId::B11), "B11");
  EXPECT_EQ(check_name(CheckId::T8), "bounds");
}

TEST(ReportJson, SaysWhatFailedWhere) {
  Report report;
  report.checks.expect(CheckId::B9, 2);
  report.checks.require(CheckId::B9, 17, false, "(E1) does not hold");
  const auto json = nlohmann::json::parse(to_json(report, {1.5, 4, "fast", "k", "v"}));
  EXPECT_EQ(json.at("viche_report"), 1);
  EXPECT_EQ(json.at("verdict"), "failed");
  EXPECT_EQ(json.at("checks").size(), kCheckCount);
  for (const auto& check : json.at("checks")) {
    if (check.at("id") != "B9") {
      EXPECT_TRUE(check.at("first_failure").is_null());
      continue;
    }
    EXPECT_EQ(check.at("name"), "E1");
    EXPECT_EQ(check.at("passed"), 0);
    EXPECT_EQ(check.at("failed"), 1);
    EXPECT_EQ(check.at("required"), 2);
    EXPECT_EQ(check.at("first_failure").at("entry"), 17);
    EXPECT_EQ(check.at("first_failure").at("message"), "(E1) does not hold");
  }
  EXPECT_EQ(json.at("run").at("threads"), 4);
  EXPECT_TRUE(json.at("counts").is_null());
}

TEST(ReportJson, TextsThatAreNotUtf8DoNotEndTheProgram) {
  Report report;
  report.checks.require(CheckId::R7, std::nullopt, false, "found \xff\xfe");
  EXPECT_FALSE(nlohmann::json::parse(to_json(report, {})).is_null());
}

TEST(ReportJson, NamesTheTrusteesAtFault) {
  Report report;
  EXPECT_EQ(nlohmann::json::parse(to_json(report, {})).at("faults"), nlohmann::json::array());
  report.faults = {{2, 10, "first"}, {1, 11, "second"}};
  const auto faults = nlohmann::json::parse(to_json(report, {})).at("faults");
  EXPECT_EQ(faults, nlohmann::json::parse(R"([{"trustee": 2, "entry": 10, "reason": "first"},
                                              {"trustee": 1, "entry": 11, "reason": "second"}])"));
}

TEST(ReportText, NamesTheTrusteesAtFault) {
  Report report;
  EXPECT_EQ(to_text(report, {}).find("ceremony"), std::string::npos);
  report.faults = {{2, 10, "it has not answered"}};
  EXPECT_NE(to_text(report, {})
                .find("The key ceremony has ended.\n  trustee 2 is at fault "
                      "(complaint at entry 10): it has not answered\n"),
            std::string::npos);
}

TEST(ReportText, ControlCharactersDoNotReachTheTerminal) {
  Report report;
  report.checks.require(CheckId::R7, std::nullopt, false, "found \x1b[2J");
  const std::string text = to_text(report, {});
  EXPECT_EQ(text.find('\x1b'), std::string::npos);
  EXPECT_NE(text.find("FAILED\n"), std::string::npos);
}

}  // namespace
}  // namespace viche::verifier
