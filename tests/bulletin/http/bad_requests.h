#pragma once
// What is no request by HTTP/1.1, or too large, and what it is answered.

#include <string>
#include <vector>

namespace viche::test {

struct BadRequest {
  const char* name;
  std::string bytes;
  unsigned status;
  const char* reason;
};

/// For a server that takes bodies of this size.
std::vector<BadRequest> bad_requests(std::size_t body_limit);

}  // namespace viche::test
