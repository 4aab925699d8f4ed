#include <gtest/gtest.h>
#include <openssl/ssl.h>

#include <filesystem>
#include <fstream>

#include "bulletin/http/server.h"
#include "tests/bulletin/http/client.h"
#include "tests/bulletin/http/tls_client.h"

namespace viche::http {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

class Tls : public testing::Test {
 protected:
  Tls() {
    std::string name = (fs::temp_directory_path() / "viche-tls-XXXXXX").string();
    directory_ = ::mkdtemp(name.data());
    options_.tls = test::write_certificate(directory_, "first");
    options_.request_timeout = 500ms;
  }
  ~Tls() override { fs::remove_all(directory_); }

  [[nodiscard]] std::unique_ptr<Server> start() const {
    auto server = Server::start(options_, [](const Request& request, const Respond& respond) {
      respond({200, "text/plain", request.path, {}});
    });
    return std::move(*server);
  }

  fs::path directory_;
  ServerOptions options_;
  const std::string request_ = test::get_request("/tls", "Connection: close\r\n");
};

TEST_F(Tls, SpeaksVersion13Alone) {
  const auto server = start();
  const auto answer = test::ask_by_tls(server->port(), request_, test::kNewestTls);
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->protocol, "TLSv1.3");
  EXPECT_EQ(answer->certificate_name, "first");
  EXPECT_TRUE(answer->response.starts_with("HTTP/1.1 200 OK\r\n"));
  EXPECT_TRUE(answer->response.ends_with("\r\n\r\n/tls"));
  EXPECT_FALSE(test::ask_by_tls(server->port(), request_, TLS1_2_VERSION));
}

TEST_F(Tls, ReloadsItsCertificate) {
  const auto server = start();
  test::write_certificate(directory_, "second");
  EXPECT_EQ(test::ask_by_tls(server->port(), request_, test::kNewestTls)->certificate_name,
            "first");
  ASSERT_TRUE(server->reload_certificates().ok());
  EXPECT_EQ(test::ask_by_tls(server->port(), request_, test::kNewestTls)->certificate_name,
            "second");
  // One that cannot be used changes nothing.
  std::ofstream(options_.tls->certificate) << "no certificate";
  EXPECT_FALSE(server->reload_certificates().ok());
  EXPECT_EQ(test::ask_by_tls(server->port(), request_, test::kNewestTls)->certificate_name,
            "second");
}

TEST_F(Tls, ClosesWhatIsNotTlsOrTooSlow) {
  const auto server = start();
  test::HttpClient plain(server->port());
  plain.send(request_);
  plain.end();
  EXPECT_TRUE(!plain.read());
  test::HttpClient silent(server->port());
  EXPECT_TRUE(silent.closed());
}

TEST_F(Tls, ChecksItsFiles) {
  EXPECT_TRUE(check_tls_files(*options_.tls).ok());
  const fs::path other = directory_ / "other";
  fs::create_directory(other);
  TlsFiles mixed{options_.tls->certificate, test::write_certificate(other, "other").key};
  EXPECT_FALSE(check_tls_files(mixed).ok());
  mixed.key = directory_ / "missing.pem";
  const auto missing = check_tls_files(mixed);
  ASSERT_FALSE(missing.ok());
  EXPECT_NE(missing.error().where.find("missing.pem"), std::string::npos);
}

}  // namespace
}  // namespace viche::http
