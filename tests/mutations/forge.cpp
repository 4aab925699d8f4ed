#include "tests/mutations/forge.h"

#include "bulletin/log/checkpoint.h"
#include "bulletin/log/envelope.h"
#include "bulletin/log/head_field.h"
#include "crypto/group/batch.h"
#include "crypto/group/hash.h"
#include "crypto/proof/schnorr.h"
#include "crypto/proof/sealed_box.h"
#include "crypto/proof/transcript.h"

namespace viche::mutations {

using log::append_head;

Record Forge::build() {
  const std::vector<Step> script = plan.script;
  for (const Step& step : script) run(step);
  Record record =
      publish(std::move(entries_), log::election_origin(manifest_hash_), keys, hooks.record);
  record.election = election_;
  return record;
}

void Forge::run(const Step& step) {
  switch (step.kind) {
    case StepKind::kManifest:
      return say_manifest();
    case StepKind::kCommit:
      return say_commit(step.number);
    case StepKind::kReveal:
      return say_reveal(step.number);
    case StepKind::kShare:
      return say_share(step.number);
    case StepKind::kConfirm:
      return say_confirm(step.number);
    case StepKind::kComplaint:
      return say_complaint(step.number, step.about);
    case StepKind::kAnswer:
      return say_answer(step.number, step.about);
    case StepKind::kRoll:
      return say_records(log::EntryType::kRoll);
    case StepKind::kOpening:
      return say_opening();
    case StepKind::kBatch:
      return append_batch(step.number);
    case StepKind::kAdmission:
      return say_records(log::EntryType::kAdmission);
    case StepKind::kVoid:
      return say_void(plan.voids.at(step.number - 1U));
    case StepKind::kNotice:
      return say_notice(step.number);
    case StepKind::kClose: {
      Bytes body;
      append_head(body, head());
      say(log::EntryType::kClose, 0, std::move(body));
      return;
    }
    case StepKind::kCancellations:
      return say_cancellations();
    case StepKind::kSeal:
      return say_seal();
    case StepKind::kAgreement:
      return say_agreement(step.number);
    case StepKind::kAbstention:
      return say_abstention(step.number);
    case StepKind::kDecryption:
      return say_decryption(step.number);
    case StepKind::kResult:
      return say_result();
    case StepKind::kCustom:
      return step.custom(*this);
  }
}

void Forge::append(Bytes entry) {
  frontier_.append(log::hash_leaf(entry));
  entries_.push_back(std::move(entry));
}

Bytes Forge::say(log::EntryType type, std::uint16_t signer, Bytes body) {
  if (hooks.body) hooks.body(type, signer, body);
  if (entries_.empty()) manifest_hash_ = sha256(body);
  const Ed25519Signer& key = keys.signers[signer < keys.signers.size() ? signer : 0];
  log::Statement statement = log::sign_statement(type, signer, body, manifest_hash_, key);
  if (hooks.signature) hooks.signature(type, signer, statement.signature);
  std::vector<Bytes> parts = log::split_statement(statement);
  if (hooks.parts) hooks.parts(type, signer, parts);
  for (Bytes& part : parts) append(std::move(part));
  return body;
}

void Forge::say_manifest() {
  const std::string text = plan.manifest.dump();
  if (layout_ == nullptr) {
    manifest_ = ballot::parse_manifest(as_bytes(text)).value();
    layout_ = std::make_unique<ballot::Layout>(manifest_);
    draw_coefficients();
    make_keys();
  }
  say(log::EntryType::kManifest, 0, Bytes(text.begin(), text.end()));
}

void Forge::draw_coefficients() {
  for (std::uint16_t i = 1; i <= kTrustees; ++i) {
    for (std::size_t c = 0; c < layout_->global_slots() * kThreshold; ++c) {
      coefficients_[i].push_back(random_scalar(random));
    }
    receiving_.emplace(i, Secret<Bytes32>(random.bytes32()));
  }
  if (hooks.coefficients) hooks.coefficients(coefficients_);
  for (const auto& [i, coefficients] : coefficients_) {
    for (const Scalar& c : coefficients) points_[i].push_back(multiply_base(c));
  }
}

// Y_j = sum_i E_ij0, P_tj = sum_i sum_u t^u E_iju
void Forge::make_keys() {
  election_keys_.P.resize(kTrustees);
  for (std::size_t j = 0; j < layout_->global_slots(); ++j) {
    Point constant;
    Point linear;
    for (const auto& [i, points] : points_) {
      constant += points[j * kThreshold];
      linear += points[j * kThreshold + 1];
    }
    election_keys_.Y.push_back(constant);
    for (std::uint16_t t = 1; t <= kTrustees; ++t) {
      election_keys_.P[t - 1U].push_back(constant + multiply(Scalar::from_u64(t), linear));
    }
  }
}

namespace {

Bytes u16_bytes(std::uint16_t value) {
  Bytes bytes;
  append_u16(bytes, value);
  return bytes;
}

Bytes copy(ByteView bytes) { return {bytes.begin(), bytes.end()}; }

}  // namespace

Scalar Forge::challenge(std::string_view tag, std::uint16_t who, Items items) const {
  if (hooks.transcript) hooks.transcript(tag, who, items);
  Transcript transcript(tag);
  for (const Bytes& item : items) transcript.add(ByteView(item));
  return transcript.challenge();
}

void Forge::say_commit(std::uint16_t i) {
  Items items{copy(manifest_hash_), u16_bytes(i), encode_points(points_[i])};
  if (hooks.transcript) hooks.transcript("viche/v1/commit", i, items);
  Bytes body;
  viche::append(body, x25519_public_key(receiving_.at(i)).bytes);
  viche::append(body, Transcript("viche/v1/commit")
                          .add(ByteView(items[0]))
                          .add(ByteView(items[1]))
                          .add(ByteView(items[2]))
                          .digest32());
  body = say(log::EntryType::kCommit, i, std::move(body));
  if (commits_.emplace(i, std::move(body)).second) last_commit_ = head();
}

void Forge::say_reveal(std::uint16_t i) {
  Bytes commits;
  for (const auto& [trustee, commit] : commits_) viche::append(commits, commit);
  const Scalar w =
      challenge("viche/v1/reveal", i,
                {copy(manifest_hash_), u16_bytes(i), commits, encode_points(points_[i])});
  Scalar x;
  Scalar power = w;
  for (std::size_t j = 0; j < layout_->global_slots(); ++j, power *= w) {
    x += power * coefficients_[i][j * kThreshold];
  }
  Items items{copy(as_bytes("viche/v1/reveal-proof")), copy(manifest_hash_), u16_bytes(i),
              copy(w.encode())};
  if (hooks.transcript) hooks.transcript("viche/v1/reveal-proof", i, items);
  Bytes message;
  for (const Bytes& item : items) {
    append_u32(message, static_cast<std::uint32_t>(item.size()));
    viche::append(message, item);
  }
  const Point PK = multiply_base(x);
  Bytes body;
  append_head(body, last_commit_);
  viche::append(body, encode_points(points_[i]));
  viche::append(body, schnorr_sign(Secret<Scalar>(std::move(x)), PK, message, random).encode());
  say(log::EntryType::kReveal, i, std::move(body));
}

void Forge::say_share(std::uint16_t i) {
  Bytes body;
  for (std::uint16_t t = 1; t <= kTrustees; ++t) {
    if (t == i) continue;
    Bytes plain;
    viche::append(plain, manifest_hash_);
    append_u16(plain, i);
    append_u16(plain, t);
    for (std::size_t j = 0; j < layout_->global_slots(); ++j) {
      const Scalar share = coefficients_[i][j * kThreshold] +
                           Scalar::from_u64(t) * coefficients_[i][j * kThreshold + 1];
      viche::append(plain, share.encode());
    }
    if (hooks.shares_in_box) hooks.shares_in_box(i, t, plain);
    const Bytes32 secret = random.bytes32();
    box_secrets_[{i, t}] = secret;
    Bytes box =
        seal_box(plain, x25519_public_key(receiving_.at(t)), Secret<Bytes32>(Bytes32(secret)));
    if (hooks.box) hooks.box(i, t, box);
    viche::append(body, box);
  }
  say(log::EntryType::kShare, i, std::move(body));
  if (shared_.insert(i).second) last_share_ = head();
}

void Forge::say_confirm(std::uint16_t i) {
  Bytes body;
  append_head(body, last_share_);
  viche::append(body, election_keys_.root());
  say(log::EntryType::kConfirm, i, std::move(body));
}

void Forge::say_complaint(std::uint16_t t, std::uint16_t dealer) {
  Bytes body;
  append_u16(body, dealer);
  say(log::EntryType::kComplaint, t, std::move(body));
}

void Forge::say_answer(std::uint16_t i, std::uint16_t t) {
  Bytes body;
  append_u16(body, t);
  viche::append(body, box_secret(i, t));
  say(log::EntryType::kAnswer, i, std::move(body));
}

void Forge::say_opening() {
  Bytes body;
  viche::append(body, manifest_hash_);
  append_head(body, head());
  viche::append(body, election_keys_.root());
  body = say(log::EntryType::kOpening, 0, std::move(body));
  if (opened_) return;
  opened_ = true;
  election_ = Transcript("viche/v1/election").add(ByteView(body)).digest32();
}

void Forge::say_notice(std::uint16_t number) {
  Bytes body;
  append_u32(body, number);
  viche::append(body, as_bytes("Повідомлення " + std::to_string(number)));
  say(log::EntryType::kNotice, 0, std::move(body));
}

}  // namespace viche::mutations
