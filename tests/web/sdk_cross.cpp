// The C++ side of the cross test of web/sdk: makes ballots for it to open, and judges ballots that
// it made, with the engine and with the verifier.
//
//   viche_sdk_cross make|judge|manifests <QUESTION.json >ANSWER.json
//
// make:      {"manifest": text, "election": hex, "Y": [hex], "ballots": [{"style": id, "code":
// text,
//            "choices": {...}, "prev": hex, "type": "cast"|"challenge"}]}
//            -> [{"entry": hex, "opening": text or null}]
// judge:     {"manifest", "election", "Y", "ballots": [{"entry": hex, "opening": text or null}]}
//            -> [{"engine": bool, "verifier": bool, "tracker": hex, "choices": {...} or null}]
// manifests: [hex] -> [bool]
//
// Exit status 2: the question is not of this form.

#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>
#include <stdexcept>

#include "ballot/checker.h"
#include "ballot/choices.h"
#include "ballot/credential.h"
#include "ballot/noted_tracker.h"
#include "ballot/opening.h"
#include "ballot/prover.h"
#include "crypto/group/hash.h"
#include "verifier/ballot_form.h"
#include "verifier/layout.h"

namespace viche::test {
namespace {

using Json = nlohmann::ordered_json;

template <class T>
T must(Result<T> result, const std::string& what) {
  if (!result) throw std::runtime_error(what + ": " + result.error().message());
  return std::move(*result);
}

Bytes bytes_of(const Json& hex) { return must(from_hex(hex.get<std::string>()), "hexadecimal"); }
Bytes32 bytes32_of(const Json& hex) {
  return must(bytes32_from_hex(hex.get<std::string>()), "hexadecimal");
}
ByteView view_of(const std::string& text) {
  return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

/// The election that a question is about, as the engine knows it.
struct Asked {
  explicit Asked(const Json& question)
      : text(question.at("manifest").get<std::string>()),
        manifest(must(ballot::parse_manifest(view_of(text)), "manifest")),
        election(bytes32_of(question.at("election"))) {
    for (const Json& Y : question.at("Y")) keys.push_back(must(Point::decode(bytes32_of(Y)), "Y"));
    context =
        std::make_shared<const ballot::ElectionContext>(election, ballot::Layout(manifest), keys);
  }

  std::string text;
  ballot::Manifest manifest;
  Bytes32 election;
  std::vector<Point> keys;
  std::shared_ptr<const ballot::ElectionContext> context;
};

Json make(const Json& question) {
  const Asked asked(question);
  const ballot::Prover prover(asked.context);
  const Bytes32 manifest_hash = sha256(view_of(asked.text));
  SystemRandom random;
  Json answer = Json::array();
  for (const Json& wanted : question.at("ballots")) {
    const auto style = asked.manifest.find_style(wanted.at("style").get<std::string>());
    if (!style) throw std::runtime_error("no such style");
    const ballot::Credential credential = ballot::credential_from_code(
        must(ballot::parse_code(wanted.at("code").get<std::string>()), "code"), manifest_hash);
    const ballot::Choices choices =
        must(ballot::parse_choices(wanted.at("choices").dump(), asked.manifest, *style), "choices");
    const Secret<std::vector<std::uint8_t>> m(must(
        ballot::encode_slots(asked.manifest, asked.context->layout(), *style, choices), "slots"));
    ballot::Proven proven = prover.prove(*style, credential, m, random);
    const Bytes32 prev = bytes32_of(wanted.at("prev"));
    if (wanted.at("type") == "cast") {
      const Bytes entry = prover.cast(std::move(proven), prev, credential, random);
      answer.push_back({{"entry", to_hex(entry)}, {"opening", nullptr}});
    } else {
      const Bytes32 tracker = proven.ballot.tracker();
      const ballot::Challenged made = prover.challenge(std::move(proven), prev, credential, random);
      answer.push_back(
          {{"entry", to_hex(made.entry)},
           {"opening",
            ballot::format_opening(tracker, wanted.at("style").get<std::string>(), made.opening)}});
    }
  }
  return answer;
}

/// The same election as the verifier knows it: its own reading of the manifest, its own layout.
class VerifierView {
 public:
  explicit VerifierView(const Asked& asked)
      : arithmetic_(verifier::make_sodium_arithmetic()), election_(checks_, *arithmetic_, 1) {
    verifier::Manifest manifest =
        must(verifier::read_manifest(view_of(asked.text), *arithmetic_), "verifier: manifest");
    if (!verifier::resolve(manifest)) throw std::runtime_error("verifier: manifest");
    election_.layout = must(verifier::lay_out(manifest), "verifier: layout");
    election_.manifest = std::move(manifest);
    election_.keys_known = true;
    election_.fingerprint = asked.election;
    for (const Point& Y : asked.keys) {
      election_.bases.Y.push_back(*arithmetic_->decode(Y.encode()));
    }
    const std::uint32_t n = election_.layout.longest_style;
    election_.bases.H = verifier::generator_H(*arithmetic_);
    election_.bases.H_p = verifier::generators(*arithmetic_, "viche/v1/generator-Hp", n);
    election_.bases.K_p = verifier::generators(*arithmetic_, "viche/v1/generator-Kp", n);
  }

  /// Checks B3 and B8 to B11.
  [[nodiscard]] bool accepts(const Bytes& entry, const Bytes32& tracker) const {
    const verifier::LogEntry log_entry{0, entry, {}};
    const verifier::LogEntry* const list[] = {&log_entry};
    const verifier::CheckedBallot found = verifier::check_forms(election_, list).front();
    const verifier::BallotVerdict& holds = found.verdict;
    return found.framed && !found.fault && found.tracker == tracker && holds.equations &&
           holds.E1 && holds.E2 && holds.signature;
  }

 private:
  verifier::Checks checks_;
  std::unique_ptr<verifier::Arithmetic> arithmetic_;
  verifier::Election election_;
};

/// What the opened ballot says, as a second device reads it; null if it does not open.
Json opened(const Asked& asked, const Bytes& entry, const Bytes32& tracker, const Json& opening) {
  if (opening.is_null()) return nullptr;
  const auto named = ballot::parse_opening(opening.get<std::string>());
  if (!named) return nullptr;
  const auto noted = must(ballot::NotedTracker::parse(ballot::display_tracker(tracker)), "tracker");
  const auto choices =
      ballot::check_noted_opening(*asked.context, asked.manifest, noted, entry, *named);
  if (!choices) return nullptr;
  const auto style = ballot::BallotView::of(entry).style();
  return Json::parse(ballot::format_choices(*choices, asked.manifest, style));
}

Json judge(const Json& question) {
  const Asked asked(question);
  const VerifierView verifier(asked);
  std::vector<Bytes> entries;
  for (const Json& made : question.at("ballots")) entries.push_back(bytes_of(made.at("entry")));
  const std::vector<ByteView> views(entries.begin(), entries.end());
  SystemRandom random;
  ballot::Checker checker(*asked.context, random, 1);
  const std::vector<ballot::Outcome> outcomes = checker.check(views);
  Json answer = Json::array();
  for (std::size_t i = 0; i < entries.size(); ++i) {
    const auto view = ballot::BallotView::parse(entries[i], asked.context->layout());
    const Bytes32 tracker = view ? ballot::tracker(asked.election, *view) : Bytes32{};
    answer.push_back(
        {{"engine", outcomes[i].accepted()},
         {"verifier", view && verifier.accepts(entries[i], tracker)},
         {"tracker", to_hex(tracker)},
         {"choices", outcomes[i].accepted() ? opened(asked, entries[i], tracker,
                                                     question.at("ballots")[i].at("opening"))
                                            : Json(nullptr)}});
  }
  return answer;
}

/// Whether each is a manifest; that the verifier agrees is the business of tests/fuzz.
Json manifests(const Json& question) {
  Json answer = Json::array();
  for (const Json& hex : question) answer.push_back(ballot::parse_manifest(bytes_of(hex)).ok());
  return answer;
}

}  // namespace
}  // namespace viche::test

int main(int argc, char** argv) {
  const std::string verb = argc == 2 ? argv[1] : "";
  try {
    const auto question = viche::test::Json::parse(std::cin);
    if (verb == "make") {
      std::cout << viche::test::make(question) << "\n";
    } else if (verb == "judge") {
      std::cout << viche::test::judge(question) << "\n";
    } else if (verb == "manifests") {
      std::cout << viche::test::manifests(question) << "\n";
    } else {
      throw std::runtime_error("make, judge or manifests is expected");
    }
  } catch (const std::exception& error) {
    std::cerr << "viche_sdk_cross: " << error.what() << "\n";
    return 2;
  }
  return 0;
}
