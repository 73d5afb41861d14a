// SPDX-License-Identifier: Apache-2.0
#include "api/web/web_file.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <utility>

#include "base/bytes.hpp"
#include "base/text.hpp"
#include "vault/signature.hpp"

namespace lockstep::api {
namespace {

constexpr std::array<std::pair<std::string_view, std::string_view>, 15> types{{
    {".html", "text/html; charset=utf-8"},
    {".js", "text/javascript; charset=utf-8"},
    {".mjs", "text/javascript; charset=utf-8"},
    {".css", "text/css; charset=utf-8"},
    {".json", "application/json"},
    {".map", "application/json"},
    {".webmanifest", "application/manifest+json"},
    {".svg", "image/svg+xml"},
    {".png", "image/png"},
    {".jpg", "image/jpeg"},
    {".ico", "image/x-icon"},
    {".woff2", "font/woff2"},
    {".woff", "font/woff"},
    {".txt", "text/plain; charset=utf-8"},
    {".wasm", "application/wasm"},
}};

std::string_view last_segment(std::string_view path) { return path.substr(path.rfind('/') + 1); }

// Does Accept-Encoding name this coding, and not with q=0 (RFC 9110, 12.5.3)?
bool accepts(HttpRequest const& request, std::string_view coding) {
    for (auto const part : split(request.headers.find("Accept-Encoding").value_or(""), ',')) {
        auto const end = part.find(';');
        if (lower_ascii(trim_ascii(part.substr(0, end))) != coding) continue;
        auto const weight = end == std::string_view::npos ? std::string() : lower_ascii(trim_ascii(part.substr(end + 1)));
        return !weight.starts_with("q=0") || weight.find_first_of("123456789") != std::string::npos;
    }
    return false;
}

struct Coded {
    std::string_view name;  // empty: as it is
    std::string_view bytes;
};

Coded best_of(WebFile const& file, HttpRequest const& request) {
    if (!file.brotli.empty() && accepts(request, "br")) return {"br", file.brotli};
    if (!file.gzip.empty() && accepts(request, "gzip")) return {"gzip", file.gzip};
    return {"", file.bytes};
}

HttpReply reply_with(WebFile const& file, HttpRequest const& request) {
    HttpReply reply;
    auto const coded = best_of(file, request);
    // Bytes in another coding are another representation, with a tag of its own.
    auto etag = file.etag;
    if (!coded.name.empty() && !etag.empty()) etag.insert(etag.size() - 1, "-" + std::string(coded.name));
    reply.headers.add("Content-Type", file.content_type);
    reply.headers.add("ETag", etag);
    if (!file.brotli.empty() || !file.gzip.empty()) reply.headers.add("Vary", "Accept-Encoding");
    reply.headers.add("Cache-Control", file.is_immutable ? "public, max-age=31536000, immutable" : "no-cache");
    auto const known = request.headers.find("If-None-Match");
    if (known && !etag.empty() && known->contains(etag)) {
        reply.status = 304;
    } else {
        if (!coded.name.empty()) reply.headers.add("Content-Encoding", std::string(coded.name));
        reply.body = coded.bytes;
    }
    return reply;
}

}  // namespace

WebFiles web_files_from(std::vector<EmbeddedFile> const& files) {
    std::map<std::string, WebFile, std::less<>> by_path;
    auto const is_coded = [](std::string_view path) { return path.ends_with(".br") || path.ends_with(".gz"); };
    for (auto const& file : files) {
        if (is_coded(file.path)) continue;
        WebFile entry;
        entry.bytes = file.bytes;
        entry.content_type = content_type_of(file.path);
        entry.etag = "\"" + to_hex(vault::sha256(file.bytes)).substr(0, 32) + "\"";
        entry.is_immutable = has_hashed_name(file.path);
        by_path.emplace("/" + std::string(file.path), std::move(entry));
    }
    for (auto const& file : files) {
        if (!is_coded(file.path)) continue;
        std::string_view const path = file.path;
        auto const plain = by_path.find("/" + std::string(path.substr(0, path.size() - 3)));
        if (plain != by_path.end()) (path.ends_with(".br") ? plain->second.brotli : plain->second.gzip) = file.bytes;
    }
    return [by_path = std::move(by_path)](std::string_view path) -> std::optional<WebFile> {
        auto const found = by_path.find(path);
        return found == by_path.end() ? std::nullopt : std::optional(found->second);
    };
}

std::string_view content_type_of(std::string_view path) {
    auto const found = std::ranges::find_if(types, [&](auto const& type) { return path.ends_with(type.first); });
    return found == types.end() ? "application/octet-stream" : found->second;
}

bool has_hashed_name(std::string_view path) {
    auto const name = last_segment(path);
    auto const dot = name.rfind('.');
    if (dot == std::string_view::npos || dot < 9 || name[dot - 9] != '-') return false;
    return std::ranges::all_of(name.substr(dot - 8, 8), [](unsigned char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '-';
    });
}

std::optional<HttpReply> answer_with_file(WebFiles const& files, HttpRequest const& request, std::string_view path) {
    if (!files) return std::nullopt;
    auto file = files(path == "/" ? "/index.html" : path);
    // A missing script is a 404, not a page.
    bool const may_be_a_page = !last_segment(path).contains('.');
    if (!file && may_be_a_page) file = files("/index.html");
    if (!file) return std::nullopt;
    return reply_with(*file, request);
}

}  // namespace lockstep::api
