// SPDX-License-Identifier: Apache-2.0
// What a request is about, and what its reply says.
#pragma once

#include <exception>
#include <string_view>

#include "catalogue/connector.hpp"
#include "ports/http.hpp"
#include "ports/log.hpp"

namespace lockstep::calls {

// The one record that a call is about, where its path names one.
inline std::string_view subject_of(catalogue::Operation const& operation, HttpRequest const& rendered) {
    if (operation.path.find('{') == std::string::npos) return {};
    auto const path = std::string_view(rendered.url);
    return path.substr(0, path.find('?'));
}

// A reply that breaks its reader is as good as none that can be understood; whoever wrote something has to look.
inline catalogue::Reading read_safely(
    catalogue::Connector const& connector, catalogue::Operation const& operation, HttpReply const& reply, Log& log) {
    try {
        return catalogue::read_reply(connector, operation, reply);
    } catch (std::exception const&) {
        log.error("a reply could not be read", {{"operation", operation.id}});
        return {};
    }
}

}  // namespace lockstep::calls
