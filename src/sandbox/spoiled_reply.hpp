// SPDX-License-Identifier: Apache-2.0
// Replies that show records wrongly: gaps, repetitions, wrong totals, members left out, records that are no good JSON. What is
// stored stays as it is. For the faults of listings and replies; pure functions on a reply's body.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.hpp"

namespace lockstep::sandbox {

// Where an app's reply shows records; JSON pointers. Everything empty: nowhere.
struct ShownRecords {
    std::string_view items{};                // the list
    std::string_view item_record{};          // the record within an item; empty: the item itself
    std::string_view record{};               // of a reply that shows one record
    std::vector<std::string_view> totals{};  // counts of the listing
    std::string_view next{};                 // the cursor that an empty listing does not have
    bool is_whole_listing = false;           // shows whoever exists or changed, not who fits a look-up
};

using Pick = std::function<std::uint64_t(std::uint64_t count)>;

void empty_listing(Json& body, ShownRecords const& shape, Pick const& pick);
void leave_gap(Json& body, ShownRecords const& shape, Pick const& pick);
void repeat_record(Json& body, ShownRecords const& shape, Pick const& pick);
void count_wrongly(Json& body, ShownRecords const& shape, Pick const& pick);

// Members with a person's value that records of this reply show.
std::vector<std::string> members_to_leave_out(Json const& body, ShownRecords const& shape);
bool leave_out_member(Json& body, ShownRecords const& shape, std::string_view member);

std::vector<std::string> ids_shown(Json const& body, ShownRecords const& shape);
// A lone surrogate, a repeated key or a byte that is no UTF-8, within the record of this id.
void make_unreadable(std::string& text, std::string_view id, std::uint64_t way);

// Who a create is about, in lower case: the same for every try.
std::string person_of_create(std::string_view body);

}  // namespace lockstep::sandbox
