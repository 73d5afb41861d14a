// SPDX-License-Identifier: Apache-2.0
// The web app's files as they are embedded in the program, and how they are answered.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/embedded_file.hpp"
#include "ports/http.hpp"

namespace lockstep::api {

struct WebFile {
    std::string_view bytes;
    std::string content_type;
    std::string_view brotli;  // the same, compressed when the app was built; empty when it was not
    std::string_view gzip;
    std::string etag;           // with its quotes
    bool is_immutable = false;  // its name changes with its content: may be kept for a year
};

// Path without "?" and beginning with "/" -> file.
using WebFiles = std::function<std::optional<WebFile>(std::string_view path)>;

// The bundler's output folder as it is embedded; names without "/" in front. "x.js.br" and "x.js.gz" are x.js compressed.
WebFiles web_files_from(std::vector<EmbeddedFile> const& files);

// By the file's extension; application/octet-stream when unknown.
std::string_view content_type_of(std::string_view path);
// A name as the bundler makes it: "index-BfX9s2aQ.js".
bool has_hashed_name(std::string_view path);

// The file, or index.html for an address that the web app's own router knows; nullopt when there is neither.
std::optional<HttpReply> answer_with_file(WebFiles const& files, HttpRequest const& request, std::string_view path);

}  // namespace lockstep::api
