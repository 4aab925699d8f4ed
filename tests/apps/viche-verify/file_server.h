#pragma once
// An HTTP server on a loopback socket that gives out files, and misbehaves where a test wants it.

#include <atomic>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "crypto/group/bytes.h"

namespace viche::test {

class FileServer {
 public:
  using Files = std::map<std::string, Bytes>;

  struct Reply {
    std::string bytes;  // header and body as they go over the line
    enum class Then { kKeep, kClose, kHang } then = Then::kKeep;
    std::uint64_t zeros = 0;  // sent behind the bytes as long as the client takes them
  };
  /// What to answer the `nth` request (from 1) for this path with, instead of the file.
  using Misbehave = std::function<bool(const std::string& path, unsigned nth, Reply& reply)>;

  explicit FileServer(Files files, Misbehave misbehave = {});
  FileServer(const FileServer&) = delete;
  FileServer& operator=(const FileServer&) = delete;
  ~FileServer();

  [[nodiscard]] std::string url() const { return "http://127.0.0.1:" + std::to_string(port_); }
  /// How often a path was asked for, and how many requests there were.
  [[nodiscard]] unsigned asked(const std::string& path) const;
  [[nodiscard]] unsigned requests() const;
  /// How many zeros went over the line.
  [[nodiscard]] std::uint64_t zeros_sent() const { return zeros_sent_; }
  /// From now on it has these files.
  void set(Files files);

  static Reply ok(ByteView body);
  static Reply status(unsigned code);

 private:
  void accept();
  void serve(int client);
  Reply answer(const std::string& path);
  bool send(int client, const std::string& bytes) const;

  Misbehave misbehave_;
  int socket_ = -1;
  std::uint16_t port_ = 0;
  std::atomic<bool> ending_{false};
  std::atomic<std::uint64_t> zeros_sent_{0};
  mutable std::mutex mutex_;
  Files files_;                            // guarded by mutex_, as what follows
  std::map<std::string, unsigned> asked_;  // by path
  std::vector<std::thread> clients_;
  std::thread thread_;
};

}  // namespace viche::test
