// SPDX-License-Identifier: Apache-2.0
#include "calls/exchange.hpp"

#include <algorithm>
#include <array>
#include <cstring>

#include "base/text.hpp"
#include "calls/masking.hpp"

namespace lockstep::calls {
namespace {

constexpr std::array<std::string_view, 4> masked_headers{"authorization", "cookie", "set-cookie", "x-api-key"};
constexpr char format = '\x02';  // JSON text begins otherwise
constexpr char format_without_notes = '\x01';
constexpr std::uint64_t unknown_number = ~std::uint64_t{0};  // stands for a number that is not known

bool is_masked(std::string_view name) {
    for (auto const masked : masked_headers) {
        if (equal_ignoring_case(name, masked)) return true;
    }
    return false;
}

constexpr std::array<std::string_view, 8> secret_parts{
    "auth", "token", "secret", "password", "passwd", "apikey", "api-key", "api_key"};

// A member of a body. Narrower than for headers and parameters: "author" and "nextPageToken" are no secrets there.
bool is_secret_member(std::string_view name) {
    std::string plain;
    for (auto const letter : lower_ascii(name)) {
        if (letter != '_' && letter != '-') plain += letter;
    }
    constexpr std::array<std::string_view, 6> ends{"token", "secret", "password", "passwd", "apikey", "privatekey"};
    constexpr std::array<std::string_view, 4> places{"page", "next", "sync", "continuation"};
    return std::ranges::any_of(ends, [&](auto end) { return plain.ends_with(end); }) &&
           std::ranges::none_of(places, [&](auto place) { return plain.contains(place); });
}

// Most bodies have nothing of the kind, and they are not gone through letter by letter.
bool may_hold_secrets(std::string_view body) {
    constexpr std::array<std::string_view, 12> parts{
        "oken", "OKEN", "ecret", "ECRET", "assw", "ASSW", "pikey", "piKey", "pi_key", "pi-key", "rivate", "KEY"};
    return std::ranges::any_of(parts, [&](auto part) { return body.contains(part); });
}

// Where the JSON text that begins with the quote at `at` ends: behind its closing quote, or at the end of what is there.
std::size_t behind_text(std::string_view body, std::size_t at) {
    for (++at; at < body.size(); ++at) {
        if (body[at] == '\\')
            ++at;
        else if (body[at] == '"')
            return at + 1;
    }
    return body.size();
}

std::size_t behind_space(std::string_view body, std::size_t at) {
    while (at < body.size() && (body[at] == ' ' || body[at] == '\n' || body[at] == '\r' || body[at] == '\t')) ++at;
    return at;
}

// By its letters, because a body that was cut is no JSON any more. A list or object under such a name is gone through like any.
std::string json_without_secrets(std::string_view body) {
    std::string kept;
    for (std::size_t at = 0; at < body.size();) {
        if (body[at] != '"') {
            kept += body[at++];
            continue;
        }
        auto const name_end = behind_text(body, at);
        auto const colon = behind_space(body, name_end);
        auto const value = colon < body.size() && body[colon] == ':' ? behind_space(body, colon + 1) : body.size();
        auto const name = body.substr(at + 1, std::max(name_end, at + 2) - at - 2);
        kept += body.substr(at, name_end - at);
        at = name_end;
        if (value >= body.size() || !is_secret_member(name)) continue;
        auto end = value;
        if (body[value] == '"')
            end = behind_text(body, value);
        else
            while (end < body.size() && (body[end] == '-' || body[end] == '.' || (body[end] >= '0' && body[end] <= '9'))) ++end;
        if (end == value || body.substr(value, end - value) == "\"\"") continue;  // true, null, a list, an object, no text
        kept += body.substr(at, value - at);
        kept += '"' + std::string(mask) + '"';
        at = end;
    }
    return kept;
}

void append_number(std::string& out, std::uint64_t number) {
    std::array<char, 8> bytes{};
    for (auto& byte : bytes) {
        byte = static_cast<char>(number & 0xFFU);
        number >>= 8U;
    }
    out.append(bytes.data(), bytes.size());
}

void append_text(std::string& out, std::string_view text) {
    append_number(out, text.size());
    out += text;
}

// The parameters of an address or a form.
std::string parameters_without_secrets(std::string_view parameters) {
    std::string kept;
    for (auto const part : split(parameters, '&')) {
        auto const equals = part.find('=');
        bool const is_secret = equals != std::string_view::npos && looks_secret(percent_decode(part.substr(0, equals)));
        if (!kept.empty()) kept += '&';
        kept += is_secret ? std::string(part.substr(0, equals + 1)) + std::string(mask) : std::string(part);
    }
    return kept;
}

std::string url_without_secrets(std::string_view url) {
    auto const mark = url.find('?');
    if (mark == std::string_view::npos) return std::string(url);
    return std::string(url.substr(0, mark + 1)) + parameters_without_secrets(url.substr(mark + 1));
}

void append_headers(std::string& out, HttpHeaders const& headers) {
    append_number(out, headers.all().size());
    for (auto const& [name, value] : headers.all()) {
        append_text(out, name);
        // How an app wants to be shown a credential is none.
        bool const is_secret = looks_secret(name) && !equal_ignoring_case(name, "www-authenticate");
        if (is_secret)
            append_text(out, mask);
        else
            append_text(out, equal_ignoring_case(name, "location") ? url_without_secrets(value) : value);
    }
}

void append_body(std::string& out, std::string_view body, std::size_t bytes_kept) {
    append_number(out, body.size());
    append_text(out, body_without_secrets(body.substr(0, bytes_kept)));
}

void append_notes(std::string& out, ExchangeNotes const& notes) {
    append_number(out, static_cast<std::uint64_t>(notes.waited.count()));
    for (auto const& left : {notes.budget.now, notes.budget.day, notes.budget.month})
        append_number(out, left ? static_cast<std::uint64_t>(*left) : unknown_number);
    append_number(out, notes.is_masked ? 1 : 0);
    append_text(out, notes.inputs);
}

// Reads what was appended; once something is missing, everything after it is empty.
class Reader {
public:
    explicit Reader(std::string_view bytes) : rest_(bytes) {}

    std::uint64_t number() {
        if (rest_.size() < 8) return fail_with(std::uint64_t{0});
        std::uint64_t value = 0;
        for (std::size_t i = 8; i-- > 0;) value = value << 8U | static_cast<unsigned char>(rest_[i]);
        rest_.remove_prefix(8);
        return value;
    }
    std::string_view text() {
        auto const size = number();
        if (size > rest_.size()) return fail_with(std::string_view{});
        auto const text = rest_.substr(0, size);
        rest_.remove_prefix(size);
        return text;
    }
    bool is_whole() const { return !has_failed_ && rest_.empty(); }
    bool has_failed() const { return has_failed_; }

private:
    template <class T>
    T fail_with(T nothing) {
        has_failed_ = true;
        rest_ = {};
        return nothing;
    }

    std::string_view rest_;
    bool has_failed_ = false;
};

JsonArray shown_headers(Reader& reader) {
    JsonArray list;
    for (auto left = reader.number(); left > 0 && !reader.has_failed(); --left) {
        auto const name = reader.text();
        auto const value = reader.text();
        list.push_back(
            JsonObject{{"name", printable(name)}, {"value", is_valid_utf8(value) ? std::string(value) : printable(value)}});
    }
    return list;
}

JsonObject shown_body(Reader& reader) {
    auto const bytes = reader.number();
    auto const kept = reader.text();
    auto text = is_valid_utf8(kept) ? std::string(kept) : printable(kept);
    return {{"text", is_valid_utf8(text) ? std::move(text) : std::string("(not text)")}, {"bytes", bytes},
        {"is_cut", kept.size() < bytes}};
}

Json number_or_null(std::uint64_t number) {
    return number == unknown_number ? Json(nullptr) : Json(static_cast<std::int64_t>(number));
}

void show_notes(Reader& reader, JsonObject& json) {
    json["waited_ms"] = static_cast<double>(reader.number()) / 1000.0;
    JsonObject budget;
    for (auto const* of : {"now", "day", "month"}) budget[of] = number_or_null(reader.number());
    json["budget"] = std::move(budget);
    json["is_masked"] = reader.number() == 1;
    auto const inputs = reader.text();
    auto parsed = inputs.empty() ? Result<Json>(Json(nullptr)) : parse_json(inputs);
    json["inputs"] = parsed ? *std::move(parsed) : Json(nullptr);
}

Result<JsonObject> read_json_text(std::string_view text) {
    TRY(auto parsed, parse_json(text));
    if (!parsed.is_object()) return fail(ErrorKind::corrupt, "calls.damaged_record", "reading a call's record: it is no object");
    return std::move(parsed.get_object());
}

}  // namespace

bool looks_secret(std::string_view name) {
    auto const lower = lower_ascii(name);
    return is_masked(name) || lower == "key" || lower == "signature" ||
           std::ranges::any_of(secret_parts, [&](auto part) { return lower.contains(part); });
}

HttpRequest without_secrets(HttpRequest request) {
    HttpHeaders headers;
    for (auto const& [name, value] : request.headers.all()) headers.add(name, looks_secret(name) ? std::string(mask) : value);
    request.headers = std::move(headers);
    request.url = url_without_secrets(request.url);
    return request;
}

std::string body_without_secrets(std::string_view body) {
    if (!may_hold_secrets(body)) return std::string(body);
    auto const first = behind_space(body, 0);
    if (first < body.size() && (body[first] == '{' || body[first] == '[')) return json_without_secrets(body);
    bool const is_form = body.contains('=') && body.find_first_of(" \r\n<") == std::string_view::npos;
    return is_form ? parameters_without_secrets(body) : std::string(body);
}

std::string exchange_bytes(
    HttpRequest const& request, HttpReply const* reply, std::size_t bytes_kept, ExchangeNotes const& notes) {
    std::string out;
    out.reserve(
        1024 + std::min(request.body.size(), bytes_kept) + (reply != nullptr ? std::min(reply->body.size(), bytes_kept) : 0));
    out += format;
    append_text(out, request.method);
    append_text(out, request.url);
    append_headers(out, request.headers);
    append_body(out, request.body, bytes_kept);
    append_number(out, reply != nullptr ? 1 : 0);
    if (reply != nullptr) {
        append_number(out, static_cast<std::uint64_t>(reply->status));
        append_headers(out, reply->headers);
        append_body(out, reply->body, bytes_kept);
    }
    append_notes(out, notes);
    return out;
}

Result<JsonObject> exchange_json(std::string_view bytes) {
    bool const has_notes = bytes.starts_with(format);
    if (!has_notes && !bytes.starts_with(format_without_notes)) return read_json_text(bytes);
    Reader reader{bytes.substr(1)};
    JsonObject json;
    JsonObject request;
    request["method"] = printable(reader.text());
    request["url"] = printable(reader.text());
    request["headers"] = shown_headers(reader);
    request["body"] = shown_body(reader);
    json["request"] = std::move(request);
    json["reply"] = nullptr;
    if (reader.number() == 1) {
        JsonObject reply;
        reply["status"] = reader.number();
        reply["headers"] = shown_headers(reader);
        reply["body"] = shown_body(reader);
        json["reply"] = std::move(reply);
    }
    if (has_notes) show_notes(reader, json);
    if (!reader.is_whole()) return fail(ErrorKind::corrupt, "calls.damaged_record", "reading a call's record: it is cut short");
    return json;
}

}  // namespace lockstep::calls
