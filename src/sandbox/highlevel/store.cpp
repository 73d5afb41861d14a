// SPDX-License-Identifier: Apache-2.0
// Keeping the orders and look-ups of contacts in step with the contacts.
#include "sandbox/highlevel/store.hpp"

#include "sandbox/letter_case.hpp"

namespace lockstep::sandbox::highlevel {

ContactPointer ContactStore::find(std::string_view id) const {
    auto const found = all_.find(id);
    return found == all_.end() ? nullptr : found->second;
}

void ContactStore::add_key(KeyIndex& index, std::string key, Contact const& contact) {
    if (!key.empty()) index[std::move(key)].emplace(to_micros(contact.added), contact.id);
}

void ContactStore::drop_key(KeyIndex& index, std::string const& key, Contact const& contact) {
    auto const found = index.find(key);
    if (found == index.end()) return;
    found->second.erase({to_micros(contact.added), contact.id});
    if (found->second.empty()) index.erase(found);
}

void ContactStore::put(ContactPointer contact) {
    erase(contact->id);
    add_key(by_email_, lower_case((*contact)[Field::email]), *contact);
    add_key(by_phone_, (*contact)[Field::phone], *contact);
    by_added_.emplace(std::pair{to_millis(contact->added), contact->id}, contact);
    auto id = contact->id;
    all_.emplace(std::move(id), std::move(contact));
}

void ContactStore::erase(std::string_view id) {
    auto const found = all_.find(id);
    if (found == all_.end()) return;
    auto const& contact = *found->second;
    drop_key(by_email_, lower_case(contact[Field::email]), contact);
    drop_key(by_phone_, contact[Field::phone], contact);
    by_added_.erase({to_millis(contact.added), contact.id});
    all_.erase(found);
}

void ContactStore::clear() {
    all_.clear();
    by_added_.clear();
    by_email_.clear();
    by_phone_.clear();
}

ContactPointer ContactStore::oldest(KeyIndex const& index, std::string_view key) const {
    auto const found = key.empty() ? index.end() : index.find(key);
    return found == index.end() ? nullptr : find(found->second.begin()->second);
}

void SearchIndex::note(std::string const& id, std::uint64_t version, ContactPointer contact, TimePoint visible_at) {
    waiting_.emplace(std::pair{visible_at, next_++}, Waiting{id, version, std::move(contact)});
}

void SearchIndex::catch_up(TimePoint now) {
    while (!waiting_.empty() && waiting_.begin()->first.first <= now) {
        auto node = waiting_.extract(waiting_.begin());
        apply(std::move(node.mapped()));
    }
}

void SearchIndex::apply(Waiting waiting) {
    if (auto const gone = gone_.find(waiting.id); gone != gone_.end() && gone->second >= waiting.version) return;
    if (auto const present = visible_.find(waiting.id); present != visible_.end()) {
        auto const& old = *present->second;
        if (old.version >= waiting.version) return;
        by_added_.erase({to_millis(old.added), old.id});
        by_updated_.erase({to_millis(old.updated), old.id});
        visible_.erase(present);
    }
    if (!waiting.contact) {
        gone_[waiting.id] = waiting.version;
        return;
    }
    by_added_.emplace(std::pair{to_millis(waiting.contact->added), waiting.id}, waiting.contact);
    by_updated_.emplace(std::pair{to_millis(waiting.contact->updated), waiting.id}, waiting.contact);
    visible_.emplace(waiting.id, std::move(waiting.contact));
}

ContactPointer SearchIndex::find(std::string_view id) const {
    auto const found = visible_.find(id);
    return found == visible_.end() ? nullptr : found->second;
}

void SearchIndex::clear() {
    waiting_.clear();
    visible_.clear();
    by_added_.clear();
    by_updated_.clear();
    gone_.clear();
}

}  // namespace lockstep::sandbox::highlevel
