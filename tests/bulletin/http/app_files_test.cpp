#include "bulletin/http/app_files.h"

#include <gtest/gtest.h>

#include <fstream>

#include "crypto/group/hash.h"

namespace viche::http {
namespace {

namespace fs = std::filesystem;

class AppFilesTest : public testing::Test {
 protected:
  ~AppFilesTest() override { fs::remove_all(root_); }

  void write(const std::string& path, std::string_view text) const {
    fs::create_directories((root_ / path).parent_path());
    std::ofstream(root_ / path, std::ios::binary) << text;
  }
  void write_app() const {
    write("secret", "keys");
    write("app/index.html", "<!doctype html>");
    write("app/assets/index-1a2b.js", "code");
    write("app/assets/index-1a2b.js.gz", "small");
    write("app/en.webmanifest", "{}");
    fs::create_symlink(root_ / "secret", root_ / "app/secret");
  }
  [[nodiscard]] Result<AppFiles> read() const { return AppFiles::read(root_ / "app"); }
  static std::optional<Response> get(const AppFiles& files, const std::string& path,
                                     const std::string& encodings = "") {
    return files.respond({Method::kGet, path, "", "", {}, encodings});
  }
  static std::string header(const Response& response, std::string_view name) {
    for (const auto& [key, value] : response.headers) {
      if (key == name) return value;
    }
    return "";
  }

  const fs::path root_ = [] {
    std::string name = (fs::temp_directory_path() / "viche-app-XXXXXX").string();
    return fs::path(::mkdtemp(name.data()));
  }();
};

TEST_F(AppFilesTest, ServesItsFilesWithStrictHeaders) {
  write_app();
  const AppFiles files = read().value();
  for (const char* path : {"/", "/index.html"}) {
    const Response page = get(files, path).value();
    EXPECT_EQ(page.body, "<!doctype html>");
    EXPECT_EQ(page.content_type, "text/html; charset=utf-8");
    EXPECT_EQ(header(page, "Cache-Control"), "no-cache");
    const std::string policy = header(page, "Content-Security-Policy");
    EXPECT_NE(policy.find("default-src 'none'; script-src 'self';"), std::string::npos);
    EXPECT_EQ(policy.find("unsafe"), std::string::npos);
    EXPECT_NE(policy.find("frame-ancestors 'none'"), std::string::npos);
    EXPECT_EQ(header(page, "Referrer-Policy"), "no-referrer");
  }
  const Response script = get(files, "/assets/index-1a2b.js").value();
  EXPECT_EQ(script.content_type, "text/javascript; charset=utf-8");
  EXPECT_EQ(header(script, "Cache-Control"), "public, max-age=31536000, immutable");
  EXPECT_EQ(get(files, "/en.webmanifest")->content_type, "application/manifest+json");
}

TEST_F(AppFilesTest, HasNoPathToOtherFiles) {
  write_app();
  const AppFiles files = read().value();
  write("app/late.js", "after the start");
  for (const char* path :
       {"/secret", "/../secret", "/assets/../../secret", "/assets", "/assets/", "//index.html",
        "/index.html/", "/%2e%2e/secret", "/late.js", "/assets/index-1a2b.js.gz"}) {
    EXPECT_FALSE(get(files, path)) << path;
  }
}

TEST_F(AppFilesTest, SendsWhatIsCompressedToThoseWhoTakeIt) {
  write_app();
  const AppFiles files = read().value();
  const std::string path = "/assets/index-1a2b.js";
  for (const char* taken : {"gzip", "gzip, deflate, br", "br, gzip;q=0.5"}) {
    const Response response = get(files, path, taken).value();
    EXPECT_EQ(response.body, "small") << taken;
    EXPECT_EQ(header(response, "Content-Encoding"), "gzip");
    EXPECT_EQ(header(response, "Vary"), "Accept-Encoding");
  }
  for (const char* other : {"", "br", "gzip;q=0", "x-gzip"}) {
    const Response response = get(files, path, other).value();
    EXPECT_EQ(response.body, "code") << other;
    EXPECT_EQ(header(response, "Content-Encoding"), "");
  }
  EXPECT_EQ(header(*get(files, "/", "gzip"), "Content-Encoding"), "");
}

TEST_F(AppFilesTest, TellsItsHashes) {
  write_app();
  const auto hashes = read().value().hashes();
  EXPECT_EQ(hashes.size(), 3U);
  EXPECT_EQ(hashes.at("assets/index-1a2b.js"), sha256(as_bytes("code")));
}

TEST_F(AppFilesTest, RefusesADirectoryWithoutAPage) {
  EXPECT_FALSE(read());
  write("app/other.html", "");
  EXPECT_NE(read().error().reason.find("index.html"), std::string::npos);
}

}  // namespace
}  // namespace viche::http
