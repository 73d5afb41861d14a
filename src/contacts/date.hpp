// SPDX-License-Identifier: Apache-2.0
// Civil dates, however an app writes them. No zone is ever applied.
#pragma once

#include <string>
#include <string_view>

namespace lockstep::contacts {

// "1990-02-03" from an ISO date or time, from the forms that HighLevel documents (year, month, day or month, day, year, parted by
// - / . or _), from day, month, year where only that is possible, from eight digits, and from a number of seconds or
// milliseconds since 1970. Blank for what stands for "no date". Anything else keeps its text form.
std::string date_form(std::string_view text);

// Ten characters: year, month and day that exist.
bool is_civil_date(std::string_view text);

}  // namespace lockstep::contacts
