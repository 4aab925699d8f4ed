#include "verifier/shared_points.h"

#include "crypto/group/multi_scalar.h"

namespace viche::verifier {

SharedPoints::SharedPoints(const BallotBases& bases) : positions_(bases.H_p.size()) {
  std::vector<Point> points{Point::base(), bases.H.point};
  for (const std::vector<Element>* list : {&bases.H_p, &bases.K_p, &bases.Y}) {
    for (const Element& element : *list) points.push_back(element.point);
  }
  points_.resize(points.size());
  to_addends(points, points_);
}

}  // namespace viche::verifier
