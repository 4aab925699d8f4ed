#include <fmt/format.h>

#include <memory>

#include "apps/common/board_directory.h"
#include "apps/common/console.h"
#include "apps/viche/board_restore.h"
#include "apps/viche/verbs.h"
#include "bulletin/store/backup.h"

namespace viche::app {
namespace {

struct CopyOptions {
  std::string board, out;
  RestoreInputs inputs;
};

void print_head(const log::TreeHead& head) {
  print(fmt::format("entries      {}", head.size));
  print(fmt::format("root         {}", to_hex(head.root)));
}

Result<Exit> backup(const CopyOptions& options) {
  const Result<log::TreeHead> head =
      store::backup_store(std::filesystem::path(options.board) / kStoreFile, options.out);
  if (!head) throw EnvironmentError(head.error().message());
  print_head(*head);
  return Exit::kOk;
}

Result<Exit> restore(const CopyOptions& options) {
  VICHE_ASSIGN(const Restored restored, restore_board(options.board, options.inputs));
  print_head(restored.head);
  print("state        " + restored.state);
  if (restored.cosignatures < restored.quorum) {
    say(fmt::format("The record's checkpoint has {} cosignatures of witnesses, the quorum is {}.",
                    restored.cosignatures, restored.quorum));
  }
  say("WARNING: the board goes on from exactly these entries. If anybody has a checkpoint or a "
      "receipt of more, going on is a fork, which ends the election.");
  if (options.inputs.at_least.empty()) {
    say("WARNING: nothing was given (--at-least) that shows this record to be the newest. Ask "
        "every witness and mirror before you start the board.");
  }
  suggest("viche-board --board-directory " + shell_word(options.board) + " --board-record " +
          shell_word(options.inputs.record.string()));
  return Exit::kOk;
}

}  // namespace

void add_board_copy_verbs(Verbs& verbs, CLI::App& group) {
  auto options = std::make_shared<CopyOptions>();
  CLI::App& backup_verb =
      verbs.verb(group, "backup", "Copy the log's database while the board runs",
                 "viche board backup --board board --out /backup/log.sqlite\n"
                 "never serve from it once the board has gone on: that is a fork",
                 [options] { return backup(*options); });
  backup_verb.add_option("--board", options->board, "The board's own directory")->required();
  backup_verb.add_option("--out", options->out, "The copy to make")->required();

  options = std::make_shared<CopyOptions>();
  RestoreInputs& inputs = options->inputs;
  CLI::App& restore_verb = verbs.verb(
      group, "restore", "Make a lost store again from the published record",
      "viche board restore --board board --record record --manifest manifest.json \\\n"
      "    --log-key log.json --at-least newest-checkpoint --at-least my.receipt\n"
      "the whole record is checked; exit status 1 if it is damaged, or older than --at-least",
      [options] { return restore(*options); });
  restore_verb.add_option("--board", options->board, "The board's directory, without log.sqlite")
      ->required();
  restore_verb.add_option("--record", inputs.record, "The published log, or a mirror's copy of it")
      ->required();
  restore_verb.add_option("--manifest", inputs.manifest, "The manifest")->required();
  restore_verb.add_option("--log-key", inputs.log_key, "The key that signs checkpoints")
      ->required();
  restore_verb.add_option("--at-least", inputs.at_least,
                          "A checkpoint, receipt or witness's memory that the record must hold; "
                          "as many as there are");
}

}  // namespace viche::app
