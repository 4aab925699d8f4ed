// A record's server over TLS: believed with a certificate of its name from somebody believed,
// alone.

#include <gtest/gtest.h>

#include <filesystem>

#include "apps/viche-verify/fetch/http.h"
#include "bulletin/http/server.h"
#include "tests/bulletin/http/tls_client.h"

namespace viche::fetch {
namespace {

namespace fs = std::filesystem;

/// A server whose certificate is for `localhost` and vouches for itself.
class FetchTls : public testing::Test {
 protected:
  FetchTls() {
    std::string name = (fs::temp_directory_path() / "viche-fetch-tls-XXXXXX").string();
    directory_ = ::mkdtemp(name.data());
    files_ = test::write_certificate(directory_, "localhost");
    http::ServerOptions options;
    options.tls = files_;
    auto server = http::Server::start(
        options, [](const http::Request& request, const http::Respond& respond) {
          respond({200, "text/plain", request.path, {}});
        });
    server_ = std::move(*server);
  }
  ~FetchTls() override { fs::remove_all(directory_); }

  [[nodiscard]] std::string get(const std::string& host, const fs::path& ca) const {
    const auto url = Url::parse("https://" + host + ":" + std::to_string(server_->port()));
    const Result<Server> server = Server::find(*url, ca.string());
    if (!server) return server.error().message();
    HttpClient client(*server, {});
    for (int twice = 0; twice < 2; ++twice) {
      const Result<Answer> answer = client.get("/a", 100);
      if (!answer) return answer.error().message();
      if (as_text(answer->body) != "/a") return "another body";
    }
    return "";
  }

  fs::path directory_;
  http::TlsFiles files_;
  std::unique_ptr<http::Server> server_;
};

TEST_F(FetchTls, WithACertificateOfTheHost) { EXPECT_EQ(get("localhost", files_.certificate), ""); }

TEST_F(FetchTls, NotWithOneOfAnotherHost) {
  EXPECT_NE(get("127.0.0.1", files_.certificate).find("certificate"), std::string::npos);
}

TEST_F(FetchTls, NotWithOneThatNobodyVouchesFor) {
  const fs::path other = directory_ / "other";
  fs::create_directory(other);
  const auto stranger = test::write_certificate(other, "localhost");
  EXPECT_NE(get("localhost", stranger.certificate).find("certificate"), std::string::npos);
  EXPECT_NE(get("localhost", "").find("certificate"), std::string::npos);
  EXPECT_NE(get("localhost", directory_ / "missing.pem").find("missing.pem"), std::string::npos);
}

}  // namespace
}  // namespace viche::fetch
