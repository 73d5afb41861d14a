// SPDX-License-Identifier: Apache-2.0
// Service: what people and other programs do with workflows: write one, publish it, pause it, start it, look at its runs.
#pragma once

#include <functional>

#include "connections/connection.hpp"
#include "ports/clock.hpp"
#include "ports/random.hpp"
#include "workflows/check.hpp"
#include "workflows/store.hpp"

namespace lockstep::workflows {

struct ServiceParts {
    AccountId account;
    Database& database;
    vault::Vault const& vault;
    connections::Directory const& directory;
    Clock& clock;
    Random& random;
    Apps const& apps;
    std::function<void()> wake;  // the desk has something to do
};

class Service {
public:
    explicit Service(ServiceParts parts) : parts_(std::move(parts)) {}

    // What is done is noted in the same transaction; may be empty.
    using AuditNote = std::function<Result<void>(Transaction&, std::string_view subject)>;

    // As a draft, under the id that it names; a draft may have problems. invalid "workflows.unreadable",
    // "workflows.missing_setting" (no id that can be used).
    // `chosen`: connections for names of the definition, kept until it is published; unset: those that were chosen before.
    Task<Result<std::string>> save(std::string definition, std::optional<Bindings> chosen, AuditNote note);
    // The draft becomes the next version; runs that are under way stay on theirs. `given`: connections by the names of the
    // definition; what is not given is what was chosen for the draft, or is taken where only one fits. invalid with a problem's
    // code; conflict "workflows.not_bound". Returns the version.
    Task<Result<std::int64_t>> publish(std::string id, Bindings given, AuditNote note);
    // Nothing starts it any more; runs that are under way go on.
    Task<Result<void>> pause(std::string id, AuditNote note);
    // A paused one starts again by its newest version. conflict "workflows.not_paused".
    Task<Result<void>> resume(std::string id, AuditNote note);
    // By hand, with these values. Returns the event that it starts by.
    Task<Result<std::string>> start(std::string id, JsonObject data, AuditNote note);

    // {"id","name","about","state","version","differs" (the draft, from the newest version),"problems","created_at",
    // "changed_at","connections","recent" (its newest runs: {"id","status","started_at"})}; show() also "definition".
    Task<Result<JsonArray>> list();
    Task<Result<JsonObject>> show(std::string id);
    // {"version","published_at","connections"}, the newest first; of one also "definition". not_found
    // "workflows.unknown_version".
    Task<Result<JsonArray>> versions(std::string id);
    Task<Result<JsonObject>> show_version(std::string id, std::int64_t number);
    Task<Result<JsonArray>> runs(RunFilter filter);
    // With what became of each step, from its journal.
    Task<Result<JsonObject>> show_run(std::string id);
    // Its present call is still answered, and nothing after it happens.
    Task<Result<void>> cancel(std::string run, AuditNote note);
    // Says what became of a write whose answer was lost: "done", "again" or "failed".
    Task<Result<void>> settle(std::string run, std::string word, AuditNote note);

    // Each as {"code","step","field","params"}.
    static JsonArray problems_json(std::vector<Error> const& problems);
    Apps const& apps() const { return parts_.apps; }

private:
    struct Seen {
        StoredWorkflow workflow;
        std::optional<Version> version;  // the newest
        JsonArray recent;
    };
    Result<Seen> look(Store const& store, StoredWorkflow workflow) const;
    Task<Result<StoredWorkflow>> find(std::string id);
    Result<void> watch_triggers(Store const& store, std::string const& id, Program const& program, Version const& version) const;
    Result<Bindings> bind(Store const& store, Program const& program, Bindings const& given) const;
    JsonObject view(Seen const& seen) const;
    Task<Result<void>> tell_run(std::string run, Notice notice, AuditNote note);

    ServiceParts parts_;
};

}  // namespace lockstep::workflows
