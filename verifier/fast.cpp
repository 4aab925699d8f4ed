// The `fast` arithmetic: viche_group's batch functions on the fastest kernel of this machine.

#include <algorithm>
#include <array>
#include <mutex>

#include "crypto/group/batch.h"
#include "crypto/group/condition.h"
#include "crypto/group/curve/normalize.h"
#include "crypto/group/ed25519.h"
#include "crypto/group/kernel/kernel.h"
#include "crypto/group/multi_scalar.h"
#include "crypto/group/parallel.h"
#include "verifier/fast_batch.h"

namespace viche::verifier {
namespace {

Scalar scalar(const Number& number) {
  const Result<Scalar> decoded = Scalar::decode(number.bytes);
  if (!decoded) broken_invariant("a Number is below l");
  return *decoded;
}
Number number(const Scalar& value) { return Number{value.encode()}; }
Element element(const Point& point) { return Element{{}, point}; }

/// Ballots of about so many points make a batch.
constexpr std::size_t kBatchPoints = std::size_t{1} << 16;

/// Points that are decoded together.
constexpr std::size_t kAtOnce = 64;

/// Where each batch ends: about as many points in each, the same number of batches for each thread.
std::vector<std::size_t> batch_ends(std::span<const BallotFields> ballots, unsigned threads) {
  std::size_t total = 0;
  for (const BallotFields& ballot : ballots) total += points_of(ballot.n);
  const std::size_t batches = threads * (total / (threads * kBatchPoints) + 1);
  const std::size_t target = std::max<std::size_t>(total / batches, LaneBlock::kMost) + 1;
  std::vector<std::size_t> ends;
  std::size_t points = 0;
  for (std::size_t i = 0; i < ballots.size(); ++i) {
    points += points_of(ballots[i].n);
    if (points < target && i + 1 < ballots.size()) continue;
    ends.push_back(i + 1);
    points = 0;
  }
  return ends;
}

class FastArithmetic final : public Arithmetic {
 public:
  explicit FastArithmetic(RandomSource& random) : random_(random) {}

  [[nodiscard]] std::string_view name() const override { return "fast"; }
  [[nodiscard]] std::string_view kernel() const override { return viche::kernel::active().name; }

  [[nodiscard]] Number reduce(const Bytes64& bytes) const override {
    return number(Scalar::reduce(bytes));
  }
  [[nodiscard]] Number add(const Number& a, const Number& b) const override {
    return number(scalar(a) + scalar(b));
  }
  [[nodiscard]] Number subtract(const Number& a, const Number& b) const override {
    return number(scalar(a) - scalar(b));
  }
  [[nodiscard]] Number multiply(const Number& a, const Number& b) const override {
    return number(scalar(a) * scalar(b));
  }
  [[nodiscard]] Number invert(const Number& a) const override {
    return number(scalar(a).inverse());
  }

  [[nodiscard]] std::optional<Element> decode(ByteView bytes) const override {
    const Result<Point> point = Point::decode(bytes);
    if (VICHE_FAULT(!point)) return std::nullopt;
    return element(*point);
  }
  [[nodiscard]] std::vector<std::optional<Element>> decode_all(ByteView list) const override {
    std::vector<std::optional<Element>> elements(list.size() / 32);
    std::array<const std::uint8_t*, kAtOnce> encodings;
    std::array<edwards::Addend, kAtOnce> points;
    std::array<std::uint8_t, kAtOnce> valid;
    for (std::size_t first = 0; first < elements.size(); first += kAtOnce) {
      const std::size_t count = std::min(kAtOnce, elements.size() - first);
      for (std::size_t i = 0; i < count; ++i) encodings[i] = list.data() + 32 * (first + i);
      decode_addends(std::span(encodings).first(count), std::span(points).first(count),
                     std::span(valid).first(count));
      for (std::size_t i = 0; i < count; ++i) {
        if (VICHE_FAULT(valid[i] == 0)) continue;
        elements[first + i] = element(Point(edwards::to_extended(points[i].point)));
      }
    }
    return elements;
  }
  [[nodiscard]] Bytes32 encode(const Element& element) const override {
    return element.point.encode();
  }
  [[nodiscard]] Element base() const override { return element(Point::base()); }
  [[nodiscard]] Element map(const Bytes64& bytes) const override {
    return element(Point::map(bytes));
  }
  [[nodiscard]] Element add(const Element& a, const Element& b) const override {
    return element(a.point + b.point);
  }
  [[nodiscard]] Element subtract(const Element& a, const Element& b) const override {
    return element(a.point - b.point);
  }
  [[nodiscard]] Element combine(std::span<const Number> scalars,
                                std::span<const Element> elements) const override {
    std::vector<Scalar> factors;
    std::vector<Point> points;
    for (const Number& factor : scalars) factors.push_back(scalar(factor));
    for (const Element& each : elements) points.push_back(each.point);
    return element(vartime_multi_multiply(factors, points));
  }
  [[nodiscard]] bool equal(const Element& a, const Element& b) const override {
    return a.point == b.point;
  }

  [[nodiscard]] bool ed25519_key_ok(const Bytes32& key) const override {
    return Ed25519PublicKey::decode(key).ok();
  }
  [[nodiscard]] bool ed25519_verify(const Bytes32& key, ByteView message,
                                    const Bytes64& signature) const override {
    return viche::ed25519_verify(Ed25519PublicKey{key}, message, signature);
  }

  [[nodiscard]] std::vector<BallotFinding> check_ballots(const BallotBases& bases,
                                                         const Bytes32& election,
                                                         std::span<const BallotFields> ballots,
                                                         unsigned threads) const override {
    std::vector<BallotFinding> findings(ballots.size());
    const SharedPoints points(bases);
    const std::vector<std::size_t> ends = batch_ends(ballots, threads);
    parallel_for(threads, ends.size(), [&](std::size_t i) {
      const std::size_t first = i == 0 ? 0 : ends[i - 1];
      const std::size_t count = ends[i] - first;
      const std::vector<Scalar> weights = random_weights(3 * count, random_);
      std::unique_ptr<FastBatch> batch = take_batch();
      batch->check(points, election, ballots.subspan(first, count), weights, *this,
                   std::span(findings).subspan(first, count));
      give_back(std::move(batch));
    });
    return findings;
  }
  [[nodiscard]] Ciphertext ciphertext(std::span<const Element> C) const override {
    std::vector<Point> points;
    for (const Element& C_p : C) points.push_back(C_p.point);
    Ciphertext ciphertext;
    ciphertext.addends.resize(points.size());
    to_addends(points, ciphertext.addends);
    return ciphertext;
  }
  [[nodiscard]] Element sum(std::span<const WeightedCiphertext> ballots,
                            std::size_t p) const override {
    std::vector<Scalar> weights;
    std::vector<edwards::Addend> points;
    for (const WeightedCiphertext& ballot : ballots) {
      weights.push_back(Scalar::from_u64(ballot.weight));
      points.push_back(ballot.C->addends[p]);
    }
    MultiScalarBuffers buffers;
    return element(vartime_multi_multiply(weights, points, buffers));
  }

 private:
  std::unique_ptr<FastBatch> take_batch() const {
    const std::lock_guard lock(mutex_);
    if (batches_.empty()) return std::make_unique<FastBatch>();
    std::unique_ptr<FastBatch> batch = std::move(batches_.back());
    batches_.pop_back();
    return batch;
  }
  void give_back(std::unique_ptr<FastBatch> batch) const {
    const std::lock_guard lock(mutex_);
    batches_.push_back(std::move(batch));
  }

  RandomSource& random_;
  mutable std::mutex mutex_;
  mutable std::vector<std::unique_ptr<FastBatch>> batches_;  // that no thread is using
};

}  // namespace

std::unique_ptr<Arithmetic> make_fast_arithmetic(RandomSource& random) {
  return std::make_unique<FastArithmetic>(random);
}

}  // namespace viche::verifier
