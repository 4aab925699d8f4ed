// R1 to R9: the files, and what the caller gives.

#include <algorithm>

#include "bulletin/log/note_key.h"
#include "tests/mutations/mutant.h"

namespace viche::mutations {
namespace {

/// Without a checkpoint that can be read there is nothing to judge.
const CheckSet kNothingRead{"R2", "R3", "R5", "R7", "E7", "M1", "M2", "M3", "K1", "K2",
                            "K3", "K4", "K5", "V1", "V2", "V3", "T2", "T3", "T5", "T6"};

/// Changes the text of the file `checkpoint`.
void edit_checkpoint(Forge& forge, const std::function<void(std::string&)>& edit) {
  forge.hooks.record.files = [edit](Files& files) {
    std::string text(as_text(files["checkpoint"]));
    edit(text);
    files["checkpoint"] = text_bytes(text);
  };
}

void edit_note(Forge& forge, std::function<void(log::Note&)> edit) {
  forge.hooks.record.note = std::move(edit);
}

void edit_files(Forge& forge, std::function<void(Files&)> edit) {
  forge.hooks.record.files = std::move(edit);
}

Files::iterator file_below(Files& files, const std::string& start) {
  const auto found = files.lower_bound(start);
  if (found == files.end() || !found->first.starts_with(start)) broken_invariant("no such file");
  return found;
}

Ed25519Signer stranger() {
  Bytes32 seed;
  seed.fill(200);
  return Ed25519Signer(Secret<Bytes32>(std::move(seed)));
}

std::vector<Mutant> checkpoint_mutants() {
  return {
      {"R1", "origin_of_another_election",
       "The checkpoint, signed and cosigned, names another election's manifest.",
       [](Forge& f) {
         f.hooks.record.checkpoint = [](log::Checkpoint& checkpoint) {
           checkpoint.origin = log::election_origin(Bytes32{});
         };
       }},
      {"R1", "no_checkpoint", "The file `checkpoint` is missing.",
       [](Forge& f) { edit_files(f, [](Files& files) { files.erase("checkpoint"); }); },
       kNothingRead},
      {"R1", "size_with_a_leading_zero", "The checkpoint's size is spelled with a leading zero.",
       [](Forge& f) {
         edit_note(f, [](log::Note& note) {
           const std::size_t size = note.text.find('\n') + 1;
           note.text = note.text.substr(0, size) + '0' + note.text.substr(size);
         });
       },
       kNothingRead},
      {"R1", "a_line_that_is_no_signature", "A line that is no signature follows the signatures.",
       [](Forge& f) {
         edit_checkpoint(f, [](std::string& text) { text += "cosigned by all\n"; });
       }},
      {"R1", "no_final_newline", "The checkpoint ends without a newline.",
       [](Forge& f) { edit_checkpoint(f, [](std::string& text) { text.pop_back(); }); }},
      {"R1", "base64_not_canonical",
       "The last signature has a second spelling: a bit of base64 that decodes to nothing is set.",
       [](Forge& f) {
         edit_checkpoint(f, [](std::string& text) {
           char& last = text[text.size() - 4];  // before "==" and the newline
           last = static_cast<char>(last + 1);
         });
       }},
      {"R2", "signed_by_another_key", "Somebody else signs the checkpoint under the log's key id.",
       [](Forge& f) {
         edit_note(f, [](log::Note& note) {
           const std::uint32_t id = note.signatures[0].key_id;
           note.signatures[0] = log::sign_text(note.signatures[0].name, stranger(), note.text);
           note.signatures[0].key_id = id;
         });
       }},
      {"R2", "key_id_of_another_key", "The log's line has another key id.",
       [](Forge& f) { edit_note(f, [](log::Note& note) { note.signatures[0].key_id ^= 1; }); }},
      {"R2",
       "witness_line_first",
       "A witness's line stands before the log's.",
       [](Forge& f) {
         edit_note(f, [](log::Note& note) { std::swap(note.signatures[0], note.signatures[1]); });
       },
       {"R3"}},
      {"R3", "no_witness", "Nobody cosigned the checkpoint.",
       [](Forge& f) { edit_note(f, [](log::Note& note) { note.signatures.resize(1); }); }},
      {"R3", "one_witness_twice", "One witness's line stands there twice, as if it were two.",
       [](Forge& f) {
         edit_note(f, [](log::Note& note) { note.signatures[2] = note.signatures[1]; });
       }},
      {"R3", "cosignature_of_another_head", "A witness's cosignature is of another checkpoint.",
       [](Forge& f) {
         edit_note(f, [&keys = f.keys](log::Note& note) {
           note.signatures[1] =
               log::cosign_text(kWitnessNames[0], keys.witnesses[0], note.text + "\n", 1);
         });
       }},
      {"R3", "a_stranger_cosigns", "The checkpoint holds a line of somebody unknown.",
       [](Forge& f) {
         edit_note(f, [](log::Note& note) {
           note.signatures.push_back(log::cosign_text("stranger", stranger(), note.text, 1));
         });
       }},
  };
}

std::vector<Mutant> file_mutants() {
  return {
      {"R4", "a_byte_after_the_last_entry", "A byte follows the last entry of the last bundle.",
       [](Forge& f) {
         edit_files(f,
                    [](Files& files) { file_below(files, "tile/entries/")->second.push_back(0); });
       }},
      {"R4", "an_entry_of_no_bytes", "The log holds an entry of no bytes.",
       [](Forge& f) {
         f.plan.insert_after(StepKind::kOpening, 0, step([](Forge& g) { g.append({}); }));
       },
       implied::both({"E1"}, implied::kByUnknownType)},
      {"R4", "the_last_byte_missing", "The last bundle ends within its last entry, the result.",
       [](Forge& f) {
         edit_files(f, [](Files& files) { file_below(files, "tile/entries/")->second.pop_back(); });
       },
       implied::both({"R5", "R6", "E7"}, implied::kByNoResult)},
      {"R5", "root_of_other_entries",
       "The signed and cosigned root is not that of the published entries.",
       [](Forge& f) {
         f.hooks.record.checkpoint = [](log::Checkpoint& checkpoint) {
           checkpoint.head.root[0] ^= 1;
         };
       }},
      {"R6", "a_hash_altered", "One hash of a tile differs from what the entries give.",
       [](Forge& f) {
         edit_files(f, [](Files& files) { file_below(files, "tile/0/")->second[40] ^= 1; });
       }},
      {"R6", "a_tile_missing", "A hash tile is missing.",
       [](Forge& f) {
         edit_files(f, [](Files& files) { files.erase(file_below(files, "tile/0/")); });
       }},
      {"R6", "a_hash_too_many", "A partial tile holds one hash more.",
       [](Forge& f) {
         edit_files(f, [](Files& files) {
           Bytes& tile = file_below(files, "tile/0/")->second;
           tile.resize(tile.size() + 32);
         });
       }},
      {"R6", "a_hash_of_the_second_level", "A hash over 256 entries is altered.",
       [](Forge& f) {
         add_notices(f, 300);
         edit_files(f, [](Files& files) { file_below(files, "tile/1/")->second[0] ^= 1; });
       }},
      {"R6", "a_hash_of_a_full_tile", "A hash of a full tile is altered.",
       [](Forge& f) {
         add_notices(f, 300);
         edit_files(f, [](Files& files) { files["tile/0/000"][8191] ^= 1; });
       }},
      {"R7", "a_file_beside", "The directory holds a file that is no part of a record.",
       [](Forge& f) {
         edit_files(f, [](Files& files) { files["notes.txt"] = text_bytes("hello"); });
       }},
      {"R7",
       "a_link",
       "The directory holds a link, which leads where its owner likes.",
       [](Forge&) {},
       {},
       [](verifier::Options& options, const Record&, const Forge&) {
         std::filesystem::create_symlink("checkpoint", options.directory + "/latest");
       }},
      {"R7", "a_tile_of_a_smaller_size", "A partial tile of an earlier size was left behind.",
       [](Forge& f) {
         edit_files(f, [](Files& files) {
           const Bytes& tile = file_below(files, "tile/0/")->second;
           files["tile/0/000.p/7"] = Bytes(tile.begin(), tile.begin() + 7 * 32);
         });
       }},
  };
}

/// A checkpoint or receipt that somebody kept.
Mutant kept(std::string check, std::string name, std::string attack,
            std::function<std::string(const Record&, const Forge&)> text) {
  const bool is_checkpoint = check == "R8";
  return {std::move(check),
          std::move(name),
          std::move(attack),
          [](Forge&) {},
          {},
          [=](verifier::Options& options, const Record& record, const Forge& forge) {
            auto& list = is_checkpoint ? options.checkpoints : options.receipts;
            list.push_back({"kept", text(record, forge)});
          }};
}

constexpr std::uint64_t kSeenSize = 20;

/// The index of the log's first cast.
std::uint64_t first_cast(const Record& record) {
  const auto found = std::find_if(record.entries.begin(), record.entries.end(),
                                  [](const Bytes& entry) { return entry[0] == 0x13; });
  return static_cast<std::uint64_t>(found - record.entries.begin());
}

std::vector<Mutant> given_mutants() {
  return {
      kept("R8", "a_forked_checkpoint",
           "An observer kept a checkpoint of another history, signed by the log and its witnesses.",
           [](const Record& record, const Forge& forge) {
             std::vector<Bytes> fork = record.entries;
             fork[kSeenSize - 1] = text_bytes("another entry");
             return checkpoint_note(fork, kSeenSize, record.origin, forge.keys, 2).encode();
           }),
      kept("R8", "a_larger_checkpoint",
           "The record was cut: an observer saw the log, signed, at a larger size.",
           [](const Record& record, const Forge& forge) {
             std::vector<Bytes> more = record.entries;
             more.push_back(more.back());
             return checkpoint_note(more, more.size(), record.origin, forge.keys, 2).encode();
           }),
      kept("R8", "a_checkpoint_not_signed_by_the_log", "A kept checkpoint lacks the log's line.",
           [](const Record& record, const Forge& forge) {
             log::Note note =
                 checkpoint_note(record.entries, kSeenSize, record.origin, forge.keys, 2);
             note.signatures.erase(note.signatures.begin());
             return note.encode();
           }),
      kept("R8", "a_checkpoint_of_another_election", "A kept checkpoint is of another election.",
           [](const Record& record, const Forge& forge) {
             return checkpoint_note(record.entries, kSeenSize, log::election_origin(Bytes32{}),
                                    forge.keys, 2)
                 .encode();
           }),
      kept("R8", "not_a_checkpoint", "What was kept is no checkpoint.",
           [](const Record&, const Forge&) { return "seen on Tuesday\n"; }),
      kept("R9", "not_a_receipt", "What was kept is no receipt.",
           [](const Record&, const Forge&) { return "voted on Tuesday\n"; }),
      kept("R9", "a_receipt_without_witnesses",
           "A receipt stands under a checkpoint that no witness cosigned.",
           [](const Record& record, const Forge& forge) {
             return receipt(record, first_cast(record), record.entries.size(), forge.keys, 0);
           }),
      kept("R9", "a_receipt_of_a_dropped_ballot",
           "A voter holds a receipt for a ballot that the record does not have: it was issued "
           "under a "
           "fork.",
           [](const Record& record, const Forge& forge) {
             Record fork = record;
             fork.entries[first_cast(record)][100] ^= 1;
             return receipt(fork, first_cast(record), record.entries.size(), forge.keys, 2);
           }),
      kept("R9", "a_receipt_for_no_ballot", "A receipt proves an entry that is no ballot.",
           [](const Record& record, const Forge& forge) {
             return receipt(record, 1, record.entries.size(), forge.keys, 2);
           }),
      kept("R9", "a_receipt_of_another_place", "A receipt names another index than its proof's.",
           [](const Record& record, const Forge& forge) {
             const std::uint64_t index = first_cast(record);
             std::string text = receipt(record, index, record.entries.size(), forge.keys, 2);
             const std::string line = "index " + std::to_string(index) + "\n";
             return text.replace(text.find(line), line.size(),
                                 "index " + std::to_string(index + 1) + "\n");
           }),
  };
}

}  // namespace

std::vector<Mutant> record_mutants() {
  std::vector<Mutant> all = checkpoint_mutants();
  for (const auto& group : {file_mutants(), given_mutants()}) {
    all.insert(all.end(), group.begin(), group.end());
  }
  return all;
}

}  // namespace viche::mutations
