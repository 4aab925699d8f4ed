#pragma once
// Writes a tiny election's record to a scratch directory and verifies it.

#include <filesystem>
#include <set>
#include <string>

#include "tests/verifier/tiny_election.h"
#include "verifier/verify.h"

namespace viche::verifier::test {

/// A directory of this test process and name.
std::string scratch(const std::string& name);
void write_bytes(const std::string& path, const Bytes& bytes);

Report verify_directory(const std::string& directory, bool sodium, unsigned threads);
/// By the fast arithmetic, on two threads.
Report verify_record(const TinyElection& election);

/// The checks that found something wrong ("B9"), apart from those that could not run often enough.
std::set<std::string> failed_checks(const Report& report);

}  // namespace viche::verifier::test
