// SPDX-License-Identifier: Apache-2.0
// Countries, and the provinces and states of Canada and the United States, however they are written. Pure; ICU knows the
// countries.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace lockstep::contacts {

// ISO 3166 alpha-2 of a code of two or three letters, of the name in English or French, or of what people call it ("USA"). None:
// it is no country that we know.
std::optional<std::string> country_code(std::string_view text);

// The code of two letters of a province or territory of Canada or of a state of the United States, from the code, its name in
// English or French, or a customary short form ("Qué.", "Calif."). No code stands for two of them. None: none of these.
std::optional<std::string> subdivision_code(std::string_view text);

}  // namespace lockstep::contacts
