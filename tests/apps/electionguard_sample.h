#pragma once
// ElectionGuard manifests for tests: a small sound one, and a real one with dangling references.

#include <nlohmann/json.hpp>
#include <string>

namespace viche::test {

/// A text in English and Spanish.
nlohmann::json electionguard_words(const std::string& en, const std::string& es);

/// Two contests (mayor: one of two, council: up to two of three), two geopolitical units and two
/// ballot styles; nothing to report.
nlohmann::json electionguard_sample();

/// The path of the manifest of Hamilton County.
std::string electionguard_hamilton();

}  // namespace viche::test
