#include "verifier/html_text.h"

#include <array>

#include "verifier/official.h"

namespace viche::verifier {
namespace {

constexpr std::array<std::string_view, kCheckCount> kWithout{{
    "two spellings of one checkpoint could be shown to two readers as if they were two; a "
    "checkpoint of another election could be put here",                               // R1
    "anybody could publish a record",                                                 // R2
    "the board could show different logs to different people",                        // R3
    "entries could be hidden or added between those that are read",                   // R4
    "the entries could be others than those that were signed",                        // R5
    "a voter's proof of inclusion, which is made from the tiles, could fail or lie",  // R6
    "readers that look for other files could see another election",                   // R7
    "the log could have been rewritten since somebody looked",                        // R8
    "a ballot whose voter has a receipt could be left out",                           // R9
    "something that only some readers understand could change the outcome for them",  // E1
    "one statement could be read in two ways",                                        // E2
    "keys could be chosen after ballots, ballots cast after the close, the roll changed after "
    "the vote, the result replaced",        // E3
    "anybody could speak for an official",  // E4
    "two readers could understand one statement differently; the identity as a key would "
    "publish votes",                                                          // E5
    "an official could be shown another log than the one that is published",  // E6
    "an election without result could pass for one",                          // E7
    "a notice could be dropped unseen",                                       // E8
    "two readers could take two meanings from one manifest (a member twice, a number beyond a "
    "reader's range)",  // M1
    "a contest could have no unit and vanish, an equation could wrap around, a ballot could be "
    "too long to be posted",  // M2
    "the tolerated absences alone would stop the tally, and somebody would be tempted to lower "
    "the quorum",  // M3
    "the last trustee to reveal could choose its key so that the sum is a key it knows alone",  // K1
    "the same, without even knowing its own part",                 // K2
    "shares sent to a key of low order can be read by everybody",  // K3
    "a trustee could be left without its share, and fewer could decrypt than the manifest "
    "promises",                                                                       // K4
    "the keys that voters use could be others than those that the trustees checked",  // K5
    "a trustee without its shares could be passed over, or an election go on with shares that "
    "an answer gave away",                                               // K6
    "a credential could vote twice, or in a style that does not exist",  // V1
    "totals could be too large to be found by search, or wrap around",   // V2
    "ballots would be bound to other keys than the ceremony's: one ballot could count a "
    "thousand times",                                                                    // V3
    "a whole other election, well made, could be shown",                                 // V4
    "the registrar could cancel votes without limit, or take out what was never there",  // V5
    "a replacement could be a second vote of somebody admitted already, or bring a void "
    "credential back",                                          // V6
    "ballots could be slipped in later under an earlier time",  // B1
    "the order within a batch could carry a message; two ballots of one credential would have "
    "no order",                                                                      // B2
    "encodings that readers take differently; C_0 the identity publishes the vote",  // B3
    "strangers could vote, voters in a style that is not theirs, or whoever stole a code after "
    "it was voided",                                                                          // B4
    "a board that held an older ballot back could post it after a newer one",                 // B5
    "somebody else could post a voter's ballot again, or open it as a challenge afterwards",  // B6
    "one credential could flood the log; with revote: first a second cast could replace the "
    "first",                                                                             // B7
    "a ballot could hold two votes where one is allowed",                                // B8
    "the ciphertext could hold something else than what was proved",                     // B9
    "marks could be other numbers than 0 and 1: a vote of a thousand, or of minus one",  // B10
    "the board could vote for abstainers, or turn a test ballot into a cast one",        // B11
    "a ballot could be taken out twice or where there was none, and the counts would not add "
    "up",  // T1
    "a board that shows one trustee the log without one ballot gets that ballot's vote by "
    "difference",                                                                           // T2
    "a trustee could open something else than the agreed rows",                             // T3
    "one trustee could shift any total",                                                    // T4
    "ballots could disappear between cast and counted",                                     // T5
    "small units, which tell how few people voted, could be opened; or a unit be dropped",  // T6
    "the result could say anything",                                                        // T7
    "a total could be one that wrapped around (follows from T7 where V2 holds; it is checked "
    "by itself)",                                                             // T8
    "agreements of two rounds could be added up to a quorum, for two heads",  // T9
    "a trustee could decrypt one head in one round and, as if it had not, another one in the "
    "next",  // T10
}};

constexpr std::string_view kReplacement = "\xef\xbf\xbd";

/// U+200E, U+200F, U+202A to U+202E, U+2066 to U+2069, U+061C: of two or three bytes at `place`.
std::size_t direction_mark(std::string_view text, std::size_t place) {
  const std::string_view two = text.substr(place, 2);
  const std::string_view three = text.substr(place, 3);
  if (two == "\xd8\x9c") return 2;
  if (three == "\xe2\x80\x8e" || three == "\xe2\x80\x8f") return 3;
  if (three >= "\xe2\x80\xaa" && three <= "\xe2\x80\xae" && three.size() == 3) return 3;
  if (three >= "\xe2\x81\xa6" && three <= "\xe2\x81\xa9" && three.size() == 3) return 3;
  return 0;
}

}  // namespace

std::string html_escaped(std::string_view text) {
  const bool utf8 = is_utf8(as_bytes(text));
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    const std::size_t mark = utf8 ? direction_mark(text, i) : 0;
    const bool bad = byte < 0x20 || byte == 0x7f || (byte >= 0x80 && !utf8) ||
                     (byte == 0xc2 && i + 1 < text.size() &&
                      static_cast<unsigned char>(text[i + 1]) < 0xa0);  // U+0080 to U+009F
    if (mark > 0) {
      out += kReplacement;
      i += mark - 1;
    } else if (bad) {
      out += kReplacement;
      if (byte == 0xc2 && utf8) ++i;
    } else if (byte == '&') {
      out += "&amp;";
    } else if (byte == '<') {
      out += "&lt;";
    } else if (byte == '>') {
      out += "&gt;";
    } else if (byte == '"') {
      out += "&quot;";
    } else if (byte == '\'') {
      out += "&#39;";
    } else {
      out += text[i];
    }
  }
  return out;
}

std::string_view without_check(CheckId id) { return kWithout[static_cast<std::size_t>(id)]; }

std::string grouped(std::uint64_t number) {
  std::string text = std::to_string(number);
  for (std::size_t place = text.size(); place > 3; place -= 3) text.insert(place - 3, ",");
  return text;
}

std::string percent(std::uint64_t part, std::uint64_t whole) {
  constexpr std::uint64_t kLargest = std::uint64_t{1} << 50;  // times a thousand fits
  if (whole == 0 || whole > kLargest || part > whole) return "";
  const std::uint64_t thousandths = (part * 1000 + whole / 2) / whole;
  return std::to_string(thousandths / 10) + "." + std::to_string(thousandths % 10) + " %";
}

}  // namespace viche::verifier
