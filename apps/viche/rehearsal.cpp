#include "apps/viche/rehearsal.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "apps/viche/audit_log.h"

namespace viche::app {
namespace {

using Tree = nlohmann::ordered_json;

constexpr std::string_view kRehearsalSuffix = "-rehearsal";
constexpr std::size_t kMaxIdBytes = 64;
constexpr std::uint64_t kMostDummies = 20;

void drop_keys(Tree& people) {
  for (Tree& person : people) person.erase("key");
}

/// From a manifest that parse_manifest accepted.
Tree rehearsal_tree(ByteView manifest) {
  Tree tree = Tree::parse(as_text(manifest));
  std::string id = tree["id"].get<std::string>();
  id.resize(std::min(id.size(), kMaxIdBytes - kRehearsalSuffix.size()));
  tree["id"] = id + std::string(kRehearsalSuffix);
  for (auto& [language, title] : tree["title"].items()) {
    title = "REHEARSAL: " + title.get<std::string>();
  }
  tree["previous"] = nullptr;
  tree["registrar"].erase("key");
  tree["log"].erase("key");
  drop_keys(tree["witnesses"]["members"]);
  drop_keys(tree["trustees"]["members"]);
  drop_keys(tree["agreement"]["others"]);
  return tree;
}

/// What is the same in a manifest and in that of its rehearsal.
Tree common_part(ByteView manifest) {
  Tree tree = rehearsal_tree(manifest);
  tree.erase("id");
  tree.erase("title");
  return tree;
}

std::vector<Ed25519PublicKey> keys_of(const ballot::Manifest& manifest) {
  std::vector<Ed25519PublicKey> keys{manifest.registrar.key, manifest.log_key};
  for (const auto* list : {&manifest.witnesses.members, &manifest.trustees, &manifest.others}) {
    for (const ballot::Official& person : *list) keys.push_back(person.key);
  }
  return keys;
}

enum class Marks { kFirst, kLast };

ballot::ContestChoice dummy_choice(const ballot::Contest& contest, Marks marks) {
  const auto count = static_cast<std::uint32_t>(contest.options.size());
  const auto option = [&](std::uint32_t i) { return marks == Marks::kFirst ? i : count - 1 - i; };
  ballot::ContestChoice choice;
  switch (contest.kind) {
    case ballot::ContestKind::kChoose:
      for (std::uint32_t i = 0; i < std::min(contest.max, std::max(contest.min, 1U)); ++i) {
        choice.options.emplace_back(option(i));
      }
      break;
    case ballot::ContestKind::kRank:
      for (std::uint32_t i = 0; i < contest.points.size(); ++i) {
        choice.options.emplace_back(option(i));
      }
      break;
    case ballot::ContestKind::kScore: {
      choice.scores.assign(count, 0);
      std::uint32_t left = std::min(contest.max_total, std::max(contest.min_total, 1U));
      for (std::uint32_t i = 0; i < count && left > 0; ++i) {
        const std::uint32_t score = std::min(left, contest.max_score);
        choice.scores[option(i)] = score;
        left -= score;
      }
      break;
    }
  }
  return choice;
}

}  // namespace

Result<std::string> rehearsal_template(ByteView manifest) {
  VICHE_TRY(ballot::parse_manifest(manifest, ballot::KeyPolicy::kMayBeMissing));
  std::string text = rehearsal_tree(manifest).dump(2) + "\n";
  VICHE_TRY(ballot::parse_manifest(as_bytes(text), ballot::KeyPolicy::kMayBeMissing));
  return text;
}

Result<ballot::Votes> dummy_votes(const ballot::Manifest& manifest, const ballot::Layout& layout) {
  const std::uint64_t half =
      (std::min(std::max<std::uint64_t>(manifest.floor, 2), kMostDummies) + 1) / 2;
  ballot::Votes votes;
  for (std::uint32_t s = 0; s < manifest.styles.size(); ++s) {
    for (const Marks marks : {Marks::kFirst, Marks::kLast}) {
      ballot::VoteLine line;
      line.style = ballot::StyleIndex(s);
      line.count = half;
      for (const ballot::ContestIndex contest : manifest.styles[s].contests) {
        line.choices.contests.push_back(dummy_choice(manifest.contest(contest), marks));
      }
      VICHE_ASSIGN(line.m, ballot::encode_slots(manifest, layout, line.style, line.choices));
      votes.total += half;
      votes.lines.push_back(std::move(line));
    }
  }
  return votes;
}

Result<void> check_rehearsal(const Record& real, const std::filesystem::path& rehearsal,
                             unsigned threads) {
  const auto refuse = [&](const std::string& reason) { return Error{reason, rehearsal.string()}; };
  VICHE_ASSIGN(const Record record, open_record(rehearsal, Quorum::kManifest));
  if (record.manifest_hash == real.manifest_hash) {
    return refuse("is this election's own record, not that of its rehearsal");
  }
  if (common_part(record.manifest_bytes) != common_part(real.manifest_bytes)) {
    return refuse("is not a rehearsal of this manifest: more than id, title and keys differ");
  }
  const std::vector<Ed25519PublicKey> own = keys_of(real.manifest);
  for (const Ed25519PublicKey& key : keys_of(record.manifest)) {
    if (std::find(own.begin(), own.end(), key) == own.end()) continue;
    return refuse("the rehearsal used key " + to_hex(key.bytes) +
                  " of this election, and a key is used for one election only");
  }
  const Result<tally::Audited> audited = audit_log(record, threads);
  if (!audited) return audited.error().at(rehearsal.string());
  const log::ElectionState& state = audited->state;
  if (state.phase() != log::Phase::kFinished) {
    return refuse("the rehearsal has no result yet: " + state.describe());
  }
  if (state.counts().cast == 0) return refuse("nobody voted in the rehearsal");
  if (state.decrypted() > record.manifest.threshold) {
    return refuse(fmt::format(
        "{} trustees decrypted, though {} are enough: the loss of the others was not rehearsed",
        state.decrypted(), record.manifest.threshold));
  }
  return {};
}

}  // namespace viche::app
