#include "bulletin/log/proof.h"

#include "bulletin/log/text_codec.h"

namespace viche::log {

namespace {

constexpr std::string_view kVersion = "c2sp.org/tlog-proof@v1";

std::string encode_lines(const std::optional<Bytes>& extra, std::uint64_t index,
                         const MerkleProof& proof, std::string_view checkpoint) {
  constexpr std::size_t kHashLine = 45;
  std::string encoded;
  encoded.reserve(64 + kHashLine * proof.size() + checkpoint.size());
  encoded.append(kVersion).append("\n");
  if (extra) encoded += "extra " + to_base64(*extra) + "\n";
  encoded += "index " + std::to_string(index) + "\n";
  for (const Hash& hash : proof) encoded.append(to_base64(hash)).append("\n");
  encoded.append("\n").append(checkpoint);
  return encoded;
}

Result<Receipt> decode_lines(LineReader& lines) {
  Receipt receipt;
  VICHE_ASSIGN(const std::string_view version, lines.next("version"));
  if (version != kVersion) return lines.error("expected " + std::string(kVersion));

  if (lines.starts_with("extra")) {
    VICHE_ASSIGN(const std::string_view text, lines.labelled("extra"));
    Result<Bytes> extra = from_base64(text);
    if (!extra) return lines.error(extra.error().reason);
    if (extra->empty()) return lines.error("extra data that is empty must be left out");
    receipt.extra = std::move(*extra);
  }
  VICHE_ASSIGN(const std::string_view index_text, lines.labelled("index"));
  const Result<std::uint64_t> index = parse_decimal(index_text);
  if (!index) return lines.error(index.error().reason);
  receipt.index = *index;

  VICHE_ASSIGN(receipt.proof, read_hash_lines(lines, kMaxProofHashes));
  VICHE_ASSIGN(receipt.checkpoint, Note::decode(lines.rest()));
  return receipt;
}

}  // namespace

std::string Receipt::encode() const {
  return encode_lines(extra, index, proof, checkpoint.encode());
}

std::string encode_receipt(std::uint64_t index, const MerkleProof& proof,
                           std::string_view checkpoint) {
  return encode_lines(std::nullopt, index, proof, checkpoint);
}

Result<Receipt> Receipt::decode(std::string_view encoded) {
  LineReader lines(encoded);
  Result<Receipt> receipt = decode_lines(lines);
  if (!receipt) return receipt.error().at("receipt");
  return receipt;
}

Result<VerifiedCheckpoint> verify_receipt(const Receipt& receipt, const Hash& leaf_hash,
                                          const LogPolicy& policy) {
  VICHE_ASSIGN(VerifiedCheckpoint verified, open_checkpoint(receipt.checkpoint.encode(), policy));
  VICHE_TRY(verify_inclusion(receipt.proof, receipt.index, leaf_hash, verified.checkpoint.head));
  return verified;
}

}  // namespace viche::log
