// SPDX-License-Identifier: Apache-2.0
#include "app/api_client.hpp"

#include "base/text.hpp"

namespace lockstep::app {
namespace {

constexpr JsonLimits reply_limits{.bytes = 64 << 20, .depth = 64, .members = 5'000'000, .string_bytes = 16 << 20};

ErrorKind kind_of(int status) {
    switch (status) {
        case 401:
        case 403: return ErrorKind::denied;
        case 404: return ErrorKind::not_found;
        case 409: return ErrorKind::conflict;
        case 429: return ErrorKind::limited;
        case 502:
        case 503: return ErrorKind::unavailable;
        case 504: return ErrorKind::timeout;
        default: return status >= 500 ? ErrorKind::internal : ErrorKind::invalid;
    }
}

Result<Json> read_reply(HttpReply const& reply) {
    auto parsed = parse_json(reply.body, reply_limits);
    if (!parsed) return fail(ErrorKind::corrupt, "app.bad_reply", "reading the server's reply: it is not the JSON we expect");
    return parsed;
}

}  // namespace

HttpRequest ApiClient::request_for(std::string method, std::string path) const {
    HttpRequest request;
    request.method = std::move(method);
    request.url = std::move(path);
    request.headers.add("Authorization", "Bearer " + token_.reveal());
    request.headers.add("Accept", "application/json");
    request.headers.add("Accept-Language", std::string(messages::to_string(language_)));
    return request;
}

// A reply that says that it was done; a problem as an error.
Task<Result<HttpReply>> ApiClient::send(HttpRequest request) {
    CO_TRY(auto reply, co_await transport_.send(std::move(request)));
    if (reply.status < 300) co_return reply;
    Json answer;
    if (!reply.body.empty()) {
        CO_TRY(answer, read_reply(reply));
    }
    auto const said = find_text(answer, "/technical");
    std::string message(
        said ? *said : find_text(answer, "/detail").value_or("the server answered with status " + std::to_string(reply.status)));
    if (auto const field = find_text(answer, "/field")) message += " (at " + printable(*field) + ")";
    if (auto const* problems = find_array(answer, "/problems")) {
        for (auto const& problem : *problems) message += "\n  " + std::string(find_text(problem, "/message").value_or(""));
    }
    MessageParams params;
    if (auto const* given = find_object(answer, "/params")) {
        for (auto const& param : *given) {
            if (auto const* text = param.value().if_string())
                params.emplace_back(param.key(), std::string(text->data(), text->size()));
        }
    }
    co_return fail(
        kind_of(reply.status), find_text(answer, "/code").value_or("app.bad_reply"), std::move(message), std::move(params));
}

Task<Result<Json>> ApiClient::ask(std::string method, std::string path, std::optional<Json> body) {
    auto request = request_for(std::move(method), std::move(path));
    if (body) {
        request.headers.add("Content-Type", "application/json");
        request.body = to_text(*body);
    }
    CO_TRY(auto const reply, co_await send(std::move(request)));
    if (reply.body.empty()) co_return Json();
    co_return read_reply(reply);
}

Task<Result<Json>> ApiClient::upload(std::string path, std::string bytes) {
    auto request = request_for("POST", std::move(path));
    request.headers.add("Content-Type", "application/octet-stream");
    request.body = std::move(bytes);
    CO_TRY(auto const reply, co_await send(std::move(request)));
    co_return read_reply(reply);
}

Task<Result<std::string>> ApiClient::download(std::string path) {
    CO_TRY(auto reply, co_await send(request_for("GET", std::move(path))));
    co_return std::move(reply.body);
}

std::string with_query(std::string path, std::vector<std::pair<std::string_view, std::string>> const& parameters) {
    char mark = '?';
    for (auto const& [name, value] : parameters) {
        if (value.empty()) continue;
        path += mark;
        path += name;
        path += '=' + percent_encode(value);
        mark = '&';
    }
    return path;
}

}  // namespace lockstep::app
