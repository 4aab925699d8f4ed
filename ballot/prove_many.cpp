// Prover's batches: ballots of one style in lanes, from the source that proves one.

#include "ballot/entry_writer.h"
#include "ballot/hedged_scalars.h"
#include "ballot/message_lanes.h"
#include "ballot/prover.h"
#include "ballot/ristretto_lanes.h"
#include "ballot/transcripts.h"
#include "crypto/group/batch.h"
#include "crypto/group/declassify.h"

namespace viche::ballot {
namespace {

std::vector<Bytes32> encoded_keys(std::span<const ProofRequest> requests) {
  std::vector<Point> keys;
  for (const ProofRequest& request : requests) keys.push_back(request.credential->K);
  const Bytes bytes = encode_points(keys);
  std::vector<Bytes32> encodings(keys.size());
  for (std::size_t i = 0; i < encodings.size(); ++i) {
    const auto from = bytes.begin() + static_cast<std::ptrdiff_t>(32 * i);
    std::copy_n(from, 32, encodings[i].begin());
  }
  return encodings;
}

Secret<std::vector<BitLanes>> bits(std::span<const ProofRequest> requests, std::size_t n) {
  Secret<std::vector<BitLanes>> m{std::vector<BitLanes>(n, BitLanes{})};
  for (std::size_t lane = 0; lane < requests.size(); ++lane) {
    const std::vector<std::uint8_t>& bits = requests[lane].m->expose();
    if (bits.size() != n) broken_invariant("Prover::prove_many: not one bit for each position");
    for (std::size_t p = 0; p < n; ++p) m.expose_mutable()[p][lane] = bits[p];
  }
  return m;
}

/// An entry for each lane.
class LaneWriters {
 public:
  using Proved = ProvedCiphertext<RistrettoLanes>;

  LaneWriters(const ElectionContext& context, StyleIndex style, std::span<const Bytes32> K,
              MessageLanes& messages)
      : election_(context.election()), messages_(messages) {
    writers_.reserve(K.size());
    for (const Bytes32& K_lane : K) writers_.emplace_back(context, style, K_lane);
  }

  ScalarLanes y(const Proved& proved) {
    put(proved.C_0, [](EntryWriter& writer, ByteView C_0) { writer.put_C(0, C_0); });
    for (std::size_t p = 1; p <= proved.C.size(); ++p) {
      put(proved.C[p - 1], [p](EntryWriter& writer, ByteView C_p) { writer.put_C(p, C_p); });
    }
    put(proved.M, [](EntryWriter& writer, ByteView M) { writer.put_M(M); });
    put(proved.A, [](EntryWriter& writer, ByteView A) { writer.put_A(A); });
    return ScalarLanes::reduce(messages_.hash(writers_.size(), [&](Bytes& out, std::size_t lane) {
      append_y_message(out, election_, writers_[lane].view());
    }));
  }
  ScalarLanes x(const ScalarLanes& y, const Proved& proved) {
    put(proved.B, [](EntryWriter& writer, ByteView B) { writer.put_B(B); });
    std::vector<Scalar> stored(writers_.size());
    y.store(stored);
    return ScalarLanes::reduce(messages_.hash(writers_.size(), [&](Bytes& out, std::size_t lane) {
      append_x_message(out, stored[lane].encode(), writers_[lane].view());
    }));
  }
  /// Makes the entries complete but for what is signed; their trackers.
  std::vector<Bytes32> finish(const Proved& proved) {
    for (std::size_t p = 1; p <= proved.f.size(); ++p) {
      put(proved.f[p - 1], [p](EntryWriter& writer, const Scalar& f) { writer.put_f(p, f); });
    }
    put(proved.z, [](EntryWriter& writer, const Scalar& z) { writer.put_z(z); });
    const std::span<const Bytes64> digests =
        messages_.hash(writers_.size(), [&](Bytes& out, std::size_t lane) {
          append_tracker_message(out, election_, writers_[lane].view());
        });
    std::vector<Bytes32> trackers(digests.size());
    for (std::size_t lane = 0; lane < trackers.size(); ++lane) {
      std::copy_n(digests[lane].begin(), trackers[lane].size(), trackers[lane].begin());
    }
    return trackers;
  }
  /// Hands out a finished entry.
  Bytes take(std::size_t lane) { return std::move(writers_[lane]).finish(); }

 private:
  template <class Put>
  void put(const EncodedLanes& points, const Put& put_one) {
    for (std::size_t lane = 0; lane < writers_.size(); ++lane) {
      put_one(writers_[lane], ByteView(points[lane]));
    }
  }
  template <class Put>
  void put(const ScalarLanes& scalars, const Put& put_one) {
    std::vector<Scalar> stored(writers_.size());
    scalars.store(stored);
    for (std::size_t lane = 0; lane < writers_.size(); ++lane) {
      put_one(writers_[lane], stored[lane]);
    }
  }

  const Bytes32& election_;
  MessageLanes& messages_;
  std::vector<EntryWriter> writers_;
};

}  // namespace

std::vector<Proven> Prover::prove_many(StyleIndex style, std::span<const ProofRequest> requests,
                                       RandomSource& random) const {
  const ProverTables& tables = tables_of(style);
  MessageLanes messages;
  std::vector<Proven> proven;
  proven.reserve(requests.size());
  for (std::size_t begin = 0; begin < requests.size(); begin += kProverLanes) {
    const auto some = requests.subspan(begin, std::min(kProverLanes, requests.size() - begin));
    const std::vector<Bytes32> K = encoded_keys(some);
    const ProverSecrets<RistrettoLanes> secrets = tables.secrets<RistrettoLanes>(
        hedged_lanes(*context_, style, some, K, tables.draws(), random), bits(some, tables.n));
    const ProverBases<RistrettoLanes> bases{{tables.bases.keys, some.size()},
                                            {tables.bases.commitments, some.size()}};
    LaneWriters writers(*context_, style, K, messages);
    const ProvedCiphertext<RistrettoLanes> proved = ballot::prove(bases, secrets, writers);
    const std::vector<Bytes32> trackers = writers.finish(proved);
    for (std::size_t lane = 0; lane < some.size(); ++lane) {
      if (declassify(proved.C_0[lane]) == Bytes32{}) {
        broken_invariant("Prover::prove_many: r is zero");
      }
      proven.push_back(
          {UnsignedBallot(UnsignedBallot::Tracked{writers.take(lane), trackers[lane]}),
           {Secret<Scalar>(secrets.r.expose().lane(lane)),
            Secret<std::vector<std::uint8_t>>(std::vector<std::uint8_t>(some[lane].m->expose()))}});
    }
  }
  wipe_stack();
  return proven;
}

std::vector<Bytes> Prover::cast_many(std::vector<Proven> proven, std::span<const Bytes32> prev,
                                     std::span<const Credential* const> credentials,
                                     RandomSource& random) const {
  if (prev.size() != proven.size() || credentials.size() != proven.size()) {
    broken_invariant("Prover::cast_many: not one prev and one credential for each ballot");
  }
  std::vector<Bytes> messages;
  std::vector<SchnorrRequest> requests;
  messages.reserve(proven.size());
  for (std::size_t i = 0; i < proven.size(); ++i) {
    const UnsignedBallot& ballot = proven[i].ballot;
    messages.push_back(
        signed_message(BallotType::kCast, context_->election(), prev[i], ballot.tracker()));
    requests.push_back({&credentials[i]->k, ballot.view().K(), messages.back()});
  }
  const std::vector<Bytes64> signatures = schnorr_sign_many(requests, random);
  std::vector<Bytes> entries;
  for (std::size_t i = 0; i < proven.size(); ++i) {
    entries.push_back(
        std::move(proven[i].ballot).finish(BallotType::kCast, prev[i], signatures[i]));
  }
  return entries;
}

}  // namespace viche::ballot
