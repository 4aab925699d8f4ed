#include "crypto/proof/secret.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <new>
#include <ostream>

#include "crypto/group/batch.h"

namespace viche {
namespace {

template <class T>
concept Comparable = requires(const T& a, const T& b) {
  a == b;
};
template <class T>
concept Ordered = requires(const T& a, const T& b) {
  a < b;
};
template <class T>
concept Printable = requires(std::ostream& out, const T& value) {
  out << value;
};
template <class S>
concept FitsVartime = requires(const S& scalars, const std::vector<Point>& points) {
  vartime_multi_multiply(scalars, points);
};
template <class S>
concept FitsMultiply = requires(const S& scalar, const Point& point) {
  multiply(scalar, point);
};

// The concepts tell what they should.
static_assert(Comparable<Scalar> && Ordered<int> && Printable<int>);
static_assert(FitsVartime<std::vector<Scalar>> && FitsMultiply<Scalar>);

using SecretScalar = Secret<Scalar>;
static_assert(std::is_nothrow_move_constructible_v<SecretScalar>);
static_assert(std::is_nothrow_move_assignable_v<SecretScalar>);
static_assert(!std::is_copy_constructible_v<SecretScalar>);
static_assert(!std::is_copy_assignable_v<SecretScalar>);
static_assert(!std::is_default_constructible_v<SecretScalar>);
static_assert(!Comparable<SecretScalar> && !Ordered<Secret<int>> && !Printable<Secret<int>>);
static_assert(!Comparable<Secret<Bytes32>> && !Ordered<Secret<Bytes32>>);
static_assert(!std::is_convertible_v<SecretScalar, Scalar>);
static_assert(!std::is_constructible_v<Scalar, SecretScalar>);
static_assert(!std::is_convertible_v<Secret<bool>, bool> &&
              !std::is_constructible_v<bool, Secret<bool>>);
static_assert(!std::is_convertible_v<Scalar, SecretScalar>);           // only by name
static_assert(!std::is_constructible_v<SecretScalar, const Scalar&>);  // only from what it can wipe
static_assert(!FitsVartime<Secret<std::vector<Scalar>>>);
static_assert(!FitsVartime<std::vector<SecretScalar>>);
static_assert(!FitsMultiply<SecretScalar>);  // even constant-time functions ask for expose()

bool all_zero(const Bytes32& bytes) {
  return std::all_of(bytes.begin(), bytes.end(), [](auto byte) { return byte == 0; });
}

Bytes32 some_bytes() {
  Bytes32 bytes;
  bytes.fill(0x5a);
  return bytes;
}

TEST(Secret, WipesWhatItIsMadeFromAndMovedFrom) {
  Bytes32 source = some_bytes();
  Secret<Bytes32> first(std::move(source));
  EXPECT_TRUE(all_zero(source));
  EXPECT_EQ(first.expose(), some_bytes());

  Secret<Bytes32> second(std::move(first));
  EXPECT_TRUE(all_zero(first.expose()));
  EXPECT_EQ(second.expose(), some_bytes());

  Secret<Bytes32> third(Bytes32{1});
  third = std::move(second);
  EXPECT_TRUE(all_zero(second.expose()));
  EXPECT_EQ(third.expose(), some_bytes());

  Secret<Bytes32>& same = third;
  third = std::move(same);
  EXPECT_EQ(third.expose(), some_bytes());
  third.expose_mutable()[0] = 7;
  EXPECT_EQ(third.expose()[0], 7);
}

TEST(Secret, WipesOnDestruction) {
  alignas(Secret<Bytes32>) std::array<unsigned char, sizeof(Secret<Bytes32>)> storage{};
  auto* secret = new (storage.data()) Secret<Bytes32>(some_bytes());
  EXPECT_EQ(secret->expose()[17], 0x5a);
  secret->~Secret();
  // Volatile, since nothing obliges the compiler to keep the bytes of an object that is no more.
  const volatile unsigned char* bytes = storage.data();
  for (std::size_t i = 0; i < storage.size(); ++i) EXPECT_EQ(bytes[i], 0) << i;
}

// A type of its own way of wiping, which counts.
struct Probe {
  explicit Probe(int* counter) : wipes(counter) {}
  Probe(Probe&& other) noexcept : wipes(std::exchange(other.wipes, nullptr)) {}
  Probe& operator=(Probe&& other) noexcept {
    wipes = std::exchange(other.wipes, nullptr);
    return *this;
  }
  int* wipes;
};
void wipe(Probe& probe) noexcept {
  if (probe.wipes != nullptr) ++*probe.wipes;
}

TEST(Secret, UsesATypesOwnWipe) {
  int wipes = 0;
  {
    const Secret<Probe> one((Probe(&wipes)));
    std::vector<Probe> probes;
    probes.emplace_back(&wipes);
    probes.emplace_back(&wipes);
    const Secret<std::vector<Probe>> many(std::move(probes));
    EXPECT_EQ(wipes, 0);
  }
  EXPECT_EQ(wipes, 3);
}

TEST(Secret, WipesTheElementsOfAVector) {
  std::vector<Scalar> scalars(3, Scalar::one());
  const Scalar* elements = scalars.data();
  wipe(scalars);
  EXPECT_TRUE(scalars.empty());
  EXPECT_GE(scalars.capacity(), 3U);  // so that the memory is still there to be looked at
  for (std::size_t i = 0; i < 3; ++i) EXPECT_TRUE(elements[i].is_zero());
}

}  // namespace
}  // namespace viche
