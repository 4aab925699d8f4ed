#include "ballot/opening.h"

#include "ballot/json.h"

namespace viche::ballot {

std::string format_opening(const Bytes32& tracker, const std::string& style,
                           const Opening& opening) {
  nlohmann::ordered_json json;
  json["viche_opening"] = 1;
  json["tracker"] = to_hex(tracker);
  json["style"] = style;
  json["r"] = to_hex(opening.r.expose().encode());
  json["slots"] = opening.m.expose();
  return json.dump() + "\n";
}

Result<NamedOpening> parse_opening(std::string_view text) {
  VICHE_ASSIGN(const JsonText parsed, JsonText::parse(as_bytes(text)));
  VICHE_ASSIGN(const JsonObject object,
               parsed.root().object({"viche_opening", "tracker", "style", "r", "slots"}));
  VICHE_TRY(object["viche_opening"].integer(1, 1));
  VICHE_ASSIGN(const Bytes32 tracker, object["tracker"].bytes32());
  VICHE_ASSIGN(std::string style, object["style"].string());
  VICHE_ASSIGN(const Bytes32 r_bytes, object["r"].bytes32());
  const Result<Scalar> r = Scalar::decode(r_bytes);
  if (!r) return object["r"].error(r.error().reason);
  VICHE_ASSIGN(const auto items, object["slots"].list(1, kMaxStyleSlots));
  std::vector<std::uint8_t> m;
  m.reserve(items.size());
  for (const JsonNode& item : items) {
    VICHE_ASSIGN(const std::uint32_t bit, item.integer32(0, 1));
    m.push_back(static_cast<std::uint8_t>(bit));
  }
  return NamedOpening{
      tracker, std::move(style),
      Opening{Secret<Scalar>(Scalar(*r)), Secret<std::vector<std::uint8_t>>(std::move(m))}};
}

Result<Choices> check_opening(const ElectionContext& context, const Manifest& manifest,
                              const Ballot& ballot, const Opening& opening) {
  const StyleLayout& style = context.layout().style(ballot.style);
  const std::vector<std::uint8_t>& m = opening.m.expose();
  const Scalar& r = opening.r.expose();
  if (m.size() != style.n()) {
    return Error{"the opening has " + std::to_string(m.size()) + " slots, the ballot " +
                     std::to_string(style.n()),
                 ""};
  }
  if (!(multiply_base(r) == ballot.C_0)) return Error{"C_0 is not r G", ""};
  for (std::size_t p = 1; p <= style.n(); ++p) {
    const Point C_p =
        multiply(r, context.Y(style.slots[p - 1])) + multiply_base(Scalar::from_u64(m[p - 1]));
    if (!(C_p == ballot.C[p - 1])) {
      return Error{"the ciphertext does not hold what the opening says",
                   "position " + std::to_string(p)};
    }
  }
  return decode_slots(manifest, context.layout(), ballot.style, m);
}

Result<Choices> check_noted_opening(const ElectionContext& context, const Manifest& manifest,
                                    const NotedTracker& noted, ByteView entry,
                                    const NamedOpening& named) {
  VICHE_ASSIGN(const BallotView view, BallotView::parse(entry, context.layout()));
  const Bytes32 own = tracker(context.election(), view);
  if (!noted.is(own)) {
    return Error{"the tracker that was noted is not the ballot's, " + display_tracker(own), ""};
  }
  if (named.tracker != own) {
    return Error{"the opening is of another ballot, " + display_tracker(named.tracker) +
                     ", than the noted one",
                 ""};
  }
  if (view.type() != BallotType::kChallenge) {
    return Error{"this ballot was cast, not challenged", ""};
  }
  if (named.style != manifest.style(view.style()).id) {
    return Error{"the opening is of style " + named.style + ", the ballot of style " +
                     manifest.style(view.style()).id,
                 ""};
  }
  VICHE_ASSIGN(const Ballot ballot, decode_ballot(entry, context.layout()));
  return check_opening(context, manifest, ballot, named.opening);
}

}  // namespace viche::ballot
