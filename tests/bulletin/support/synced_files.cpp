#include "tests/bulletin/support/synced_files.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <fstream>
#include <map>
#include <optional>
#include <set>
#include <stdexcept>
#include <string>

extern "C" int __real_fsync(int descriptor);
extern "C" int __wrap_fsync(int descriptor);

namespace viche::log::test {
namespace {

namespace fs = std::filesystem;
using Inode = ino_t;
using Names = std::map<std::string, Inode>;

/// Set once, before there are threads.
struct Noting {
  fs::path root, notes;
  std::atomic<unsigned> count = 0;
};
std::optional<Noting> noting;

Inode inode_of(const fs::path& path) {
  struct stat status {};
  if (::lstat(path.c_str(), &status) != 0)
    throw std::runtime_error("no such file: " + path.string());
  return status.st_ino;
}
fs::path file_note(const fs::path& notes, Inode inode) {
  return notes / ("file-" + std::to_string(inode));
}
fs::path names_note(const fs::path& notes, Inode inode) {
  return notes / ("names-" + std::to_string(inode));
}

/// The names now, where other threads may be adding and removing some.
Names names_in(const fs::path& directory) {
  Names names;
  for (const fs::directory_entry& entry : fs::directory_iterator(directory)) {
    struct stat status {};
    if (::lstat(entry.path().c_str(), &status) == 0) names[entry.path().filename()] = status.st_ino;
  }
  return names;
}

/// A second name for a synced file keeps its content, and its number from being given away.
void note_file(const fs::path& path, Inode inode) {
  ::linkat(AT_FDCWD, path.c_str(), AT_FDCWD, file_note(noting->notes, inode).c_str(),
           AT_SYMLINK_FOLLOW);
}

void note_names(const fs::path& directory, Inode inode) {
  const fs::path written = noting->notes / ("new-" + std::to_string(noting->count++));
  std::ofstream out(written);
  for (const auto& [name, number] : names_in(directory)) out << number << ' ' << name << '\n';
  out.close();
  fs::rename(written, names_note(noting->notes, inode));
}

void note_sync(int descriptor) {
  struct stat status {};
  const fs::path link = "/proc/self/fd/" + std::to_string(descriptor);
  std::error_code failure;
  const fs::path path = fs::read_symlink(link, failure);
  if (failure || ::fstat(descriptor, &status) != 0) return;
  if (!path.string().starts_with(noting->root.string())) return;
  if (S_ISREG(status.st_mode)) note_file(link, status.st_ino);
  if (S_ISDIR(status.st_mode)) {
    note_names(path, status.st_ino);
    ::fcntl(descriptor, F_DUPFD_CLOEXEC, 0);  // stays open: the number is not given away
  }
}

class Restoring {
 public:
  Restoring(const fs::path& root, const fs::path& notes, double lost, std::mt19937_64& random)
      : notes_(notes), lost_(lost), random_(random) {
    for (const fs::directory_entry& entry : fs::recursive_directory_iterator(root)) {
      left_.emplace(inode_of(entry.path()), entry.path());
    }
    left_.emplace(inode_of(root), root);
  }

  void directory(Inode inode, const fs::path& restored) {
    fs::create_directories(restored);
    const Names synced = synced_names(inode);
    const auto left = left_.find(inode);
    const Names now = left == left_.end() ? Names() : names_in(left->second);
    std::set<std::string> names;
    for (const auto& [name, number] : synced) names.insert(name);
    for (const auto& [name, number] : now) names.insert(name);
    for (const std::string& name : names) {
      const std::optional<Inode> old_one = find(synced, name);
      const std::optional<Inode> new_one = find(now, name);
      const std::optional<Inode> chosen = old_one == new_one || is_lost() ? old_one : new_one;
      if (chosen) entry(*chosen, restored / name);
    }
  }

 private:
  bool is_lost() { return std::uniform_real_distribution<>()(random_) < lost_; }
  static std::optional<Inode> find(const Names& names, const std::string& name) {
    const auto found = names.find(name);
    return found == names.end() ? std::nullopt : std::optional(found->second);
  }
  [[nodiscard]] Names synced_names(Inode inode) const {
    std::ifstream in(names_note(notes_, inode));
    Names names;
    Inode number = 0;
    for (std::string name; in >> number >> name;) names[name] = number;
    return names;
  }
  void entry(Inode inode, const fs::path& restored) {
    const auto left = left_.find(inode);
    const bool is_directory = left != left_.end() ? fs::is_directory(left->second)
                                                  : fs::exists(names_note(notes_, inode));
    if (is_directory) return directory(inode, restored);
    const fs::path synced = file_note(notes_, inode);
    if (fs::exists(synced)) {
      fs::copy_file(synced, restored);
    } else if (left != left_.end() && !is_lost()) {
      fs::copy_file(left->second, restored);
    } else {
      std::ofstream(restored).flush();  // the name came to the disk before the content
    }
  }

  const fs::path notes_;
  const double lost_;
  std::mt19937_64& random_;
  std::map<Inode, fs::path> left_;  // by the killed process
};

}  // namespace

void note_syncs(const fs::path& root, const fs::path& notes) {
  noting.emplace();
  noting->root = root;
  noting->notes = notes;
  note_names(root, inode_of(root));
  for (const fs::directory_entry& entry : fs::recursive_directory_iterator(root)) {
    const Inode inode = inode_of(entry.path());
    entry.is_directory() ? note_names(entry.path(), inode) : note_file(entry.path(), inode);
  }
}

void restore_synced(const fs::path& root, const fs::path& notes, const fs::path& restored,
                    double lost, std::mt19937_64& random) {
  Restoring(root, notes, lost, random).directory(inode_of(root), restored);
}

}  // namespace viche::log::test

int __wrap_fsync(int descriptor) {
  if (!viche::log::test::noting) return __real_fsync(descriptor);
  viche::log::test::note_sync(descriptor);
  return 0;
}
