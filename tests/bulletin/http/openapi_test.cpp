#include "tests/bulletin/http/openapi.h"

#include <gtest/gtest.h>

namespace viche::test {
namespace {

const std::map<std::string, std::string> kProblem{{"content-type", "application/problem+json"}};

std::string problem_body(unsigned status, const std::string& reason) {
  return nlohmann::json{{"type", "urn:viche:problem:" + reason},
                        {"title", "t"},
                        {"status", status},
                        {"reason", reason},
                        {"detail", "d"}}
      .dump();
}

TEST(OpenApi, SeesWhatIsNotDescribed) {
  const OpenApi api;
  EXPECT_EQ(api.fault("post", "/v1/ballots", 409, kProblem, problem_body(409, "not-next")), "");
  EXPECT_NE(api.fault("post", "/v1/ballots", 409, kProblem, problem_body(409, "busy")), "");
  EXPECT_NE(api.fault("post", "/v1/ballots", 409, kProblem, problem_body(408, "not-next")), "");
  EXPECT_NE(api.fault("post", "/v1/ballots", 418, kProblem, problem_body(418, "not-next")), "");
  EXPECT_NE(api.fault("post", "/v1/ballots", 409, {}, problem_body(409, "not-next")), "");
  EXPECT_NE(api.fault("get", "/v1/election", 409, kProblem, problem_body(409, "not-next")), "");
  EXPECT_NE(api.fault("get", "/v2", 200, {}, ""), "");
  EXPECT_NE(api.fault("get", "/v1/ballots", 405, kProblem, problem_body(405, "method-not-allowed")),
            "")
      << "without Allow";
  const std::map<std::string, std::string> json{{"content-type", "application/json"}};
  EXPECT_EQ(
      api.fault("get", "/version", 200, json, R"({"name": "a", "version": "b", "kernel": "c"})"),
      "");
  EXPECT_NE(api.fault("get", "/version", 200, json, R"({"name": "a", "version": "b"})"), "");
  EXPECT_NE(api.fault("get", "/version", 200, json,
                      R"({"name": "a", "version": "b", "kernel": "c", "d": 1})"),
            "");
  EXPECT_NE(
      api.fault("get", "/version", 200, json, R"({"name": 1, "version": "b", "kernel": "c"})"), "");
}

}  // namespace
}  // namespace viche::test
