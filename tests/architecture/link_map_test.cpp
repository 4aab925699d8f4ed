// What viche-verify is linked from, read off the map that the linker writes: each file it loaded is
// on a line "LOAD path".
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <string>
#include <string_view>
#include <vector>

namespace {

std::vector<std::string> loaded_files(const std::string& map_file) {
  std::vector<std::string> files;
  std::ifstream stream(map_file);
  for (std::string line; std::getline(stream, line);) {
    if (line.starts_with("LOAD ")) files.push_back(line.substr(5));
  }
  return files;
}

std::string name_of(const std::string& path) { return path.substr(path.rfind('/') + 1); }

// The C and C++ run time, the compilers' sanitizers, and the libraries that hold nothing of the
// protocol.
bool is_allowed_library(std::string_view name) {
  static const std::vector<std::string_view> kAllowed = {
      "libsodium.", "libcrypto.", "libssl.",    "libzstd.", "libfmt.",    "libstdc++",
      "libm.",      "libmvec.",   "libc.",      "libc_",    "libgcc",     "libpthread.",
      "libdl.",     "librt.",     "libresolv.", "ld-",      "libasan",    "libclang_rt.",
      "liblsan",    "libubsan",   "crt",        "Scrt1",    "linux-vdso", "libtsan"};
  return std::any_of(kAllowed.begin(), kAllowed.end(),
                     [&](std::string_view prefix) { return name.starts_with(prefix); });
}

std::string why_forbidden(const std::string& path) {
  const std::string name = name_of(path);
  if (name == "libviche_verifier.a" || name == "libviche_group.a") return "";
  if (name == "libviche_verify_app.a") return "";  // where records come from
  if (name.starts_with("libviche_")) return "the verifier shares no protocol code";
  if (is_allowed_library(name)) return "";
  if (name.ends_with(".o") && path.find("/viche-verify.dir/") != std::string::npos) return "";
  return "not a library the verifier may use";
}

TEST(LinkMap, NamesWhatTheVerifierMayNotLink) {
  EXPECT_EQ(why_forbidden("crypto/libviche_group.a"), "");
  EXPECT_EQ(why_forbidden("/usr/lib/x86_64-linux-gnu/libsodium.so"), "");
  EXPECT_EQ(why_forbidden("apps/CMakeFiles/viche-verify.dir/viche-verify/main.cpp.o"), "");
  EXPECT_NE(why_forbidden("crypto/libviche_proof.a"), "");
  EXPECT_NE(why_forbidden("ballot/libviche_ballot.a"), "");
  EXPECT_NE(why_forbidden("apps/CMakeFiles/viche.dir/viche/main.cpp.o"), "");
  EXPECT_NE(why_forbidden("/usr/lib/x86_64-linux-gnu/libntl.so"), "");
  EXPECT_NE(why_forbidden("/usr/lib/x86_64-linux-gnu/libsqlite3.so"), "");
}

TEST(LinkMap, TheVerifierLinksItselfAndTheGroupAlone) {
  const auto files = loaded_files(VICHE_MAP_DIR "/viche-verify.map");
  std::vector<std::string> own;
  for (const std::string& path : files) {
    EXPECT_EQ(why_forbidden(path), "") << path;
    if (name_of(path).starts_with("libviche_")) own.push_back(name_of(path));
  }
  std::sort(own.begin(), own.end());
  own.erase(std::unique(own.begin(), own.end()), own.end());
  EXPECT_EQ(own, (std::vector<std::string>{"libviche_group.a", "libviche_verifier.a",
                                           "libviche_verify_app.a"}));
}

}  // namespace
