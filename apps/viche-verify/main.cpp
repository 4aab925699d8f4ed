// viche-verify: checks a published record of an election, from the record alone.

#include <CLI/CLI.hpp>
#include <exception>

#include "apps/viche-verify/ballot_command.h"
#include "apps/viche-verify/commands.h"
#include "apps/viche-verify/follow_command.h"
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
  viche-verify ballot K3PA-9M1X-0000-ABCD-EFGH record
  viche-verify https://board.example --fingerprint 5f2c... --follow --state seen-by-us
  viche-verify compare seen-by-us seen-by-them

Exit status: 0 verified (or a part was written), 1 verification failed, 2 usage, 3 the record or a
given file could not be read, 4 alarm (--follow, compare).
)";

}  // namespace

int main(int argc, char** argv) {
  try {
    initialize();
    CLI::App app(kExamples, "viche-verify");
    Arguments arguments;
    const Subcommands subcommands = declare(app, arguments);
    try {
      app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
      return app.exit(error) == 0 ? kVerified : kUsage;
    }
    const Command command = subcommands.chosen();
    if (const auto wrong = misuse(arguments, command)) return complain(kUsage, *wrong);
    if (command == Command::kMerge) return merge_parts(arguments);
    if (command == Command::kBallot) return ask_about_ballot(arguments);
    if (command == Command::kCompare) return compare_states(arguments);
    if (arguments.follow) return follow_log(arguments);
    return arguments.part ? verify_part(arguments) : verify_record(arguments);
  } catch (const std::exception& error) {
    return complain(kUnreadable, error.what());
  }
}
