#include "apps/viche-board/serve.h"

#include <signal.h>

#include <array>
#include <atomic>

#include "apps/common/board_directory.h"
#include "apps/common/log_lines.h"
#include "apps/common/record.h"
#include "apps/common/tally_admission.h"
#include "apps/viche-board/notify.h"
#include "apps/viche-board/open_files.h"
#include "apps/viche-board/preflight.h"
#include "apps/viche-board/witnesses.h"
#include "bulletin/http/api.h"
#include "crypto/group/kernel/kernel.h"
#include "crypto/group/random.h"

namespace viche::board_app {
namespace {

using app::Level;
using app::log_event;

sigset_t awaited_signals() {
  sigset_t set;
  ::sigemptyset(&set);
  for (const int signal : {SIGTERM, SIGINT, SIGHUP, SIGUSR1, SIGUSR2}) ::sigaddset(&set, signal);
  return set;
}

std::uint64_t random_seed() {
  SystemRandom random;
  std::array<std::uint8_t, 8> bytes{};
  random.fill(bytes);
  std::uint64_t seed = 0;
  for (const std::uint8_t byte : bytes) seed = seed << 8 | byte;
  return seed;
}

board::ServiceOptions service_options(const Config& config, board::WitnessPool* witnesses) {
  board::ServiceOptions options = config.service;
  options.witnesses = witnesses;
  options.check_contents = [directory = config.directory, record = config.record,
                            threads = options.check_threads](const log::ElectionState& state,
                                                             const log::Statement& statement) {
    return app::check_tally_statement(directory, record, threads, state, statement);
  };
  return options;
}

http::ServerOptions server_options(const Config& config) {
  http::ServerOptions options = config.server;
  if (!config.certificate.empty()) options.tls = http::TlsFiles{config.certificate, config.key};
  options.seed = random_seed();
  options.connections = connections_beside_files(options.connections);
  if (options.connections < config.server.connections) {
    log_event(Level::kWarning, "fewer connections: the limit of open files is too low",
              {{"connections", std::uint64_t{options.connections}}});
  }
  return options;
}

/// Service and server of one board, in the order in which they depend on each other.
class RunningBoard {
 public:
  static Result<std::unique_ptr<RunningBoard>> start(const Config& config, app::OpenLog& log,
                                                     board::WitnessPool* witnesses) {
    std::shared_ptr<const http::AppFiles> app;
    if (!config.app.empty()) {
      VICHE_ASSIGN(http::AppFiles files, http::AppFiles::read(config.app));
      app = std::make_shared<const http::AppFiles>(std::move(files));
    }
    VICHE_ASSIGN(auto service, board::Service::open(*log.store, *log.sequencer, log.manifest_hash,
                                                    service_options(config, witnesses)));
    std::unique_ptr<RunningBoard> board(
        new RunningBoard(config, std::move(service), std::move(app)));
    http::Api& api = board->api_;
    Result<std::unique_ptr<http::Server>> server = http::Server::start(
        server_options(config), [&api](http::Request request, http::Respond respond) {
          api.handle(std::move(request), std::move(respond));
        });
    if (!server) throw app::EnvironmentError(server.error().message());
    board->server_ = std::move(*server);
    board->counted_ = board->server_.get();
    return board;
  }

  [[nodiscard]] std::uint16_t port() const { return server_->port(); }
  [[nodiscard]] board::Service& service() { return *service_; }

  Result<void> reload() { return server_->reload_certificates(); }

  /// Says when the store fails, or the quorum of witnesses, and when either is there again.
  void watch() {
    const std::shared_ptr<const board::ServiceStatus> status = service_->status();
    if (std::exchange(writable_, status->writable) != status->writable) {
      log_event(status->writable ? Level::kInfo : Level::kError,
                status->writable ? "the log can be written again" : "the log cannot be written");
    }
    const board::Cosigned cosigned = status->cosigned();
    if (!asks_witnesses_ || std::exchange(has_quorum_, cosigned.enough()) == cosigned.enough()) {
      return;
    }
    log_event(cosigned.enough() ? Level::kInfo : Level::kWarning,
              cosigned.enough() ? "the checkpoint has its quorum" : "the checkpoint has no quorum",
              {{"cosigned", std::uint64_t{cosigned.witnesses}},
               {"quorum", std::uint64_t{cosigned.quorum}}});
  }

  /// New ballots are refused from here on; all that were taken are answered.
  void stop(std::chrono::milliseconds grace) {
    api_.stop();
    service_->drain();
    server_->shutdown(grace);
  }

 private:
  RunningBoard(const Config& config, std::unique_ptr<board::Service> service,
               std::shared_ptr<const http::AppFiles> app)
      : service_(std::move(service)),
        backend_(*service_),
        api_(backend_, {.record = config.record,
                        .version = VICHE_VERSION,
                        .kernel = kernel::active().name,
                        .ballots_at_once = config.ballots_at_once,
                        .seed = random_seed(),
                        .app = std::move(app),
                        .reports = config.reports}),
        asks_witnesses_(!config.witness_urls.empty()) {
    api_.set_server_counters([this] {
      const http::Server* server = counted_;
      return server != nullptr ? server->counters() : http::ServerCounters{};
    });
  }

  std::unique_ptr<board::Service> service_;
  http::ServiceBackend backend_;
  http::Api api_;
  std::atomic<const http::Server*> counted_{nullptr};  // it serves before its maker has it
  std::unique_ptr<http::Server> server_;
  const bool asks_witnesses_;
  bool writable_ = true, has_quorum_ = true;  // as it was said last
};

void log_started(const RunningBoard& running, const board::ServiceStatus& status,
                 const Config& config) {
  log_event(Level::kInfo, "serving",
            {{"address", config.server.address},
             {"port", std::uint64_t{running.port()}},
             {"tls", std::string(config.certificate.empty() ? "off" : "on")},
             {"origin", status.origin},
             {"record", config.record},
             {"entries", status.head.size},
             {"kernel", std::string(kernel::active().name)}});
}

void warn_of_certificate(const Config& config) {
  const auto reason = certificate_warning(config, std::chrono::system_clock::now());
  if (reason) log_event(Level::kWarning, "certificate", {{"reason", *reason}});
}

void reload(RunningBoard& running, const Config& config) {
  if (const Result<void> reloaded = running.reload(); !reloaded) {
    log_event(Level::kError, "certificate not reloaded", {{"reason", reloaded.error().message()}});
    return;
  }
  log_event(Level::kInfo, "certificate reloaded");
  warn_of_certificate(config);
}

void run_until_stopped(RunningBoard& running, const Config& config) {
  const sigset_t signals = awaited_signals();
  const timespec second{1, 0};
  while (true) {
    const int signal = ::sigtimedwait(&signals, nullptr, &second);
    running.watch();
    if (signal == SIGTERM || signal == SIGINT) return;
    if (signal == SIGHUP) reload(running, config);
    if (signal == SIGUSR1) {
      running.service().hold_ballots(config.hold);
      log_event(Level::kInfo, "ballots are held",
                {{"ms", static_cast<std::uint64_t>(config.hold.count())}});
    }
    if (signal == SIGUSR2) {
      running.service().hold_ballots(std::chrono::milliseconds(0));
      log_event(Level::kInfo, "ballots are taken again");
    }
  }
}

/// Opens the log; `witnesses`, if the settings name any, cosign what it signs.
Result<app::OpenLog> open_witnessed(const Config& config,
                                    std::unique_ptr<board::WitnessPool>& witnesses) {
  return app::open_log(
      config.directory, config.record, [&](const log::LogPolicy& policy) -> store::Cosigner {
        witnesses = make_witnesses(config, policy);
        if (!witnesses) return {};
        return [pool = witnesses.get()](const log::Note& checkpoint, log::HashReader& tree) {
          return Result(pool->cosign(checkpoint, tree));
        };
      });
}

}  // namespace

void block_signals() {
  const sigset_t signals = awaited_signals();
  ::pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  ::signal(SIGPIPE, SIG_IGN);
  ::signal(SIGXFSZ, SIG_IGN);  // a file that may not grow is an error like a full disk
}

Result<app::Exit> serve(const Config& config) {
  std::unique_ptr<board::WitnessPool> witnesses;  // outlives the log, whose cosigner asks it
  VICHE_ASSIGN(app::OpenLog log, open_witnessed(config, witnesses));
  warn_of_certificate(config);
  if (witnesses && log.sequencer->newest()) {
    VICHE_ASSIGN(const log::Note newest, log::Note::decode(log.sequencer->newest()->note));
    witnesses->resume(newest);
  }
  {
    VICHE_ASSIGN(const auto running, RunningBoard::start(config, log, witnesses.get()));
    log_started(*running, *running->service().status(), config);
    notify_supervisor("READY=1");
    run_until_stopped(*running, config);
    notify_supervisor("STOPPING=1");
    log_event(Level::kInfo, "stopping");
    running->stop(config.grace);
  }
  if (const Result<void> finished = log.sequencer->finish_final(); !finished) {
    throw app::EnvironmentError(finished.error().message());
  }
  log_event(Level::kInfo, "stopped", {{"entries", log.sequencer->head().size}});
  return app::Exit::kOk;
}

}  // namespace viche::board_app
