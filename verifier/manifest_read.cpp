// Check M1: the manifest's members and their types.

#include <algorithm>

#include "crypto/group/condition.h"
#include "verifier/fields.h"
#include "verifier/manifest.h"
#include "verifier/text_forms.h"

namespace viche::verifier {
namespace {

class ManifestReader {
 public:
  explicit ManifestReader(const Arithmetic& arithmetic) : arithmetic_(arithmetic) {}

  Result<Manifest> read(const Json& json) {
    VICHE_ASSIGN(const Fields fields,
                 Fields::open(json, "$", {"viche",         "id",          "languages", "title",
                                          "opens",         "closes",      "previous",  "registrar",
                                          "log",           "witnesses",   "trustees",  "agreement",
                                          "revote",        "max_ballots", "floor",     "weights",
                                          "batch_seconds", "contests",    "styles",    "units",
                                          "results"}));
    VICHE_ASSIGN(manifest_.version, fields.integer("viche"));
    VICHE_ASSIGN(manifest_.id, fields.id("id"));
    VICHE_TRY(read_languages(fields));
    VICHE_ASSIGN(manifest_.title, text(fields["title"], fields.path("title")));
    VICHE_TRY(read_time(fields, "opens"));
    VICHE_TRY(read_time(fields, "closes"));
    VICHE_TRY(read_previous(fields));
    VICHE_TRY(read_signers(fields));
    VICHE_TRY(read_settings(fields));
    VICHE_TRY(fields.each("contests", [this](const Json& item, const std::string& path) {
      return read_contest(item, path);
    }));
    VICHE_TRY(fields.each("styles", [this](const Json& item, const std::string& path) {
      return read_style(item, path);
    }));
    VICHE_TRY(fields.each("units", [this](const Json& item, const std::string& path) {
      return read_unit(item, path);
    }));
    VICHE_TRY(fields.each("results", [this](const Json& item, const std::string& path) {
      return read_rule(item, path);
    }));
    return std::move(manifest_);
  }

 private:
  Result<void> read_languages(const Fields& fields) {
    return fields.each(
        "languages", [this](const Json& item, const std::string& path) -> Result<void> {
          if (VICHE_FAULT(item.type != Json::Type::kString || !is_language(item.string))) {
            return Error{"not a language tag", path};
          }
          manifest_.languages.push_back(item.string);
          return {};
        });
  }

  /// Exactly one string that is not empty for each language.
  Result<Text> text(const Json& json, const std::string& path) const {
    if (VICHE_FAULT(json.type != Json::Type::kObject)) return Error{"not an object", path};
    Text out;
    for (const std::string& language : manifest_.languages) {
      const Json* item = json.find(language);
      if (VICHE_FAULT(item == nullptr) ||
          VICHE_FAULT(item->type != Json::Type::kString || item->string.empty())) {
        return Error{"no text in the language " + language, path};
      }
      out.emplace_back(language, item->string);
    }
    for (const std::string& name : json.names) {
      if (VICHE_FAULT(std::find(manifest_.languages.begin(), manifest_.languages.end(), name) ==
                      manifest_.languages.end())) {
        return Error{"a text in the language \"" + name + "\", which `languages` does not hold",
                     path};
      }
    }
    return out;
  }

  static Result<void> read_time(const Fields& fields, std::string_view name) {
    VICHE_ASSIGN(const std::string time, fields.string(name));
    if (VICHE_FAULT(!is_time(time)))
      return Error{"not a time of the form YYYY-MM-DDThh:mm:ssZ", fields.path(name)};
    return {};
  }

  static Result<void> read_previous(const Fields& fields) {
    const Json& json = fields["previous"];
    if (json.type == Json::Type::kNull) return {};
    VICHE_ASSIGN(const Fields previous,
                 Fields::open(json, fields.path("previous"), {"manifest", "size", "root"}));
    VICHE_TRY(previous.hash("manifest"));
    VICHE_TRY(previous.integer("size"));
    VICHE_TRY(previous.hash("root"));
    return {};
  }

  Result<Bytes32> key(const Fields& fields) const {
    VICHE_ASSIGN(const Bytes32 key, fields.hash("key"));
    if (VICHE_FAULT(!arithmetic_.ed25519_key_ok(key))) {
      return Error{"not a canonical Ed25519 key of prime order", fields.path("key")};
    }
    return key;
  }

  Result<Signer> signer(const Json& json, const std::string& path) const {
    VICHE_ASSIGN(const Fields fields, Fields::open(json, path, {"name", "key"}));
    Signer signer;
    VICHE_ASSIGN(signer.name, fields.label("name"));
    VICHE_ASSIGN(signer.key, key(fields));
    return signer;
  }

  Result<std::vector<Signer>> signers(const Fields& fields, std::string_view name) const {
    std::vector<Signer> list;
    VICHE_TRY(fields.each(name, [&](const Json& item, const std::string& path) -> Result<void> {
      VICHE_ASSIGN(Signer member, signer(item, path));
      list.push_back(std::move(member));
      return {};
    }));
    return list;
  }

  Result<void> read_signers(const Fields& fields) {
    VICHE_ASSIGN(manifest_.registrar, signer(fields["registrar"], fields.path("registrar")));
    VICHE_ASSIGN(const Fields log, Fields::open(fields["log"], fields.path("log"), {"key"}));
    VICHE_ASSIGN(manifest_.log_key, key(log));
    VICHE_ASSIGN(const Fields witnesses, Fields::open(fields["witnesses"], fields.path("witnesses"),
                                                      {"quorum", "members"}));
    VICHE_ASSIGN(manifest_.quorum, witnesses.integer("quorum"));
    VICHE_ASSIGN(manifest_.witnesses, signers(witnesses, "members"));
    for (std::size_t i = 0; i < manifest_.witnesses.size(); ++i) {
      if (VICHE_FAULT(!is_witness_name(manifest_.witnesses[i].name))) {
        return Error{"not 1 to 100 characters of printable ASCII without space or +",
                     witnesses.path("members") + "[" + std::to_string(i) + "].name"};
      }
    }
    VICHE_ASSIGN(const Fields trustees, Fields::open(fields["trustees"], fields.path("trustees"),
                                                     {"threshold", "members"}));
    VICHE_ASSIGN(manifest_.threshold, trustees.integer("threshold"));
    VICHE_ASSIGN(manifest_.trustees, signers(trustees, "members"));
    VICHE_ASSIGN(const Fields agreement,
                 Fields::open(fields["agreement"], fields.path("agreement"),
                              {"tolerated_corrupt", "tolerated_lost", "others"}));
    VICHE_ASSIGN(manifest_.tolerated_corrupt, agreement.integer("tolerated_corrupt"));
    VICHE_ASSIGN(manifest_.tolerated_lost, agreement.integer("tolerated_lost"));
    VICHE_ASSIGN(manifest_.others, signers(agreement, "others"));
    return {};
  }

  Result<void> read_settings(const Fields& fields) {
    VICHE_ASSIGN(const std::string revote, fields.string("revote"));
    if (VICHE_FAULT(revote != "last" && revote != "first")) {
      return Error{"neither \"last\" nor \"first\"", fields.path("revote")};
    }
    manifest_.revote = revote == "last" ? Manifest::Revote::kLast : Manifest::Revote::kFirst;
    VICHE_ASSIGN(manifest_.max_ballots, fields.integer("max_ballots"));
    VICHE_ASSIGN(manifest_.floor, fields.integer("floor"));
    VICHE_ASSIGN(const std::string weights, fields.string("weights"));
    if (VICHE_FAULT(weights != "secret" && weights != "not-secret")) {
      return Error{"neither \"secret\" nor \"not-secret\"", fields.path("weights")};
    }
    manifest_.secret_weights = weights == "secret";
    VICHE_ASSIGN(manifest_.batch_seconds, fields.integer("batch_seconds"));
    return {};
  }

  Result<void> read_contest(const Json& json, const std::string& path) {
    Contest contest;
    const Json* kind = json.type == Json::Type::kObject ? json.find("kind") : nullptr;
    if (VICHE_FAULT(kind == nullptr) || VICHE_FAULT(kind->type != Json::Type::kString))
      return Error{"no `kind`", path};
    if (VICHE_FAULT(kind->string != "choose" && kind->string != "score" &&
                    kind->string != "rank")) {
      return Error{"none of \"choose\", \"score\" and \"rank\"", path + ".kind"};
    }
    if (kind->string == "choose") {
      contest.kind = Contest::Kind::kChoose;
      VICHE_ASSIGN(
          const Fields fields,
          Fields::open(json, path, {"id", "title", "kind", "blank", "options", "min", "max"}));
      VICHE_ASSIGN(contest.min, fields.integer("min"));
      VICHE_ASSIGN(contest.max, fields.integer("max"));
      return finish_contest(fields, contest);
    }
    if (kind->string == "score") {
      contest.kind = Contest::Kind::kScore;
      VICHE_ASSIGN(const Fields fields, Fields::open(json, path,
                                                     {"id", "title", "kind", "blank", "options",
                                                      "max_score", "min_total", "max_total"}));
      VICHE_ASSIGN(contest.max_score, fields.integer("max_score"));
      VICHE_ASSIGN(contest.min_total, fields.integer("min_total"));
      VICHE_ASSIGN(contest.max_total, fields.integer("max_total"));
      return finish_contest(fields, contest);
    }
    contest.kind = Contest::Kind::kRank;
    VICHE_ASSIGN(const Fields fields,
                 Fields::open(json, path, {"id", "title", "kind", "blank", "options", "points"}));
    VICHE_ASSIGN(contest.points, fields.integers("points"));
    return finish_contest(fields, contest);
  }

  Result<void> finish_contest(const Fields& fields, Contest& contest) {
    VICHE_ASSIGN(contest.id, fields.id("id"));
    VICHE_ASSIGN(contest.title, text(fields["title"], fields.path("title")));
    VICHE_ASSIGN(contest.blank, fields.boolean("blank"));
    VICHE_TRY(fields.each("options", [&](const Json& item, const std::string& path) {
      return read_option(item, path, contest);
    }));
    manifest_.contests.push_back(std::move(contest));
    return {};
  }

  Result<void> read_option(const Json& json, const std::string& path, Contest& contest) const {
    VICHE_ASSIGN(const Fields fields, Fields::open(json, path, {"id", "title"}));
    VICHE_ASSIGN(std::string id, fields.id("id"));
    VICHE_ASSIGN(Text title, text(fields["title"], fields.path("title")));
    contest.option_titles.push_back(std::move(title));
    contest.options.push_back(std::move(id));
    return {};
  }

  Result<void> read_style(const Json& json, const std::string& path) {
    VICHE_ASSIGN(const Fields fields,
                 Fields::open(json, path, {"id", "title", "contests", "replacements"}));
    Style style;
    VICHE_ASSIGN(style.id, fields.id("id"));
    VICHE_TRY(text(fields["title"], fields.path("title")));
    VICHE_ASSIGN(style.contest_ids, fields.ids("contests"));
    VICHE_ASSIGN(style.replacements, fields.integer("replacements"));
    manifest_.styles.push_back(std::move(style));
    return {};
  }

  Result<void> read_unit(const Json& json, const std::string& path) {
    VICHE_ASSIGN(const Fields fields,
                 Fields::open(json, path, {"id", "title", "contest", "styles"}));
    Unit unit;
    VICHE_ASSIGN(unit.id, fields.id("id"));
    VICHE_ASSIGN(unit.title, text(fields["title"], fields.path("title")));
    VICHE_ASSIGN(unit.contest_id, fields.id("contest"));
    VICHE_ASSIGN(unit.style_ids, fields.ids("styles"));
    manifest_.units.push_back(std::move(unit));
    return {};
  }

  Result<void> read_rule(const Json& json, const std::string& path) {
    Rule rule;
    const Json* kind = json.type == Json::Type::kObject ? json.find("rule") : nullptr;
    if (VICHE_FAULT(kind == nullptr) || VICHE_FAULT(kind->type != Json::Type::kString))
      return Error{"no `rule`", path};
    if (VICHE_FAULT(kind->string != "rank_points" && kind->string != "top" &&
                    kind->string != "dhondt" && kind->string != "sainte_lague")) {
      return Error{"no rule of this name", path + ".rule"};
    }
    if (kind->string == "rank_points") {
      rule.kind = Rule::Kind::kRankPoints;
      VICHE_ASSIGN(const Fields fields,
                   Fields::open(json, path,
                                {"id", "title", "rule", "contests", "seats", "points", "added"}));
      VICHE_ASSIGN(rule.points, fields.integers("points"));
      VICHE_TRY(
          fields.each("added", [&](const Json& item, const std::string& where) -> Result<void> {
            VICHE_ASSIGN(const Fields added, Fields::open(item, where, {"option", "points"}));
            VICHE_ASSIGN(std::string option, added.id("option"));
            VICHE_ASSIGN(const std::uint64_t points, added.integer("points"));
            rule.added.emplace_back(std::move(option), points);
            return {};
          }));
      return finish_rule(fields, rule);
    }
    if (kind->string == "top") {
      rule.kind = Rule::Kind::kTop;
    } else if (kind->string == "dhondt") {
      rule.kind = Rule::Kind::kDhondt;
    } else {
      rule.kind = Rule::Kind::kSainteLague;
    }
    VICHE_ASSIGN(
        const Fields fields,
        Fields::open(json, path, {"id", "title", "rule", "contests", "seats", "threshold"}));
    if (fields["threshold"].type != Json::Type::kNull) {
      VICHE_ASSIGN(const std::vector<std::uint64_t> pair, fields.integers("threshold"));
      if (VICHE_FAULT(pair.size() != 2))
        return Error{"neither null nor two integers", fields.path("threshold")};
      rule.threshold = {pair[0], pair[1]};
    }
    return finish_rule(fields, rule);
  }

  Result<void> finish_rule(const Fields& fields, Rule& rule) {
    VICHE_ASSIGN(rule.id, fields.id("id"));
    VICHE_ASSIGN(rule.title, text(fields["title"], fields.path("title")));
    VICHE_ASSIGN(rule.contest_ids, fields.ids("contests"));
    VICHE_ASSIGN(rule.seats, fields.integer("seats"));
    manifest_.rules.push_back(std::move(rule));
    return {};
  }

  const Arithmetic& arithmetic_;
  Manifest manifest_;
};

}  // namespace

Result<Manifest> read_manifest(ByteView bytes, const Arithmetic& arithmetic) {
  VICHE_ASSIGN(const Json json, parse_json(bytes));
  return ManifestReader(arithmetic).read(json);
}

}  // namespace viche::verifier
