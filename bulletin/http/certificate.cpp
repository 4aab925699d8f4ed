#include "bulletin/http/certificate.h"

#include <boost/asio/ssl/context.hpp>
#include <ctime>
#include <memory>

namespace viche::http {
namespace {

Result<std::chrono::system_clock::time_point> time_of(const ASN1_TIME* time) {
  std::tm parts{};
  if (ASN1_TIME_to_tm(time, &parts) != 1) return Error{"a certificate with a malformed time", ""};
  return std::chrono::system_clock::from_time_t(::timegm(&parts));
}

}  // namespace

Result<Validity> certificate_validity(const std::filesystem::path& certificate) {
  const std::unique_ptr<BIO, int (*)(BIO*)> file(BIO_new_file(certificate.c_str(), "r"), BIO_free);
  const std::unique_ptr<X509, void (*)(X509*)> first(
      file ? PEM_read_bio_X509(file.get(), nullptr, nullptr, nullptr) : nullptr, X509_free);
  if (!first) return Error{"no certificate can be read from it", certificate.string()};
  VICHE_ASSIGN(const auto from, time_of(X509_get0_notBefore(first.get())));
  VICHE_ASSIGN(const auto until, time_of(X509_get0_notAfter(first.get())));
  return Validity{from, until};
}

}  // namespace viche::http
