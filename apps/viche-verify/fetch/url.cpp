#include "apps/viche-verify/fetch/url.h"

#include <algorithm>

#include "verifier/note.h"

namespace viche::fetch {
namespace {

constexpr std::string_view kHttp = "http://";
constexpr std::string_view kHttps = "https://";
constexpr std::uint16_t kHttpPort = 80;
constexpr std::uint16_t kHttpsPort = 443;

bool is_of(std::string_view text, std::string_view more) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [&](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           more.find(c) != std::string_view::npos;
  });
}

Result<Url> parse_parts(std::string_view rest) {
  Url url;
  url.tls = rest.starts_with(kHttps);
  url.port = url.tls ? kHttpsPort : kHttpPort;
  rest.remove_prefix(url.tls ? kHttps.size() : kHttp.size());
  const std::size_t slash = std::min(rest.find('/'), rest.size());
  std::string_view place = rest.substr(0, slash);
  rest.remove_prefix(slash);

  const bool bracketed = place.starts_with('[');
  const std::size_t host_end =
      bracketed ? place.find(']') : std::min(place.find(':'), place.size());
  if (host_end == std::string_view::npos) return Error{"the bracket of the address is open", ""};
  url.host = place.substr(bracketed ? 1 : 0, host_end - (bracketed ? 1 : 0));
  place.remove_prefix(host_end + (bracketed ? 1 : 0));
  if (!is_of(url.host, bracketed ? ":." : "-._")) return Error{"there is no host", ""};
  if (!place.empty()) {
    const auto port = verifier::read_decimal(place.substr(1));
    if (place.front() != ':' || !port || *port < 1 || *port > 65'535) {
      return Error{"the port is not 1 to 65535", ""};
    }
    url.port = static_cast<std::uint16_t>(*port);
  }
  while (rest.ends_with('/')) rest.remove_suffix(1);
  if (!rest.empty() && !is_of(rest, "/-._~%!$&'()*+,;=:@")) {
    return Error{"the path has a character that must be percent-encoded, or a query", ""};
  }
  url.path = rest;
  return url;
}

}  // namespace

bool is_url(std::string_view text) { return text.starts_with(kHttp) || text.starts_with(kHttps); }

Result<Url> Url::parse(std::string_view text) {
  constexpr std::size_t kLongest = 2048;
  if (!is_url(text)) return Error{"begins with neither http:// nor https://", ""};
  if (text.size() > kLongest) return Error{"is too long", ""};
  const Result<Url> url = parse_parts(text);
  if (!url) return url.error().at(std::string(text));
  return url;
}

std::string Url::authority() const {
  const std::string name = host.find(':') != std::string::npos ? "[" + host + "]" : host;
  return port == (tls ? kHttpsPort : kHttpPort) ? name : name + ":" + std::to_string(port);
}

}  // namespace viche::fetch
