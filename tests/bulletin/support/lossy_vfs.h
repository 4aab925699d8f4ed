#pragma once
// An SQLite file layer for tests of power cuts: it keeps, in another directory, each file as it was
// when SQLite last synced it. What is there after a kill is what a disk guarantees: everything
// unsynced is lost.

#include <filesystem>
#include <string>

namespace viche::store::test {

/// Registers the layer under `name`; synced files are copied to `durable`. Stays registered for the
/// process's life.
void register_lossy_vfs(const std::string& name, const std::filesystem::path& durable);

}  // namespace viche::store::test
