#pragma once
// What the program is asked to do.

#include <CLI/CLI.hpp>
#include <algorithm>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "crypto/group/result.h"

namespace viche::verify_program {

enum ExitCode : int { kVerified = 0, kFailed = 1, kUsage = 2, kUnreadable = 3, kAlarm = 4 };

struct Arguments {
  std::string record;
  std::optional<std::string> json;
  std::optional<std::string> html;
  std::string arithmetic = "fast";
  unsigned threads = std::max(1U, std::thread::hardware_concurrency());
  std::optional<std::string> fingerprint;
  std::vector<std::string> checkpoints;
  std::vector<std::string> receipts;
  // of a record at a URL
  std::optional<std::string> mirror;
  std::optional<std::string> ca;
  unsigned connections = 8;
  unsigned timeout = 10;            // seconds
  std::optional<std::string> part;  // i/N
  std::optional<std::string> out;   // of a part
  // --follow
  bool follow = false;
  bool once = false;
  std::optional<std::string> state;
  unsigned interval = 10;            // seconds
  std::uint64_t stale_after = 3600;  // seconds
  unsigned recheck = 4;
  std::optional<std::string> webhook;
  std::optional<std::string> metrics;
  std::vector<std::string> states;  // of compare
  // ballot
  std::string ballot;  // a tracker, or a receipt's file
  std::string ballot_record;
  std::optional<std::string> credential;
  std::optional<std::string> opening;
  std::optional<std::string> entry;  // a file of one ballot
  std::optional<std::string> receipt_out;
  // merge
  std::vector<std::string> parts;
  std::optional<std::string> parts_record;
};

/// What is to be done, by the subcommand.
enum class Command : std::uint8_t { kVerify, kMerge, kCompare, kBallot };

struct Subcommands {
  CLI::App* merge;
  CLI::App* compare;
  CLI::App* ballot;
  [[nodiscard]] Command chosen() const;
};

/// The program's options and its subcommands; `merge` and `ballot` share them.
Subcommands declare(CLI::App& app, Arguments& arguments);

/// What is wrong with arguments that each have their form; nothing that names a file is read yet.
std::optional<std::string> misuse(const Arguments& arguments, Command command);

}  // namespace viche::verify_program
