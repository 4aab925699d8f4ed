// The tour of the README: examples/by-hand.sh, every step by hand.

#include <gtest/gtest.h>

#include <cstdlib>

#include "tests/apps/program.h"

namespace viche::test {
namespace {

TEST(ByHand, TheTourEndsVerified) {
  const Scratch scratch;
  const std::string command = std::string("VICHE_BIN='") + VICHE_BIN_DIR + "' '" +
                              example("by-hand.sh") + "' '" + (scratch / "tour") + "' >'" +
                              (scratch / "out") + "' 2>'" + (scratch / "err") + "'";
  EXPECT_EQ(std::system(command.c_str()), 0)
      << read_text(scratch / "out") << read_text(scratch / "err");
  const std::string out = read_text(scratch / "out");
  EXPECT_NE(out.find("the second device sees: {\"garden\":[\"yes\"]}"), std::string::npos) << out;
  EXPECT_NE(out.find("VERIFIED"), std::string::npos) << out;
}

}  // namespace
}  // namespace viche::test
