// SPDX-License-Identifier: Apache-2.0
#include "app/access.hpp"

#include "app/account.hpp"
#include "app/server_note.hpp"

namespace lockstep::app {
namespace {

constexpr Duration waits_for_folder = std::chrono::seconds{5};
constexpr Duration door_pause = std::chrono::milliseconds{100};
constexpr Duration access_stop_limit = std::chrono::seconds{10};

}  // namespace

Task<Result<void>> Access::open(Settings const& settings, Needs needs) {
    auto const until = foundation_.clock.now() + waits_for_folder;
    for (;;) {
        auto note = read_server_note(settings);
        if (!note.url.empty()) {
            transport_ = std::make_unique<RemoteTransport>(foundation_.http(), foundation_.clock, note.url);
            api_ = std::make_unique<ApiClient>(*transport_, std::move(note.token), settings.language);
            auto const answer = co_await api_->get("/api/v1/session");
            if (answer) co_return Result<void>{};
            // Starting up, or gone without a word and its number is another process's now: then the folder is free.
            if (answer.error().kind != ErrorKind::unavailable) co_return pass_on(answer.error());
        }
        auto const opened = co_await open_here(settings, needs);
        if (opened || opened.error().code != "database.in_use") co_return opened;
        if (foundation_.clock.now() >= until) {
            co_return fail(ErrorKind::unavailable, "app.in_use",
                "opening " + settings.data + ": another process has it and does not answer; try again in a moment");
        }
        co_await foundation_.clock.sleep_until(foundation_.clock.now() + door_pause);
    }
}

Task<Result<void>> Access::open_here(Settings const& settings, Needs needs) {
    CO_TRY(installation_, co_await Installation::open(foundation_, settings));
    auto note = read_server_note(settings);
    auto const before = note.token.reveal();
    auto const now = foundation_.clock.now();
    CO_TRY(note.token, co_await installation_->database().write_value([&](Transaction& transaction) {
        return local_token(
            transaction, installation_->account(), {foundation_.random, foundation_.secure_random, now}, note.token);
    }));
    if (note.token.reveal() != before) CO_TRY_VOID(write_server_note(settings, "", note.token));
    if (needs == Needs::engine) CO_TRY_VOID(co_await installation_->start_engine());
    transport_ = std::make_unique<LocalTransport>(installation_->handler());
    api_ = std::make_unique<ApiClient>(*transport_, std::move(note.token), settings.language);
    co_return Result<void>{};
}

Task<void> Access::close() {
    if (installation_) co_await installation_->stop(access_stop_limit);
}

}  // namespace lockstep::app
