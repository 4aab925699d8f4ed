#include "apps/viche/voter_list.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace viche::app {
namespace {

std::vector<std::string_view> words_of(std::string_view line) {
  std::vector<std::string_view> words;
  while (true) {
    const std::size_t begin = line.find_first_not_of(" \t\r");
    if (begin == std::string_view::npos) return words;
    line.remove_prefix(begin);
    const std::size_t end = std::min(line.find_first_of(" \t\r"), line.size());
    words.push_back(line.substr(0, end));
    line.remove_prefix(end);
  }
}

/// Calls take(words) for each line that says something; its error is given the line's number.
template <class Take>
Result<void> for_each_line(std::string_view text, const Take& take) {
  for (std::size_t number = 1; !text.empty(); ++number) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    const std::vector<std::string_view> words = words_of(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
    if (words.empty() || words.front().front() == '#') continue;
    const Result<void> taken = take(words);
    if (!taken) return taken.error().at(fmt::format("line {}", number));
  }
  return {};
}

Result<std::uint32_t> parse_weight(std::string_view word) {
  std::uint32_t weight = 0;
  const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), weight);
  if (error != std::errc() || end != word.data() + word.size() || weight == 0) {
    return Error{fmt::format("'{}' is not a weight from 1 to 4,294,967,295", word), ""};
  }
  return weight;
}

}  // namespace

Result<std::vector<log::VoterRecord>> parse_voters(std::string_view text,
                                                   const ballot::Manifest& manifest) {
  std::vector<log::VoterRecord> voters;
  VICHE_TRY(for_each_line(text, [&](const std::vector<std::string_view>& words) -> Result<void> {
    if (words.size() < 2 || words.size() > 3) return Error{"expected `K style [weight]`", ""};
    log::VoterRecord voter;
    VICHE_ASSIGN(voter.K, bytes32_from_hex(words[0]));
    const std::optional<ballot::StyleIndex> style = manifest.find_style(words[1]);
    if (!style) return Error{fmt::format("the manifest has no style '{}'", words[1]), ""};
    voter.style = *style;
    if (words.size() == 3) {
      VICHE_ASSIGN(voter.weight, parse_weight(words[2]));
    }
    voters.push_back(voter);
    return {};
  }));
  std::sort(voters.begin(), voters.end(),
            [](const log::VoterRecord& a, const log::VoterRecord& b) { return a.K < b.K; });
  return voters;
}

std::string format_voters(const std::vector<log::VoterRecord>& voters,
                          const ballot::Manifest& manifest) {
  std::string text;
  for (const log::VoterRecord& voter : voters) {
    text +=
        fmt::format("{} {} {}\n", to_hex(voter.K), manifest.style(voter.style).id, voter.weight);
  }
  return text;
}

Result<std::vector<Bytes32>> parse_credentials(std::string_view text) {
  std::vector<Bytes32> credentials;
  VICHE_TRY(for_each_line(text, [&](const std::vector<std::string_view>& words) -> Result<void> {
    if (words.size() != 1) return Error{"expected one K", ""};
    VICHE_ASSIGN(const Bytes32 K, bytes32_from_hex(words[0]));
    credentials.push_back(K);
    return {};
  }));
  std::sort(credentials.begin(), credentials.end());
  return credentials;
}

std::string format_credentials(const std::vector<Bytes32>& credentials) {
  std::string text;
  for (const Bytes32& K : credentials) text += to_hex(K) + "\n";
  return text;
}

}  // namespace viche::app
