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
/// Writes a file by write, sync and rename. An EnvironmentError inside a published record, and if
/// something is there already: only entries, a cosignature or a receipt give way to newer ones of
/// their own kind (and anything to the same bytes), so that no secret and no input is overwritten.
void write_output(const fs::path& path, ByteView bytes);
void write_output(const fs::path& path, std::string_view text);

/// A new file with mode 0600; an EnvironmentError if it exists, or inside a published record. It is
/// there whole or not at all.
void write_new_secret(const fs::path& path, ByteView bytes);
/// Replaces a file by one with mode 0600, durably, and then overwrites what was there, as far as
/// the file system writes in place.
void replace_secret(const fs::path& path, ByteView bytes);
/// Creates a directory with mode 0700 unless it is there.
void make_private_directory(const fs::path& path);
/// Creates a directory and its parents unless they are there.
void make_directory(const fs::path& path);

/// What officials and voters hand to the board: entries of the log, each as u16 length || bytes. A
/// `.statement` holds the parts of one statement, a `.ballots` casts and challenges.
Bytes join_entries(const std::vector<Bytes>& entries);
Result<std::vector<Bytes>> read_entries(const fs::path& path);

}  // namespace viche::app
