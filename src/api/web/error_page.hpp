// SPDX-License-Identifier: Apache-2.0
// The pages of docs/errors as the program serves them at /docs/errors/<code>: where the `type` of every problem leads.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "messages/messages.hpp"
#include "ports/http.hpp"

namespace lockstep::api {

// nullopt when `path` is not /docs/errors/<code> with a code that has a page. `query` may say language=fr or language=en; else
// Accept-Language decides.
std::optional<HttpReply> answer_with_error_page(HttpRequest const& request, std::string_view path, std::string_view query);

// The small part of Markdown that the pages use: titles, paragraphs, **strong**, `code`; of a link its text. Everything is
// escaped.
std::string html_of(std::string_view markdown);

}  // namespace lockstep::api
