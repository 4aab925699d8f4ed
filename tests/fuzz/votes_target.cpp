// Completed ballots as JSON: what is read encodes to slots that keep every equation, and the slots
// decode to the same choices.

#include <fstream>
#include <iterator>

#include "ballot/votes.h"
#include "tests/fuzz/input.h"
#include "tests/fuzz/target.h"

namespace viche::fuzz {
namespace {

struct Example {
  explicit Example(const std::string& name)
      : manifest(
            ballot::parse_manifest(as_bytes(read(name)), ballot::KeyPolicy::kMayBeMissing).value()),
        layout(manifest) {}

  static std::string read(const std::string& name) {
    std::ifstream in(std::string(VICHE_SOURCE_DIR) + "/examples/" + name + "/manifest.json",
                     std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }

  ballot::Manifest manifest;
  ballot::Layout layout;
};

/// choose, score and rank, with and without blank.
const Example& example(std::uint8_t choice) {
  static const Example kExamples[] = {Example("tiny"), Example("ranked"), Example("official")};
  return kExamples[choice % std::size(kExamples)];
}

/// Options of choose in ascending order, as decode_slots gives them.
ballot::Choices sorted(const Example& in, const ballot::VoteLine& line) {
  ballot::Choices choices = line.choices;
  for (std::size_t i = 0; i < choices.contests.size(); ++i) {
    const ballot::ContestIndex contest = in.manifest.style(line.style).contests[i];
    if (in.manifest.contest(contest).kind != ballot::ContestKind::kChoose) continue;
    std::sort(choices.contests[i].options.begin(), choices.contests[i].options.end());
  }
  return choices;
}

}  // namespace

void read_votes(ByteView input) {
  Input choices(input);
  const Example& in = example(choices.u8());
  const auto votes = ballot::parse_votes(choices.rest(), in.manifest, in.layout);
  if (!votes) return;
  std::uint64_t total = 0;
  for (const ballot::VoteLine& line : votes->lines) {
    total += line.count;
    require(ballot::vartime_is_legal(in.layout.style(line.style), line.m),
            "choices encode to an illegal ballot");
    require(ballot::decode_slots(in.manifest, in.layout, line.style, line.m).value() ==
                sorted(in, line),
            "slots decode to other choices");
    const std::string json = ballot::format_choices(line.choices, in.manifest, line.style);
    require(ballot::parse_choices(json, in.manifest, line.style).value() == line.choices,
            "choices are written as others");
  }
  require(total == votes->total, "the total is not the sum of the counts");
}

}  // namespace viche::fuzz
