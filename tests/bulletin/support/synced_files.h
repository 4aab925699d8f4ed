#pragma once
// What a disk holds of published files after a power cut: file contents as of fsync of the file,
// names as of fsync of the directory. A test program that links this has its fsync wrapped (the
// linker's --wrap).

#include <filesystem>
#include <random>

namespace viche::log::test {

/// From now on, in this process, notes in `notes` what is synced of the files and directories below
/// `root`; what is there already counts as synced. Nothing is really synced any more: a killed
/// process leaves what it wrote, and restore_synced takes the rest away. Files must be written
/// before their first sync and replaced by renaming, never written again; `notes` must be a
/// directory of the same file system.
void note_syncs(const std::filesystem::path& root, const std::filesystem::path& notes);

/// Makes in `restored` what the disk would hold of `root` if the power had been cut when the
/// process of note_syncs was killed: of each name and each content that was not synced it is drawn
/// whether it is the old one, with probability `lost`.
void restore_synced(const std::filesystem::path& root, const std::filesystem::path& notes,
                    const std::filesystem::path& restored, double lost, std::mt19937_64& random);

}  // namespace viche::log::test
