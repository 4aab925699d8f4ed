#include <gtest/gtest.h>

#include <filesystem>

#include "bulletin/http/client.h"
#include "bulletin/http/server.h"
#include "tests/bulletin/http/scripted_server.h"
#include "tests/bulletin/http/tls_client.h"

namespace viche::http {
namespace {

namespace fs = std::filesystem;

/// A server whose certificate is for `localhost` and vouches for itself.
class ClientTls : public testing::Test {
 protected:
  ClientTls() {
    std::string name = (fs::temp_directory_path() / "viche-client-tls-XXXXXX").string();
    directory_ = ::mkdtemp(name.data());
    files_ = test::write_certificate(directory_, "localhost");
    options_.ca_file = files_.certificate;
    ServerOptions options;
    options.tls = files_;
    auto server = Server::start(options, [](const Request& request, const Respond& respond) {
      respond({200, "text/plain", request.path, {}});
    });
    server_ = std::move(*server);
  }
  ~ClientTls() override { fs::remove_all(directory_); }

  [[nodiscard]] Result<ClientAnswer> get(const std::string& host, std::uint16_t port) const {
    return exchange(options_, Method::kGet, {true, host, port, "/tls"}, "", "");
  }
  static void expect_error(const Result<ClientAnswer>& answer, const std::string& text) {
    ASSERT_FALSE(answer.ok());
    EXPECT_NE(answer.error().message().find(text), std::string::npos) << answer.error().message();
  }

  fs::path directory_;
  TlsFiles files_;
  ClientOptions options_;
  std::unique_ptr<Server> server_;
};

TEST_F(ClientTls, BelievesACertificateOfTheHost) {
  const auto answer = get("localhost", server_->port());
  ASSERT_TRUE(answer.ok()) << answer.error().message();
  EXPECT_EQ(answer->body, "/tls");
}

TEST_F(ClientTls, RefusesACertificateOfAnotherHost) {
  expect_error(get("127.0.0.1", server_->port()), "certificate");
}

TEST_F(ClientTls, RefusesACertificateThatNobodyVouchesFor) {
  const fs::path other = directory_ / "other";
  fs::create_directory(other);
  options_.ca_file = test::write_certificate(other, "localhost").certificate;
  expect_error(get("localhost", server_->port()), "certificate");
  options_.ca_file.reset();
  expect_error(get("localhost", server_->port()), "certificate");
}

TEST_F(ClientTls, SaysWhichCertificatesItCannotRead) {
  options_.ca_file = directory_ / "missing.pem";
  expect_error(get("localhost", server_->port()), "missing.pem");
}

TEST_F(ClientTls, RefusesWhatIsNotTls13) {
  const test::ScriptedServer plain({{"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"}});
  options_.deadline = std::chrono::seconds(2);
  expect_error(get("localhost", plain.port()), "TLS handshake");
  const test::OldTlsServer old(files_);
  expect_error(get("localhost", old.port()), "TLS handshake");
}

}  // namespace
}  // namespace viche::http
