// SPDX-License-Identifier: Apache-2.0
// A file that was put into the program when it was built (cmake/Embed.cmake): the web app, the API description, schemas.
#pragma once

#include <string_view>

namespace lockstep {

struct EmbeddedFile {
    std::string_view path;  // relative, with slashes: "assets/index.js"
    std::string_view bytes;
};

}  // namespace lockstep
