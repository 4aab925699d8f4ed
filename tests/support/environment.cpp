// Linked into every test program: prepares libsodium before the first test.

#include <gtest/gtest.h>

#include "crypto/group/random.h"

namespace {

class VicheEnvironment final : public testing::Environment {
 public:
  void SetUp() override { viche::initialize(); }
};

[[maybe_unused]] testing::Environment* const kEnvironment =
    testing::AddGlobalTestEnvironment(new VicheEnvironment);

}  // namespace
