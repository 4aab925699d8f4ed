#pragma once
// The group arithmetic of a run.

#include <memory>

#include "apps/viche-verify/arguments.h"
#include "crypto/group/random.h"
#include "verifier/arithmetic.h"

namespace viche::verify_program {

/// The arithmetic that was asked for, with what it draws weights from.
struct Group {
  explicit Group(const Arguments& arguments)
      : arithmetic(arguments.arithmetic == "sodium" ? verifier::make_sodium_arithmetic()
                                                    : verifier::make_fast_arithmetic(random)) {}
  SystemRandom random;
  std::unique_ptr<verifier::Arithmetic> arithmetic;
};

}  // namespace viche::verify_program
