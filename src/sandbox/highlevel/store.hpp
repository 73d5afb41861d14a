// SPDX-License-Identifier: Apache-2.0
// ContactStore: what HighLevel truly holds, with the look-ups its duplicate rule needs. SearchIndex: the late copy that search
// answers from. Contacts are immutable snapshots, so both share them.
#pragma once

#include <functional>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>

#include "sandbox/highlevel/contact.hpp"

namespace lockstep::sandbox::highlevel {

using ContactMap = std::map<std::string, ContactPointer, std::less<>>;
using TimeOrder = std::map<std::pair<std::int64_t, std::string>, ContactPointer>;  // (milliseconds, id)

class ContactStore {
public:
    ContactPointer find(std::string_view id) const;
    void put(ContactPointer contact);
    void erase(std::string_view id);
    void clear();

    // The oldest holder; null when nobody has it. Keys as stored (e-mail in lower case).
    ContactPointer find_by_email(std::string_view email_lower) const { return oldest(by_email_, email_lower); }
    ContactPointer find_by_phone(std::string_view phone) const { return oldest(by_phone_, phone); }
    ContactMap const& all() const { return all_; }
    TimeOrder const& by_added() const { return by_added_; }

private:
    using KeyIndex = std::map<std::string, std::set<std::pair<std::int64_t, std::string>>, std::less<>>;
    ContactPointer oldest(KeyIndex const& index, std::string_view key) const;
    static void add_key(KeyIndex& index, std::string key, Contact const& contact);
    static void drop_key(KeyIndex& index, std::string const& key, Contact const& contact);

    ContactMap all_;
    TimeOrder by_added_;
    KeyIndex by_email_;
    KeyIndex by_phone_;
};

class SearchIndex {
public:
    // From `visible_at` on, search sees this state of the contact (null: gone). An older version never replaces a newer one.
    void note(std::string const& id, std::uint64_t version, ContactPointer contact, TimePoint visible_at);
    void catch_up(TimePoint now);
    void clear();

    ContactPointer find(std::string_view id) const;
    ContactMap const& visible() const { return visible_; }
    TimeOrder const& by_added() const { return by_added_; }
    TimeOrder const& by_updated() const { return by_updated_; }

private:
    struct Waiting {
        std::string id;
        std::uint64_t version = 0;
        ContactPointer contact;
    };
    void apply(Waiting waiting);

    std::map<std::pair<TimePoint, std::uint64_t>, Waiting> waiting_;
    std::uint64_t next_ = 0;
    ContactMap visible_;
    TimeOrder by_added_;
    TimeOrder by_updated_;
    std::map<std::string, std::uint64_t, std::less<>> gone_;  // versions of deletions, so that a late copy stays dead
};

}  // namespace lockstep::sandbox::highlevel
