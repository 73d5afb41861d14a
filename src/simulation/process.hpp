// SPDX-License-Identifier: Apache-2.0
// Process: one incarnation of the program: an executor with vault, directory, caller, engine and ingress on it. Destroying it is
// a crash: whatever it was doing ends where it stands, and only what was committed or sent remains.
#pragma once

#include <boost/asio/io_context.hpp>
#include <memory>

#include "calls/caller.hpp"
#include "connections/connection.hpp"
#include "ports/task_group.hpp"
#include "simulation/chance.hpp"
#include "simulation/clock.hpp"
#include "simulation/watchers.hpp"
#include "sync/engine.hpp"
#include "sync/service.hpp"
#include "vault/vault.hpp"
#include "webhooks/ingress.hpp"

namespace lockstep::simulation {

// What surrounds every incarnation.
struct Surroundings {
    SimulatedClock& clock;
    Database& database;
    HttpClient& http;
    Log& log;
    Metrics& metrics;
    Offload& offload;
    connections::Connectors const& connectors;
    Secret const& master_key;
    std::string& sender;  // who is about to send a request
    bool keeps_bodies = false;
};

class Process {
public:
    // `holder` is the engine's name to the queue: the same for every incarnation of one installation.
    Process(Surroundings const& surroundings, Stream stream, std::string holder);
    ~Process();
    Process(Process const&) = delete;
    Process& operator=(Process const&) = delete;

    boost::asio::io_context& context() { return *context_; }
    webhooks::Ingress& ingress() { return *ingress_; }
    sync::Engine& engine() { return *engine_; }
    vault::Vault const& vault() const { return vault_; }
    connections::Directory& directory() { return directory_; }
    Database& database() { return surroundings_.database; }
    sync::Service& service() { return *service_; }
    calls::Caller const& caller() const { return *caller_; }
    std::string const& holder() const { return holder_; }
    // Listens and works; before that every webhook is turned away.
    bool is_ready() const { return is_ready_; }

private:
    Task<void> start();
    Task<Result<void>> open();

    // Says who sends.
    class Line final : public HttpClient {
    public:
        explicit Line(Process& process) : process_(process) {}
        Task<std::expected<HttpReply, SendFailure>> send(HttpRequest request, Deadline deadline) override;

    private:
        Process& process_;
    };

    Surroundings surroundings_;
    std::string holder_;
    Line line_;
    Stream random_;
    SeededSecureRandom secure_random_;
    std::unique_ptr<boost::asio::io_context> context_;  // ends first, before what its coroutines use
    vault::Vault vault_;
    connections::Directory directory_;
    std::unique_ptr<calls::Caller> caller_;
    std::unique_ptr<sync::Engine> engine_;
    std::unique_ptr<sync::Service> service_;
    std::unique_ptr<webhooks::Ingress> ingress_;
    bool is_ready_ = false;
    std::unique_ptr<TaskGroup> tasks_;
};

}  // namespace lockstep::simulation
