// SPDX-License-Identifier: Apache-2.0
// ApiClient: the REST API as commands use it: JSON in, JSON out, problems as errors.
#pragma once

#include "app/transport.hpp"
#include "base/json.hpp"
#include "base/secret.hpp"
#include "messages/messages.hpp"

namespace lockstep::app {

class ApiClient {
public:
    ApiClient(Transport& transport, Secret token, messages::Language language)
        : transport_(transport), token_(std::move(token)), language_(language) {}

    Task<Result<Json>> get(std::string path) { return ask("GET", std::move(path), std::nullopt); }
    Task<Result<Json>> post(std::string path) { return ask("POST", std::move(path), std::nullopt); }
    Task<Result<Json>> remove(std::string path) { return ask("DELETE", std::move(path), std::nullopt); }
    Task<Result<Json>> put(std::string path, Json body) { return ask("PUT", std::move(path), std::move(body)); }
    Task<Result<Json>> patch(std::string path, Json body) { return ask("PATCH", std::move(path), std::move(body)); }
    Task<Result<Json>> post(std::string path, Json body) { return ask("POST", std::move(path), std::move(body)); }
    // A file as it is.
    Task<Result<Json>> upload(std::string path, std::string bytes);
    // What is no JSON.
    Task<Result<std::string>> download(std::string path);

private:
    HttpRequest request_for(std::string method, std::string path) const;
    Task<Result<HttpReply>> send(HttpRequest request);
    Task<Result<Json>> ask(std::string method, std::string path, std::optional<Json> body);

    Transport& transport_;
    Secret token_;
    messages::Language language_;
};

// "/api/v1/events" and {{"state", "done"}, {"limit", ""}} give "/api/v1/events?state=done".
std::string with_query(std::string path, std::vector<std::pair<std::string_view, std::string>> const& parameters);

}  // namespace lockstep::app
