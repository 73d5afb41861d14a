// SPDX-License-Identifier: Apache-2.0
#include "sandbox/highlevel/oauth_desk.hpp"

#include <algorithm>

#include "base/text.hpp"

namespace lockstep::sandbox::highlevel {
namespace {

constexpr auto code_life = std::chrono::minutes{5};
constexpr std::size_t locations_max = 500;
constexpr std::string_view scopes =
    "contacts.readonly contacts.write locations.readonly locations/customFields.readonly locations/customFields.write "
    "locations/tags.readonly locations/tags.write oauth.readonly oauth.write";

std::map<std::string, std::string, std::less<>> read_form(std::string_view body) {
    std::map<std::string, std::string, std::less<>> form;
    for (auto const part : split(body, '&')) {
        auto const at = part.find('=');
        if (at == std::string_view::npos) continue;
        std::string value{part.substr(at + 1)};
        std::ranges::replace(value, '+', ' ');
        form[percent_decode(part.substr(0, at))] = percent_decode(value);
    }
    return form;
}

HttpReply refused(int status, std::string_view error, std::string_view words) {
    return json_reply(status, JsonObject{{"error", error}, {"error_description", words}});
}

std::string escaped(std::string_view text) {
    std::string out;
    for (auto const letter : text) {
        switch (letter) {
            case '&': out += "&amp;"; break;
            case '<': out += "&lt;"; break;
            case '>': out += "&gt;"; break;
            case '"': out += "&quot;"; break;
            default: out += letter;
        }
    }
    return out;
}

HttpReply page(int status, std::string_view body) {
    HttpReply reply;
    reply.status = status;
    reply.headers.add("Content-Type", "text/html; charset=utf-8");
    reply.body =
        "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">"
        "<title>Simulated marketplace</title><body style=\"font:16px sans-serif;max-width:40em;margin:2em auto\">";
    reply.body += body;
    reply.body += "</body></html>";
    return reply;
}

}  // namespace

OAuthDesk::OAuthDesk(Prng stream, std::string location_id) : stream_(stream), location_id_(std::move(location_id)) {
    client_id_ = text("app") + "-" + text("k");
    client_secret_ = text("secret-");
    company_id_ = text("company");
    for (std::size_t i = 0; i < locations_max; ++i) made_up_.push_back(text("").substr(0, 20));
    installed_[location_id_] = true;
}

std::string OAuthDesk::text(std::string_view prefix) {
    constexpr std::string_view letters = "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789";
    std::string out{prefix};
    for (int i = 0; i < 24; ++i) out += letters[stream_.below(letters.size())];
    return out;
}

std::vector<std::pair<std::string, std::string>> OAuthDesk::locations() const {
    std::vector<std::pair<std::string, std::string>> list{{location_id_, "Simulated location"}};
    auto const count = std::clamp<std::int64_t>(settings.locations, 0, static_cast<std::int64_t>(made_up_.size()));
    for (std::int64_t i = 0; i < count; ++i)
        list.emplace_back(made_up_[static_cast<std::size_t>(i)], "Empty location " + std::to_string(i + 1));
    return list;
}

std::optional<HttpReply> OAuthDesk::answer(Request const& request, TimePoint now) {
    auto const& at = request.segments;
    auto const is = [&](std::string_view method, std::initializer_list<std::string_view> path) {
        return request.method == method && std::ranges::equal(at, path);
    };
    if (is("GET", {"v2", "oauth", "chooselocation"})) return choose(request, now);
    if (is("POST", {"oauth", "token"})) return token(request, now);
    if (is("POST", {"oauth", "locationToken"})) return location_token(request, now);
    if (is("GET", {"oauth", "installedLocations"})) return installed_locations(request, now);
    if (is("POST", {"oauth", "reconnect"})) return reconnect(request, now);
    return std::nullopt;
}

// The page on which somebody at the vendor agrees: a link for each location and one for the whole agency.
HttpReply OAuthDesk::choose(Request const& request, TimePoint now) {
    auto const redirect = std::string(request.query_value("redirect_uri").value_or(""));
    if (request.query_value("client_id") != client_id_ || request.query_value("response_type") != "code" || redirect.empty())
        return page(400, "<h1>This app is not known</h1><p>client_id, response_type or redirect_uri is not right.</p>");
    auto const state = std::string(request.query_value("state").value_or(""));
    auto const back = [&](std::string_view query) {
        HttpReply reply;
        reply.status = 302;
        reply.headers.add("Location", redirect + (redirect.find('?') == std::string::npos ? "?" : "&") + std::string(query) +
                                          (state.empty() ? "" : "&state=" + percent_encode(state)));
        return reply;
    };
    if (auto const chosen = request.query_value("choose")) {
        if (*chosen == "nothing") return back("error=access_denied");
        bool const is_company = *chosen == company_id_;
        auto const all = locations();
        bool const is_location = std::ranges::any_of(all, [&](auto const& each) { return each.first == *chosen; });
        if (!is_company && !is_location) return page(404, "<h1>There is no such location</h1>");
        auto const code = text("code");
        codes_[code] = {is_company ? Kind::company : Kind::location, std::string(*chosen), redirect, now + code_life};
        installed_[std::string(*chosen)] = true;
        if (is_company) {
            for (auto const& [id, name] : all) installed_[id] = true;
        }
        return back("code=" + percent_encode(code));
    }
    std::string query;
    for (auto const& [name, value] : request.query) query += percent_encode(name) + "=" + percent_encode(value) + "&";
    auto const link = [&](std::string_view id, std::string_view words) {
        return "<li><a href=\"?" + escaped(query) + "choose=" + percent_encode(id) + "\">" + escaped(words) + "</a></li>";
    };
    std::string body = "<h1>Simulated marketplace</h1><p>An app wants to be installed. Where?</p><ul>";
    body += link(company_id_, "The whole agency");
    for (auto const& [id, name] : locations()) body += link(id, name);
    body += link("nothing", "Nowhere: refuse");
    return page(200, body + "</ul>");
}

HttpReply OAuthDesk::grant(Kind kind, std::string const& owner, bool with_refresh, TimePoint now) {
    auto const access = text("access-");
    tokens_[access] = {kind, owner, now + settings.access_life};
    JsonObject body{{"access_token", access}, {"token_type", "Bearer"},
        {"expires_in", std::chrono::duration_cast<std::chrono::seconds>(settings.access_life).count()}, {"scope", scopes},
        {"userType", kind == Kind::company ? "Company" : "Location"}, {"companyId", company_id_},
        {"userId", "simulatedUser0001"}};
    if (kind == Kind::location) body["locationId"] = owner;
    if (with_refresh) {
        auto const refresh = text("refresh-");
        refresh_tokens_[refresh] = {kind, owner, std::nullopt};
        body["refresh_token"] = refresh;
    }
    return json_reply(200, body);
}

HttpReply OAuthDesk::token(Request const& request, TimePoint now) {
    auto const form = read_form(request.body);
    auto const value = [&](std::string_view name) {
        auto const found = form.find(name);
        return found == form.end() ? std::string_view{} : std::string_view(found->second);
    };
    if (value("client_id") != client_id_ || value("client_secret") != client_secret_)
        return refused(401, "invalid_client", "Client authentication failed.");
    auto const wanted = value("user_type") == "Company" ? Kind::company : Kind::location;
    if (value("grant_type") == "authorization_code") {
        auto const found = codes_.find(value("code"));
        if (found == codes_.end() || found->second.expires_at < now)
            return refused(400, "invalid_grant", "The code is not known, was used, or has expired.");
        auto const code = found->second;
        codes_.erase(found);
        if (!code.redirect_uri.empty() && value("redirect_uri") != code.redirect_uri)
            return refused(400, "invalid_grant", "redirect_uri differs.");
        if (code.kind != wanted) return refused(400, "invalid_grant", "user_type differs from where the app was installed.");
        return grant(code.kind, code.owner, true, now);
    }
    if (value("grant_type") == "refresh_token") {
        auto const found = refresh_tokens_.find(value("refresh_token"));
        bool const is_good = found != refresh_tokens_.end() && found->second.kind == wanted &&
                             (!found->second.used_at || now - *found->second.used_at < settings.old_refresh_life);
        if (!is_good) return refused(400, "invalid_grant", "The refresh token is invalid or was used.");
        if (!found->second.used_at) found->second.used_at = now;
        ++refreshes_;
        return grant(found->second.kind, std::string(found->second.owner), true, now);
    }
    return refused(400, "unsupported_grant_type", "grant_type is not known.");
}

std::optional<std::string> OAuthDesk::company_of(HttpHeaders const& headers, TimePoint now) const {
    auto const found = tokens_.find(bearer_token(headers));
    if (found == tokens_.end() || found->second.kind != Kind::company || found->second.expires_at <= now) return std::nullopt;
    return found->second.owner;
}

HttpReply OAuthDesk::location_token(Request const& request, TimePoint now) {
    auto const company = company_of(*request.headers, now);
    if (!company) return json_reply(401, JsonObject{{"statusCode", 401}, {"message", "Invalid JWT"}, {"error", "Unauthorized"}});
    auto const form = read_form(request.body);
    auto const id = form.find("locationId");
    auto const of = form.find("companyId");
    bool const is_right = of != form.end() && of->second == *company && id != form.end() && installed_.contains(id->second) &&
                          installed_.at(id->second);
    if (!is_right) return json_reply(400, JsonObject{{"statusCode", 400}, {"message", "The app is not installed there."}});
    return grant(Kind::location, id->second, false, now);
}

HttpReply OAuthDesk::installed_locations(Request const& request, TimePoint now) const {
    auto const company = company_of(*request.headers, now);
    if (!company) return json_reply(401, JsonObject{{"statusCode", 401}, {"message", "Invalid JWT"}, {"error", "Unauthorized"}});
    auto const app_id = client_id_.substr(0, client_id_.find('-'));
    if (request.query_value("companyId") != *company || request.query_value("appId") != app_id)
        return json_reply(422, JsonObject{{"statusCode", 422}, {"message", JsonArray{"companyId or appId is not right"}}});
    auto const skip = request.query_integer("skip").value_or(0), limit = request.query_integer("limit").value_or(20);
    JsonArray list;
    std::int64_t at = 0, count = 0;
    for (auto const& [id, name] : locations()) {
        auto const found = installed_.find(id);
        if (found == installed_.end() || !found->second) continue;
        ++count;
        if (at++ < skip || static_cast<std::int64_t>(list.size()) >= limit) continue;
        list.push_back(JsonObject{{"_id", id}, {"name", name}, {"address", "1 rue Inventée"}, {"isInstalled", true}});
    }
    return json_reply(200, JsonObject{{"locations", std::move(list)}, {"count", count}, {"installToFutureLocations", false}});
}

HttpReply OAuthDesk::reconnect(Request const& request, TimePoint now) {
    if (!settings.may_reconnect)
        return json_reply(404, JsonObject{{"statusCode", 404}, {"message", "Cannot POST /oauth/reconnect"}});
    auto const body = parse_json(request.body);
    auto const value = [&](std::string_view pointer) { return body ? find_text(*body, pointer).value_or("") : ""; };
    if (value("/clientKey") != client_id_ || value("/clientSecret") != client_secret_)
        return refused(401, "invalid_client", "Client authentication failed.");
    bool const is_company = value("/companyId") == company_id_;
    std::string const owner{is_company ? value("/companyId") : value("/locationId")};
    auto const found = installed_.find(owner);
    if (found == installed_.end() || !found->second)
        return json_reply(400, JsonObject{{"statusCode", 400}, {"message", "The app is not installed there."}});
    auto const code = text("code");
    codes_[code] = {is_company ? Kind::company : Kind::location, owner, "", now + code_life};
    return json_reply(200, JsonObject{{"authorizationCode", code}, {"expiresAt", format_time(now + code_life)}});
}

std::optional<std::string> OAuthDesk::location_of(std::string_view access_token, TimePoint now) const {
    auto const found = tokens_.find(access_token);
    if (found == tokens_.end() || found->second.kind != Kind::location || found->second.expires_at <= now) return std::nullopt;
    return found->second.owner;
}

bool OAuthDesk::uninstall(std::string const& owner) {
    auto const found = installed_.find(owner);
    if (found == installed_.end() || !found->second) return false;
    found->second = false;
    std::erase_if(tokens_, [&](auto const& each) { return each.second.owner == owner; });
    std::erase_if(refresh_tokens_, [&](auto const& each) { return each.second.owner == owner; });
    return true;
}

void OAuthDesk::revoke_access() { tokens_.clear(); }

}  // namespace lockstep::sandbox::highlevel
