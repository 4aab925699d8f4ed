#include "tests/architecture/include_rules.h"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <regex>

namespace viche::architecture {
namespace {

// A room is the smallest folder with arrows of its own; it may always include itself.
struct Room {
  std::string folder;
  std::vector<std::string> may_use;
};

const std::vector<Room>& rooms() {
  static const std::vector<std::string> kCrypto = {"crypto/group", "crypto/proof",
                                                   "crypto/integer"};
  static const auto with_crypto = [](std::vector<std::string> others) {
    others.insert(others.end(), kCrypto.begin(), kCrypto.end());
    return others;
  };
  static const std::vector<std::string> kAll =
      with_crypto({"ballot", "bulletin", "bulletin/log", "bulletin/store", "bulletin/service",
                   "bulletin/http", "tally"});
  static const auto with_common = [](std::vector<std::string> others) {
    others.push_back("apps/common");
    return others;
  };
  static const std::vector<Room> kRooms = {
      {"crypto/group", {}},
      {"crypto/proof", {"crypto/group"}},
      {"crypto/integer", {"crypto/group"}},
      {"ballot", with_crypto({})},
      {"bulletin/log", with_crypto({"ballot"})},
      {"bulletin/store", with_crypto({"ballot", "bulletin/log"})},
      {"bulletin", with_crypto({"ballot", "bulletin/log", "bulletin/store"})},
      {"bulletin/service", with_crypto({"ballot", "bulletin", "bulletin/log", "bulletin/store"})},
      {"bulletin/http",
       with_crypto({"ballot", "bulletin", "bulletin/log", "bulletin/store", "bulletin/service"})},
      {"tally", with_crypto({"ballot", "bulletin/log"})},
      {"verifier", {"crypto/group"}},
      {"apps/common",
       with_crypto({"ballot", "bulletin", "bulletin/log", "bulletin/store", "tally"})},
      {"apps/viche", with_common(kAll)},
      {"apps/viche-board", with_common(kAll)},
      {"apps/viche-verify", {"verifier", "crypto/group"}},
  };
  return kRooms;
}

// A library that stands behind one interface: its headers begin so, and only files whose path
// begins so may include them.
struct Confined {
  std::vector<std::string> headers;
  std::vector<std::string> places;
};

const std::vector<Confined>& confined_libraries() {
  static const std::vector<Confined> kLibraries = {
      {{"NTL/", "gmp.h", "gmpxx.h"}, {"crypto/integer/"}},
      {{"sqlite3"}, {"bulletin/store/"}},
      {{"toml++/"}, {"apps/viche-board/config_toml."}},
      {{"boost/"}, {"bulletin/http/"}},
      // In the verifier: the second arithmetic, the keyed hash of the roll's table, and boxes.
      {{"sodium.h", "sodium/"},
       {"crypto/", "verifier/arithmetic.", "verifier/sodium.", "verifier/roll.",
        "verifier/sealed_box."}},
      {{"zstd.h"}, {"apps/viche-verify/tar_reader."}},
      {{"openssl/"},
       {"crypto/", "apps/viche/load/tls_client.", "apps/viche-verify/fetch/connection."}},
  };
  return kLibraries;
}

bool is_below(std::string_view path, std::string_view folder) {
  return path.size() > folder.size() && path.starts_with(folder) && path[folder.size()] == '/';
}

const Room* room_of(std::string_view path) {
  const Room* found = nullptr;
  for (const Room& room : rooms()) {
    if (is_below(path, room.folder) &&
        (found == nullptr || room.folder.size() > found->folder.size())) {
      found = &room;
    }
  }
  return found;
}

bool starts_with_one_of(std::string_view text, const std::vector<std::string>& prefixes) {
  return std::any_of(prefixes.begin(), prefixes.end(),
                     [&](const std::string& prefix) { return text.starts_with(prefix); });
}

bool is_in_code_folder(std::string_view path) {
  return std::any_of(code_folders().begin(), code_folders().end(),
                     [&](const std::string& folder) { return is_below(path, folder); });
}

}  // namespace

const std::vector<std::string>& code_folders() {
  static const std::vector<std::string> kFolders = {"crypto", "ballot",   "bulletin",
                                                    "tally",  "verifier", "apps"};
  return kFolders;
}

std::vector<Include> includes_of(const std::string& file, std::string_view text) {
  static const std::regex kLine(R"(^\s*#\s*include\s*(["<])([^">]*)[">].*)");
  std::vector<Include> found;
  std::size_t line = 0;
  while (!text.empty()) {
    ++line;
    const std::size_t end = std::min(text.find('\n'), text.size());
    std::match_results<std::string_view::const_iterator> match;
    const std::string_view current = text.substr(0, end);
    if (std::regex_match(current.begin(), current.end(), match, kLine)) {
      const auto form = match.str(1) == "<" ? Include::Form::kAngled : Include::Form::kQuoted;
      found.push_back({file, line, match.str(2), form});
    }
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return found;
}

std::vector<Include> includes_of_tree(const std::filesystem::path& root) {
  std::vector<Include> all;
  for (const std::string& folder : code_folders()) {
    for (const auto& entry : std::filesystem::recursive_directory_iterator(root / folder)) {
      const auto extension = entry.path().extension();
      if (!entry.is_regular_file() || (extension != ".h" && extension != ".cpp")) continue;
      std::ifstream stream(entry.path(), std::ios::binary);
      const std::string text{std::istreambuf_iterator<char>(stream), {}};
      const auto lines = includes_of(entry.path().lexically_relative(root).generic_string(), text);
      all.insert(all.end(), lines.begin(), lines.end());
    }
  }
  return all;
}

std::optional<std::string> violation(const Include& include) {
  for (const Confined& library : confined_libraries()) {
    if (starts_with_one_of(include.target, library.headers) &&
        !starts_with_one_of(include.file, library.places)) {
      return "this library's headers belong to " + library.places.front() + " alone";
    }
  }
  const Room* from = room_of(include.file);
  if (from == nullptr) return "the file is in no folder of docs/architecture.md";
  const bool ours = is_in_code_folder(include.target);
  if (include.form == Include::Form::kAngled) {
    if (ours) return "our own headers are included with quotes";
    return std::nullopt;
  }
  if (include.target.find("./") != std::string::npos) return "includes start at the root";
  const Room* to = room_of(include.target);
  if (to == nullptr) return "no header of the code folders has this name, from the root";
  if (from != to &&
      std::find(from->may_use.begin(), from->may_use.end(), to->folder) == from->may_use.end()) {
    return from->folder + " may not use " + to->folder;
  }
  return std::nullopt;
}

}  // namespace viche::architecture
