#pragma once
// Regions of code compiled for an instruction set that the rest of the program is not compiled for.
//
// A region holds functions in an anonymous namespace and the entry points that a kernel's header
// declares. Every #include stands before it, and nothing in it calls an inline function, template
// or lambda from elsewhere: the linker keeps one copy of such a function for the whole program, and
// if that is the copy from a region, the program dies on machines without the instruction set.
// (Intrinsics are safe: they have no copies.) Headers of a kernel hold regions too; their anonymous
// namespaces give each translation unit its own copy.

#if defined(__x86_64__)
#define VICHE_HAS_IFMA 1
#else
#define VICHE_HAS_IFMA 0
#endif

// The instruction sets of the kernel "ifma"; ifma::supported() asks for the same.
// clang-format off
#if defined(__clang__)
#define VICHE_TARGET_IFMA_BEGIN \
  _Pragma("clang attribute push(__attribute__((target(\"avx512f,avx512ifma,avx512dq,avx512bw,avx512vl,bmi2\"))), apply_to = function)")
#define VICHE_TARGET_IFMA_END _Pragma("clang attribute pop")
#else
// g++ 12 takes the undefined operands in its own intrinsics for a use of uninitialized memory (its
// bug 105593); clang's warnings and MemorySanitizer watch the same code.
#define VICHE_TARGET_IFMA_BEGIN \
  _Pragma("GCC diagnostic push") \
  _Pragma("GCC diagnostic ignored \"-Wuninitialized\"") \
  _Pragma("GCC diagnostic ignored \"-Wmaybe-uninitialized\"") \
  _Pragma("GCC push_options") \
  _Pragma("GCC target(\"avx512f,avx512ifma,avx512dq,avx512bw,avx512vl,bmi2\")")
#define VICHE_TARGET_IFMA_END \
  _Pragma("GCC pop_options") \
  _Pragma("GCC diagnostic pop")
#endif
// clang-format on

/// For the small functions of a region, all of which belong inside their callers' loops.
#define VICHE_ALWAYS_INLINE inline __attribute__((always_inline))
