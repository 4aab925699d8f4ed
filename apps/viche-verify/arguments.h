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

enum ExitCode : int { kVerified = 0, kFailed = 1, kUsage = 2, kUnreadable = 3 };

struct Arguments {
  std::string record;
  std::optional<std::string> json;
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
  // merge
  std::vector<std::string> parts;
  std::optional<std::string> parts_record;
};

/// The program's options and its subcommand `merge`, which shares them.
CLI::App* declare(CLI::App& app, Arguments& arguments);

/// What is wrong with arguments that each have their form; nothing that names a file is read yet.
std::optional<std::string> misuse(const Arguments& arguments, bool merging);

}  // namespace viche::verify_program
