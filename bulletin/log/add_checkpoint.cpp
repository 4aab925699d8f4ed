#include "bulletin/log/add_checkpoint.h"

#include "bulletin/log/text_codec.h"

namespace viche::log {

namespace {

Result<AddCheckpoint> decode_lines(LineReader& lines) {
  AddCheckpoint request;
  VICHE_ASSIGN(const std::string_view old_text, lines.labelled("old"));
  const Result<std::uint64_t> old_size = parse_decimal(old_text);
  if (!old_size) return lines.error(old_size.error().reason);
  request.old_size = *old_size;
  VICHE_ASSIGN(request.proof, read_hash_lines(lines, kMaxProofHashes));
  VICHE_ASSIGN(request.checkpoint, Note::decode(lines.rest()));
  return request;
}

}  // namespace

std::string AddCheckpoint::encode() const {
  std::string body = "old " + std::to_string(old_size) + "\n";
  for (const Hash& hash : proof) body += to_base64(hash) + "\n";
  return body + "\n" + checkpoint.encode();
}

Result<AddCheckpoint> AddCheckpoint::decode(std::string_view body) {
  LineReader lines(body);
  Result<AddCheckpoint> request = decode_lines(lines);
  if (!request) return request.error().at("add-checkpoint");
  return request;
}

}  // namespace viche::log
