// viche-verify: checks a published record of an election, from the record alone.

#include <CLI/CLI.hpp>
#include <exception>

#include "apps/viche-verify/commands.h"
#include "crypto/group/random.h"

namespace {

using namespace viche;
using namespace viche::verify_program;

constexpr const char* kExamples =
    R"(Checks a published record of an election, from the record alone.

Examples:
  viche-verify record
  viche-verify record --fingerprint 5f2c...  (the fingerprint that the officials read aloud)
  viche-verify record --receipt my-vote.tlog-proof
  viche-verify record --json report.json --arithmetic sodium --threads 8
  viche-verify record --part 3/16 --out part-3.json
  viche-verify merge part-*.json

Exit status: 0 verified (or a part was written), 1 verification failed, 2 usage, 3 the record or a
given file could not be read.
)";

}  // namespace

int main(int argc, char** argv) {
  try {
    initialize();
    CLI::App app(kExamples, "viche-verify");
    Arguments arguments;
    const CLI::App* merge = declare(app, arguments);
    try {
      app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
      return app.exit(error) == 0 ? kVerified : kUsage;
    }
    if (const auto wrong = misuse(arguments, merge->parsed())) return complain(kUsage, *wrong);
    if (merge->parsed()) return merge_parts(arguments);
    return arguments.part ? verify_part(arguments) : verify_record(arguments);
  } catch (const std::exception& error) {
    return complain(kUnreadable, error.what());
  }
}
