#include "tests/architecture/include_rules.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <set>

namespace viche::architecture {
namespace {

using testing::HasSubstr;

std::string judge(const std::string& file, const std::string& line) {
  const auto found = includes_of(file, line);
  if (found.size() != 1) return "not one include line";
  return violation(found.front()).value_or("allowed");
}

TEST(IncludeRules, ReadsEveryFormOfIncludeLine) {
  const auto found = includes_of("ballot/a.h",
                                 "#include \"crypto/group/point.h\"\n"
                                 "// #include \"no/comment.h\"\n"
                                 "  #  include<vector>  // why\n"
                                 "#include <NTL/ZZ.h>");
  ASSERT_EQ(found.size(), 3u);
  EXPECT_EQ(found[0].target, "crypto/group/point.h");
  EXPECT_EQ(found[0].form, Include::Form::kQuoted);
  EXPECT_EQ(found[1].line, 3u);
  EXPECT_EQ(found[1].target, "vector");
  EXPECT_EQ(found[2].line, 4u);
  EXPECT_EQ(found[2].form, Include::Form::kAngled);
  EXPECT_TRUE(includes_of("ballot/a.h", "").empty());
}

TEST(IncludeRules, AllowsTheArrowsDownwards) {
  EXPECT_EQ(judge("ballot/proof.cpp", "#include \"crypto/proof/schnorr.h\""), "allowed");
  EXPECT_EQ(judge("tally/key.cpp", "#include \"bulletin/log/envelope.h\""), "allowed");
  EXPECT_EQ(judge("bulletin/board.cpp", "#include \"bulletin/store/store.h\""), "allowed");
  EXPECT_EQ(judge("verifier/checks/a.cpp", "#include \"crypto/group/point.h\""), "allowed");
  EXPECT_EQ(judge("apps/viche-verify/main.cpp", "#include \"verifier/report.h\""), "allowed");
  EXPECT_EQ(judge("verifier/sodium.cpp", "#include <sodium.h>"), "allowed");
  EXPECT_EQ(judge("apps/viche/main.cpp", "#include \"tally/rules.h\""), "allowed");
  EXPECT_EQ(judge("apps/viche-board/main.cpp", "#include \"apps/common/files.h\""), "allowed");
  EXPECT_EQ(judge("apps/viche-board/main.cpp", "#include \"apps/viche/verbs.h\""),
            "apps/viche-board may not use apps/viche");
  EXPECT_EQ(judge("crypto/integer/linear.cpp", "#include <NTL/ZZ_p.h>"), "allowed");
  EXPECT_EQ(judge("ballot/a.cpp", "#include <vector>"), "allowed");
}

TEST(IncludeRules, RefusesTheArrowsUpwardsAndAcross) {
  EXPECT_EQ(judge("crypto/group/a.h", "#include \"crypto/proof/secret.h\""),
            "crypto/group may not use crypto/proof");
  EXPECT_EQ(judge("ballot/a.h", "#include \"tally/key.h\""), "ballot may not use tally");
  EXPECT_EQ(judge("ballot/a.h", "#include \"bulletin/log/entry.h\""),
            "ballot may not use bulletin/log");
  EXPECT_EQ(judge("bulletin/log/a.h", "#include \"bulletin/store/store.h\""),
            "bulletin/log may not use bulletin/store");
  EXPECT_EQ(judge("tally/a.h", "#include \"bulletin/board.h\""), "tally may not use bulletin");
  EXPECT_EQ(judge("verifier/a.h", "#include \"crypto/proof/transcript.h\""),
            "verifier may not use crypto/proof");
  EXPECT_EQ(judge("verifier/a.h", "#include \"ballot/codec.h\""), "verifier may not use ballot");
  EXPECT_EQ(judge("apps/viche-verify/main.cpp", "#include \"apps/viche/progress.h\""),
            "apps/viche-verify may not use apps/viche");
  EXPECT_EQ(judge("apps/viche/main.cpp", "#include \"apps/viche-verify/options.h\""),
            "apps/viche may not use apps/viche-verify");
  EXPECT_EQ(judge("apps/viche/main.cpp", "#include \"apps/viche-board/config.h\""),
            "apps/viche may not use apps/viche-board");
}

TEST(IncludeRules, KeepsLibrariesBehindTheirInterfaces) {
  EXPECT_THAT(judge("ballot/a.cpp", "#include <NTL/ZZ.h>"), HasSubstr("crypto/integer"));
  EXPECT_THAT(judge("crypto/group/a.cpp", "#include <gmp.h>"), HasSubstr("crypto/integer"));
  EXPECT_THAT(judge("bulletin/board.cpp", "#include <sqlite3.h>"), HasSubstr("bulletin/store"));
  EXPECT_THAT(judge("apps/viche/main.cpp", "#include <boost/asio.hpp>"),
              HasSubstr("bulletin/http"));
  EXPECT_THAT(judge("tally/key.cpp", "#include <sodium.h>"), HasSubstr("crypto/"));
  EXPECT_THAT(judge("verifier/ballots.cpp", "#include <sodium.h>"), HasSubstr("crypto/"));
  EXPECT_THAT(judge("bulletin/log/a.cpp", "#include <openssl/evp.h>"), HasSubstr("crypto/"));
}

TEST(IncludeRules, RefusesPathsThatDoNotStartAtTheRoot) {
  EXPECT_EQ(judge("ballot/a.cpp", "#include \"../crypto/group/point.h\""),
            "includes start at the root");
  EXPECT_THAT(judge("ballot/a.cpp", "#include \"a.h\""), HasSubstr("from the root"));
  EXPECT_THAT(judge("ballot/a.cpp", "#include \"tests/support/x.h\""), HasSubstr("from the root"));
  EXPECT_THAT(judge("ballot/a.cpp", "#include <crypto/group/point.h>"), HasSubstr("quotes"));
  EXPECT_THAT(judge("apps/shared.h", "#include <vector>"), HasSubstr("no folder"));
}

TEST(Includes, TheTreeObeysTheArrows) {
  const std::filesystem::path root = VICHE_SOURCE_DIR;
  const auto all = includes_of_tree(root);
  std::set<std::string> folders_seen;
  for (const Include& include : all) {
    folders_seen.insert(include.file.substr(0, include.file.find('/')));
    const auto reason = violation(include);
    EXPECT_FALSE(reason) << include.file << ":" << include.line << ": " << include.target << ": "
                         << *reason;
    if (include.form == Include::Form::kQuoted) {
      EXPECT_TRUE(std::filesystem::exists(root / include.target))
          << include.file << ":" << include.line << ": no such file: " << include.target;
    }
  }
  EXPECT_EQ(folders_seen.size(), code_folders().size()) << "a code folder without any include";
}

}  // namespace
}  // namespace viche::architecture
