#pragma once
// How long a TLS certificate is good for.

#include <chrono>
#include <filesystem>

#include "crypto/group/result.h"

namespace viche::http {

struct Validity {
  std::chrono::system_clock::time_point from, until;
};

/// Of the first certificate of a PEM file. An error if there is none.
Result<Validity> certificate_validity(const std::filesystem::path& certificate);

}  // namespace viche::http
