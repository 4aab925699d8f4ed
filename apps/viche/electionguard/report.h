#pragma once
// What an import finds in the file that it reads. Every finding has its JSON path.

#include <string>
#include <vector>

namespace viche::app::electionguard {

enum class FindingKind {
  kFault,        // the file is wrong here
  kConsequence,  // sound in itself, but changed because of a fault elsewhere
  kNote,         // imported, though not word for word; or not imported at all, as it has no meaning
};

struct Finding {
  FindingKind kind;
  std::string path;     // RFC 6901; "/" is the whole text
  std::string reason;   // what is wrong, or what a note says
  std::string outcome;  // what an import that leaves out the unsound does; empty for notes
};

class Report {
 public:
  void fault(std::string path, std::string reason, std::string outcome);
  /// A fault without whose subject there is no manifest.
  void fatal(std::string path, std::string reason);
  void consequence(std::string path, std::string reason, std::string outcome);
  void note(std::string path, std::string reason);

  [[nodiscard]] bool is_fatal() const { return fatal_; }
  [[nodiscard]] std::size_t count(FindingKind kind) const;
  /// Those of one kind, in the order in which they were found.
  [[nodiscard]] std::vector<Finding> of(FindingKind kind) const;

 private:
  std::vector<Finding> findings_;
  bool fatal_ = false;
};

}  // namespace viche::app::electionguard
