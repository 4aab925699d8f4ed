#include "apps/viche/load/target.h"

#include <netdb.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <memory>
#include <system_error>

#include "bulletin/log/text_codec.h"

namespace viche::load {

std::string Target::host_header() const {
  const std::string name = host.find(':') == std::string::npos ? host : "[" + host + "]";
  return name + ":" + port;
}

Result<Target> parse_target(std::string_view url) {
  Target target;
  const Error wrong{"is not http://HOST:PORT or https://HOST:PORT", std::string(url)};
  if (url.starts_with("https://")) {
    target.scheme = Scheme::kHttps;
  } else if (!url.starts_with("http://")) {
    return wrong;
  }
  url.remove_prefix(url.find("//") + 2);
  if (url.ends_with('/')) url.remove_suffix(1);
  target.port = target.scheme == Scheme::kHttps ? "443" : "80";
  if (url.starts_with('[')) {
    const std::size_t end = url.find(']');
    if (end == std::string_view::npos) return wrong;
    target.host = url.substr(1, end - 1);
    url.remove_prefix(end + 1);
  } else {
    target.host = url.substr(0, url.find(':'));
    url.remove_prefix(target.host.size());
  }
  if (!url.empty()) {
    if (url.front() != ':') return wrong;
    const Result<std::uint64_t> port = log::parse_decimal(url.substr(1));
    if (!port || *port == 0 || *port > 65535) return wrong;
    target.port = url.substr(1);
  }
  if (target.host.empty() || target.host.find_first_of("/?#@ ") != std::string::npos) return wrong;
  return target;
}

Result<void> resolve(Target& target) {
  addrinfo hints{};
  hints.ai_socktype = SOCK_STREAM;
  addrinfo* raw = nullptr;
  const int code = ::getaddrinfo(target.host.c_str(), target.port.c_str(), &hints, &raw);
  if (code != 0) return Error{::gai_strerror(code), target.host};
  const std::unique_ptr<addrinfo, void (*)(addrinfo*)> found(raw, ::freeaddrinfo);
  int failed = 0;
  for (const addrinfo* one = found.get(); one != nullptr; one = one->ai_next) {
    const int socket = ::socket(one->ai_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const bool connected = socket >= 0 && ::connect(socket, one->ai_addr, one->ai_addrlen) == 0;
    failed = errno;
    if (socket >= 0) ::close(socket);
    if (!connected) continue;
    std::memcpy(&target.address, one->ai_addr, one->ai_addrlen);
    target.address_size = one->ai_addrlen;
    return {};
  }
  return Error{"cannot connect: " + std::generic_category().message(failed), target.host_header()};
}

}  // namespace viche::load
