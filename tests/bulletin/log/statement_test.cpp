#include "bulletin/log/statement.h"

#include <gtest/gtest.h>

namespace viche::log {
namespace {

Statement make(std::size_t body_size, EntryType type = EntryType::kRoll) {
  Statement statement{type, 0x0102, Bytes(body_size), {}};
  for (std::size_t i = 0; i < body_size; ++i) {
    statement.body[i] = static_cast<std::uint8_t>(i * 7 + i / 251);
  }
  for (std::size_t i = 0; i < 64; ++i) statement.signature[i] = static_cast<std::uint8_t>(200 - i);
  return statement;
}

/// A body with which the joined statement has this size.
constexpr std::size_t body_for(std::size_t joined) { return joined - kStatementOverhead; }

TEST(Statement, LayoutOfASmallOne) {
  const std::vector<Bytes> parts = split_statement(make(2, EntryType::kNotice));
  ASSERT_EQ(parts.size(), 1U);
  EXPECT_EQ(to_hex(ByteView(parts[0]).first(9)), "170001000101020007");
  EXPECT_EQ(parts[0].size(), 5U + 2 + 2 + 64);
}

TEST(Statement, RoundTripAtTheBorders) {
  struct Case {
    std::size_t joined, parts, last;
  };
  for (const Case& c :
       {Case{kStatementOverhead, 1, kStatementOverhead},
        Case{kFragmentSize - 1, 1, kFragmentSize - 1}, Case{kFragmentSize, 1, kFragmentSize},
        Case{kFragmentSize + 1, 2, 1}, Case{2 * kFragmentSize, 2, kFragmentSize},
        Case{2 * kFragmentSize + 70, 3, 70}}) {
    const Statement statement = make(body_for(c.joined));
    const std::vector<Bytes> parts = split_statement(statement);
    ASSERT_EQ(parts.size(), c.parts) << c.joined;
    EXPECT_EQ(parts.back().size(), c.last + 5);
    for (std::size_t i = 0; i + 1 < parts.size(); ++i) {
      EXPECT_EQ(parts[i].size(), kMaxEntrySize);
    }
    const auto joined = join_statement(parts);
    ASSERT_TRUE(joined.ok()) << joined.error().message();
    EXPECT_EQ(*joined, statement);
  }
}

TEST(Statement, EveryTruncationOfASmallOneIsRefused) {
  const Bytes part = split_statement(make(0))[0];
  for (std::size_t size = 0; size < part.size(); ++size) {
    const ByteView cut = ByteView(part).first(size);
    EXPECT_FALSE(join_statement({Bytes(cut.begin(), cut.end())}).ok()) << size;
  }
}

TEST(Statement, MissingRepeatedReorderedAndForeignPartsAreRefused) {
  const std::vector<Bytes> parts = split_statement(make(body_for(2 * kFragmentSize + 70)));
  ASSERT_EQ(parts.size(), 3U);
  const auto reason = [](const std::vector<Bytes>& list) {
    const auto joined = join_statement(list);
    return joined.ok() ? std::string("accepted") : joined.error().message();
  };
  const std::string next_2 =
      "entry 1: part 2 of 3 of the roll is next: nothing may stand between the parts of a "
      "statement";
  EXPECT_EQ(reason({}), "a statement has at least one part");
  EXPECT_EQ(reason({parts[0], parts[1]}), "part 3 of 3 of the roll is next, and nothing follows");
  EXPECT_EQ(reason({parts[1], parts[2]}),
            "entry 0: byte 1: part 2 of 3 stands where a statement begins");
  EXPECT_EQ(reason({parts[0], parts[2], parts[1]}), next_2);
  EXPECT_EQ(reason({parts[0], parts[0], parts[1], parts[2]}), next_2);
  EXPECT_EQ(reason({parts[0], parts[1], parts[2], parts[2]}),
            "entry 3: there are entries after the statement's last part");

  const std::vector<Bytes> other =
      split_statement(make(body_for(2 * kFragmentSize + 70), EntryType::kAdmission));
  EXPECT_EQ(reason({parts[0], other[1], parts[2]}), next_2);
  const Bytes batch = Batch{1, 0}.encode();
  EXPECT_EQ(reason({parts[0], batch, parts[1], parts[2]}), next_2);
  EXPECT_EQ(reason({batch}), "entry 0: byte 0: entry type batch is not a statement's");
  const std::vector<Bytes> shorter = split_statement(make(body_for(kFragmentSize + 1)));
  EXPECT_EQ(reason({parts[0], shorter[1]}), next_2);  // part 2 of 2 after part 1 of 3
}

TEST(Statement, WrongPartNumbersAndFragmentSizesAreRefused) {
  const std::vector<Bytes> parts = split_statement(make(body_for(kFragmentSize + 1)));
  const auto with = [&](std::size_t part, std::size_t byte, std::uint8_t value) {
    std::vector<Bytes> changed = parts;
    changed[part][byte] = value;
    return join_statement(changed).ok();
  };
  EXPECT_TRUE(with(0, 2, 1));
  EXPECT_FALSE(with(0, 2, 0));  // part 0
  EXPECT_FALSE(with(0, 2, 2));
  EXPECT_FALSE(with(0, 2, 3));
  EXPECT_FALSE(with(0, 4, 0));  // of 0
  EXPECT_FALSE(with(0, 4, 1));
  EXPECT_FALSE(with(1, 2, 1));
  EXPECT_FALSE(with(1, 4, 3));

  std::vector<Bytes> small_first = parts;
  small_first[0].pop_back();
  EXPECT_EQ(join_statement(small_first).error().message(),
            "entry 0: byte 5: every fragment but the last has 65530 bytes, this one 65529");
  std::vector<Bytes> empty_last = parts;
  empty_last[1].resize(5);
  EXPECT_FALSE(join_statement(empty_last).ok());
}

TEST(StatementAssembler, AnErrorChangesNothing) {
  const std::vector<Bytes> parts = split_statement(make(body_for(kFragmentSize + 40)));
  StatementAssembler assembler;
  EXPECT_FALSE(assembler.add(parts[1]).ok());
  EXPECT_FALSE(assembler.pending());
  ASSERT_TRUE(assembler.add(parts[0]).ok());
  EXPECT_TRUE(assembler.pending());
  EXPECT_FALSE(assembler.add(parts[0]).ok());
  EXPECT_FALSE(assembler.add(Bytes{}).ok());
  const auto peeked = assembler.peek(parts[1]);
  ASSERT_TRUE(peeked.ok());
  EXPECT_TRUE(assembler.pending());
  const auto added = assembler.add(parts[1]);
  ASSERT_TRUE(added.ok() && added->has_value());
  EXPECT_EQ(**added, **peeked);
  EXPECT_FALSE(assembler.pending());
}

}  // namespace
}  // namespace viche::log
