// SPDX-License-Identifier: Apache-2.0
// What one cell says: dates in the order of their column, yes and no, words for sex and language. Pure.
#pragma once

#include "contacts/value.hpp"
#include "snapshots/columns.hpp"

namespace lockstep::snapshots {

// How words are looked up: as names are compared, without spaces: "Prénom usuel" is "prenomusuel".
std::string squeezed(std::string_view text);

// "1990-02-03", blank for what stands for no date, nothing when it cannot be read.
std::optional<std::string> read_date(std::string_view cell, DateOrder order);
// Could the order of day and month be either, or which one has to be meant?
enum class DateReading : std::uint8_t {
    none,
    clear,  // by its form, whatever the order
    day_first,
    month_first,
    either
};
DateReading reading_of_date(std::string_view cell);

std::optional<bool> read_yes_no(std::string_view cell);
// By words such as "archived" or "actif"; nothing for others.
std::optional<bool> read_archived_word(std::string_view cell);

bool looks_like_email(std::string_view cell);
bool looks_like_phone(std::string_view cell, contacts::Region const& region);

// The elements of a set, parted by ; , or |.
std::vector<std::string> read_set(std::string_view cell);

// How values are compared: canonical already; sex and language by what their words mean ("Femme" is "f").
contacts::Value comparable(Target const& target, contacts::Value const& canonical);

}  // namespace lockstep::snapshots
