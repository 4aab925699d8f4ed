#include "apps/viche-verify/source.h"

#include <utility>

#include "apps/viche-verify/archive.h"

namespace viche::verify_program {

Result<RecordSource> RecordSource::open(const std::string& record, const Arguments& arguments,
                                        const verifier::PartNumber& part) {
  RecordSource source;
  source.directory_ = record;
  const bool url = fetch::is_url(record);
  if (!url && !is_archive(record)) return source;
  if (arguments.mirror) {
    source.directory_ = *arguments.mirror;
  } else {
    VICHE_ASSIGN(TemporaryFolder folder, TemporaryFolder::create());
    source.directory_ = folder.path().string();
    source.folder_.emplace(std::move(folder));
  }
  if (!url) {
    VICHE_ASSIGN(source.other_file_, unpack(record, source.directory_));
    return source;
  }
  fetch::MirrorOptions options;
  VICHE_ASSIGN(options.url, fetch::Url::parse(record));
  options.ca = arguments.ca.value_or("");
  options.directory = source.directory_;
  options.connections = arguments.connections;
  options.patience.silence = std::chrono::seconds(arguments.timeout);
  options.patience.exchange = 12 * options.patience.silence;
  options.part = part;
  // A server's whole log is fetched when it is known to be of the election that is meant.
  if (arguments.fingerprint) options.begin = fetch::MirrorOptions::Begin::kWhenTold;
  VICHE_ASSIGN(source.mirror_, fetch::Mirror::open(std::move(options)));
  return source;
}

void RecordSource::describe(verifier::Options& options) const {
  options.directory = directory_;
  options.other_file = other_file_;
  if (!mirror_) return;
  fetch::Mirror* mirror = mirror_.get();
  options.fetch = [mirror](const std::string& name) { return mirror->bring(name); };
  options.identified = [mirror] { mirror->fetch_all(); };
  if (mirror->earlier()) options.checkpoints.push_back(*mirror->earlier());
}

}  // namespace viche::verify_program
