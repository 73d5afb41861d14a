// SPDX-License-Identifier: Apache-2.0
// Runner: does one of the general operations (catalogue/general.hpp), for whoever asks: a person now, a workflow later.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "calls/caller.hpp"
#include "catalogue/general.hpp"
#include "events/inbox.hpp"
#include "general/mail_message.hpp"
#include "general/mail_settings.hpp"
#include "ports/mail.hpp"
#include "ports/random.hpp"

namespace lockstep::general {

struct RunnerParts {
    AccountId account;
    Database& database;
    vault::Vault const& vault;
    connections::Directory const& directory;
    calls::Caller& caller;
    HttpClient& outside;  // connects to no address that a person may not name
    MailSender& mail;
    Clock& clock;
    Random& random;
    std::vector<events::Listener*> listeners;  // hear of an event that it makes
};

struct RunInput {
    std::string operation;
    JsonObject inputs;
    bool is_dry_run = false;  // checks and shows, sends nothing and keeps nothing
    std::string purpose = "by hand";
};

struct Ran {
    calls::CallOutcome outcome;            // as of a call of an app; of what calls nobody: done
    Json result;                           // null when there is none
    std::optional<HttpRequest> request{};  // of what sends one: what is or would be sent, credential masked
    bool is_sent = false;                  // not by a dry run
};

class Runner {
public:
    explicit Runner(RunnerParts parts) : parts_(std::move(parts)) {}

    // not_found "catalogue.unknown_operation"; invalid for inputs that do not fit; conflict "general.no_mail_server" and
    // "calls.observe_only"; not_found "connections.unknown_connection". What came of sending is in the outcome.
    Task<Result<Ran>> run(RunInput input);

    // The mail server that is set, tried with one message to `to`.
    Task<Result<Ran>> try_mail(std::string to, std::string subject, std::string text);

private:
    using Inputs = JsonObject const&;
    Task<Result<Ran>> send_request(catalogue::Operation const& operation, Inputs inputs, RunInput const& input);
    Task<Ran> send_outside(HttpRequest request, catalogue::Operation const& as, Duration limit, std::string const& purpose);
    Task<Result<Ran>> send_mail(Inputs inputs, RunInput const& input);
    Task<Result<Ran>> start(Inputs inputs, RunInput const& input);
    Result<Ran> mark_delay(Inputs inputs) const;
    Result<Ran> show_schedule(Inputs inputs) const;

    RunnerParts parts_;
};

}  // namespace lockstep::general
