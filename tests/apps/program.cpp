#include "tests/apps/program.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <stdexcept>

namespace viche::test {
namespace {

/// Forks and executes with both output streams redirected to files.
pid_t start(const std::string& program, const std::vector<std::string>& arguments, const char* out,
            const char* err) {
  std::vector<std::string> words{(fs::path(VICHE_BIN_DIR) / program).string()};
  words.insert(words.end(), arguments.begin(), arguments.end());
  std::vector<char*> argv;
  for (std::string& word : words) argv.push_back(word.data());
  argv.push_back(nullptr);
  const pid_t child = ::fork();
  if (child == 0) {
    ::setsid();  // without a terminal, so that nothing asks
    ::dup2(::open("/dev/null", O_RDONLY), 0);
    ::dup2(::open(out, O_WRONLY | O_CREAT | O_TRUNC, 0600), 1);
    ::dup2(::open(err, O_WRONLY | O_CREAT | O_TRUNC, 0600), 2);
    ::execv(argv[0], argv.data());
    ::_exit(126);
  }
  if (child < 0) throw std::runtime_error("cannot fork");
  return child;
}

}  // namespace

Ran run(const std::string& program, const std::vector<std::string>& arguments) {
  const Scratch scratch;
  const std::string out = scratch / "out";
  const std::string err = scratch / "err";
  const pid_t child = start(program, arguments, out.c_str(), err.c_str());
  int status = 0;
  rusage usage{};
  ::wait4(child, &status, 0, &usage);
  Ran ran;
  ran.exit_code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  ran.out = read_text(out);
  ran.err = read_text(err);
  ran.peak_memory_kib = usage.ru_maxrss;
  for (const timeval& time : {usage.ru_utime, usage.ru_stime}) {
    ran.processor_seconds +=
        static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) * 1e-6;
  }
  return ran;
}

Ran viche(const std::vector<std::string>& arguments) { return run("viche", arguments); }

Ran verify(const fs::path& record, const std::vector<std::string>& more) {
  std::vector<std::string> arguments{record.string(), "--threads", "1"};
  arguments.insert(arguments.end(), more.begin(), more.end());
  return run("viche-verify", arguments);
}

int start_viche(const std::vector<std::string>& arguments) {
  return start("viche", arguments, "/dev/null", "/dev/null");
}

int start_program(const std::string& program, const std::vector<std::string>& arguments) {
  return start(program, arguments, "/dev/null", "/dev/null");
}

bool kill_or_reap(int process) {
  ::kill(process, SIGKILL);
  int status = 0;
  ::waitpid(process, &status, 0);
  return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

Scratch::Scratch() {
  std::string name = (fs::temp_directory_path() / "viche-test-XXXXXX").string();
  if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("cannot make a directory");
  path_ = name;
}

Scratch::~Scratch() {
  std::error_code ignored;
  fs::remove_all(path_, ignored);
}

std::string read_text(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

Bytes read_bytes(const fs::path& path) {
  const std::string text = read_text(path);
  return {text.begin(), text.end()};
}

void write_text(const fs::path& path, const std::string& text) {
  std::ofstream(path, std::ios::binary | std::ios::trunc) << text;
}

void write_bytes(const fs::path& path, ByteView bytes) {
  write_text(path, std::string(bytes.begin(), bytes.end()));
}

std::vector<fs::path> files_below(const fs::path& directory) {
  std::vector<fs::path> files;
  for (const fs::directory_entry& entry : fs::recursive_directory_iterator(directory)) {
    if (entry.is_regular_file()) files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  return files;
}

std::map<std::string, Bytes> contents(const fs::path& directory) {
  std::map<std::string, Bytes> files;
  for (const fs::path& file : files_below(directory)) files[file.string()] = read_bytes(file);
  return files;
}

std::string example(const std::string& name) {
  return std::string(VICHE_SOURCE_DIR) + "/examples/" + name;
}

bool full_campaign() {
  const char* size = std::getenv("VICHE_CAMPAIGN");
  return size != nullptr && std::string(size) == "full";
}

}  // namespace viche::test
