#include "apps/viche-verify/fetch/http.h"

#include <algorithm>

#include "apps/viche-verify/fetch/answer.h"

namespace viche::fetch {

Result<Answer> HttpClient::get(const std::string& path, std::uint64_t limit) {
  return exchange("GET " + server_.url().path + path +
                      " HTTP/1.1\r\nHost: " + server_.url().authority() +
                      "\r\nUser-Agent: viche-verify\r\nAccept-Encoding: identity\r\n\r\n",
                  limit);
}

Result<Answer> HttpClient::post(std::string_view json, std::uint64_t limit) {
  const Url& url = server_.url();
  return exchange("POST " + (url.path.empty() ? "/" : url.path) +
                      " HTTP/1.1\r\nHost: " + url.authority() +
                      "\r\nUser-Agent: viche-verify\r\nContent-Type: application/json"
                      "\r\nContent-Length: " +
                      std::to_string(json.size()) + "\r\n\r\n" + std::string(json),
                  limit);
}

Result<Answer> HttpClient::exchange(const std::string& request, std::uint64_t limit) {
  bool rested = connection_.has_value();
  Result<Answer> answer = attempt(request, limit, rested);
  // A server may close a connection that rests, just when it is used again.
  if (!answer && rested) answer = attempt(request, limit, rested);
  return answer;
}

/// `used_before`: in, whether the connection was; out, whether the server has sent nothing on it
/// this time, so that another connection may be tried.
Result<Answer> HttpClient::attempt(const std::string& request, std::uint64_t limit,
                                   bool& used_before) {
  const Clock::time_point deadline = Clock::now() + patience_.exchange;
  if (!connection_) {
    VICHE_ASSIGN(Connection fresh,
                 Connection::open(server_, std::min(deadline, Clock::now() + patience_.silence)));
    connection_.emplace(std::move(fresh));
  }
  // Whatever goes wrong, what comes next on this connection is unknown.
  Connection connection = std::move(*connection_);
  connection_.reset();
  AnswerReader incoming([&](std::span<char> bytes) {
    return connection.receive(bytes, std::min(deadline, Clock::now() + patience_.silence));
  });
  const Result<Answer> answer = [&]() -> Result<Answer> {
    VICHE_TRY(connection.send(request, std::min(deadline, Clock::now() + patience_.silence)));
    VICHE_ASSIGN(const AnswerHead head, incoming.head());
    Answer whole;
    whole.status = head.status;
    VICHE_ASSIGN(whole.body, incoming.body(head, limit));
    if (head.keeps && head.ends_by_itself()) connection_.emplace(std::move(connection));
    return whole;
  }();
  used_before = used_before && !incoming.began();
  return answer;
}

}  // namespace viche::fetch
