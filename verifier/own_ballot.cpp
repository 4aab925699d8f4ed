#include "verifier/own_ballot.h"

#include <algorithm>
#include <array>
#include <cctype>

#include "crypto/group/condition.h"
#include "verifier/fields.h"
#include "verifier/tiles.h"

namespace viche::verifier {
namespace {

constexpr std::string_view kAlphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
constexpr std::size_t kShown = 20;

/// The first 100 bits, five at a time.
std::string shown_characters(const Bytes32& tracker) {
  std::string text;
  for (std::size_t bit = 0; bit < 5 * kShown; bit += 5) {
    const unsigned both = static_cast<unsigned>(tracker[bit / 8] << 8) | tracker[bit / 8 + 1];
    text += kAlphabet[(both >> (11 - bit % 8)) & 31U];
  }
  return text;
}

/// RFC 6962 section 2.1.1: from the leaf upwards.
std::vector<Bytes32> inclusion(std::span<const Bytes32> leaves, std::size_t index) {
  std::vector<Bytes32> proof;
  while (leaves.size() > 1) {
    std::size_t left = 1;
    while (2 * left < leaves.size()) left *= 2;
    const bool is_left = index < left;
    proof.push_back(merkle_root(is_left ? leaves.subspan(left) : leaves.first(left)));
    leaves = is_left ? leaves.first(left) : leaves.subspan(left);
    if (!is_left) index -= left;
  }
  std::reverse(proof.begin(), proof.end());
  return proof;
}

class Inquiry {
 public:
  Inquiry(const BallotQuestion& question, const Options& options, const Arithmetic& arithmetic)
      : question_(question),
        options_(options),
        arithmetic_(arithmetic),
        files_(options.directory, options.fetch),
        log_(arithmetic, options.threads, Follower::Proofs::kPassedOver) {}

  Result<BallotAnswer> run() {
    VICHE_TRY(check_directory(options_.directory));
    VICHE_ASSIGN(const std::optional<Bytes> note, files_.read("checkpoint", kMaxNote));
    const CheckpointReading reading = read_checkpoint(note ? as_text(*note) : std::string_view());
    if (VICHE_FAULT(!reading.checkpoint) || VICHE_FAULT(reading.fault.has_value())) {
      fault(reading.fault ? reading.fault->at("checkpoint").message() : "no checkpoint");
      return std::move(answer_);
    }
    answer_.checkpoint = as_text(*note);
    answer_.head = reading.checkpoint->head;
    VICHE_ASSIGN(const bool whole, read_log());
    if (!whole) return std::move(answer_);
    check_log(*reading.checkpoint);
    if (log_.election().fingerprint) {
      check_ballot();
    } else {
      fault("the log holds no opening: there are no ballots");
    }
    return std::move(answer_);
  }

 private:
  static constexpr std::uint64_t kMaxNote = 1U << 20;

  void fault(std::string text) { answer_.faults.push_back(std::move(text)); }

  /// False if reading ended early, with a fault that says why.
  Result<bool> read_log() {
    Checks of_files;
    LogReader reader(files_, answer_.head.size, of_files);
    bool identified = false;
    for (;;) {
      VICHE_ASSIGN(std::optional<LogBundle> bundle, reader.next());
      if (!bundle) break;
      for (const LogEntry& entry : bundle->entries) VICHE_TRY(take(entry));
      const std::optional<Bytes32>& fingerprint = log_.election().fingerprint;
      if (identified || !fingerprint) continue;
      if (options_.fingerprint && VICHE_FAULT(*fingerprint != *options_.fingerprint)) {
        fault("the election has another fingerprint: " + to_hex(*fingerprint));
        return false;
      }
      identified = true;
      if (options_.identified) options_.identified();
    }
    VICHE_TRY(reader.finish());
    for (const CheckId id : {CheckId::R4, CheckId::R6}) {
      if (const auto& failure = of_files[id].first_failure) {
        fault(std::string(check_number(id)) + ": " + failure->message);
      }
    }
    if (VICHE_FAULT(!reader.complete())) return false;
    if (options_.fingerprint && VICHE_FAULT(log_.election().fingerprint != options_.fingerprint)) {
      fault("the election has another fingerprint, or none");
    }
    return true;
  }

  Result<void> take(const LogEntry& entry) {
    leaves_.push_back(entry.leaf);
    const Result<Type> type = read_type(entry.bytes);
    // What comes behind the seal needs the sums of all ballots.
    if (type && *type == Type::kSeal) sealed_ = true;
    if (sealed_) return {};
    if (type && is_ballot(*type)) look_at(entry, *type);
    std::vector<LogBundle> one(1);
    one.front().entries.push_back(entry);
    VICHE_TRY(log_.take(std::move(one), files_, answer_.head.size));
    follow_status(entry.index);
    return {};
  }

  void look_at(const LogEntry& entry, Type type) {
    const Election& election = log_.election();
    if (!election.fingerprint) return;
    const Result<BallotFields> fields = frame_ballot(election.layout, entry.bytes);
    if (!fields) return;
    const Bytes32 tracker = tracker_of(*election.fingerprint, *fields);
    const bool wanted = question_.receipt ? question_.receipt->index == entry.index
                                          : question_.tracker && question_.tracker->is(tracker);
    if (!wanted) return;
    if (VICHE_FAULT(answer_.posted)) {
      fault("two ballots have this tracker: entries " + std::to_string(answer_.index) + " and " +
            std::to_string(entry.index));
      return;
    }
    answer_.posted = true;
    answer_.index = entry.index;
    answer_.status = type == Type::kCast ? BallotStatus::kCounted : BallotStatus::kChallenged;
    entry_.assign(entry.bytes.begin(), entry.bytes.end());
    std::copy(fields->K.begin(), fields->K.end(), answer_.K.begin());
  }

  void follow_status(std::uint64_t index) {
    if (!answer_.posted || answer_.status != BallotStatus::kCounted) return;
    const Credential* credential = log_.credential(answer_.K);
    if (credential == nullptr) return;
    if (credential->last_cast != answer_.index && credential->casts > 0) {
      answer_.status = BallotStatus::kSuperseded;
    } else if (index > answer_.index && !credential->counts()) {
      answer_.status = BallotStatus::kCancelled;
    } else {
      return;
    }
    answer_.decided_by = index;
  }

  /// The root, the signatures under it, and everything that was judged on the way.
  void check_log(const Checkpoint& checkpoint) {
    if (VICHE_FAULT(merkle_root(leaves_) != answer_.head.root)) {
      fault("the entries have another root than the checkpoint says");
    }
    if (const auto found = log_.fault()) {
      fault(std::string(check_number(found->check)) + " " + std::string(check_name(found->check)) +
            (found->failure.entry ? ", entry " + std::to_string(*found->failure.entry) : "") +
            ": " + found->failure.message);
    }
    const Manifest* manifest = log_.manifest();
    if (VICHE_FAULT(manifest == nullptr)) return fault("the log has no manifest");
    const Result<std::size_t> witnesses =
        check_kept_checkpoint(checkpoint, *manifest, origin_of(*log_.manifest_hash()), arithmetic_);
    if (!witnesses) return fault(witnesses.error().at("checkpoint").message());
    answer_.witnesses = *witnesses;
    if (VICHE_FAULT(*witnesses < manifest->quorum)) {
      fault("the checkpoint has " + std::to_string(*witnesses) + " witnesses, and the quorum is " +
            std::to_string(manifest->quorum));
    }
    if (question_.receipt) check_receipt(*question_.receipt, *manifest);
  }

  void check_receipt(const Receipt& receipt, const Manifest& manifest) {
    const Head& head = receipt.checkpoint.head;
    const Result<std::size_t> witnesses = check_kept_checkpoint(
        receipt.checkpoint, manifest, origin_of(*log_.manifest_hash()), arithmetic_);
    if (!witnesses) return fault(witnesses.error().at("receipt").message());
    if (VICHE_FAULT(*witnesses < manifest.quorum)) fault("the receipt lacks the quorum");
    if (VICHE_FAULT(head.size > leaves_.size()) || VICHE_FAULT(receipt.index >= head.size)) {
      return fault("the receipt is of a larger log than this one");
    }
    const std::span<const Bytes32> then(leaves_.data(), static_cast<std::size_t>(head.size));
    if (VICHE_FAULT(merkle_root(then) != head.root)) {
      fault("the log does not begin with the one whose checkpoint the receipt holds");
    }
    if (VICHE_FAULT(root_from_inclusion(leaves_[static_cast<std::size_t>(receipt.index)],
                                        receipt.index, head.size, receipt.proof) != head.root)) {
      fault("the receipt's proof does not lead from the entry to its root");
    }
  }

  void check_ballot() {
    answer_.final = sealed_ || answer_.status == BallotStatus::kChallenged ||
                    answer_.status == BallotStatus::kSuperseded;
    if (answer_.posted) {
      answer_.proof = inclusion(leaves_, static_cast<std::size_t>(answer_.index));
      if (question_.entry && VICHE_FAULT(*question_.entry != entry_)) {
        fault("the ballot's file is another one than the log's");
      }
    } else if (question_.entry) {
      entry_ = *question_.entry;
    } else {
      return fault("no ballot of the log is this one");
    }
    const Election& election = log_.election();
    const Result<BallotFields> fields = frame_ballot(election.layout, entry_);
    if (!fields) return fault(fields.error().at("the ballot").message());
    answer_.tracker = tracker_of(*election.fingerprint, *fields);
    std::copy(fields->K.begin(), fields->K.end(), answer_.K.begin());
    if (question_.tracker && VICHE_FAULT(!question_.tracker->is(answer_.tracker))) {
      fault("the tracker that was noted is not the ballot's, " + shown_tracker(answer_.tracker));
    }
    if (question_.credential && VICHE_FAULT(*question_.credential != answer_.K)) {
      fault("it is the ballot of another credential, " + to_hex(answer_.K));
    }
    const std::vector<BallotFields> list{*fields};
    const BallotFinding finding =
        arithmetic_.check_ballots(election.bases, *election.fingerprint, list, 1).front();
    const BallotVerdict& verdict = finding.verdict;
    if (finding.fault) {
      fault("B3: " + *finding.fault);
    } else if (VICHE_FAULT(!verdict.equations) || VICHE_FAULT(!verdict.E1) ||
               VICHE_FAULT(!verdict.E2) || VICHE_FAULT(!verdict.signature)) {
      fault("its proof or its signature does not hold");
    }
    if (question_.opening) open(*question_.opening, *fields);
  }

  /// C_0 = r G, C_p = r Y_p + m_p G, of a challenge alone: an opening of a cast would be a receipt
  /// of the vote.
  void open(const BallotOpening& opening, const BallotFields& fields) {
    const Election& election = log_.election();
    if (VICHE_FAULT(opening.tracker != answer_.tracker)) {
      return fault("the opening is of another ballot, " + shown_tracker(opening.tracker));
    }
    if (VICHE_FAULT(fields.type != static_cast<std::uint8_t>(Type::kChallenge))) {
      return fault("this ballot was cast, not challenged");
    }
    const Style& style = election.manifest->styles[fields.style - 1U];
    if (VICHE_FAULT(opening.style != style.id)) {
      return fault("the opening is of style " + opening.style + ", the ballot of style " +
                   style.id);
    }
    if (VICHE_FAULT(opening.slots.size() != fields.n)) {
      return fault("the opening has " + std::to_string(opening.slots.size()) +
                   " slots, the ballot " + std::to_string(fields.n));
    }
    const Element G = arithmetic_.base();
    const std::array<Number, 1> r{opening.r};
    const std::array<Element, 1> base{G};
    const Bytes32 C_0 = arithmetic_.encode(arithmetic_.combine(r, base));
    if (VICHE_FAULT(!same(C_0, fields.C_p(0)))) return fault("C_0 is not r G");
    for (std::size_t p = 1; p <= fields.n; ++p) {
      const std::array<Number, 2> scalars{opening.r, number_from(opening.slots[p - 1])};
      const std::array<Element, 2> points{election.bases.Y[fields.layout->slots[p - 1]], G};
      const Bytes32 C_p = arithmetic_.encode(arithmetic_.combine(scalars, points));
      if (VICHE_FAULT(!same(C_p, fields.C_p(p)))) {
        return fault("position " + std::to_string(p) +
                     ": the ciphertext does not hold what the opening says");
      }
    }
    note_marks(opening, *fields.layout, style);
  }

  static bool same(const Bytes32& a, ByteView b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end());
  }

  void note_marks(const BallotOpening& opening, const StyleLayout& layout, const Style& style) {
    const Election& election = log_.election();
    for (std::size_t c = 0; c < style.contests.size(); ++c) {
      const Contest& contest = election.manifest->contests[style.contests[c]];
      const ContestLayout& laid = election.layout.contests[style.contests[c]];
      for (std::size_t o = 0; o < laid.rows.size(); ++o) {
        std::uint64_t value = 0;
        for (const Term& term : laid.rows[o].terms) {
          value += std::uint64_t{term.weight} * opening.slots[layout.first_position[c] + term.slot];
        }
        if (value == 0) continue;
        answer_.marks.push_back(
            {contest.id, o < contest.options.size() ? contest.options[o] : "blank", value});
      }
    }
  }

  const BallotQuestion& question_;
  const Options& options_;
  const Arithmetic& arithmetic_;
  RecordFiles files_;
  Follower log_;
  std::vector<Bytes32> leaves_;
  Bytes entry_;
  bool sealed_ = false;
  BallotAnswer answer_;
};

}  // namespace

Result<NotedTracker> NotedTracker::read(std::string_view text) {
  if (const Result<Bytes32> whole = bytes32_from_hex(text)) return NotedTracker(*whole);
  std::string characters;
  for (const char given : text) {
    if (given == ' ' || given == '-') continue;
    char c = static_cast<char>(std::toupper(static_cast<unsigned char>(given)));
    if (c == 'O') c = '0';
    if (c == 'I' || c == 'L') c = '1';
    if (VICHE_FAULT(kAlphabet.find(c) == std::string_view::npos)) {
      return Error{std::string("has a character that no tracker has: ") + given, ""};
    }
    characters += c;
  }
  if (VICHE_FAULT(characters.size() != kShown)) {
    return Error{"neither 20 characters nor 64 hexadecimal digits", ""};
  }
  return NotedTracker(std::move(characters));
}

bool NotedTracker::is(const Bytes32& tracker) const {
  return text_ == (text_.size() == kShown ? shown_characters(tracker) : to_hex(tracker));
}

std::string shown_tracker(const Bytes32& tracker) {
  std::string text = shown_characters(tracker);
  for (std::size_t place = 16; place > 0; place -= 4) text.insert(place, "-");
  return text;
}

Result<BallotOpening> read_opening(std::string_view text) {
  VICHE_ASSIGN(const Json json, parse_json(as_bytes(text)));
  VICHE_ASSIGN(const Fields fields,
               Fields::open(json, "$", {"viche_opening", "tracker", "style", "r", "slots"}));
  VICHE_ASSIGN(const std::uint64_t version, fields.integer("viche_opening"));
  if (VICHE_FAULT(version != 1)) return Error{"not 1", fields.path("viche_opening")};
  BallotOpening opening;
  VICHE_ASSIGN(opening.tracker, fields.hash("tracker"));
  VICHE_ASSIGN(opening.style, fields.id("style"));
  VICHE_ASSIGN(const Bytes32 bytes, fields.hash("r"));
  const std::optional<Number> r = decode_number(bytes);
  if (VICHE_FAULT(!r)) return Error{"not a scalar below l", fields.path("r")};
  opening.r = *r;
  VICHE_ASSIGN(const std::vector<std::uint64_t> slots, fields.integers("slots"));
  if (VICHE_FAULT(slots.empty()) || VICHE_FAULT(slots.size() > kMaxPositions)) {
    return Error{"not 1 to " + std::to_string(kMaxPositions) + " slots", fields.path("slots")};
  }
  for (const std::uint64_t bit : slots) {
    if (VICHE_FAULT(bit > 1)) return Error{"neither 0 nor 1", fields.path("slots")};
    opening.slots.push_back(static_cast<std::uint8_t>(bit));
  }
  return opening;
}

Result<BallotAnswer> answer(const BallotQuestion& question, const Options& options,
                            const Arithmetic& arithmetic) {
  return Inquiry(question, options, arithmetic).run();
}

}  // namespace viche::verifier
