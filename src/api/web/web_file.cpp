// SPDX-License-Identifier: Apache-2.0
#include "api/web/web_file.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <utility>

#include "base/bytes.hpp"
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

HttpReply reply_with(WebFile const& file, HttpRequest const& request) {
    HttpReply reply;
    reply.headers.add("Content-Type", file.content_type);
    reply.headers.add("ETag", file.etag);
    reply.headers.add("Cache-Control", file.is_immutable ? "public, max-age=31536000, immutable" : "no-cache");
    auto const known = request.headers.find("If-None-Match");
    if (known && !file.etag.empty() && known->contains(file.etag)) {
        reply.status = 304;
    } else {
        reply.body = file.bytes;
    }
    return reply;
}

}  // namespace

WebFiles web_files_from(std::vector<EmbeddedFile> const& files) {
    std::map<std::string, WebFile, std::less<>> by_path;
    for (auto const& file : files) {
        WebFile entry;
        entry.bytes = file.bytes;
        entry.content_type = content_type_of(file.path);
        entry.etag = "\"" + to_hex(vault::sha256(file.bytes)).substr(0, 32) + "\"";
        entry.is_immutable = has_hashed_name(file.path);
        by_path.emplace("/" + std::string(file.path), std::move(entry));
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
