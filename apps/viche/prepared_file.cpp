#include "apps/viche/prepared_file.h"

#include "apps/common/files.h"

namespace viche::app {

fs::path keep_prepared(const fs::path& state, const ballot::PreparedBallot& ballot,
                       const Bytes32& election) {
  make_private_directory(state);
  fs::path path = state / (ballot::display_tracker(ballot.tracker()) + ".prepared");
  write_new_secret(path, ballot.encode(election).expose());
  return path;
}

Result<PreparedFile> PreparedFile::open(const fs::path& path,
                                        const ballot::ElectionContext& context) {
  const Secret<Bytes> seen(read_input(path, 1 << 20));  // before a lock is made beside a wrong name
  VICHE_ASSIGN(log::FileLock lock, log::FileLock::acquire(path.string() + ".lock"));
  const Secret<Bytes> kept(read_input(path, 1 << 20));
  Result<ballot::PreparedBallot> ballot = ballot::PreparedBallot::decode(kept.expose(), context);
  if (!ballot) return ballot.error().at(path.string());
  return PreparedFile(path, std::move(lock), std::move(*ballot));
}

void PreparedFile::save(const Bytes32& election) const {
  replace_secret(path_, ballot_.encode(election).expose());
}

}  // namespace viche::app
