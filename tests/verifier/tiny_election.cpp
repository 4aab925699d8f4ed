#include "tests/verifier/tiny_election.h"

#include <gtest/gtest.h>
#include <sodium.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

#include "crypto/group/hash.h"
#include "verifier/note.h"
#include "verifier/tiles.h"
#include "verifier/transcript.h"
#include "verifier/units.h"

namespace viche::verifier::test {
namespace {

constexpr std::uint16_t kTrustees = 3;
constexpr std::uint16_t kSigners = 4;

Official official(std::uint8_t number) {
  Official made;
  const std::array<std::uint8_t, 32> seed{number};
  crypto_sign_seed_keypair(made.key.data(), made.secret.data(), seed.data());
  return made;
}

Bytes64 sign(const Official& who, ByteView message) {
  Bytes64 signature;
  crypto_sign_detached(signature.data(), nullptr, message.data(), message.size(),
                       who.secret.data());
  return signature;
}

std::string key(std::uint8_t number) { return to_hex(official(number).key); }

Scalar challenge(Transcript& transcript) { return Scalar::reduce(transcript.h64()); }

void append_point(Bytes& out, const Point& point) { append(out, point.encode()); }
void append_scalar(Bytes& out, const Scalar& scalar) { append(out, scalar.encode()); }

/// R || z by x for PK over `message`.
Bytes schnorr(const Scalar& x, ByteView message, const Scalar& k) {
  const Point R = multiply_base(k);
  Sha512 hash;
  hash.update(as_bytes("FROST-RISTRETTO255-SHA512-v1"))
      .update(as_bytes("chal"))
      .update(R.encode())
      .update(multiply_base(x).encode())
      .update(message);
  const Scalar z = k + Scalar::reduce(hash.finish()) * x;
  Bytes out;
  append_point(out, R);
  append_scalar(out, z);
  return out;
}

/// One solution a of L a = 0 with random free entries, by elimination.
std::vector<Scalar> random_null(const StyleLayout& style, const std::function<Scalar()>& random) {
  const std::size_t n = style.slots.size();
  std::vector<std::vector<Scalar>> rows;
  for (const Equation& equation : style.equations) {
    rows.emplace_back(n);
    for (const Term& term : equation.terms) rows.back()[term.slot] += Scalar::from_u64(term.weight);
  }
  std::vector<Scalar> a(n);
  std::vector<std::size_t> pivots;
  std::size_t rank = 0;
  for (std::size_t column = 0; column < n && rank < rows.size(); ++column) {
    std::size_t pick = rank;
    while (pick < rows.size() && rows[pick][column].is_zero()) ++pick;
    if (pick == rows.size()) continue;
    std::swap(rows[rank], rows[pick]);
    const Scalar inverse = rows[rank][column].inverse();
    for (Scalar& value : rows[rank]) value *= inverse;
    for (std::size_t i = 0; i < rows.size(); ++i) {
      if (i == rank) continue;
      const Scalar factor = rows[i][column];
      for (std::size_t c = 0; c < n; ++c) rows[i][c] -= factor * rows[rank][c];
    }
    pivots.push_back(column);
    ++rank;
  }
  for (std::size_t p = 0; p < n; ++p) {
    if (std::find(pivots.begin(), pivots.end(), p) == pivots.end()) a[p] = random();
  }
  for (std::size_t i = 0; i < rank; ++i) {
    Scalar sum;
    for (std::size_t p = 0; p < n; ++p) {
      if (p != pivots[i]) sum += rows[i][p] * a[p];
    }
    a[pivots[i]] = -sum;
  }
  return a;
}

Scalar from_int(int value) {
  return value >= 0 ? Scalar::from_u64(static_cast<std::uint64_t>(value))
                    : -Scalar::from_u64(static_cast<std::uint64_t>(-value));
}

}  // namespace

std::string tiny_manifest() {
  const auto person = [](const char* name, std::uint8_t number) {
    return std::string("{\"name\":\"") + name + "\",\"key\":\"" + key(number) + "\"}";
  };
  return R"({"viche":1,"id":"tiny","languages":["en"],"title":{"en":"Tiny"},)"
         R"("opens":"2026-01-01T00:00:00Z","closes":"2026-01-02T00:00:00Z","previous":null,"registrar":)" +
         person("R", 1) + R"(,"log":{"key":")" + key(2) +
         R"("},"witnesses":{"quorum":1,"members":[)" + person("w.example", 3) +
         R"(]},"trustees":{"threshold":2,"members":[)" + person("A", 11) + "," + person("B", 12) +
         "," + person("C", 13) +
         R"(]},"agreement":{"tolerated_corrupt":0,"tolerated_lost":0,"others":[)" +
         person("O", 14) +
         R"(]},"revote":"last","max_ballots":4,"floor":2,"weights":"secret","batch_seconds":1,"contests":[)"
         R"({"id":"pick","title":{"en":"Pick"},"kind":"choose","blank":true,"options":[)"
         R"({"id":"a","title":{"en":"A"}},{"id":"b","title":{"en":"B"}},{"id":"c","title":{"en":"C"}}],"min":1,"max":1},)"
         R"({"id":"rate","title":{"en":"Rate"},"kind":"score","blank":false,"options":[)"
         R"({"id":"x","title":{"en":"X"}},{"id":"y","title":{"en":"Y"}}],"max_score":2,"min_total":0,"max_total":3},)"
         R"({"id":"order","title":{"en":"Order"},"kind":"rank","blank":false,"options":[)"
         R"({"id":"u","title":{"en":"U"}},{"id":"v","title":{"en":"V"}},{"id":"w","title":{"en":"W"}}],"points":[3,1]}],)"
         R"("styles":[{"id":"all","title":{"en":"All"},"contests":["pick","rate","order"],"replacements":0},)"
         R"({"id":"short","title":{"en":"Short"},"contests":["pick"],"replacements":0}],)"
         R"("units":[{"id":"pick-all","title":{"en":"1"},"contest":"pick","styles":["all"]},)"
         R"({"id":"pick-short","title":{"en":"2"},"contest":"pick","styles":["short"]},)"
         R"({"id":"rate","title":{"en":"3"},"contest":"rate","styles":["all"]},)"
         R"({"id":"order","title":{"en":"4"},"contest":"order","styles":["all"]}],)"
         R"("results":[{"id":"winner","title":{"en":"W"},"rule":"top","contests":["pick"],"seats":1,"threshold":null}]})";
}

std::string tiny_manifest_with(const std::string& from, const std::string& to) {
  std::string text = tiny_manifest();
  const std::size_t place = text.find(from);
  EXPECT_NE(place, std::string::npos) << from;
  if (place == std::string::npos) return text;
  EXPECT_EQ(text.find(from, place + 1), std::string::npos) << from;
  return text.replace(place, from.size(), to);
}

Result<Manifest> read_manifest_text(const std::string& text) {
  const auto arithmetic = make_sodium_arithmetic();
  return read_manifest(as_bytes(text), *arithmetic);
}

TinyElection::TinyElection() : TinyElection(tiny_manifest()) {}

TinyElection::TinyElection(std::string manifest) : manifest_text_(std::move(manifest)) {
  const auto arithmetic = make_sodium_arithmetic();
  manifest_ = read_manifest(as_bytes(manifest_text_), *arithmetic).value();
  if (resolve(manifest_)) {
    if (auto layout = lay_out(manifest_)) layout_ = std::move(*layout);
  }
  manifest_hash_ = sha256(as_bytes(manifest_text_));
  officials_[0] = official(1);
  for (std::uint16_t i = 1; i <= kSigners; ++i) {
    officials_[i] = official(static_cast<std::uint8_t>(10 + i));
  }
  log_ = official(2);
  witness_ = official(3);
  const std::size_t k = manifest_.threshold;
  Y_.resize(layout_.slots);
  P_.assign(kTrustees, std::vector<Point>(layout_.slots));
  for (std::uint16_t i = 0; i < kTrustees; ++i) {
    c_.emplace_back();
    for (std::size_t j = 0; j < layout_.slots; ++j) {
      c_[i].emplace_back();
      for (std::size_t u = 0; u < k; ++u) c_[i][j].push_back(random_scalar());
    }
  }
  std::vector<Bytes32> leaves;
  for (std::size_t j = 0; j < layout_.slots; ++j) {
    for (std::uint16_t i = 0; i < kTrustees; ++i) Y_[j] += multiply_base(c_[i][j][0]);
    Bytes leaf;
    append_u32(leaf, static_cast<std::uint32_t>(j + 1));
    append_point(leaf, Y_[j]);
    for (std::uint16_t t = 0; t < kTrustees; ++t) {
      Scalar x;
      for (std::uint16_t i = 0; i < kTrustees; ++i) {
        Scalar power = Scalar::one();
        for (std::size_t u = 0; u < k; ++u) {
          x += c_[i][j][u] * power;
          power *= Scalar::from_u64(t + 1U);
        }
      }
      P_[t][j] = multiply_base(x);
      append_point(leaf, P_[t][j]);
    }
    leaves.push_back(leaf_hash(leaf));
  }
  keys_root_ = merkle_root(leaves);
}

Scalar TinyElection::random_scalar() {
  Bytes64 bytes;
  random_.fill(bytes);
  return Scalar::reduce(bytes);
}

Head TinyElection::head() const {
  Frontier frontier;
  for (const Bytes& entry : entries) frontier.add(leaf_hash(entry));
  return {frontier.size(), frontier.root()};
}

void TinyElection::add_entry(Bytes entry) { entries.push_back(std::move(entry)); }

Bytes TinyElection::make_statement(Type type, std::uint16_t signer, Bytes body) {
  if (edit_body) edit_body(type, body);
  const Bytes64 message = statement_message(manifest_hash_, type, signer, body);
  Bytes statement;
  append_u16(statement, signer);
  append(statement, body);
  const std::uint16_t who = officials_.contains(signer) ? signer : 0;
  append(statement, sign(officials_[who], message));
  if (edit_statement) edit_statement(type, statement);
  return statement;
}

void TinyElection::add_statement(Type type, std::uint16_t signer, Bytes body) {
  const Bytes statement = make_statement(type, signer, std::move(body));
  constexpr std::size_t kFragment = 65'530;
  const std::size_t parts =
      std::max<std::size_t>(1, (statement.size() + kFragment - 1) / kFragment);
  for (std::size_t part = 1; part <= parts; ++part) {
    Bytes entry;
    append_u8(entry, static_cast<std::uint8_t>(type));
    append_u16(entry, static_cast<std::uint16_t>(part));
    append_u16(entry, static_cast<std::uint16_t>(parts));
    const std::size_t first = (part - 1) * kFragment;
    append(entry,
           ByteView(statement).subspan(first, std::min(kFragment, statement.size() - first)));
    add_entry(std::move(entry));
  }
}

void TinyElection::add_manifest() {
  add_statement(Type::kManifest, 0, Bytes(manifest_text_.begin(), manifest_text_.end()));
}

void TinyElection::add_commit(std::uint16_t trustee) {
  Bytes E;
  for (const auto& slot : c_[trustee - 1U]) {
    for (const Scalar& c : slot) append_point(E, multiply_base(c));
  }
  E_[trustee] = E;
  const std::array<std::uint8_t, 32> secret{0, static_cast<std::uint8_t>(trustee)};
  Bytes32 receiving;
  crypto_scalarmult_base(receiving.data(), secret.data());
  Bytes body;
  append(body, receiving);
  append(body, Transcript("viche/v1/commit").item(manifest_hash_).u16(trustee).item(E).h32());
  if (edit_body) edit_body(Type::kCommit, body);
  commits_[trustee] = body;
  const auto edit = std::exchange(edit_body, nullptr);
  add_statement(Type::kCommit, trustee, body);
  edit_body = edit;
  last_commit_ = head();
}

void TinyElection::add_commits() {
  for (std::uint16_t i = 1; i <= kTrustees; ++i) add_commit(i);
}

void TinyElection::add_reveal(std::uint16_t trustee) {
  Bytes commits;
  for (const auto& [i, commit] : commits_) append(commits, commit);
  Transcript transcript("viche/v1/reveal");
  transcript.item(manifest_hash_).u16(trustee).item(commits).item(E_[trustee]);
  const Scalar w = challenge(transcript);
  Scalar secret;
  Scalar power = w;
  for (const auto& slot : c_[trustee - 1U]) {
    secret += power * slot[0];
    power *= w;
  }
  Bytes index;
  append_u16(index, trustee);
  Bytes message;
  append_frame(message, as_bytes("viche/v1/reveal-proof"));
  append_frame(message, manifest_hash_);
  append_frame(message, index);
  append_frame(message, w.encode());
  Bytes body = last_commit_.encode();
  append(body, E_[trustee]);
  append(body, schnorr(secret, message, random_scalar()));
  add_statement(Type::kReveal, trustee, body);
}

void TinyElection::add_reveals() {
  for (std::uint16_t i = 1; i <= kTrustees; ++i) add_reveal(i);
}

void TinyElection::add_shares() {
  for (std::uint16_t i = 1; i <= kTrustees; ++i) {
    // The boxes are for their recipients: the verifier reads their lengths only.
    add_statement(Type::kShare, i, Bytes((kTrustees - 1U) * (84 + 32 * layout_.slots)));
    last_share_ = head();
  }
}

void TinyElection::add_confirm(std::uint16_t trustee) {
  Bytes body = last_share_.encode();
  append(body, keys_root_);
  add_statement(Type::kConfirm, trustee, body);
}

void TinyElection::add_confirms() {
  for (std::uint16_t i = 1; i <= kTrustees; ++i) add_confirm(i);
}

std::size_t TinyElection::add_voter(std::uint16_t style, std::uint32_t weight) {
  Voter voter;
  voter.k = random_scalar();
  voter.K = multiply_base(voter.k).encode();
  voter.style = style;
  voter.weight = weight;
  voters.push_back(voter);
  return voters.size() - 1;
}

Bytes TinyElection::records(std::vector<std::size_t> list) const {
  std::sort(list.begin(), list.end(),
            [this](std::size_t a, std::size_t b) { return voters[a].K < voters[b].K; });
  Bytes body;
  for (const std::size_t voter : list) {
    append(body, voters[voter].K);
    append_u16(body, voters[voter].style);
    append_u32(body, voters[voter].weight);
  }
  return body;
}

void TinyElection::add_roll() {
  std::vector<std::size_t> all;
  for (std::size_t i = 0; i < voters.size(); ++i) all.push_back(i);
  add_statement(Type::kRoll, 0, records(all));
}

void TinyElection::add_admission(const std::vector<std::size_t>& admitted) {
  add_statement(Type::kAdmission, 0, records(admitted));
}

void TinyElection::add_opening() {
  Bytes body;
  append(body, manifest_hash_);
  append(body, head().encode());
  append(body, keys_root_);
  if (edit_body) edit_body(Type::kOpening, body);
  election_ = Transcript("viche/v1/election").item(body).h32();
  const auto edit = std::exchange(edit_body, nullptr);
  add_statement(Type::kOpening, 0, body);
  edit_body = edit;
}

void TinyElection::open() {
  add_manifest();
  add_commits();
  add_reveals();
  add_shares();
  add_confirms();
  add_roll();
  add_opening();
}

std::vector<Point> TinyElection::generators(const char* tag, std::size_t count) const {
  std::vector<Point> points;
  for (std::uint32_t p = 1; p <= count; ++p)
    points.push_back(Point::map(Transcript(tag).u32(p).h64()));
  return points;
}

Bytes TinyElection::ballot(Type type, std::size_t voter, const Marks& marks, const Bend& bend) {
  const Voter& who = voters[voter];
  const StyleLayout& style = layout_.styles[who.style - 1U];
  const std::size_t n = style.slots.size();
  const Point H = Point::map(Transcript("viche/v1/generator-H").h64());
  const std::vector<Point> H_p = generators("viche/v1/generator-Hp", n);
  const std::vector<Point> K_p = generators("viche/v1/generator-Kp", n);
  const Scalar r = bend.r.value_or(random_scalar());
  const Scalar s = random_scalar();
  const std::vector<Scalar> a = random_null(style, [this] { return random_scalar(); });

  std::vector<Point> C{multiply_base(r)};
  Point M = multiply(r, H);
  Point A = multiply(s, H);
  for (std::size_t p = 0; p < n; ++p) {
    const Scalar m = from_int(marks.at(p));
    C.push_back(multiply(r, Y_[style.slots[p]]) + multiply_base(m));
    M += multiply(m, H_p[p]) + multiply(a[p] * (Scalar::one() - m - m), K_p[p]);
    A += multiply(a[p], H_p[p]) - multiply(a[p] * a[p], K_p[p]);
  }
  if (bend.ciphertexts) bend.ciphertexts(C);
  const Bytes list = encode_points(C);
  Transcript for_y("viche/v1/ballot-y");
  for_y.item(election_).u16(who.style).item(who.K).item(list).item(M.encode()).item(A.encode());
  const Scalar y = challenge(for_y);
  Point Y_star = Point::base();
  Scalar masks;
  Scalar power = y;
  for (std::size_t p = 0; p < n; ++p) {
    Y_star += multiply(power, Y_[style.slots[p]]);
    masks += power * a[p];
    power *= y;
  }
  const Point B = multiply(s, Y_star) + multiply_base(masks);
  Transcript for_x("viche/v1/ballot-x");
  for_x.item(y.encode()).item(B.encode());
  const Scalar x = challenge(for_x);

  Bytes proof;
  for (const Point& point : {M, A, B}) append_point(proof, point);
  for (std::size_t p = 0; p < n; ++p) append_scalar(proof, a[p] + x * from_int(marks[p]));
  append_scalar(proof, s + x * r);
  const Bytes32 tracker = Transcript("viche/v1/tracker")
                              .item(election_)
                              .u16(who.style)
                              .item(who.K)
                              .item(list)
                              .item(proof)
                              .h32();
  const Bytes32 prev = bend.prev.value_or(latest_[voter]);
  Bytes entry;
  append_u8(entry, static_cast<std::uint8_t>(type));
  append_u16(entry, who.style);
  append(entry, who.K);
  append(entry, prev);
  append(entry, list);
  append(entry, proof);
  if (bend.unsigned_entry) bend.unsigned_entry(entry);
  Bytes message;
  append_frame(message, as_bytes("viche/v1/ballot"));
  append_frame(message, ByteView(entry).first(1));
  append_frame(message, election_);
  append_frame(message, prev);
  append_frame(message, tracker);
  append(entry, schnorr(who.k, message, random_scalar()));
  if (bend.entry) bend.entry(entry);
  latest_[voter] = leaf_hash(entry);
  if (type == Type::kCast) made_[leaf_hash(entry)] = {voter, marks, C};
  return entry;
}

void TinyElection::begin_batch(std::uint32_t count) {
  Bytes entry;
  append_u8(entry, static_cast<std::uint8_t>(Type::kBatch));
  append_u32(entry, ++batches_);
  append_u32(entry, count);
  add_entry(std::move(entry));
}

void TinyElection::add_batch(std::vector<Bytes> ballots) {
  begin_batch(static_cast<std::uint32_t>(ballots.size()));
  const auto tracker = [&](const Bytes& entry) {
    const ByteView view(entry);
    const std::size_t n = (entry.size() - 291) / 64;
    Bytes style(view.begin() + 1, view.begin() + 3);
    return Transcript("viche/v1/tracker")
        .item(election_)
        .item(style)
        .item(view.subspan(3, 32))
        .item(view.subspan(67, 32 * (n + 1)))
        .item(view.subspan(99 + 32 * n, 32 * (n + 4)))
        .h32();
  };
  std::sort(ballots.begin(), ballots.end(),
            [&](const Bytes& a, const Bytes& b) { return tracker(a) < tracker(b); });
  for (Bytes& entry : ballots) add_entry(std::move(entry));
}

void TinyElection::add_notice(const std::string& text) {
  Bytes body;
  append_u32(body, ++notices_);
  append(body, as_bytes(text));
  add_statement(Type::kNotice, 0, body);
}

void TinyElection::add_close() { add_statement(Type::kClose, 0, head().encode()); }

void TinyElection::add_cancellations(std::vector<std::size_t> list) {
  std::vector<Bytes32> keys;
  for (const std::size_t voter : list) {
    keys.push_back(voters[voter].K);
    cancelled_.push_back(voter);
  }
  std::sort(keys.begin(), keys.end());
  Bytes body;
  for (const Bytes32& K : keys) append(body, K);
  add_statement(Type::kCancellations, 0, body);
}

void TinyElection::add_seal() {
  add_statement(Type::kSeal, 0, head().encode());
  tally_head_ = head();
}

void TinyElection::add_agreement(std::uint16_t signer) {
  Bytes body;
  append_u32(body, 1);
  append(body, tally_head_.encode());
  add_statement(Type::kAgreement, signer, body);
}

void TinyElection::add_agreements() {
  for (std::uint16_t i = 1; i <= manifest_.agreement_quorum(); ++i) add_agreement(i);
}

/// The last cast of each voter in the log, without those cancelled.
std::map<std::size_t, const TinyElection::Cast*> TinyElection::counted() const {
  std::map<std::size_t, const Cast*> last;
  for (const Bytes& entry : entries) {
    const auto made = made_.find(leaf_hash(entry));
    if (made != made_.end()) last[made->second.voter] = &made->second;
  }
  for (const std::size_t voter : cancelled_) last.erase(voter);
  return last;
}

TinyElection::UnitSum TinyElection::sum_unit(std::size_t unit) const {
  const Unit& of = manifest_.units[unit];
  const std::uint32_t slots = layout_.contests[of.contest].slots;
  UnitSum sum;
  sum.S.resize(slots);
  sum.totals.resize(slots);
  for (const auto& [voter, cast] : counted()) {
    const std::uint32_t style = voters[voter].style - 1U;
    if (std::find(of.styles.begin(), of.styles.end(), style) == of.styles.end()) continue;
    const std::vector<std::uint32_t>& contests = manifest_.styles[style].contests;
    std::size_t first = 0;
    for (std::size_t i = 0; contests[i] != of.contest; ++i)
      first += layout_.contests[contests[i]].slots;
    const Scalar weight = Scalar::from_u64(voters[voter].weight);
    ++sum.ballots;
    sum.S_0 += multiply(weight, cast->C[0]);
    for (std::size_t p = 0; p < slots; ++p) {
      sum.S[p] += multiply(weight, cast->C[first + p + 1]);
      sum.totals[p] += static_cast<std::uint64_t>(cast->marks[first + p]) * voters[voter].weight;
    }
  }
  return sum;
}

// The tests' elections merge nothing: a unit has enough ballots or none.
bool TinyElection::decrypted(std::size_t unit) const { return sum_unit(unit).ballots > 0; }

void TinyElection::add_decryption(std::uint16_t trustee) {
  Bytes body;
  append_u32(body, 1);
  append(body, tally_head_.encode());
  for (std::size_t unit = 0; unit < manifest_.units.size(); ++unit) {
    if (!decrypted(unit)) continue;
    const UnitSum sum = sum_unit(unit);
    const ContestLayout& contest = layout_.contests[manifest_.units[unit].contest];
    std::vector<Scalar> x_o;
    std::vector<Point> P_o;
    std::vector<Point> D_o;
    for (const Row& row : contest.rows) {
      Scalar x;
      for (const Term& term : row.terms) {
        const std::size_t j = contest.first_slot + term.slot;
        for (std::uint16_t i = 0; i < kTrustees; ++i) {
          Scalar power = Scalar::one();
          for (const Scalar& c : c_[i][j]) {
            x += Scalar::from_u64(term.weight) * c * power;
            power *= Scalar::from_u64(trustee);
          }
        }
      }
      x_o.push_back(x);
      P_o.push_back(multiply_base(x));
      D_o.push_back(multiply(x, sum.S_0));
    }
    Bytes members;
    append_u16(members, static_cast<std::uint16_t>(unit + 1));
    Transcript for_w("viche/v1/decryption");
    for_w.item(election_).u32(1).item(tally_head_.encode()).item(members).u16(trustee);
    for_w.item(sum.S_0.encode()).item(encode_points(P_o)).item(encode_points(D_o));
    const Scalar w = challenge(for_w);
    const Scalar v = random_scalar();
    const Point a_1 = multiply_base(v);
    const Point a_2 = multiply(v, sum.S_0);
    Transcript for_c("viche/v1/chaum-pedersen");
    for_c.item(w.encode()).item(a_1.encode()).item(a_2.encode());
    const Scalar c = challenge(for_c);
    Scalar x;
    Scalar power = w;
    for (const Scalar& each : x_o) {
      x += power * each;
      power *= w;
    }
    append(body, encode_points(D_o));
    append_point(body, a_1);
    append_point(body, a_2);
    append_scalar(body, v + c * x);
  }
  add_statement(Type::kDecryption, trustee, body);
}

void TinyElection::add_decryptions() {
  for (std::uint16_t i = 1; i <= manifest_.threshold; ++i) add_decryption(i);
}

void TinyElection::add_result() {
  std::uint64_t cast = 0;
  std::uint64_t challenged = 0;
  std::map<std::size_t, int> voted;
  for (const Bytes& entry : entries) {
    const auto made = made_.find(leaf_hash(entry));
    if (made != made_.end()) {
      ++cast;
      ++voted[made->second.voter];
    }
    if (entry[0] == static_cast<std::uint8_t>(Type::kChallenge)) ++challenged;
  }
  Bytes body;
  append_u64(body, cast);
  append_u64(body, counted().size());
  append_u64(body, cast - voted.size());
  append_u64(body, cancelled_.size());
  append_u64(body, challenged);
  append_u32(body, static_cast<std::uint32_t>(manifest_.units.size()));
  for (std::size_t unit = 0; unit < manifest_.units.size(); ++unit) {
    const UnitSum sum = sum_unit(unit);
    const ContestLayout& contest = layout_.contests[manifest_.units[unit].contest];
    append_u16(body, static_cast<std::uint16_t>(manifest_.units[unit].contest + 1));
    append_u16(body, 1);
    append_u16(body, static_cast<std::uint16_t>(unit + 1));
    append_u8(body, sum.ballots > 0 ? 1 : 3);
    append_u64(body, sum.ballots);
    append_u16(body, static_cast<std::uint16_t>(sum.ballots > 0 ? contest.rows.size() : 0));
    if (sum.ballots == 0) continue;
    for (const Row& row : contest.rows) {
      std::uint64_t total = 0;
      for (const Term& term : row.terms) total += term.weight * sum.totals[term.slot];
      append_u64(body, total);
    }
  }
  add_statement(Type::kResult, 0, body);
}

void TinyElection::conclude() {
  add_close();
  add_seal();
  add_agreements();
  add_decryptions();
  add_result();
}

std::string TinyElection::checkpoint(std::uint64_t size) const {
  Frontier frontier;
  for (std::size_t i = 0; i < size; ++i) frontier.add(leaf_hash(entries[i]));
  const std::string origin = origin_of(manifest_hash_);
  const std::string body =
      origin + "\n" + std::to_string(size) + "\n" + to_base64(frontier.root()) + "\n";
  Bytes by_log = key_id(origin, kEd25519, log_.key);
  append(by_log, sign(log_, as_bytes(body)));
  Bytes by_witness = key_id("w.example", kCosignature, witness_.key);
  append_u64(by_witness, 1'800'000'000);
  append(by_witness, sign(witness_, as_bytes("cosignature/v1\ntime 1800000000\n" + body)));
  return body + "\n\xe2\x80\x94 " + origin + " " + to_base64(by_log) + "\n\xe2\x80\x94 w.example " +
         to_base64(by_witness) + "\n";
}

std::string TinyElection::receipt(std::uint64_t index, std::uint64_t size) const {
  // RFC 6962 section 2.1.1, by its recursive definition.
  std::vector<Bytes32> leaves;
  for (std::size_t i = 0; i < size; ++i) leaves.push_back(leaf_hash(entries[i]));
  std::vector<Bytes32> proof;
  std::span<const Bytes32> range(leaves);
  std::uint64_t place = index;
  while (range.size() > 1) {
    std::size_t left = 1;
    while (2 * left < range.size()) left *= 2;
    const bool is_left = place < left;
    proof.push_back(merkle_root(is_left ? range.subspan(left) : range.first(left)));
    range = is_left ? range.first(left) : range.subspan(left);
    if (!is_left) place -= left;
  }
  std::string text = "c2sp.org/tlog-proof@v1\nindex " + std::to_string(index) + "\n";
  for (auto hash = proof.rbegin(); hash != proof.rend(); ++hash) text += to_base64(*hash) + "\n";
  return text + "\n" + checkpoint(size);
}

std::map<std::string, Bytes> TinyElection::files() const {
  std::map<std::string, Bytes> files;
  const std::string note = checkpoint(entries.size());
  files["checkpoint"] = Bytes(note.begin(), note.end());
  std::vector<Bytes32> hashes;
  for (std::size_t i = 0; i < entries.size(); ++i) {
    Bytes& bundle = files[bundle_path(i / 256, tile_width(i / 256, entries.size()))];
    append_u16(bundle, static_cast<std::uint16_t>(entries[i].size()));
    append(bundle, entries[i]);
    hashes.push_back(leaf_hash(entries[i]));
  }
  for (unsigned level = 0; !hashes.empty(); ++level) {
    std::vector<Bytes32> above;
    for (std::size_t i = 0; i < hashes.size(); ++i) {
      append(files[hash_tile_path(level, i / 256, tile_width(i / 256, hashes.size()))], hashes[i]);
      if (i % 256 == 255) above.push_back(merkle_root(std::span(hashes).subspan(i - 255, 256)));
    }
    hashes = std::move(above);
  }
  return files;
}

void TinyElection::write(const std::string& directory) const {
  std::filesystem::remove_all(directory);
  for (const auto& [name, bytes] : files()) {
    const std::filesystem::path path = std::filesystem::path(directory) / name;
    std::filesystem::create_directories(path.parent_path());
    std::ofstream(path, std::ios::binary)
        .write(reinterpret_cast<const char*>(bytes.data()),
               static_cast<std::streamsize>(bytes.size()));
  }
}

Marks short_marks(int pick) {
  Marks marks(4);
  marks.at(static_cast<std::size_t>(pick)) = 1;
  return marks;
}

Marks all_marks(int pick, int x, int y, int first, int second) {
  Marks marks = short_marks(pick);
  for (const int score : {x, y}) {
    marks.push_back(score >= 1 ? 1 : 0);
    marks.push_back(score >= 2 ? 1 : 0);
  }
  const int slack = 3 - x - y;
  marks.push_back(slack % 2);
  marks.push_back(slack / 2);
  for (const int place : {first, second}) {
    for (int option = 0; option < 3; ++option) marks.push_back(option == place ? 1 : 0);
  }
  for (int option = 0; option < 3; ++option) {
    marks.push_back(option != first && option != second ? 1 : 0);
  }
  return marks;
}

void begin_ordinary(TinyElection& election) {
  for (const std::uint32_t weight : {1U, 1U, 1U, 5U, 5U}) election.add_voter(1, weight);
  for (int i = 0; i < 3; ++i) election.add_voter(2, 1);
  election.open();
}

void vote_ordinary(TinyElection& election) {
  const auto cast = [&](std::size_t voter, const Marks& marks) {
    return election.ballot(Type::kCast, voter, marks);
  };
  election.add_batch({cast(0, all_marks(0, 2, 1, 0, 1)), cast(1, all_marks(1, 0, 0, 1, 2)),
                      cast(2, all_marks(2, 1, 1, 2, 0)), cast(3, all_marks(3, 0, 2, 0, 2)),
                      cast(5, short_marks(0))});
  election.add_batch({});
  election.add_notice("Полудень");
  const std::size_t late = election.add_voter(1, 1);
  election.add_admission({late});
  election.add_batch({cast(0, all_marks(1, 0, 1, 1, 0)),
                      election.ballot(Type::kChallenge, 1, all_marks(0, 0, 0, 0, 1)),
                      cast(4, all_marks(1, 2, 0, 2, 1)), cast(6, short_marks(1)),
                      cast(7, short_marks(3)), cast(late, all_marks(0, 1, 2, 1, 2))});
  election.add_batch({cast(1, all_marks(0, 1, 0, 0, 1))});
}

void conclude_ordinary(TinyElection& election) {
  election.add_close();
  election.add_cancellations({2});
  election.add_seal();
  election.add_agreements();
  election.add_decryptions();
  election.add_result();
}

TinyElection ordinary_election() {
  TinyElection election;
  begin_ordinary(election);
  vote_ordinary(election);
  conclude_ordinary(election);
  return election;
}

}  // namespace viche::verifier::test
