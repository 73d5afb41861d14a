// SPDX-License-Identifier: Apache-2.0
// Lower case for names in Latin, Greek and Cyrillic letters; other scripts stay as they are. The apps' own, on purpose
// independent of the engine's tables.
#pragma once

#include <string>
#include <string_view>

namespace lockstep::sandbox {

std::string lower_case(std::string_view text);
std::string upper_case_ascii(std::string_view text);
// The first letter of each word large, the others small; letters of other alphabets stay.
std::string proper_case_ascii(std::string_view text);
std::string one_space_each(std::string_view text);

}  // namespace lockstep::sandbox
