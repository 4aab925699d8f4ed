#include "bulletin/http/url.h"

#include <algorithm>

#include "bulletin/log/text_codec.h"

namespace viche::http {
namespace {

constexpr std::size_t kMaxUrl = 2048;
constexpr std::uint16_t kHttpPort = 80;
constexpr std::uint16_t kHttpsPort = 443;

bool is_alphanumeric(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/// Takes the host off `rest`, which then begins at the port or the path.
Result<std::string> take_host(std::string_view& rest) {
  std::string_view host;
  if (rest.starts_with('[')) {
    const std::size_t end = rest.find(']');
    if (end == std::string_view::npos) return Error{"the bracket of the address is not closed", ""};
    host = rest.substr(1, end - 1);
    rest.remove_prefix(end + 1);
    const bool numeric = std::all_of(host.begin(), host.end(), [](char c) {
      return is_alphanumeric(c) || c == ':' || c == '.';
    });
    if (!numeric) return Error{"not an IPv6 address in the brackets", ""};
  } else {
    const auto end = std::find_if_not(rest.begin(), rest.end(), [](char c) {
      return is_alphanumeric(c) || c == '-' || c == '.' || c == '_';
    });
    host = rest.substr(0, static_cast<std::size_t>(end - rest.begin()));
    rest.remove_prefix(host.size());
  }
  if (host.empty()) return Error{"there is no host", ""};
  return std::string(host);
}

Result<std::uint16_t> take_port(std::string_view& rest, std::uint16_t standard) {
  if (!rest.starts_with(':')) return standard;
  rest.remove_prefix(1);
  const std::string_view digits = rest.substr(0, rest.find('/'));
  rest.remove_prefix(digits.size());
  const Result<std::uint64_t> port = log::parse_decimal(digits);
  if (!port || *port < 1 || *port > 65535) return Error{"the port is not 1 to 65535", ""};
  return static_cast<std::uint16_t>(*port);
}

Result<Url> parse_parts(std::string_view rest) {
  if (rest.size() > kMaxUrl) return Error{"is too long", ""};
  Url url;
  url.tls = rest.starts_with("https://");
  if (!url.tls && !rest.starts_with("http://")) {
    return Error{"begins with neither http:// nor https://", ""};
  }
  rest.remove_prefix(url.tls ? 8 : 7);
  VICHE_ASSIGN(url.host, take_host(rest));
  VICHE_ASSIGN(url.port, take_port(rest, url.tls ? kHttpsPort : kHttpPort));
  if (rest.empty()) return url;
  if (!rest.starts_with('/')) return Error{"the host is followed by neither port nor path", ""};
  const bool legal =
      std::all_of(rest.begin(), rest.end(), [](char c) { return c > ' ' && c < 0x7f && c != '#'; });
  if (!legal) return Error{"the path has a character that must be percent-encoded", ""};
  url.target = rest;
  return url;
}

}  // namespace

Result<Url> Url::parse(std::string_view text) {
  const Result<Url> url = parse_parts(text);
  if (!url) return url.error().at("\"" + std::string(text.substr(0, kMaxUrl)) + "\"");
  return url;
}

std::string Url::authority() const {
  const bool ipv6 = host.find(':') != std::string::npos;
  const std::string name = ipv6 ? "[" + host + "]" : host;
  return port == (tls ? kHttpsPort : kHttpPort) ? name : name + ":" + std::to_string(port);
}

std::string Url::text() const { return (tls ? "https://" : "http://") + authority() + target; }

}  // namespace viche::http
