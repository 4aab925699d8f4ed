#pragma once
// A condition on which a verdict hangs is written
//
//   if (VICHE_FAULT(index >= size)) return Error{"...", ""};      or      VICHE_HOLDS(index < size)
//
// one simple condition each, so that a test build can switch any of them off by number and ask
// whether some test notices (tests/conditions). Elsewhere both are just the condition. Not for
// templates and inline functions with external linkage.

#ifdef VICHE_SWITCHABLE_CONDITIONS

#include <cstddef>

namespace viche {

struct Condition {
  const char* file;
  int line;
  const char* text;
  std::size_t number;  // assigned by the test program
};

/// `fault`, or false if this condition is switched off. Defined by the test program.
bool fault_counts(const Condition& condition, bool fault);

}  // namespace viche

// Pointers to all conditions of a program, reached or not, stand side by side in one section of it.
#define VICHE_FAULT(...)                                                            \
  (__extension__({                                                                  \
    static ::viche::Condition viche_condition{__FILE__, __LINE__, #__VA_ARGS__, 0}; \
    static ::viche::Condition* const viche_listed                                   \
        __attribute__((used, section("viche_conditions"))) = &viche_condition;      \
    ::viche::fault_counts(viche_condition, static_cast<bool>(__VA_ARGS__));         \
  }))

#else

#define VICHE_FAULT(...) static_cast<bool>(__VA_ARGS__)

#endif

#define VICHE_HOLDS(...) (!VICHE_FAULT(!(__VA_ARGS__)))
