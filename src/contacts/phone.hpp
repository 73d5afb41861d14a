// SPDX-License-Identifier: Apache-2.0
// Phone numbers in E.164. Everything about libphonenumber stands in phone.cpp.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace lockstep::contacts {

// "+15145550199" for what can be dialled from everywhere; a number without a country prefix is read in `region` (ISO 3166
// alpha-2). Absent when it is no number, or too short or too long for its country. Whether the number is in service is not
// asked: the plans of countries change, and a merge must not.
std::optional<std::string> to_e164(std::string_view text, std::string_view region);

}  // namespace lockstep::contacts
