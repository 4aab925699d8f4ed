#pragma once
// Reads the members of a JSON object one by one and goes on after a fault, so that one pass reports
// all of them.

#include <initializer_list>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "apps/viche/electionguard/report.h"
#include "apps/viche/electionguard/source.h"
#include "ballot/json.h"

namespace viche::app::electionguard {

/// Every reader reports what is wrong with its member and then gives an empty value; ok() says
/// whether all went well. A member that is null counts as missing. A member that is not `known`
/// gives a note.
class Fields {
 public:
  /// `outcome` is what leaving out the unsound means here; empty: nothing can be imported then.
  Fields(const ballot::JsonNode& node, std::initializer_list<const char*> known, Report& report,
         std::string outcome);

  [[nodiscard]] bool ok() const { return ok_; }
  [[nodiscard]] const std::string& path() const { return path_; }

  /// A string that is not empty.
  std::string string(const char* name) { return placed(name).value; }
  Placed placed(const char* name);
  /// Nothing if it is missing or empty.
  std::optional<Placed> optional_placed(const char* name);
  std::optional<std::uint64_t> number(const char* name);
  std::optional<std::uint64_t> optional_number(const char* name);
  /// False if it is missing.
  bool flag(const char* name);
  /// {"text": [{"value", "language"}]} with at least one sound text.
  Words words(const char* name);
  /// Nothing if it is missing or has no text.
  std::optional<Words> optional_words(const char* name);
  /// At least one item.
  std::vector<ballot::JsonNode> list(const char* name);
  /// Empty if it is missing.
  std::vector<ballot::JsonNode> optional_list(const char* name);

  /// Nothing if it is missing.
  [[nodiscard]] std::optional<ballot::JsonNode> member(const char* name) const;

  /// Reports a fault of this object.
  void refuse(const std::string& path, const std::string& reason);

 private:
  [[nodiscard]] const ballot::JsonNode* find(const char* name) const;
  const ballot::JsonNode* require(const char* name);
  std::optional<std::uint64_t> number_of(const ballot::JsonNode& node);
  std::vector<ballot::JsonNode> items_of(const ballot::JsonNode& node, std::size_t least);
  Words words_of(const ballot::JsonNode& node);

  Report* report_;
  std::string path_, outcome_;
  std::map<std::string, ballot::JsonNode> members_;
  bool is_object_ = true;
  bool ok_ = true;
};

}  // namespace viche::app::electionguard
