#include "bulletin/reason.h"

#include "crypto/group/result.h"

namespace viche::board {

std::string_view reason_name(Reason reason) {
  switch (reason) {
    case Reason::kNone:
      return "none";
    case Reason::kMalformed:
      return "malformed";
    case Reason::kNotOpen:
      return "not-open";
    case Reason::kNotRegistered:
      return "not-registered";
    case Reason::kNotEntitled:
      return "not-entitled";
    case Reason::kNotNext:
      return "not-next";
    case Reason::kBadProof:
      return "bad-proof";
    case Reason::kStatement:
      return "statement";
    case Reason::kBusy:
      return "busy";
    case Reason::kStorage:
      return "storage";
  }
  broken_invariant("a reason that is none");
}

}  // namespace viche::board
