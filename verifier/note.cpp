#include "verifier/note.h"

#include <algorithm>
#include <charconv>

#include "crypto/group/condition.h"
#include "crypto/group/hash.h"

namespace viche::verifier {
namespace {

constexpr std::size_t kMaxLines = 64;
constexpr std::string_view kDash = "\xe2\x80\x94 ";  // em dash, space

/// Takes a line with its newline off the front of `text`.
std::optional<std::string_view> take_line(std::string_view& text) {
  const std::size_t end = text.find('\n');
  if (VICHE_FAULT(end == std::string_view::npos)) return std::nullopt;
  const std::string_view line = text.substr(0, end);
  text.remove_prefix(end + 1);
  return line;
}

Result<SignatureLine> read_line(std::string_view line) {
  if (VICHE_FAULT(!line.starts_with(kDash))) return Error{"no em dash and space at its start", ""};
  line.remove_prefix(kDash.size());
  const std::size_t space = line.find(' ');
  if (VICHE_FAULT(space == std::string_view::npos) || VICHE_FAULT(space == 0))
    return Error{"not a name and a signature", ""};
  const std::string_view name = line.substr(0, space);
  if (VICHE_FAULT(!std::all_of(name.begin(), name.end(),
                               [](char c) { return c > ' ' && c < 0x7f && c != '+'; }))) {
    return Error{"a character that a name cannot have", ""};
  }
  VICHE_ASSIGN(const Bytes bytes, from_base64(line.substr(space + 1)));
  if (VICHE_FAULT(bytes.size() <= 4)) return Error{"a signature of no bytes", ""};
  return SignatureLine{std::string(name), Bytes(bytes.begin(), bytes.begin() + 4),
                       Bytes(bytes.begin() + 4, bytes.end())};
}

Result<Checkpoint> read_body(std::string_view& text) {
  const std::string_view whole = text;
  const auto origin = take_line(text);
  const auto size = take_line(text);
  const auto root = take_line(text);
  if (VICHE_FAULT(!root)) return Error{"fewer than three lines", ""};
  Checkpoint checkpoint;
  checkpoint.origin = *origin;
  const std::optional<std::uint64_t> number = read_decimal(*size);
  if (VICHE_FAULT(!number))
    return Error{"not a decimal number below 2^64 without leading zero", "line 2"};
  checkpoint.head.size = *number;
  const Result<Bytes> hash = from_base64(*root);
  if (!hash) return hash.error().at("line 3");
  if (VICHE_FAULT(hash->size() != 32)) return Error{"not a hash of 32 bytes", "line 3"};
  std::copy(hash->begin(), hash->end(), checkpoint.head.root.begin());
  checkpoint.body = whole.substr(0, whole.size() - text.size());
  return checkpoint;
}

std::optional<Bytes64> signature_of(ByteView bytes) {
  if (VICHE_FAULT(bytes.size() != 64)) return std::nullopt;
  Bytes64 signature;
  std::copy(bytes.begin(), bytes.end(), signature.begin());
  return signature;
}

}  // namespace

std::optional<std::uint64_t> read_decimal(std::string_view text) {
  if (VICHE_FAULT(text.size() > 1 && text[0] == '0')) return std::nullopt;
  std::uint64_t value = 0;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (VICHE_FAULT(fault != std::errc()) || VICHE_FAULT(end != text.data() + text.size()))
    return std::nullopt;
  return value;
}

CheckpointReading read_checkpoint(std::string_view text) {
  CheckpointReading reading;
  Result<Checkpoint> body = read_body(text);
  if (!body) {
    reading.fault = body.error();
    return reading;
  }
  reading.checkpoint = std::move(*body);
  const auto blank = take_line(text);
  if (VICHE_FAULT(!blank) || VICHE_FAULT(!blank->empty())) {
    reading.fault = Error{"no empty line after the third", "line 4"};
    return reading;
  }
  std::size_t number = 5;
  for (; !text.empty(); ++number) {
    const std::string where = "line " + std::to_string(number);
    const auto line = take_line(text);
    if (VICHE_FAULT(!line)) {
      if (!reading.fault) reading.fault = Error{"no newline at its end", where};
      break;
    }
    Result<SignatureLine> signature = read_line(*line);
    if (VICHE_FAULT(reading.checkpoint->lines.size() == kMaxLines)) {
      signature = Error{"more than 64 signature lines", ""};
    }
    if (signature) {
      if (number == 5) reading.first_line_read = true;
      reading.checkpoint->lines.push_back(std::move(*signature));
    } else if (!reading.fault) {
      reading.fault = signature.error().at(where);
    }
  }
  if (VICHE_FAULT(number == 5) && !reading.fault) reading.fault = Error{"no signature line", ""};
  return reading;
}

Result<CheckpointReading> read_record_checkpoint(const RecordFiles& files) {
  constexpr std::uint64_t kMaxCheckpoint = 1U << 20;
  VICHE_ASSIGN(const std::optional<Bytes> file, files.read("checkpoint", kMaxCheckpoint));
  if (file) return read_checkpoint(as_text(*file));
  CheckpointReading reading;
  reading.fault = Error{"there is no file `checkpoint`", ""};
  return reading;
}

std::string origin_of(const Bytes32& manifest_hash) { return "viche/v1/" + to_hex(manifest_hash); }

Bytes key_id(std::string_view name, std::uint8_t type, const Bytes32& key) {
  Bytes input;
  append(input, as_bytes(name));
  append_u8(input, '\n');
  append_u8(input, type);
  append(input, key);
  const Bytes32 hash = sha256(input);
  return Bytes(hash.begin(), hash.begin() + 4);
}

Result<void> check_log_line(const Checkpoint& checkpoint, const SignatureLine& line,
                            const Bytes32& log_key, const Arithmetic& arithmetic) {
  if (VICHE_FAULT(line.name != checkpoint.origin))
    return Error{"the line's name is not the origin", ""};
  if (VICHE_FAULT(line.key_id != key_id(line.name, kEd25519, log_key))) {
    return Error{"the key id is not that of the manifest's log key", ""};
  }
  const std::optional<Bytes64> signature = signature_of(line.signature);
  if (VICHE_FAULT(!signature) ||
      VICHE_FAULT(!arithmetic.ed25519_verify(log_key, as_bytes(checkpoint.body), *signature))) {
    return Error{"the log's signature is not valid", ""};
  }
  return {};
}

Result<std::size_t> check_witness_line(const Checkpoint& checkpoint, const SignatureLine& line,
                                       const std::vector<Signer>& witnesses,
                                       const Arithmetic& arithmetic) {
  const auto witness = std::find_if(witnesses.begin(), witnesses.end(),
                                    [&](const Signer& signer) { return signer.name == line.name; });
  if (VICHE_FAULT(witness == witnesses.end())) return Error{"not the name of a witness", line.name};
  if (VICHE_FAULT(line.key_id != key_id(line.name, kCosignature, witness->key))) {
    return Error{"the key id is not that of the witness", line.name};
  }
  Reader reader(line.signature);
  const Result<std::uint64_t> time = reader.u64("time");
  const std::optional<Bytes64> signature =
      signature_of(time ? ByteView(line.signature).subspan(8) : ByteView());
  if (VICHE_FAULT(!signature) || VICHE_FAULT(*time >> 63 != 0))
    return Error{"not a cosignature", line.name};
  const std::string message =
      "cosignature/v1\ntime " + std::to_string(*time) + "\n" + checkpoint.body;
  if (VICHE_FAULT(!arithmetic.ed25519_verify(witness->key, as_bytes(message), *signature))) {
    return Error{"the cosignature is not valid", line.name};
  }
  return static_cast<std::size_t>(witness - witnesses.begin());
}

Result<std::size_t> check_kept_checkpoint(const Checkpoint& checkpoint, const Manifest& manifest,
                                          const std::string& origin, const Arithmetic& arithmetic) {
  if (VICHE_FAULT(checkpoint.origin != origin)) return Error{"its origin is another log's", ""};
  bool by_log = false;
  std::vector<bool> by_witness(manifest.witnesses.size());
  for (const SignatureLine& line : checkpoint.lines) {
    if (line.name == origin && line.key_id == key_id(origin, kEd25519, manifest.log_key)) {
      if (VICHE_FAULT(by_log)) return Error{"a second line of the log", ""};
      VICHE_TRY(check_log_line(checkpoint, line, manifest.log_key, arithmetic));
      by_log = true;
      continue;
    }
    const bool known = std::any_of(
        manifest.witnesses.begin(), manifest.witnesses.end(), [&](const Signer& witness) {
          return line.name == witness.name &&
                 line.key_id == key_id(line.name, kCosignature, witness.key);
        });
    if (!known) continue;
    VICHE_ASSIGN(const std::size_t witness,
                 check_witness_line(checkpoint, line, manifest.witnesses, arithmetic));
    if (VICHE_FAULT(by_witness[witness])) return Error{"a second line of a witness", line.name};
    by_witness[witness] = true;
  }
  if (VICHE_FAULT(!by_log)) return Error{"not signed by the log", ""};
  return static_cast<std::size_t>(std::count(by_witness.begin(), by_witness.end(), true));
}

}  // namespace viche::verifier
