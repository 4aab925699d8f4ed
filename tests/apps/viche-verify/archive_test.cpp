// Records in one file, made by tar and zstd and by hand.

#include <gtest/gtest.h>
#include <zstd.h>

#include <cstdlib>
#include <filesystem>

#include "apps/viche-verify/archive.h"
#include "tests/verifier/verify_record.h"

namespace viche::verify_program {
namespace {

namespace fs = std::filesystem;
using verifier::Report;
using verifier::test::ordinary_election;
using verifier::test::scratch;
using verifier::test::write_bytes;

/// A tar header, as POSIX has it.
std::string header(const std::string& name, std::uint64_t size, char type = '0') {
  std::string block(512, '\0');
  const auto put = [&](std::size_t at, const std::string& text) {
    block.replace(at, text.size(), text);
  };
  const auto octal = [](std::uint64_t value) {
    std::string digits(11, '0');
    for (std::size_t i = 11; i-- > 0; value /= 8) digits[i] = static_cast<char>('0' + value % 8);
    return digits;
  };
  put(0, name);
  put(100, "0000644");
  put(124, octal(size));
  put(136, octal(0));
  put(148, "        ");
  put(156, std::string(1, type));
  put(257, "ustar");
  put(263, "00");
  std::uint64_t sum = 0;
  for (const char c : block) sum += static_cast<unsigned char>(c);
  put(148, octal(sum).substr(5) + std::string(1, '\0') + " ");
  return block;
}

std::string file(const std::string& name, const std::string& text, char type = '0') {
  return header(name, text.size(), type) + text +
         std::string((512 - text.size() % 512) % 512, '\0');
}

std::string record_as_tar(const std::string& folder) {
  std::string tar;
  for (const auto& [name, bytes] : ordinary_election().files()) {
    tar += file(folder + name, std::string(as_text(bytes)));
  }
  return tar;
}

const std::string kEnd(1024, '\0');

Bytes compressed(const std::string& text) {
  Bytes out(ZSTD_compressBound(text.size()));
  out.resize(ZSTD_compress(out.data(), out.size(), text.data(), text.size(), 3));
  return out;
}

class ArchiveTest : public testing::Test {
 protected:
  ArchiveTest() : folder_(scratch("archive")), out_(folder_ + "/out") {
    fs::create_directories(out_);
  }
  ~ArchiveTest() override { fs::remove_all(folder_); }

  [[nodiscard]] std::string path() const { return folder_ + "/record.tar.zst"; }
  Result<std::optional<std::string>> unpack_bytes(const Bytes& bytes) {
    fs::remove_all(out_);
    fs::create_directories(out_);
    write_bytes(path(), bytes);
    return unpack(path(), out_);
  }
  Result<std::optional<std::string>> unpack_tar(const std::string& tar) {
    return unpack_bytes(compressed(tar + kEnd));
  }
  [[nodiscard]] Report report(const std::optional<std::string>& other = {}) const {
    SystemRandom random;
    const auto arithmetic = verifier::make_fast_arithmetic(random);
    verifier::Options options;
    options.directory = out_;
    options.other_file = other;
    return verifier::verify(options, *arithmetic).value();
  }

  std::string folder_, out_;
};

TEST_F(ArchiveTest, FromTarAndZstd) {
  const std::string record = folder_ + "/record";
  ordinary_election().write(record);
  for (const std::string& arguments : {std::string("--format=gnu -C ") + folder_ + " -cf - record",
                                       "--format=posix -C " + record + " -cf - .",
                                       "--format=ustar -C " + record + " -cf - tile checkpoint",
                                       "--format=pax -C " + folder_ + " -cf - ./record"}) {
    const std::string command = "tar " + arguments + " | zstd -q -f -o " + path();
    ASSERT_EQ(std::system(command.c_str()), 0) << command;
    fs::remove_all(out_);
    fs::create_directories(out_);
    const auto other = unpack(path(), out_);
    ASSERT_TRUE(other.ok()) << arguments << ": " << other.error().message();
    EXPECT_FALSE(other->has_value()) << **other;
    EXPECT_TRUE(report().verified()) << arguments;
  }
}

TEST_F(ArchiveTest, MadeByHand) {
  ASSERT_FALSE(unpack_tar(record_as_tar("")).value().has_value());
  EXPECT_TRUE(report().verified());
  ASSERT_FALSE(unpack_tar(record_as_tar("2025/")).value().has_value());
  EXPECT_TRUE(report().verified());
}

TEST_F(ArchiveTest, OtherFilesAreNotWrittenAndFailTheRecord) {
  const std::string record = record_as_tar("r/");
  for (const std::string& more :
       {file("r/letter", "x"), file("letter", "x"), file("r/../../escape", "x"),
        file("/etc/x", "x"), file("r/tile/entries/000", "x", '2'), file("r/checkpoint", "x"),
        file("r/null", "", '3'), file("r/hard", "", '1'), file("r/tile/entries/999", "x")}) {
    const auto other = unpack_tar(record + more);
    ASSERT_TRUE(other.ok()) << other.error().message();
    ASSERT_TRUE(other->has_value()) << more.substr(0, 20);
    EXPECT_EQ(verifier::test::failed_checks(report(*other)), std::set<std::string>{"R7"});
    EXPECT_FALSE(fs::exists(folder_ + "/escape"));
  }
}

TEST_F(ArchiveTest, WhatIsTooLongIsNotUnpacked) {
  const auto tiles = file("tile/0/000.p/58", std::string(100'000, 'x'));
  std::string record = record_as_tar("");
  const std::size_t at = record.find("tile/0/");
  ASSERT_NE(at, std::string::npos);
  std::string longer = record;
  const std::string name = record.substr(at, record.find('\0', at) - at);
  longer.replace(at, 512, header(name, std::uint64_t{10} << 30));
  const auto refused = unpack_tar(longer);
  ASSERT_FALSE(refused.ok());
  EXPECT_NE(refused.error().message().find("bytes, where 8192 are the most"), std::string::npos)
      << refused.error().message();
  // A name that a record does not have is passed over up to a bound.
  EXPECT_FALSE(unpack_tar(record + header("letter", std::uint64_t{10} << 30)).ok());
}

TEST_F(ArchiveTest, WhatIsNoArchiveIsRefused) {
  const std::string record = record_as_tar("");
  EXPECT_FALSE(unpack(folder_ + "/nothing.tar.zst", out_).ok());
  EXPECT_FALSE(unpack_bytes({}).ok());
  EXPECT_FALSE(unpack_bytes(Bytes(1000, 7)).ok());
  EXPECT_FALSE(unpack_tar("").ok());
  EXPECT_FALSE(unpack_tar(file("letter", "x")).ok());
  EXPECT_FALSE(unpack_tar(file("checkpoint", "x")).ok());
  EXPECT_FALSE(unpack_tar(file("pax", "20 path=elsewhere\n", 'x') + record).ok());
  EXPECT_TRUE(unpack_tar(file("pax", "20 mtime=1700000000\n", 'x') + record).ok());
  EXPECT_FALSE(unpack_bytes(compressed(record)).ok());  // without its end
  std::string damaged = record;
  damaged[1] ^= 1;
  EXPECT_FALSE(unpack_tar(damaged).ok());
  const Bytes whole = compressed(record + kEnd);
  for (std::size_t length = 1; length < whole.size(); length += whole.size() / 40) {
    EXPECT_FALSE(
        unpack_bytes({whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(length)}).ok());
  }
}

}  // namespace
}  // namespace viche::verify_program
