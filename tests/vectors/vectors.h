#pragma once
// The test vectors of tests/vectors/*.json: for whoever writes a second implementation of
// docs/protocol.md.

#include <map>
#include <string>

namespace viche::test {

/// File name -> JSON text, the same every time.
std::map<std::string, std::string> make_vectors();

}  // namespace viche::test
