#include "tests/bulletin/service/service_lives.h"

#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <mutex>
#include <thread>

#include "bulletin/log/entry_lookup.h"

namespace viche::board::test {
namespace {

namespace fs = std::filesystem;

constexpr EntryType kEndings[] = {EntryType::kClose, EntryType::kSeal};

log::TreeHead head_of(const Receipt& receipt) {
  const log::Note note = log::Receipt::decode(receipt.proof).value().checkpoint;
  return log::Checkpoint::decode(note.text).value().head;
}

void copy_log(const fs::path& from, const fs::path& to) {
  for (const char* name : {"log.db", "public"}) {
    fs::copy(from / name, to / name,
             fs::copy_options::recursive | fs::copy_options::overwrite_existing);
  }
}

}  // namespace

void ServiceLives::prepare() {
  open_vote();
  for (std::uint32_t v = 0; v < kVoters; ++v) {
    for (std::size_t i = 0; i < kChain; ++i) {
      chains_[v].push_back(i == 0 ? ballot(v) : ballot(v, log::hash_leaf(chains_[v].back())));
    }
  }
  process_.reset();
  fs::create_directory(file("kept"));
  copy_log(directory_.path(), file("kept"));
}

void ServiceLives::begin_again() {
  service_.reset();
  process_.reset();
  for (const auto& entry : fs::directory_iterator(directory_.path())) {
    if (entry.path() != file("kept")) fs::remove_all(entry.path());
  }
  copy_log(file("kept"), directory_.path());
  told_.clear();
  roots_.clear();
}

void ServiceLives::cast_all(const Tell& tell) {
  std::vector<std::thread> voters;
  for (std::uint32_t v = 0; v < kVoters; ++v) {
    voters.emplace_back([this, v, &tell] {
      for (std::uint32_t i = 0; i < kChain; ++i) {
        const Receipt receipt = cast_one(chains_[v][i]);
        ASSERT_NE(receipt.answer.outcome, Outcome::kRefused) << receipt.answer.reason;
        tell({v, i, receipt.answer.index, head_of(receipt)});
      }
    });
  }
  for (std::thread& voter : voters) voter.join();
}

void ServiceLives::close_and_seal(const Tell& tell) {
  for (std::uint32_t i = 0; i < std::size(kEndings); ++i) {
    const log::ElectionState state = published();
    if (state.phase() > (i == 0 ? log::Phase::kVoting : log::Phase::kClosed)) continue;
    const Receipt receipt = submit(election_.statement(state, kEndings[i], 0)).get();
    ASSERT_EQ(receipt.answer.outcome, Outcome::kAppended) << receipt.answer.reason;
    tell({kRegistrar, i, receipt.answer.index, head_of(receipt)});
  }
}

void ServiceLives::live(const Death& death, const std::function<void()>& begin) {
  int ends[2];
  ASSERT_EQ(::pipe(ends), 0);
  const pid_t child = ::fork();
  if (child == 0) {
    ::close(ends[0]);
    if (begin) begin();
    if (::write(ends[1], "", 1) != 1) ::_exit(1);
    std::atomic<bool> counts = death.counted == Death::Counted::kFromStart;
    std::atomic<int> reached = 0;
    const Tell tell = [&](const Told& told) {
      if (::write(ends[1], &told, sizeof told) != sizeof told) ::_exit(1);
    };
    serve(quick(), [&](store::FaultPoint point) {
      if (counts && point == death.point && ++reached == death.n) ::kill(::getpid(), SIGKILL);
    });
    cast_all(tell);
    counts = true;
    close_and_seal(tell);
    ::_exit(testing::Test::HasFailure() ? 1 : 0);
  }
  ::close(ends[1]);
  char begun = 0;
  ASSERT_EQ(::read(ends[0], &begun, 1), 1);
  if (!death.point) {
    std::this_thread::sleep_for(death.after);
    ::kill(child, SIGKILL);
  }
  for (Told told; ::read(ends[0], &told, sizeof told) == sizeof told;) told_.push_back(told);
  ::close(ends[0]);
  int status = 0;
  ::waitpid(child, &status, 0);
  EXPECT_TRUE(WIFSIGNALED(status) ? WTERMSIG(status) == SIGKILL : WEXITSTATUS(status) == 0)
      << "it could not live";
  killed_ += WIFSIGNALED(status) ? 1 : 0;
}

void ServiceLives::note_head(const log::TreeHead& head) {
  EXPECT_EQ(roots_.emplace(head.size, head.root).first->second, head.root);
}

void ServiceLives::judge() {
  note_head(published().head());
  serve();
  std::mutex mutex;
  const Tell tell = [&](const Told& told) {
    const std::lock_guard lock(mutex);
    told_.push_back(told);
  };
  cast_all(tell);
  close_and_seal(tell);
  const log::ElectionState read = published();
  note_head(read.head());
  EXPECT_EQ(read.phase(), log::Phase::kSealed);
  EXPECT_EQ(read.counts().cast, kVoters * kChain);
  log::EntryLookup lookup(log::LogDirectory(file("public")), read.head());
  std::map<std::pair<std::uint32_t, std::uint32_t>, std::uint64_t> places;
  for (const Told& told : told_) {
    note_head(told.head);
    EXPECT_EQ(places.emplace(std::pair(told.voter, told.place), told.index).first->second,
              told.index);
    const auto entry = lookup.entry(told.index);
    ASSERT_TRUE(entry.ok()) << entry.error().message();
    if (told.voter == kRegistrar) {
      EXPECT_EQ(log::entry_type_of(*entry).value(), kEndings[told.place]);
    } else {
      EXPECT_EQ(log::hash_leaf(*entry), log::hash_leaf(chains_[told.voter][told.place]));
    }
  }
}

}  // namespace viche::board::test
