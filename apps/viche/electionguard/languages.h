#pragma once
// Texts in exactly the languages of the manifest.

#include <string>
#include <vector>

#include "apps/viche/electionguard/report.h"
#include "apps/viche/electionguard/source.h"
#include "ballot/manifest.h"

namespace viche::app::electionguard {

/// The languages of the election's name, in its order.
class Languages {
 public:
  Languages(const Words& name, Report& report);

  [[nodiscard]] const std::vector<std::string>& tags() const { return tags_; }

  /// For a language that is missing the text in the first of the manifest's languages that is there
  /// stands, or else the first text; a note says so. Texts in other languages are left out, with a
  /// note. `words` has at least one text.
  ballot::Text fill(const Words& words);
  /// The same text in every language, for names that ElectionGuard does not translate.
  [[nodiscard]] ballot::Text same(const std::string& text) const;

 private:
  std::vector<std::string> tags_;
  Report* report_;
};

/// `first` + `before` + `second` + `after` in each language.
ballot::Text joined(ballot::Text first, const std::string& before, const ballot::Text& second,
                    const std::string& after);

}  // namespace viche::app::electionguard
