// SPDX-License-Identifier: Apache-2.0
// Service: finds people by any key, and makes sure that somebody is there with the values that another system wants, once and on
// both sides. It writes at one side, as a person there would; the engine carries it to the other. Runs on the engine's executor.
#pragma once

#include <functional>
#include <map>
#include <memory>

#include "calls/caller.hpp"
#include "people/choose.hpp"
#include "people/views.hpp"
#include "people/wish.hpp"
#include "ports/clock.hpp"
#include "ports/random.hpp"
#include "work/lock.hpp"

namespace lockstep::sync {
class Engine;
}

namespace lockstep::people {

struct Parts {
    Database& database;
    vault::Vault const& vault;
    connections::Directory const& directory;
    calls::Caller& caller;
    Clock& clock;
    Random& random;
    sync::Engine& engine;
};

// By exactly one of them.
struct Key {
    std::string email{};
    std::string phone{};
    std::string external_id{};
    std::string id{};  // of a link, or of a record of either side
};

enum class Did : std::uint8_t {
    created,
    updated,
    unchanged,
};
enum class Next : std::uint8_t {
    carried,      // the sync looks at the person now
    waits,        // it is not running
    not_carried,  // it creates nobody at the other side
};
std::string_view to_string(Did did);
std::string_view to_string(Next next);

struct Put {
    Did did = Did::unchanged;
    contacts::Side side = contacts::Side::a;  // where it was written
    std::vector<std::string> written;         // rows, by their names at side a
    Next next = Next::carried;
    JsonObject person;
};

class Service {
public:
    explicit Service(Parts parts) : parts_(parts) {}

    // What is done is noted before anything is sent; `subject` is the person.
    using AuditNote = std::function<Result<void>(Transaction&, std::string_view subject)>;

    // Everybody who has the key, as far as our copies say; at most 50.
    Task<Result<JsonArray>> find(AccountId account, SyncId id, Key key);

    // Errors: invalid people.no_key, unknown_field, bad_value, field_fixed, field_one_way, refused; not_found people.nobody;
    // conflict people.there_already, people.unsure; limited people.busy; unavailable people.later, people.unclear.
    Task<Result<Put>> put(AccountId account, SyncId id, Wish wish, AuditNote note);

    Task<Result<JsonArray>> news(AccountId account, SyncId id, NewsKind kind, std::int64_t limit);

private:
    struct Job;
    class Turn;
    struct Queue;

    Task<Result<sync::Sync>> load(AccountId account, SyncId id);
    Task<Result<Choice>> look(Job& job, std::vector<Known> more);
    Task<Result<Put>> change(Job& job, RecordName who, AuditNote const& note);
    Task<Result<Put>> create(Job& job, AuditNote const& note);
    Task<Result<Put>> create_alone(Job& job, work::Lock const& held, AuditNote const& note);
    struct CreatePlan {
        contacts::Side side = contacts::Side::a;
        std::vector<sync::PlannedChange> changes;
        catalogue::BoundCall call;
    };
    Result<CreatePlan> plan_create(Job const& job) const;
    Task<Result<std::vector<Known>>> ask_app(Job& job);
    Task<Result<Known>> read_there(Job& job, RecordName const& who);
    Task<Result<work::Lock>> lock(Job& job);
    Task<Result<void>> check_open_creates(Job& job);
    Task<Result<void>> close_open_creates(Job& job);
    Task<Result<Put>> done(Job& job, Did did, RecordName who, std::vector<std::string> written);
    Task<calls::CallOutcome> call(Job const& job, contacts::Side side, catalogue::BoundCall bound, std::string_view purpose);

    Parts parts_;
    std::map<SyncId, std::shared_ptr<Queue>> queues_;  // of creates; shared with who waits in one
};

}  // namespace lockstep::people
