#include "apps/viche/witness_service.h"

#include <signal.h>

#include <chrono>

#include "apps/common/files.h"
#include "apps/common/key_file.h"
#include "apps/common/log_lines.h"
#include "apps/common/record.h"
#include "bulletin/http/server.h"
#include "bulletin/http/witness_api.h"

namespace viche::app {
namespace {

constexpr std::chrono::milliseconds kServiceGrace(5000);
/// So that whoever asks slowly does not keep out another; the witness itself takes one at a time.
constexpr unsigned kServiceThreads = 2;

/// The name of a witness, and the logs that it cosigns.
struct Appointment {
  std::string name;
  std::vector<log::VerifierKey> logs;
};

Result<Appointment> read_appointment(const std::vector<std::string>& manifests,
                                     const Ed25519PublicKey& key) {
  Appointment appointment;
  for (const std::string& file : manifests) {
    const Bytes bytes = read_input(file);
    const Result<ballot::Manifest> manifest = ballot::parse_manifest(bytes);
    if (!manifest) return manifest.error().at(file);
    VICHE_ASSIGN(const log::LogPolicy policy, policy_of(*manifest, ballot::manifest_hash(bytes)));
    const log::VerifierKey* own = find_witness(policy, key);
    if (own == nullptr) return Error{"the manifest names no witness with this key", file};
    if (!appointment.name.empty() && own->name != appointment.name) {
      return Error{"the manifest names the key " + own->name + ", another one " + appointment.name,
                   file};
    }
    appointment.name = own->name;
    appointment.logs.push_back(policy.log());
  }
  return appointment;
}

void log_fork(const log::Fork& fork) {
  log_event(Level::kError, "fork",
            {{"origin", fork.seen.text.substr(0, fork.seen.text.find('\n'))},
             {"size", fork.other.old_size}});
}

sigset_t ending_signals() {
  sigset_t set;
  ::sigemptyset(&set);
  ::sigaddset(&set, SIGTERM);
  ::sigaddset(&set, SIGINT);
  return set;
}

Result<std::unique_ptr<http::Server>> start_server(const WitnessServiceOptions& options,
                                                   http::WitnessApi& api) {
  http::ServerOptions server;
  server.address = options.address;
  server.port = options.port;
  server.threads = kServiceThreads;
  server.body_limit = http::kWitnessBodyLimit;
  if (!options.tls_certificate.empty()) {
    server.tls = http::TlsFiles{options.tls_certificate, options.tls_key};
  }
  return http::Server::start(std::move(server),
                             [&api](const http::Request& request, const http::Respond& respond) {
                               respond(api.answer(request));
                             });
}

}  // namespace

log::PosixTime cosigning_time() {
  return static_cast<log::PosixTime>(std::chrono::duration_cast<std::chrono::seconds>(
                                         std::chrono::system_clock::now().time_since_epoch())
                                         .count());
}

Result<Exit> serve_witness(const WitnessServiceOptions& options) {
  const sigset_t signals = ending_signals();
  ::pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  ::signal(SIGPIPE, SIG_IGN);
  VICHE_ASSIGN(Ed25519Signer signer, read_signing_key(options.key));
  VICHE_ASSIGN(Appointment appointment, read_appointment(options.manifests, signer.public_key()));
  make_directory(options.state);
  Result<log::FileWitnessState> state = log::FileWitnessState::open(options.state);
  if (!state) throw EnvironmentError(state.error().message());
  const std::uint64_t logs = appointment.logs.size();
  VICHE_ASSIGN(log::Witness witness,
               log::Witness::create(appointment.name, std::move(signer),
                                    std::move(appointment.logs), *state, cosigning_time, log_fork));
  http::WitnessApi api(witness, *state, [](const Error& error) {
    log_event(Level::kError, "state cannot be used", {{"reason", error.message()}});
  });
  const Result<std::unique_ptr<http::Server>> server = start_server(options, api);
  if (!server) throw EnvironmentError(server.error().message());
  log_event(Level::kInfo, "serving",
            {{"address", options.address},
             {"port", std::uint64_t{(*server)->port()}},
             {"tls", std::string(options.tls_certificate.empty() ? "off" : "on")},
             {"witness", appointment.name},
             {"logs", logs},
             {"forks", std::uint64_t{state->forks().size()}}});
  int signal = 0;
  ::sigwait(&signals, &signal);
  log_event(Level::kInfo, "stopping");
  (*server)->shutdown(kServiceGrace);
  log_event(Level::kInfo, "stopped");
  return Exit::kOk;
}

}  // namespace viche::app
