// The committed vectors are what this code makes, and what they say is true.

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "ballot/ballot.h"
#include "crypto/group/batch.h"
#include "crypto/group/hash.h"
#include "crypto/proof/schnorr.h"
#include "tests/apps/program.h"
#include "tests/vectors/vectors.h"

namespace viche::test {
namespace {

using nlohmann::json;

json vector(const std::string& name) {
  return json::parse(read_text(std::string(VICHE_SOURCE_DIR) + "/tests/vectors/" + name));
}
Bytes bytes(const json& hex) { return *from_hex(hex.get<std::string>()); }
Point point(const json& hex) { return *Point::decode(bytes(hex)); }
Scalar scalar(const json& hex) { return *Scalar::decode(bytes(hex)); }

TEST(Vectors, AreWhatThisCodeMakes) {
  for (const auto& [name, text] : make_vectors()) {
    EXPECT_EQ(read_text(std::string(VICHE_SOURCE_DIR) + "/tests/vectors/" + name), text) << name;
  }
}

TEST(Vectors, TranscriptsByHand) {
  const json all = vector("transcripts.json");
  for (const json& one : all["vectors"]) {
    Bytes framed;
    const auto frame = [&](ByteView item) {
      append_u32(framed, static_cast<std::uint32_t>(item.size()));
      append(framed, item);
    };
    frame(as_bytes(one["tag"].get_ref<const std::string&>()));
    for (const json& item : one["items"]) frame(bytes(item));
    const Bytes64 digest = sha512(framed);
    EXPECT_EQ(to_hex(digest), one["H64"]);
    EXPECT_EQ(to_hex(ByteView(digest).first(32)), one["H32"]);
    EXPECT_EQ(to_hex(Scalar::reduce(digest).encode()), one["Hs"]);
  }
}

TEST(Vectors, GeneratorsByHand) {
  const json all = vector("generators.json");
  const auto mapped = [](const std::string& tag, int p) {
    Bytes framed;
    append_u32(framed, static_cast<std::uint32_t>(tag.size()));
    append(framed, as_bytes(tag));
    if (p > 0) {
      append_u32(framed, 4);
      append_u32(framed, static_cast<std::uint32_t>(p));
    }
    return to_hex(Point::map(sha512(framed)).encode());
  };
  EXPECT_EQ(all["H"], mapped("viche/v1/generator-H", 0));
  for (int p = 1; p <= 16; ++p) {
    EXPECT_EQ(all["H_p"][static_cast<std::size_t>(p) - 1], mapped("viche/v1/generator-Hp", p));
    EXPECT_EQ(all["K_p"][static_cast<std::size_t>(p) - 1], mapped("viche/v1/generator-Kp", p));
  }
}

TEST(Vectors, TheBallotSatisfiesItsEquationsTermByTerm) {
  const json b = vector("ballot.json");
  const json g = vector("generators.json");
  const Scalar r = scalar(b["r"]), s = scalar(b["s"]), x = scalar(b["x"]), y = scalar(b["y"]),
               z = scalar(b["z"]);
  Point M = multiply(r, point(g["H"])), A = multiply(s, point(g["H"])), Y_star = Point::base(),
        C_star = point(b["C"][0]);
  Scalar sum_a, sum_f, power = Scalar::one(), la, lf;
  EXPECT_EQ(C_star, multiply_base(r));
  for (std::size_t p = 0; p < b["m"].size(); ++p) {
    const Scalar m = Scalar::from_u64(b["m"][p].get<std::uint64_t>());
    const Scalar a = scalar(b["a"][p]), f = scalar(b["f"][p]);
    const Point H_p = point(g["H_p"][p]), K_p = point(g["K_p"][p]), Y_p = point(b["Y"][p]);
    EXPECT_EQ(point(b["C"][p + 1]), multiply(r, Y_p) + multiply_base(m));
    EXPECT_EQ(f, a + x * m);
    M += multiply(m, H_p) + multiply(a * (Scalar::one() - m - m), K_p);
    A += multiply(a, H_p) - multiply(a * a, K_p);
    power *= y;
    Y_star += multiply(power, Y_p);
    C_star += multiply(power, point(b["C"][p + 1]));
    sum_a += power * a;
    sum_f += power * f;
    la += a;
    lf += f;
  }
  EXPECT_EQ(point(b["M"]), M);
  EXPECT_EQ(point(b["A"]), A);
  EXPECT_EQ(point(b["B"]), multiply(s, Y_star) + multiply_base(sum_a));
  EXPECT_EQ(z, s + x * r);
  EXPECT_TRUE(la.is_zero());
  EXPECT_EQ(lf, x);
  EXPECT_EQ(multiply(z, Y_star) + multiply_base(sum_f), point(b["B"]) + multiply(x, C_star));
  const SchnorrSignature signature = *SchnorrSignature::decode(bytes(b["signature"]));
  EXPECT_EQ(multiply_base(scalar(b["k"])), point(b["K"]));
  EXPECT_TRUE(schnorr_verify(point(b["K"]), bytes(b["signed_message"]), signature));
}

TEST(Vectors, SharesAndTotalsFitTheKeys) {
  const json c = vector("ceremony.json");
  for (const json& trustee : c["trustees"]) {
    for (std::size_t j = 0; j < c["J"].get<std::size_t>(); ++j) {
      EXPECT_EQ(multiply_base(scalar(trustee["x"][j])), point(trustee["P"][j]));
    }
  }
  // Two points of a line give its value at 0: trustees 1 and 3 with 3/2 and -1/2.
  const Scalar half = Scalar::from_u64(2).inverse();
  const Scalar first = Scalar::from_u64(3) * half;
  for (std::size_t j = 0; j < c["J"].get<std::size_t>(); ++j) {
    const Scalar secret =
        first * scalar(c["trustees"][0]["x"][j]) - half * scalar(c["trustees"][2]["x"][j]);
    EXPECT_EQ(multiply_base(secret), point(c["Y"][j]));
    const json d = vector("decryption.json");
    const Point total = multiply_base(Scalar::from_u64(d["totals"][j].get<std::uint64_t>()));
    EXPECT_EQ(point(d["S_o"][j]) - multiply(secret, point(d["S_0"])), total);
  }
}

TEST(Vectors, TheRecordIsVerified) {
  const json r = vector("record.json");
  const Scratch scratch;
  const auto write_all = [&] {
    for (const auto& [path, hex] : r["files"].items()) {
      fs::create_directories((scratch.path() / "record" / path).parent_path());
      write_bytes(scratch.path() / "record" / path, bytes(hex));
    }
  };
  write_all();
  for (const std::string arithmetic : {"fast", "sodium"}) {
    const Ran ran =
        verify(scratch.path() / "record", {"--json", "-", "--arithmetic", arithmetic,
                                           "--fingerprint", r["fingerprint"].get<std::string>()});
    ASSERT_EQ(ran.exit_code, 0) << ran.out << ran.err;
    const json report = json::parse(ran.out);
    EXPECT_EQ(report["counts"], r["counts"]);
    json totals = json::array();
    for (const json& line : report["result"]) totals.push_back(line["votes"]);
    EXPECT_EQ(totals, r["totals"]);
  }
  const Ran other = verify(scratch.path() / "record", {"--fingerprint", std::string(64, '0')});
  EXPECT_EQ(other.exit_code, 1) << "another fingerprint";
}

}  // namespace
}  // namespace viche::test
