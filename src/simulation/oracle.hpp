// SPDX-License-Identifier: Apache-2.0
// Oracle: sees what the engine cannot: both apps' stores, every edit of every person, who is the same human, and which webhooks
// were answered with 2xx. Everything the checkers compare with.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "contacts/mapping.hpp"
#include "sandbox/hexfit/hexfit_app.hpp"
#include "sandbox/highlevel/highlevel_app.hpp"
#include "simulation/chronicle.hpp"
#include "simulation/http.hpp"
#include "simulation/watchers.hpp"

namespace lockstep::simulation {

// One field of one record, changed by a person; values canonical in side a's domain.
struct Edit {
    TimePoint at{};
    RecordKey record;
    std::string row;
    contacts::Value before;
    contacts::Value after;
};

struct AcceptedWebhook {
    TimePoint at{};
    Side side = Side::a;
    std::string id;
    std::string body{};
};

// An accepted webhook about one record: when the change happened of which it tells.
struct ToldChange {
    TimePoint happened_at{};
    TimePoint accepted_at{};
};

struct Finding {
    std::string checker;
    std::string text;
};

class Oracle {
public:
    Oracle(sandbox::HighLevelApp& highlevel, sandbox::HexfitApp& hexfit, contacts::Mapping const& mapping, Canaries& canaries);

    sandbox::App& app(Side side) const { return side == Side::a ? static_cast<sandbox::App&>(highlevel_) : hexfit_; }
    contacts::Mapping const& mapping() const { return mapping_; }

    // The record as its binding would show it, and its mapped values.
    contacts::Record shown(Side side, sandbox::RecordView const& view) const;
    std::optional<contacts::Projection> projection(RecordKey const& key) const;
    std::vector<std::string> ids(Side side) const;

    // Seeded or created by a person. Copies of one human on both sides carry one number.
    void person_made(RecordKey const& key, int human, TimePoint at);
    int new_human() { return next_human_++; }
    // The id of the other side that the record held when it was made; it may be left over from elsewhere. Empty: none.
    std::string const& first_held(RecordKey const& key) const;
    // The id of the other side that the record holds now.
    std::string held_id(RecordKey const& key) const;
    // Around what a person does to a record: the difference is what the person did.
    void begin_edit(RecordKey const& key);
    void end_edit(RecordKey const& key, TimePoint at);
    void person_removed(RecordKey const& key) { removed_.insert(key); }

    void accepted(AcceptedWebhook webhook);
    // What the webhooks of one record told, in the order in which they were accepted.
    std::vector<ToldChange> const& told(RecordKey const& key) const;
    // Before an app carries out a write: does it say again what is there already?
    void look_at_write(Arrival const& arrival);
    // An app announces a change of a record: what its store holds now goes into the chronicle.
    void look_at_store(Side side, std::string const& id, bool is_removal, TimePoint at);
    Chronicle const& chronicle() const { return chronicle_; }
    // The rows, by their name at side a, that a write of the program carried.
    std::vector<std::string> rows_written(Arrival const& write) const;
    // A record that is gone although no person removed it.
    void look_for_losses(TimePoint now);
    void found(std::string checker, std::string text);

    std::vector<Edit> const& edits() const { return edits_; }
    std::map<RecordKey, int> const& humans() const { return humans_; }
    std::set<RecordKey> const& removed() const { return removed_; }
    std::map<RecordKey, std::string> const& unmapped() const { return unmapped_; }
    std::vector<AcceptedWebhook> const& accepted_webhooks() const { return accepted_; }
    Finding const* finding() const { return findings_.empty() ? nullptr : &findings_.front(); }
    // The first of each checker, up to a number; the first of all is the one that stopped the world.
    std::vector<Finding> const& findings() const { return findings_; }
    std::string unmapped_part(RecordKey const& key) const;

private:
    struct Written {
        std::string value;
        TimePoint at{};
    };
    void note_differences(RecordKey const& key, contacts::Projection const& before, TimePoint at);
    void add_canaries(RecordKey const& key);
    std::map<std::string, contacts::Value> written_fields(Side side, Json const& body) const;

    sandbox::HighLevelApp& highlevel_;
    sandbox::HexfitApp& hexfit_;
    contacts::Mapping const& mapping_;
    Canaries& canaries_;
    int next_human_ = 0;
    std::vector<Edit> edits_;
    std::map<RecordKey, int> humans_;
    std::map<RecordKey, std::string> first_held_;
    std::set<RecordKey> removed_;
    std::set<RecordKey> seen_;
    std::map<RecordKey, std::string> unmapped_;
    std::map<RecordKey, contacts::Projection> open_edits_;
    std::map<std::string, Written> lately_written_;
    std::vector<AcceptedWebhook> accepted_;
    std::vector<Finding> findings_;
    Chronicle chronicle_;
    std::map<RecordKey, std::vector<ToldChange>> told_;
    struct SentWrite {
        TimePoint at{};
        Side side = Side::a;
        std::string record_id;
        std::size_t call = 0;
        contacts::Record fields;
    };
    std::vector<SentWrite> sent_writes_;
};

std::string describe(contacts::Value const& value);
std::string describe(RecordKey const& key);

}  // namespace lockstep::simulation
