// M1 to M3: the manifest's form, its meaning, and whether agreement can be reached.

#include "tests/mutations/mutant.h"

namespace viche::mutations {
namespace {

using nlohmann::json;

/// Without its form no signature of the manifest's people can be checked either.
const CheckSet kUnreadable = implied::both({"R2", "R3", "E4", "M2"}, implied::kByUnknownElection);

/// Replaces the first `from` in the manifest's bytes; everything else is built from the honest
/// manifest, under the changed one's hash.
Mutant bytes_mutant(std::string check, std::string name, std::string attack, std::string from,
                    std::string to, CheckSet also) {
  return {std::move(check), std::move(name), std::move(attack),
          [=](Forge& f) {
            edit_body(f, log::EntryType::kManifest, 0, [=](Bytes& body) {
              std::string text(as_text(body));
              const std::size_t place = text.find(from);
              if (place == std::string::npos) broken_invariant("no such text in the manifest");
              body = text_bytes(text.substr(0, place) + to + text.substr(place + from.size()));
            });
          },
          std::move(also)};
}

Mutant unreadable(std::string name, std::string attack, std::string from, std::string to) {
  return bytes_mutant("M1", std::move(name), std::move(attack), std::move(from), std::move(to),
                      kUnreadable);
}

/// Changes the manifest as JSON, likewise.
Mutant json_mutant(std::string check, std::string name, std::string attack,
                   std::function<void(json&)> edit, CheckSet also = {}) {
  return {std::move(check), std::move(name), std::move(attack),
          [=](Forge& f) {
            edit_body(f, log::EntryType::kManifest, 0, [=](Bytes& body) {
              json manifest = json::parse(body);
              edit(manifest);
              body = text_bytes(manifest.dump());
            });
          },
          std::move(also)};
}

std::vector<Mutant> manifest_form_mutants() {
  return {
      unreadable("an_unknown_member", "The manifest has a member that the specification lacks.",
                 R"("floor":2)", R"("floor":2,"extra":1)"),
      unreadable("a_member_twice", "The manifest has a member twice: two readers read two values.",
                 R"("floor":2)", R"("floor":2,"floor":1)"),
      unreadable("a_member_missing", "The manifest lacks a member.", R"("floor":2,)", ""),
      unreadable("a_fraction", "A number of the manifest is spelled with a fraction.",
                 R"("floor":2)", R"("floor":2.0)"),
      unreadable("an_exponent", "A number of the manifest is spelled with an exponent.",
                 R"("floor":2)", R"("floor":2e0)"),
      unreadable("minus_zero", "A number of the manifest is minus zero.", R"("tolerated_lost":0)",
                 R"("tolerated_lost":-0)"),
      unreadable("a_number_beyond_64_bits", "A number of the manifest is 2^64.", R"("floor":2)",
                 R"("floor":18446744073709551616)"),
      unreadable("malformed_utf8", "A title is not UTF-8.", "A small election", "A small \xff"),
      unreadable("something_after_the_end", "Something follows the manifest's JSON.",
                 R"(,"weights":"secret","witnesses")", R"(,"weights":"secret"} ,"witnesses")"),
      unreadable("a_byte_order_mark", "The manifest starts with a byte-order mark.", "{",
                 "\xef\xbb\xbf{"),
      unreadable("an_upper_case_id", "An id has a character that ids do not have.",
                 R"("id":"forged")", R"("id":"Forged")"),
      unreadable("a_text_without_a_language", "A title lacks one of the languages.",
                 R"("en":"Mayor",)", ""),
      unreadable("a_time_without_zone", "A time is not in the one form.", "T08:00:00Z",
                 "T08:00:00+"),
      json_mutant(
          "M1", "a_key_of_small_order",
          "A trustee's key is a point of small order, for which anybody can sign.",
          [](json& manifest) {
            std::string identity(64, '0');
            identity[1] = '1';
            manifest["trustees"]["members"][0]["key"] = identity;
          },
          kUnreadable),
      json_mutant(
          "M1", "nested_deeper_than_16", "The manifest is nested without end.",
          [](json& manifest) {
            json deep = json::array();
            for (int i = 0; i < 20; ++i) deep = json::array({deep});
            manifest["results"] = deep;
          },
          kUnreadable),
  };
}

/// Breaks something without which nothing can be laid out: then the rest cannot run.
Mutant unresolved(std::string name, std::string attack, std::function<void(json&)> edit) {
  return json_mutant("M2", std::move(name), std::move(attack), std::move(edit),
                     implied::kByUnknownElection);
}

std::vector<Mutant> meaning_mutants() {
  return {
      json_mutant("M2", "another_version", "The manifest is of another version.",
                  [](json& manifest) { manifest["viche"] = 2; }),
      json_mutant("M2", "batches_of_0_seconds", "`batch_seconds` is below its limit.",
                  [](json& manifest) { manifest["batch_seconds"] = 0; }),
      json_mutant("M2", "batches_of_3601_seconds", "`batch_seconds` is above its limit.",
                  [](json& manifest) { manifest["batch_seconds"] = 3601; }),
      json_mutant("M2", "max_ballots_of_1001", "`max_ballots` is above its limit.",
                  [](json& manifest) { manifest["max_ballots"] = 1001; }),
      json_mutant("M2", "a_rule_twice", "Two result rules have one id.",
                  [](json& manifest) { manifest["results"].push_back(manifest["results"][0]); }),
      json_mutant("M2", "points_for_nobody", "A rule adds points to an option that does not exist.",
                  [](json& manifest) { manifest["results"][2]["added"][0]["option"] = "autumn"; }),
      json_mutant("M2", "seats_without_end", "A rule gives more seats than anybody could count.",
                  [](json& manifest) { manifest["results"][1]["seats"] = UINT64_MAX; }),
      json_mutant("E5", "a_threshold_lowered_after_the_ceremony",
                  "The manifest that is published says that fewer trustees are enough to decrypt "
                  "than their keys were made for.",
                  [](json& manifest) { manifest["trustees"]["threshold"] = 1; },
                  // No reveal has its layout, so there are no keys, and no ballot can be judged;
                  // and with that threshold the agreement is out of reach.
                  {"E6", "M3", "K1", "K2",  "K5",  "V3", "B3", "B4", "B5", "B6",
                   "B7", "B8", "B9", "B10", "B11", "T1", "T2", "T3", "T5", "T6"}),
      json_mutant("M2", "a_threshold_above_one", "A rule's threshold is more than all votes.",
                  [](json& manifest) {
                    manifest["results"][0]["threshold"] = {11, 10};
                  }),
      {"M2", "one_key_for_two_signers",
       "The registrar's key is also the observer's: one person would agree twice.",
       [](Forge& f) {
         const std::string registrar = to_hex(f.keys.signers[0].public_key().bytes);
         Bytes32 seed;
         seed.fill(1);
         f.keys.signers[kOtherSigner] = Ed25519Signer(Secret<Bytes32>(std::move(seed)));
         if (to_hex(f.keys.signers[kOtherSigner].public_key().bytes) != registrar) {
           broken_invariant("the registrar's seed is another one");
         }
         edit_body(f, log::EntryType::kManifest, 0, [=](Bytes& body) {
           json manifest = json::parse(body);
           manifest["agreement"]["others"][0]["key"] = registrar;
           body = text_bytes(manifest.dump());
         });
       }},
      unresolved("a_pair_in_two_units",
                 "A contest in a style is in two units: its ballots would count twice.",
                 [](json& manifest) {
                   json again = manifest["units"][0];
                   again["id"] = "again";
                   manifest["units"].push_back(again);
                 }),
      unresolved("a_pair_in_no_unit", "A contest in a style is in no unit.",
                 [](json& manifest) { manifest["units"].erase(1); }),
      unresolved("an_unknown_contest", "A style holds a contest that does not exist.",
                 [](json& manifest) { manifest["styles"][0]["contests"][2] = "dance"; }),
      unresolved("more_choices_than_options", "A contest's `max` is above its options.",
                 [](json& manifest) { manifest["contests"][0]["max"] = 3; }),
      unresolved("an_option_called_blank", "An option has the reserved id.",
                 [](json& manifest) { manifest["contests"][0]["options"][0]["id"] = "blank"; }),
      unresolved("a_threshold_of_0", "No trustee would be needed to decrypt.",
                 [](json& manifest) { manifest["trustees"]["threshold"] = 0; }),
      unresolved("a_style_that_does_not_fit", "A style's ballot is larger than an entry.",
                 [](json& manifest) {
                   json& budget = manifest["contests"][1];
                   budget["max_score"] = 1000;
                   budget["max_total"] = 2000;
                   for (int i = 0; i < 100; ++i) {
                     json option = budget["options"][0];
                     option["id"] = "more-" + std::to_string(i);
                     budget["options"].push_back(option);
                   }
                 }),
  };
}

std::vector<Mutant> quorum_mutants() {
  return {
      json_mutant("M3", "agreement_out_of_reach",
                  "With the losses that the manifest tolerates no agreement can be reached.",
                  [](json& manifest) { manifest["agreement"]["tolerated_lost"] = 1; }),
      json_mutant("M3", "more_corruption_than_the_quorum_bears",
                  "A tolerated corrupt signer raises the quorum above what can be reached.",
                  [](json& manifest) { manifest["agreement"]["tolerated_corrupt"] = 1; },
                  // The three who agreed are no longer enough.
                  {"T2"}),
  };
}

}  // namespace

std::vector<Mutant> manifest_mutants() {
  std::vector<Mutant> all = manifest_form_mutants();
  for (const auto& group : {meaning_mutants(), quorum_mutants()}) {
    all.insert(all.end(), group.begin(), group.end());
  }
  return all;
}

}  // namespace viche::mutations
