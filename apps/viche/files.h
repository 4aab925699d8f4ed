#pragma once
// Files that the program reads and writes. Failures of the file system are EnvironmentErrors;
// whatever is wrong with the content is an Error.

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "crypto/group/bytes.h"
#include "crypto/proof/secret.h"

namespace viche::app {

namespace fs = std::filesystem;

/// The whole file; an EnvironmentError if it cannot be read or is larger than `limit`.
Bytes read_input(const fs::path& path, std::size_t limit = std::size_t{1} << 32);
/// Replaces the file by write, sync and rename.
void write_output(const fs::path& path, ByteView bytes);
void write_output(const fs::path& path, std::string_view text);

/// A new file with mode 0600; an EnvironmentError if it exists. It is there whole or not at all.
void write_new_secret(const fs::path& path, ByteView bytes);
/// Creates a directory with mode 0700 unless it is there.
void make_private_directory(const fs::path& path);
/// Creates a directory and its parents unless they are there.
void make_directory(const fs::path& path);

/// What officials and voters hand to the board: entries of the log, each as u16 length || bytes. A
/// `.statement` holds the parts of one statement, a `.ballots` casts and challenges.
Bytes join_entries(const std::vector<Bytes>& entries);
Result<std::vector<Bytes>> read_entries(const fs::path& path);

}  // namespace viche::app
