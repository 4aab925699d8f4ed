// Writes the first seeds of every corpus: `viche_fuzz_seeds DIRECTORY`. Real inputs, from the
// examples and from the election of the test vectors; the fuzzers' own findings are added to them
// with `-merge=1`.

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>

#include "apps/viche-verify/follow/seen.h"
#include "ballot/prepared.h"
#include "ballot/prover.h"
#include "bulletin/log/bodies.h"
#include "bulletin/log/envelope.h"
#include "bulletin/log/fork.h"
#include "bulletin/log/proof.h"
#include "bulletin/log/tile.h"
#include "crypto/proof/ed25519_sign.h"
#include "tests/apps/electionguard_sample.h"
#include "tests/fuzz/note_pieces.h"
#include "tests/fuzz/setting.h"
#include "tests/fuzz/tree.h"
#include "verifier/part.h"

namespace viche::fuzz {
namespace {

constexpr std::array kExamples{"tiny", "ranked", "official", "vidbir-2025"};

class Seeds {
 public:
  explicit Seeds(std::filesystem::path root) : root_(std::move(root)) {}

  void add(const std::string& target, ByteView bytes) {
    const std::filesystem::path folder = root_ / target;
    std::filesystem::create_directories(folder);
    std::ofstream out(folder / ("seed-" + std::to_string(++counts_[target])), std::ios::binary);
    out.write(reinterpret_cast<const char*>(bytes.data()),
              static_cast<std::streamsize>(bytes.size()));
  }
  void add(const std::string& target, std::string_view text) { add(target, as_bytes(text)); }
  /// With the byte that chooses what it is.
  void add(const std::string& target, std::uint8_t choice, ByteView bytes) {
    Bytes seed{choice};
    append(seed, bytes);
    add(target, seed);
  }

 private:
  std::filesystem::path root_;
  std::map<std::string, int> counts_;
};

std::string example(const std::string& name, const std::string& file) {
  std::ifstream in(std::string(VICHE_SOURCE_DIR) + "/examples/" + name + "/" + file,
                   std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

std::string completed(const std::string& manifest_template) {
  const ballot::Manifest manifest =
      ballot::parse_manifest(as_bytes(manifest_template), ballot::KeyPolicy::kMayBeMissing).value();
  test::SeededRandom random(1);
  const auto key = [&] { return Ed25519Signer(Secret<Bytes32>(random.bytes32())).public_key(); };
  ballot::ManifestKeys keys;
  keys.registrar = key();
  keys.log = key();
  for (std::size_t i = 0; i < manifest.witnesses.members.size(); ++i)
    keys.witnesses.push_back(key());
  for (std::size_t i = 0; i < manifest.trustees.size(); ++i) keys.trustees.push_back(key());
  for (std::size_t i = 0; i < manifest.others.size(); ++i) keys.others.push_back(key());
  return ballot::complete_manifest(manifest_template, keys).value();
}

void add_json(Seeds& seeds) {
  std::uint8_t choice = 0;
  for (const char* name : kExamples) {
    seeds.add("manifest", completed(example(name, "manifest.json")));
    if (choice == 3) continue;  // the votes target knows three of them
    nlohmann::json votes = nlohmann::json::parse(example(name, "votes.json"));
    nlohmann::json& ballots = votes["ballots"];
    while (ballots.size() > 6) ballots.erase(ballots.size() - 1);
    seeds.add("votes", choice++, as_bytes(votes.dump()));
  }
  seeds.add("json", example("tiny", "votes.json"));
  for (const char* text :
       {R"({"a":1,"b":[true,false,null,"\u0456\ud83d\ude00\n"],"c":{}})", R"({"a":1,"\u0061":2})",
        "[18446744073709551615]", "[18446744073709551616]", "[-0]", "[1.0]", "[1e2]", "[01]",
        "[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]", "[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]", " \t\r\n\"\" ",
        "\xef\xbb\xbf{}", "\"\xc0\x80\"", R"("\ud800")", "{} {}", "[1,]"}) {
    seeds.add("json", text);
  }
}

void add_ballots(Seeds& seeds) {
  const test::VectorElection& election = setting().election;
  seeds.add("ballot", 0, election.ballots().front().entry);
  seeds.add("ballot", 0, election.challenged().entry);
  for (std::uint8_t field = 0; field < 15; ++field) {
    for (std::uint8_t value = 0; value < 5; ++value) {
      seeds.add("ballot", Bytes{1, static_cast<std::uint8_t>(field % 3), field, value, 1});
    }
  }
  seeds.add("ballot", Bytes{1, 0, 0xff, 0, 0, 0x13});
  seeds.add("opening", election.opening());

  const auto context = std::make_shared<const ballot::ElectionContext>(election.context());
  const ballot::Prover prover(context);
  test::SeededRandom random(2);
  const ballot::Credential& credential = election.voters()[0].credential;
  const Secret<std::vector<std::uint8_t>> m({1, 0, 0});
  constexpr std::size_t kBefore = 28 + 32;  // kind and election, which the target adds
  for (int stage = 0; stage < 3; ++stage) {
    ballot::PreparedBallot prepared(prover.prove(ballot::StyleIndex(0), credential, m, random));
    if (stage == 1) (void)prepared.cast(prover, {}, credential, random).value();
    if (stage == 2) (void)prepared.challenge(prover, {}, credential, random).value();
    const Secret<Bytes> kept = prepared.encode(context->election());
    const ByteView bytes(kept.expose());
    seeds.add("prepared", bytes.subspan(kBefore, bytes.size() - kBefore - 32));
  }
  const Secret<ballot::Code> code = ballot::generate_code(random);
  seeds.add("codes", ballot::print_code(code));
  seeds.add("codes", ballot::display_tracker(random.bytes32()));
  seeds.add("codes", to_hex(random.bytes32()));
}

void add_statements(Seeds& seeds) {
  for (const Bytes& entry : setting().entries) {
    if (entry[0] == 0x12) seeds.add("bodies", 0x12, entry);
    const auto statement = log::join_statement({entry});
    if (!statement) continue;
    seeds.add("bodies", entry[0], statement->body);
    if (entry[0] == 0x10) seeds.add("roll", 0, statement->body);
    if (entry[0] == 0x19) seeds.add("roll", 2, statement->body);
    Bytes part(entry.begin(), entry.begin() + 5);
    const std::size_t length = std::min<std::size_t>(entry.size() - 5, 80);
    append_u8(part, static_cast<std::uint8_t>(length));
    append(part, ByteView(entry).subspan(5, length));
    seeds.add("statement", part);
  }
  // Bodies that an election without complaints, voids and second rounds does not have.
  const Bytes32 K = Point::base().encode();
  seeds.add("bodies", 0x06, log::ComplaintBody{2}.encode());
  seeds.add("bodies", 0x07, log::AnswerBody{1, K}.encode());
  seeds.add("bodies", 0x16, log::VoidBody{K, {}}.encode());
  seeds.add("bodies", 0x17, log::NoticeBody{1, "\xd1\x82\xd0\xb0\xd0\xba"}.encode());
  seeds.add("bodies", 0x21, log::AbstentionBody{1}.encode());
  seeds.add("roll", Bytes{0x81, 1, 1, 1, 2, 1, 5});  // an admission of two, made
  seeds.add("roll", Bytes{0x81, 2, 1, 1, 1, 1, 5});
  seeds.add("roll", Bytes{0x80, 0xff, 2, 0});
  // Two parts, the first one full; and three of which the second is one byte short.
  seeds.add("statement", Bytes{1, 0, 1, 0, 2, 0xfe, 1, 2, 3});
  Bytes parts{1, 0, 1, 0, 2, 0xfe};
  parts.resize(parts.size() + 80, 7);
  append(parts, Bytes{1, 0, 2, 0, 2, 70});
  seeds.add("statement", parts);
  parts[4] = 3;
  parts[parts.size() - 3] = 0;
  parts.back() = 0xfd;
  seeds.add("statement", parts);
}

void add_notes(Seeds& seeds) {
  const std::uint64_t size = setting().entries.size();
  std::vector<log::Hash> leaves;
  for (const Bytes& entry : setting().entries) leaves.push_back(log::hash_leaf(entry));
  const std::string checkpoint = honest_checkpoint(leaves);
  const log::Note note = log::Note::decode(checkpoint).value();
  seeds.add("note", 0, as_bytes(checkpoint));
  for (const log::VerifierKey& key : setting().policy().keys()) {
    seeds.add("note", 1, as_bytes(key.encode()));
  }
  for (const log::NoteSignature& signature : note.signatures) {
    const std::string line = signature.line();
    seeds.add("note", 2, as_bytes(std::string_view(line).substr(0, line.size() - 1)));
  }
  LeafHashes tree(leaves);
  const log::AddCheckpoint request{size / 2, log::consistency_proof(tree, size / 2, size).value(),
                                   note};
  seeds.add("note", 3, as_bytes(request.encode()));
  seeds.add("note", 4, as_bytes(log::Fork{note, request}.encode()));

  seeds.add("checkpoint", checkpoint);
  for (const Bytes& pieces : {Bytes{0, 1, 0, 2, 3}, Bytes{0, 1, 0, 3, 2}, Bytes{0, 1, 0, 2, 2},
                              Bytes{0, 1, 0, 2, 3, 3}, Bytes{0, 4, 0, 5, 6}, Bytes{0, 1, 0, 5, 6},
                              Bytes{0, 1, 0, 2, 7}, Bytes{0, 1, 0, 2, 8}, Bytes{0, 1, 0, 2, 9, 10},
                              Bytes{0, 1, 0, 11}, Bytes{0, 1, 0, 12}, Bytes{0, 1, 0, 2, 13, 14}}) {
    seeds.add("checkpoint", pieces);
    Bytes receipt{0, 11, 0, 0};
    append(receipt, ByteView(pieces).subspan(1));
    seeds.add("receipt", receipt);
  }
  const log::Receipt receipt{Bytes{1, 2, 3}, 12, log::inclusion_proof(tree, 12, size).value(),
                             note};
  seeds.add("receipt", receipt.encode());
  for (std::uint8_t change = 0; change < 5; ++change) {
    seeds.add("receipt", Bytes{0, 11, 1, 1, change, 1, 4, 0, 5, 6});
  }

  for (const char* path : {"tile/0/000.p/30", "tile/entries/000", "tile/1/x001/234.p/7",
                           "checkpoint", "tile/0/x000/001", "tile/0/000.p/256"}) {
    Bytes seed{0};
    append_u64(seed, std::uint64_t{30} << 16);
    append_u8(seed, 0);
    append(seed, as_bytes(path));
    seeds.add("tile", seed);
  }
  seeds.add("tile", Bytes{1, 1, 0, 1, 'a', 0, 2, 'b', 'c'});
  seeds.add("tile", Bytes{1, 0, 0, 0});
  seeds.add("tile", Bytes{2, 0});
  Bytes hashes{2, 2};
  append(hashes, log::encode_hashes(std::span(leaves).first(2)));
  seeds.add("tile", hashes);
  for (const std::uint8_t tree_size : Bytes{1, 2, 7, 8, 33, 64, 70}) {
    const auto old = static_cast<std::uint8_t>(tree_size / 2);
    seeds.add("proof", Bytes{tree_size, old, 0, 1, 1, old, 0, 1, 1});
    seeds.add("proof", Bytes{tree_size, old, 1, 1, 0, 1, 1, old, 1, 3, 1, 1, 1});
  }
}

void add_elections(Seeds& seeds) {
  const auto entries = static_cast<std::uint8_t>(setting().entries.size());
  const auto add = [&](const Bytes& seed) {
    seeds.add("election", seed);
    seeds.add("log", seed);
  };
  for (std::uint8_t i = 0; i <= entries; ++i) {
    add(Bytes{i, 4, 4, 0, 3, 4, 1, i, 1, 0, 7, 9, 4});
    if (i == entries) continue;
    const Bytes& next = setting().entries[i];
    const auto statement = log::join_statement({next});
    if (!statement) {
      add(Bytes{i, 3, 1, 1, 0, i, 4});
      continue;
    }
    const auto signer = static_cast<std::uint8_t>(statement->signer);
    add(Bytes{i, 5, next[0], signer, 1, i, 1, 0, 3, 8, 4});
    add(Bytes{i, 5, next[0], signer, 2, 5, 0x17, 0, 3, 1, 4});
  }

  // What the setting's election does without: complaints and an answer before the roll, a void and
  // a replacement while the vote is open, abstentions and a second round after the seal.
  const auto raw = [](std::uint8_t type, std::uint8_t signer, ByteView body) {
    Bytes step{5, type, signer, 4, static_cast<std::uint8_t>(body.size())};
    append(step, body);
    return step;
  };
  const auto steps = [&](std::uint8_t honest, std::initializer_list<Bytes> list) {
    Bytes seed{honest};
    for (const Bytes& step : list) append(seed, step);
    add(seed);
  };
  const Bytes32 K = setting().state().ledger().credentials().front().K;
  const Bytes32 other = Point::base().encode();
  const Bytes complaint = log::ComplaintBody{2}.encode();
  const Bytes answer = log::AnswerBody{1, other}.encode();
  const Bytes alone = log::VoidBody{K, {}}.encode();
  const Bytes replaced = log::VoidBody{K, other}.encode();
  const log::TreeHead& sealed = *setting().state().tally_head();
  const Bytes second = log::AgreementBody{{2, sealed}}.encode();
  for (std::uint8_t i = 0; i <= entries; ++i) {
    steps(i, {raw(0x06, 1, complaint), raw(0x07, 2, answer), {4}});
    steps(i, {raw(0x06, 1, complaint), raw(0x06, 1, complaint)});
    steps(i, {raw(0x07, 2, answer)});
    steps(i, {raw(0x16, 0, replaced), {4}, raw(0x16, 0, alone)});
    steps(i, {raw(0x16, 0, alone), raw(0x16, 0, alone)});
    steps(i, {raw(0x21, 1, Bytes{0, 0, 0, 1}), raw(0x21, 2, Bytes{0, 0, 0, 1}),
              raw(0x21, 3, Bytes{0, 0, 0, 1}), raw(0x20, 4, second)});
    steps(i, {raw(0x21, 1, Bytes{0, 0, 0, 2}), raw(0x21, 1, Bytes{0, 0, 0, 1})});
    steps(i, {raw(0x20, 4, second)});
  }
}

/// A sound manifest, and one with a fault of every kind that leaves something to import.
void add_electionguard(Seeds& seeds) {
  nlohmann::json source = test::electionguard_sample();
  seeds.add("electionguard", source.dump());
  source["candidates"][0]["party_id"] = "none";
  source["candidates"][1]["is_write_in"] = true;
  source["contests"][0].erase("ballot_title");
  source["contests"][1]["ballot_selections"][0]["candidate_id"] = "a b";
  source["contests"][1]["votes_allowed"] = 3;
  source["ballot_styles"].push_back(source["ballot_styles"][0]);
  source["name"]["text"][1]["language"] = "fr";
  source["start_date"] = "2026-03-01T08:00:00-05:00";
  seeds.add("electionguard", source.dump());
}

/// Points, and terms of every kind of scalar, alone and repeated.
void add_arithmetic(Seeds& seeds) {
  test::SeededRandom random(9);
  Bytes points;
  for (int i = 0; i < 9; ++i) append(points, random.point().encode());
  seeds.add("arithmetic", 0, points);
  for (const std::uint8_t how : Bytes{0x03, 0x0a, 0x17, 0x47, 0x99, 0xdb}) {
    Bytes terms{how, how, 200};
    append(terms, random.bytes(64));
    seeds.add("arithmetic", 1, terms);
  }
}

/// What a board answers a ballot, a repeated one, a refused one and too many, and what it does not.
void add_answers(Seeds& seeds) {
  const std::string receipt = "c2sp.org/tlog-proof@v1\nindex 17\n" + to_base64(Bytes(32, 1)) +
                              "\n\norigin\n18\n" + to_base64(Bytes(32, 2)) + "\n";
  const std::string problem = R"({"status":429,"reason":"busy","detail":"x"})";
  const auto add = [&](std::uint8_t piece, std::string head, const std::string& body) {
    head += "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
    seeds.add("answer", piece, as_bytes(head));
  };
  add(200, "HTTP/1.1 201 Created\r\nContent-Type: text/plain\r\n", receipt);
  add(1, "HTTP/1.1 200 OK\r\nCache-Control: no-store\r\n", receipt);
  add(7, "HTTP/1.1 429 Too Many Requests\r\nRetry-After: 3\r\n", problem);
  add(50, "HTTP/1.1 503 Service Unavailable\r\nRetry-After: 3\r\nConnection: close\r\n", "");
  add(3, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n");
  add(9, "HTTP/1.1 100 Continue\r\n", "");
  add(4, "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n", "ab");
}

void add_fetched(Seeds& seeds) {
  const auto add = [&](std::uint8_t piece, const std::string& text) {
    seeds.add("fetched", piece, as_bytes(text));
  };
  add(9, "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello");
  add(1, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5;x\r\nhello\r\n0\r\nX: y\r\n\r\n");
  add(3, "HTTP/1.0 404 Not Found\r\nConnection: close\r\n\r\nnothing here");
  add(7, "HTTP/1.1 204 No Content\r\n\r\n");
}

/// A file's header and bytes, as POSIX ustar has them.
Bytes tar_entry(const std::string& name, char type, std::string_view contents) {
  constexpr std::size_t kBlock = 512;
  Bytes out(kBlock + (contents.size() + kBlock - 1) / kBlock * kBlock);
  const auto put = [&](std::size_t at, std::string_view text) {
    std::copy(text.begin(), text.end(), out.begin() + static_cast<std::ptrdiff_t>(at));
  };
  std::array<char, 13> octal{};
  std::snprintf(octal.data(), octal.size(), "%011zo", contents.size());
  put(0, name);
  put(124, octal.data());
  put(148, "        ");
  out[156] = static_cast<std::uint8_t>(type);
  put(257, std::string_view("ustar\00000", 8));
  put(kBlock, contents);
  unsigned sum = 0;
  for (std::size_t i = 0; i < kBlock; ++i) sum += out[i];
  std::snprintf(octal.data(), octal.size(), "%06o", sum);
  put(148, std::string_view(octal.data(), 7));
  return out;
}

void add_archives(Seeds& seeds) {
  Bytes archive;
  append(archive, tar_entry("./record/", '5', ""));
  append(archive, tar_entry("record/checkpoint", '0', "origin\n1\n"));
  append(archive, tar_entry("pax", 'x', "20 mtime=1700000000\n"));
  append(archive, tar_entry("record/tile/0/000.p/1", '0', std::string(32, 'x')));
  append(archive, Bytes(1024));
  seeds.add("archive", 0, archive);
  seeds.add("archive", 2, archive);
}

void add_seen(Seeds& seeds) {
  const std::string first = follow::to_text({5, "origin\n1\nroot\n"});
  const std::string second = follow::to_text({1'800'000'000, "origin\n2\nroot\n\n- line\n"});
  seeds.add("seen", as_bytes(first));
  seeds.add("seen", as_bytes(first + second));
  seeds.add("seen", as_bytes(first + second.substr(0, second.size() / 2)));
  seeds.add("seen", as_bytes(first + second.substr(0, 3)));
  seeds.add("seen", as_bytes(second.substr(5) + first));
}

void add_parts(Seeds& seeds) {
  verifier::PartReport part;
  part.record = "record";
  part.head = {300, Bytes32{1}};
  part.part = {2, 3};
  part.read = 100;
  part.ballots = 90;
  part.findings = {{120, "not a ballot", false, {}}, {130, std::nullopt, true, {}}};
  part.summed = 80;
  part.sums[1] = {Bytes32{2}, Bytes32{3}};
  seeds.add("part", 0, as_bytes(verifier::to_json(part)));
  seeds.add("part", 1, as_bytes(verifier::to_json({})));
}

}  // namespace

void write_seeds(const std::filesystem::path& directory) {
  Seeds seeds(directory);
  add_json(seeds);
  add_ballots(seeds);
  add_statements(seeds);
  add_notes(seeds);
  add_elections(seeds);
  add_electionguard(seeds);
  add_arithmetic(seeds);
  add_answers(seeds);
  add_fetched(seeds);
  add_archives(seeds);
  add_parts(seeds);
  add_seen(seeds);
}

}  // namespace viche::fuzz

int main(int argc, char** argv) {
  if (argc != 2) {
    std::fprintf(stderr, "usage: %s DIRECTORY\n", argv[0]);
    return 2;
  }
  viche::initialize();
  viche::fuzz::write_seeds(argv[1]);
  return 0;
}
