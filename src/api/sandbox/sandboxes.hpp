// SPDX-License-Identifier: Apache-2.0
// Sandboxes: the simulated apps that run in this very program, where it was started with them. Implemented by app; a fake one
// stands in the tests. Only what runs here is ever reached: no connection is asked, and none is changed.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "ports/http.hpp"

namespace lockstep::api {

struct SandboxBook {
    std::string app;  // the id of its connector
    std::string title;
    std::string url;  // where it listens; the connection with this base URL leads to it
};

class Sandboxes {
public:
    virtual ~Sandboxes() = default;

    virtual std::vector<SandboxBook> books() const = 0;  // two: the left one first
    // What the admin route /_sandbox/<path> of a book answers (src/sandbox/screen_routes.cpp). `app` is one of books().
    virtual HttpReply ask(std::string_view app, std::string method, std::string path, std::string body) = 0;
};

}  // namespace lockstep::api
