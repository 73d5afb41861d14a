// SPDX-License-Identifier: Apache-2.0
#include "adapters/http_beast/wire_text.hpp"

#include <algorithm>
#include <array>
#include <boost/url/parse.hpp>
#include <boost/url/url_view.hpp>
#include <charconv>

#include "adapters/http_beast/head_rules.hpp"
#include "base/json.hpp"
#include "base/text.hpp"

namespace lockstep::adapters {
namespace {

constexpr std::array framing_headers{"Content-Length", "Transfer-Encoding", "Connection", "Keep-Alive"};

bool is_framing_header(std::string_view name) {
    return std::ranges::any_of(framing_headers, [&](std::string_view framing) { return equal_ignoring_case(name, framing); });
}

void append_number(std::string& out, std::size_t number, int base = 10) {
    std::array<char, 24> digits{};
    auto const end = std::to_chars(digits.data(), digits.data() + digits.size(), number, base).ptr;
    out.append(digits.data(), end);
}

void append_header(std::string& out, std::string_view name, std::string_view value) {
    out += name;
    out += ": ";
    out += value;
    out += "\r\n";
}

constexpr std::size_t servers_remembered_max = 1'000;

// A target of letters that no reader of URLs would refuse or read in two ways: unreserved, and what separates.
bool is_plain_target(std::string_view target) {
    constexpr auto is_plain = [] {
        std::array<bool, 256> table{};
        for (auto const letter : std::string_view{"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/?&=,:"})
            table.at(static_cast<unsigned char>(letter)) = true;
        return table;
    }();
    return std::ranges::all_of(target, [&](char letter) { return is_plain[static_cast<unsigned char>(letter)]; });
}

std::unexpected<Error> refuse(std::string_view reason) {
    return fail(ErrorKind::invalid, "http.invalid_request", "writing a request: " + std::string(reason));
}

}  // namespace

std::string_view status_text(int status) {
    switch (status) {
        case 200: return "OK";
        case 201: return "Created";
        case 202: return "Accepted";
        case 204: return "No Content";
        case 206: return "Partial Content";
        case 301: return "Moved Permanently";
        case 302: return "Found";
        case 303: return "See Other";
        case 304: return "Not Modified";
        case 307: return "Temporary Redirect";
        case 308: return "Permanent Redirect";
        case 400: return "Bad Request";
        case 401: return "Unauthorized";
        case 402: return "Payment Required";
        case 403: return "Forbidden";
        case 404: return "Not Found";
        case 405: return "Method Not Allowed";
        case 406: return "Not Acceptable";
        case 408: return "Request Timeout";
        case 409: return "Conflict";
        case 410: return "Gone";
        case 411: return "Length Required";
        case 412: return "Precondition Failed";
        case 413: return "Content Too Large";
        case 415: return "Unsupported Media Type";
        case 421: return "Misdirected Request";
        case 422: return "Unprocessable Content";
        case 428: return "Precondition Required";
        case 429: return "Too Many Requests";
        case 431: return "Request Header Fields Too Large";
        case 500: return "Internal Server Error";
        case 501: return "Not Implemented";
        case 502: return "Bad Gateway";
        case 503: return "Service Unavailable";
        case 504: return "Gateway Timeout";
        default: return "Status";
    }
}

bool append_reply(std::string& out, HttpReply const& reply, ReplyFraming const& framing) {
    auto const start = out.size();
    bool const has_no_body = reply.status < 200 || reply.status == 204 || reply.status == 304;
    if (reply.status < 100 || reply.status > 999) return false;
    out += "HTTP/1.1 ";
    append_number(out, static_cast<std::size_t>(reply.status));
    out += ' ';
    out += status_text(reply.status);
    out += "\r\n";
    for (auto const& [name, value] : reply.headers.all()) {
        if (is_framing_header(name) || (!framing.date.empty() && equal_ignoring_case(name, "Date"))) continue;
        if (!is_token(name) || !is_header_value(value)) {
            out.resize(start);
            return false;
        }
        append_header(out, name, value);
    }
    if (!framing.date.empty()) append_header(out, "Date", framing.date);
    if (!framing.keeps_alive) out += "Connection: close\r\n";
    if (framing.keeps_alive && framing.version < 11) out += "Connection: keep-alive\r\n";
    if (framing.is_streamed && framing.version >= 11) out += "Transfer-Encoding: chunked\r\n";
    if (!framing.is_streamed && !has_no_body) {
        out += "Content-Length: ";
        append_number(out, reply.body.size());
        out += "\r\n";
    }
    out += "\r\n";
    if (!framing.is_head_request && !has_no_body && !framing.is_streamed) out += reply.body;
    return true;
}

void append_chunk(std::string& out, std::string_view piece) {
    if (piece.empty()) return;  // an empty chunk would end the body
    append_number(out, piece.size(), 16);
    out += "\r\n";
    out += piece;
    out += "\r\n";
}

HttpReply problem_reply(int status, std::string_view code, std::string_view detail) {
    JsonObject problem;
    problem["type"] = "/docs/errors/" + std::string(code);
    problem["title"] = std::string(status_text(status));
    problem["status"] = status;
    problem["code"] = std::string(code);
    problem["detail"] = std::string(detail);
    HttpReply reply;
    reply.status = status;
    reply.headers.add("Content-Type", "application/problem+json");
    reply.headers.add("Cache-Control", "no-store");
    reply.body = to_text(problem);
    return reply;
}

Result<Destination> parse_destination(std::string_view url) {
    auto const parsed = boost::urls::parse_uri({url.data(), url.size()});
    if (!parsed) return refuse("the URL is malformed");
    boost::urls::url_view const view = *parsed;
    Destination destination;
    if (view.scheme_id() != boost::urls::scheme::http && view.scheme_id() != boost::urls::scheme::https) {
        return refuse("the URL is neither http nor https");
    }
    destination.is_tls = view.scheme_id() == boost::urls::scheme::https;
    if (view.has_userinfo()) return refuse("the URL has a user name in it");
    std::string const encoded_host(view.encoded_host());
    if (encoded_host.empty()) return refuse("the URL has no host");
    destination.host = encoded_host;
    if (encoded_host.front() == '[') destination.host = encoded_host.substr(1, encoded_host.size() - 2);
    if (encoded_host.contains('%')) return refuse("the URL's host is encoded");
    std::string const standard_port = destination.is_tls ? "443" : "80";
    destination.port = view.has_port() && !view.port().empty() ? std::string(view.port()) : standard_port;
    if (destination.port.size() > 5 || std::stoi(destination.port) > 65'535) return refuse("the URL's port is too large");
    destination.host_header = encoded_host;
    if (destination.port != standard_port) destination.host_header += ":" + destination.port;
    destination.target = std::string(view.encoded_path());
    if (destination.target.empty()) destination.target = "/";
    if (view.has_query()) destination.target += "?" + std::string(view.encoded_query());
    return destination;
}

Result<Destination> Destinations::find(std::string_view url) {
    auto const scheme_end = url.find("://");
    auto const path = scheme_end == std::string_view::npos ? scheme_end : url.find_first_of("/?#", scheme_end + 3);
    // Without a plain path there is nothing to gain, or something to refuse.
    if (path == std::string_view::npos || url[path] != '/' || !is_plain_target(url.substr(path))) return parse_destination(url);
    auto const server = url.substr(0, path);
    auto const known = by_server_.find(server);
    if (known != by_server_.end()) {
        auto destination = known->second;
        destination.target = url.substr(path);
        return destination;
    }
    TRY(auto destination, parse_destination(url));
    if (by_server_.size() >= servers_remembered_max) by_server_.clear();
    auto& kept = by_server_[std::string(server)] = destination;
    kept.target.clear();
    return destination;
}

Result<std::string> request_text(HttpRequest const& request, Destination const& destination) {
    if (!is_token(request.method)) return refuse("the method is not a word");
    std::string out;
    out.reserve(512 + request.body.size());
    out += request.method;
    out += ' ';
    out += destination.target;
    out += " HTTP/1.1\r\n";
    append_header(out, "Host", destination.host_header);
    for (auto const& [name, value] : request.headers.all()) {
        if (!is_token(name)) return refuse("a header's name is not a word");
        if (!is_header_value(value)) return refuse("the value of header " + name + " has control characters");
        if (is_framing_header(name) || equal_ignoring_case(name, "Host"))
            return refuse("header " + name + " is the client's own");
        append_header(out, name, value);
    }
    bool const may_lack_body = request.method == "GET" || request.method == "HEAD" || request.method == "DELETE";
    if (!request.body.empty() || !may_lack_body) {
        out += "Content-Length: ";
        append_number(out, request.body.size());
        out += "\r\n";
    }
    out += "\r\n";
    out += request.body;
    return out;
}

}  // namespace lockstep::adapters
