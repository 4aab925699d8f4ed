#include "apps/viche/passphrase_input.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <signal.h>
#include <sys/stat.h>
#include <termios.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <system_error>

#include "apps/common/cli.h"
#include "apps/common/console.h"

namespace viche::app {
namespace {

class PassphraseSource {
 public:
  PassphraseSource(const char* path, int flags) : number_(::open(path, flags | O_CLOEXEC)) {}
  ~PassphraseSource() {
    if (number_ >= 0) ::close(number_);
  }
  PassphraseSource(const PassphraseSource&) = delete;
  PassphraseSource& operator=(const PassphraseSource&) = delete;
  [[nodiscard]] int number() const { return number_; }

 private:
  int number_;
};

[[noreturn]] void cannot_read(std::string_view what) {
  throw EnvironmentError(
      fmt::format("{}: cannot read: {}", what, std::generic_category().message(errno)));
}

/// The terminal without echo; whoever ends the program meanwhile gets it back as it was.
class SilentTerminal {
 public:
  explicit SilentTerminal(int terminal) : terminal_(terminal) {
    ::tcgetattr(terminal_, &before_);
    termios silent = before_;
    silent.c_lflag &= ~static_cast<tcflag_t>(ECHO);
    silent.c_lflag |= ECHONL | ICANON;
    sigemptyset(&held_);
    for (const int number : {SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGTSTP}) {
      sigaddset(&held_, number);
    }
    ::pthread_sigmask(SIG_BLOCK, &held_, &mask_before_);
    ::tcsetattr(terminal_, TCSAFLUSH, &silent);
  }
  ~SilentTerminal() {
    ::tcsetattr(terminal_, TCSAFLUSH, &before_);
    ::pthread_sigmask(SIG_SETMASK, &mask_before_, nullptr);  // a signal that waited comes now
  }
  SilentTerminal(const SilentTerminal&) = delete;
  SilentTerminal& operator=(const SilentTerminal&) = delete;

  /// Waits for a line; false if a signal waits.
  [[nodiscard]] bool wait() const {
    while (true) {
      pollfd ready{terminal_, POLLIN, 0};
      if (::poll(&ready, 1, 200) > 0) return true;
      sigset_t pending;
      ::sigpending(&pending);
      for (const int number : {SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGTSTP}) {
        if (sigismember(&pending, number) == 1) return false;
      }
    }
  }

 private:
  int terminal_;
  termios before_{};
  sigset_t held_{}, mask_before_{};
};

/// Up to the end of the line or file. An Error if more follows, or if it is empty or too long.
Result<Secret<Bytes>> read_line(int descriptor, std::string_view what) {
  Secret<Bytes> text(Bytes(kMaxPassphraseBytes + 2));
  Bytes& bytes = text.expose_mutable();
  std::size_t size = 0;
  while (size < bytes.size()) {
    const ssize_t count = ::read(descriptor, bytes.data() + size, bytes.size() - size);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) cannot_read(what);
    if (count == 0) break;
    size += static_cast<std::size_t>(count);
    if (::isatty(descriptor) == 1 && bytes[size - 1] == '\n') break;
  }
  const auto end = bytes.begin() + static_cast<std::ptrdiff_t>(size);
  const auto newline = std::find(bytes.begin(), end, '\n');
  if (newline != end && newline + 1 != end) {
    return Error{"a passphrase is one line, here there are more", std::string(what)};
  }
  std::size_t length = static_cast<std::size_t>(newline - bytes.begin());
  if (length > 0 && bytes[length - 1] == '\r') --length;
  if (length == 0) return Error{"the passphrase is empty", std::string(what)};
  if (length > kMaxPassphraseBytes) {
    return Error{fmt::format("a passphrase has at most {} bytes", kMaxPassphraseBytes),
                 std::string(what)};
  }
  return Secret<Bytes>(Bytes(bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(length)));
}

Result<Secret<Bytes>> from_file(const std::string& file) {
  const PassphraseSource input(file.c_str(), O_RDONLY);
  if (input.number() < 0) cannot_read(file);
  struct stat status {};
  if (::fstat(input.number(), &status) != 0) cannot_read(file);
  if (S_ISREG(status.st_mode) && (status.st_mode & 077U) != 0) {
    throw EnvironmentError(fmt::format("{}: a passphrase that others may read; run: chmod 600 {}",
                                       file, shell_word(file)));
  }
  return read_line(input.number(), file);
}

/// Code points of UTF-8.
std::size_t characters(const Bytes& text) {
  return static_cast<std::size_t>(std::count_if(
      text.begin(), text.end(), [](std::uint8_t byte) { return (byte & 0xC0) != 0x80; }));
}

Result<Secret<Bytes>> from_terminal(std::string_view prompt, std::string_view what) {
  const PassphraseSource terminal("/dev/tty", O_RDWR | O_NOCTTY);
  if (terminal.number() < 0) {
    throw EnvironmentError(
        fmt::format("{}: is sealed with a passphrase, and there is no terminal to ask for it: give "
                    "--passphrase-file",
                    what));
  }
  const std::string question(prompt);
  const SilentTerminal silent(terminal.number());
  if (::write(terminal.number(), question.data(), question.size()) < 0) cannot_read("/dev/tty");
  if (!silent.wait()) return Error{"interrupted", "the passphrase"};
  return read_line(terminal.number(), "the passphrase");
}

}  // namespace

Result<Secret<Bytes>> read_passphrase(const std::string& file, std::string_view what) {
  if (!file.empty()) return from_file(file);
  return from_terminal(fmt::format("Passphrase of {}: ", what), what);
}

Result<Secret<Bytes>> choose_passphrase(const std::string& file, std::string_view what) {
  Result<Secret<Bytes>> chosen =
      file.empty() ? from_terminal(fmt::format("New passphrase for {}: ", what), what)
                   : from_file(file);
  if (!chosen) return chosen;
  if (characters(chosen->expose()) < kMinPassphraseCharacters) {
    return Error{
        fmt::format("a new passphrase has at least {} characters; five words are easy to keep",
                    kMinPassphraseCharacters),
        file.empty() ? "the passphrase" : file};
  }
  if (!file.empty()) return chosen;
  VICHE_ASSIGN(const Secret<Bytes> again, from_terminal("The same again: ", what));
  if (again.expose() != chosen->expose()) return Error{"the two passphrases differ", ""};
  return chosen;
}

}  // namespace viche::app
