#include "bulletin/http/witness_client.h"

#include <algorithm>
#include <array>

namespace viche::http {
namespace {

constexpr std::array kStatuses = {
    log::WitnessStatus::kCosigned,  log::WitnessStatus::kBadRequest,
    log::WitnessStatus::kForbidden, log::WitnessStatus::kUnknownLog,
    log::WitnessStatus::kConflict,  log::WitnessStatus::kUnprocessable};

Result<log::WitnessAnswer> answer_of(ClientAnswer answer) {
  const auto status =
      std::find_if(kStatuses.begin(), kStatuses.end(), [&](log::WitnessStatus candidate) {
        return static_cast<unsigned>(candidate) == answer.status;
      });
  if (status == kStatuses.end()) return Error{"answered " + std::to_string(answer.status), ""};
  if (*status == log::WitnessStatus::kConflict &&
      answer.headers["content-type"] != log::kSizeType) {
    return Error{"answered 409 without a size", ""};
  }
  return log::WitnessAnswer{*status, std::move(answer.body)};
}

}  // namespace

log::WitnessTransport witness_transport(Url prefix, ClientOptions options) {
  if (prefix.target.back() != '/') prefix.target += '/';
  prefix.target += "add-checkpoint";
  return [url = std::move(prefix),
          options = std::move(options)](std::string_view body) -> Result<log::WitnessAnswer> {
    VICHE_ASSIGN(ClientAnswer answer,
                 exchange(options, Method::kPost, url, "text/plain; charset=utf-8", body));
    Result<log::WitnessAnswer> read = answer_of(std::move(answer));
    if (!read) return read.error().at(url.text());
    return read;
  };
}

}  // namespace viche::http
