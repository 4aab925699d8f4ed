#pragma once
// One ballot checked by itself: each condition of section 7 alone, without weights.

#include "ballot/checker.h"
#include "ballot/numbered_proof.h"
#include "crypto/group/multi_scalar.h"

namespace viche::ballot {

/// The scalars and challenges of an entry that decode_ballot accepts.
NumberedProof<Scalar> read_proof(const ElectionContext& context, const BallotView& ballot);

/// Which conditions the proof and the points at BallotView::point's numbers meet. `sum` is working
/// memory. Variable time.
Verdict check_single(const ElectionContext& context, const StyleLayout& style,
                     const NumberedProof<Scalar>& proof, std::span<const edwards::Addend> points,
                     VartimeSum& sum);

}  // namespace viche::ballot
