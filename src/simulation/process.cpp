// SPDX-License-Identifier: Apache-2.0
#include "simulation/process.hpp"

#include <boost/asio/co_spawn.hpp>

namespace lockstep::simulation {

Task<std::expected<HttpReply, SendFailure>> Process::Line::send(HttpRequest request, Deadline deadline) {
    process_.surroundings_.sender = process_.holder_;
    co_return co_await process_.surroundings_.http.send(std::move(request), deadline);
}

Process::Process(Surroundings const& surroundings, Stream stream, std::string holder)
    : surroundings_(surroundings),
      holder_(std::move(holder)),
      line_(*this),
      random_(stream.fork("random")),
      secure_random_(stream.fork("secure_random")),
      context_(std::make_unique<boost::asio::io_context>(1)),
      vault_(surroundings.master_key, secure_random_),
      tasks_(std::make_unique<TaskGroup>(context_->get_executor())) {
    calls::CallerOptions caller_options;
    caller_options.keep_bodies = surroundings.keeps_bodies;
    caller_ = std::make_unique<calls::Caller>(line_, surroundings.database, vault_, directory_, surroundings.clock, random_,
        surroundings.log, surroundings.metrics, caller_options);
    sync::EngineOptions engine_options;
    engine_options.holder = holder_;
    engine_ =
        std::make_unique<sync::Engine>(sync::EngineParts{surroundings.database, vault_, directory_, *caller_, surroundings.clock,
                                           random_, surroundings.log, surroundings.metrics, context_->get_executor()},
            engine_options);
    service_ = std::make_unique<sync::Service>(
        surroundings.database, vault_, directory_, *caller_, surroundings.clock, random_, *engine_);
    webhooks::IngressOptions ingress_options;
    ingress_options.connectors = surroundings.connectors;
    ingress_ =
        std::make_unique<webhooks::Ingress>(webhooks::IngressParts{surroundings.database, vault_, directory_, surroundings.clock,
                                                random_, surroundings.offload, surroundings.log, surroundings.metrics},
            std::vector<events::Listener*>{engine_.get()}, ingress_options);
    tasks_->spawn(start());
}

Process::~Process() {
    surroundings_.clock.drop(*context_);
    context_.reset();
}

Task<void> Process::start() {
    while (true) {
        auto const opened = co_await open();
        if (opened) break;
        surroundings_.log.warning("the process could not start; it tries again", {{"code", opened.error().code}});
        co_await surroundings_.clock.sleep_for(std::chrono::seconds{1});
    }
    tasks_->spawn(caller_->run());
    tasks_->spawn(engine_->run());
    is_ready_ = true;
}

Task<Result<void>> Process::open() {
    CO_TRY_VOID(co_await vault_.load(surroundings_.database));
    CO_TRY(auto connections, co_await surroundings_.database.read_value([this](Transaction& transaction) {
        return connections::load_all(transaction, vault_, surroundings_.connectors);
    }));
    for (auto& connection : connections) directory_.put(std::move(connection));
    CO_TRY_VOID(co_await engine_->open());
    co_return co_await ingress_->prepare_quarantine();
}

}  // namespace lockstep::simulation
