#include "tests/verifier/verify_record.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <fstream>

namespace viche::verifier::test {

std::string scratch(const std::string& name) {
  return testing::TempDir() + "viche-verifier-" + std::to_string(getpid()) + "/" + name;
}

void write_bytes(const std::string& path, const Bytes& bytes) {
  std::ofstream(path, std::ios::binary)
      .write(reinterpret_cast<const char*>(bytes.data()),
             static_cast<std::streamsize>(bytes.size()));
}

Report verify_directory(const std::string& directory, bool sodium, unsigned threads) {
  SystemRandom random;
  const auto arithmetic = sodium ? make_sodium_arithmetic() : make_fast_arithmetic(random);
  Options options;
  options.directory = directory;
  options.threads = threads;
  return verify(options, *arithmetic).value();
}

Report verify_record(const TinyElection& election) {
  const std::string directory = scratch("record");
  election.write(directory);
  Report report = verify_directory(directory, false, 2);
  std::filesystem::remove_all(directory);
  return report;
}

std::set<std::string> failed_checks(const Report& report) {
  std::set<std::string> failed;
  for (std::size_t i = 0; i < kCheckCount; ++i) {
    const auto id = static_cast<CheckId>(i);
    if (report.checks[id].failed > 0) failed.insert(std::string(check_number(id)));
  }
  return failed;
}

}  // namespace viche::verifier::test
