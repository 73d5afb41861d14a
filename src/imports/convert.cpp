// SPDX-License-Identifier: Apache-2.0
#include "imports/convert.hpp"

#include <algorithm>
#include <array>
#include <map>

#include "base/text.hpp"
#include "catalogue/connector.hpp"
#include "imports/operation.hpp"
#include "imports/shapes.hpp"

namespace lockstep::imports {
namespace {

constexpr std::size_t title_letters = 60;
constexpr std::size_t servers_max = 20;
constexpr std::size_t declarations_bytes_max = std::size_t{8} << 20U;
constexpr std::size_t work_max = 3'000'000;  // values looked at, of all schemas
constexpr std::array<std::string_view, 5> methods{"get", "post", "put", "patch", "delete"};
constexpr std::array<std::string_view, 3> other_methods{"head", "options", "trace"};

std::unexpected<Error> bad_document(std::string_view reason, std::string const& place, std::string const& most = {}) {
    return fail(ErrorKind::invalid, "imports.bad_document",
        "reading an OpenAPI document: " + std::string(reason) + (place.empty() ? "" : ", " + place),
        {{"reason", std::string(reason)}, {"place", place}, {"most", most}});
}

std::unexpected<Error> bad_choice(std::string_view reason, std::string_view value) {
    auto const shown = printable(value.substr(0, 100));
    return fail(ErrorKind::invalid, "imports.bad_choice",
        "importing an OpenAPI document: " + std::string(reason) + " \"" + shown + "\"",
        {{"reason", std::string(reason)}, {"name", shown}});
}

JsonObject both(std::string_view en, std::string_view fr) { return {{"en", en}, {"fr", fr}}; }

// Versions are written without quotation marks, too.
std::string plain(Json const* value) {
    if (!value) return {};
    if (auto const* text = value->if_string()) return std::string(std::string_view(*text));
    return value->is_number() ? to_text(*value) : std::string();
}

bool is_known_version(std::string_view version) {
    return version == "3.0" || version == "3.1" || version.starts_with("3.0.") || version.starts_with("3.1.");
}

bool is_header_name(std::string_view name) {
    return !name.empty() && name.size() <= 60 &&
           std::ranges::all_of(name, [](unsigned char letter) { return std::isalnum(letter) || letter == '-' || letter == '_'; });
}
bool is_parameter_name(std::string_view name) {
    return !name.empty() && name.size() <= 60 && std::ranges::all_of(name, [](unsigned char letter) {
        return std::isalnum(letter) || letter == '-' || letter == '_' || letter == '.';
    });
}

// "X-Api-Key" of a scheme in a header; empty where a key of the app's own would change what the request is.
std::string scheme_way(Json const& scheme) {
    auto const type = lower_ascii(find_text(scheme, "/type").value_or(""));
    if (type == "http") {
        auto const kind = lower_ascii(find_text(scheme, "/scheme").value_or(""));
        return kind == "bearer" || kind == "basic" ? kind : std::string();
    }
    // Whoever has a token may send it; it is not renewed.
    if (type == "oauth2" || type == "openidconnect") return "bearer";
    if (type != "apikey") return {};
    auto const name = std::string(find_text(scheme, "/name").value_or(""));
    auto const where = find_text(scheme, "/in").value_or("");
    if (where == "query" && is_parameter_name(name)) return "query:" + name;
    if (where != "header" || !is_header_name(name)) return {};
    return equal_ignoring_case(name, "authorization") ? "header:Authorization" : "header:" + name;
}

bool is_known_way(std::string_view way) {
    if (way == "bearer" || way == "basic" || way == no_auth) return true;
    if (way.starts_with("header:")) return is_header_name(way.substr(7));
    return way.starts_with("query:") && is_parameter_name(way.substr(6));
}

class Converter {
public:
    Converter(Json const& document, Choices const& choices) : document_(document), choices_(choices), shapes_(document) {}

    Result<Offer> run() {
        TRY_VOID(read_head());
        TRY_VOID(read_servers());
        TRY_VOID(read_schemes());
        TRY_VOID(read_paths());
        TRY_VOID(choose());
        TRY_VOID(choose_verify());
        if (!offer_.base_url.empty()) offer_.connector = declare();
        return std::move(offer_);
    }

private:
    Result<void> read_head() {
        if (find_text(document_, "/swagger")) return bad_document("version", "/swagger");
        auto const* version = find(document_, "/openapi");
        if (!document_.is_object() || !version) return bad_document("not_openapi", "/openapi");
        if (!is_known_version(plain(version))) return bad_document("version", "/openapi");
        if (!find_object(document_, "/paths")) return bad_document("no_operations", "/paths");
        offer_.version = fit_line(plain(find(document_, "/info/version")), 40);
        offer_.title =
            fit_line(choices_.title.empty() ? find_text(document_, "/info/title").value_or("") : choices_.title, title_letters);
        if (offer_.title.empty()) offer_.title = "API";
        offer_.id = choices_.id.empty() ? word_from(offer_.title) : choices_.id;
        if (offer_.id.empty()) offer_.id = "api";
        bool const is_word =
            offer_.id.size() <= 50 && offer_.id.front() >= 'a' && offer_.id.front() <= 'z' &&
            std::ranges::all_of(offer_.id, [](char letter) {
                return (letter >= 'a' && letter <= 'z') || (letter >= '0' && letter <= '9') || letter == '_' || letter == '-';
            });
        if (!is_word) return bad_choice("id", offer_.id);
        if (choices_.calls_per_minute < 1 || choices_.calls_per_minute > 60'000)
            return bad_choice("rate", std::to_string(choices_.calls_per_minute));
        return {};
    }

    // With the variables' own values.
    static std::string filled(Json const& server) {
        std::string url(find_text(server, "/url").value_or(""));
        auto const* variables = find_object(server, "/variables");
        for (auto at = url.find('{'); at != std::string::npos; at = url.find('{', at)) {
            auto const close = url.find('}', at);
            if (close == std::string::npos) return {};
            auto const* variable = variables ? variables->if_contains(url.substr(at + 1, close - at - 1)) : nullptr;
            auto const value = variable ? plain(find(*variable, "/default")) : std::string();
            if (value.empty() || value.find('{') != std::string::npos) return {};
            url.replace(at, close - at + 1, value);
            if (url.size() > 400) return {};
        }
        while (url.ends_with('/')) url.pop_back();
        return url;
    }

    Result<void> read_servers() {
        if (auto const* servers = find_array(document_, "/servers")) {
            for (std::size_t i = 0; i < std::min(servers->size(), servers_max); ++i) {
                auto const url = filled((*servers)[i]);
                bool const is_whole = !url.empty() && url.size() <= 400 && catalogue::address_problem(url).empty();
                if (!is_whole)
                    leave("/servers/" + std::to_string(i), "server", std::string(find_text((*servers)[i], "/url").value_or("")));
                else if (std::ranges::find(offer_.servers, url) == offer_.servers.end())
                    offer_.servers.push_back(url);
            }
        }
        offer_.base_url = choices_.base_url;
        while (offer_.base_url.ends_with('/')) offer_.base_url.pop_back();
        if (offer_.base_url.empty() && !offer_.servers.empty()) offer_.base_url = offer_.servers.front();
        if (!offer_.base_url.empty() && (offer_.base_url.size() > 400 || !catalogue::address_problem(offer_.base_url).empty()))
            return bad_choice("address", offer_.base_url);
        return {};
    }

    void leave(std::string place, std::string reason, std::string const& detail) {
        offer_.left_out.push_back({fit_line(place, 200), std::move(reason), fit_line(detail, 120), false});
    }

    Result<void> read_schemes() {
        auto const* named = find_object(document_, "/components/securitySchemes");
        std::map<std::string, int, std::less<>> uses;
        if (named) {
            for (auto const& each : *named) {
                auto const resolved = shapes_.resolve(each.value());
                auto const way = resolved ? scheme_way(**resolved) : std::string();
                std::string const name{each.key()};
                auto const type = resolved ? std::string(find_text(**resolved, "/type").value_or("")) : std::string();
                schemes_.emplace(name, way);
                if (way.empty()) {
                    leave("/components/securitySchemes/" + name, "scheme", type);
                    continue;
                }
                if (type == "oauth2" || type == "openIdConnect") leave("/components/securitySchemes/" + name, "oauth", name);
                if (std::ranges::find(offer_.ways, way, &AuthWay::id) == offer_.ways.end())
                    offer_.ways.push_back({way, fit_line(name, 60)});
                if (offer_.ways.size() > 20) break;
            }
        }
        offer_.ways.push_back({std::string(no_auth), ""});
        offer_.auth = choices_.auth.empty() ? most_asked() : choices_.auth;
        if (!is_known_way(offer_.auth)) return bad_choice("auth", offer_.auth);
        if (std::ranges::find(offer_.ways, offer_.auth, &AuthWay::id) == offer_.ways.end()) {
            // A person knows better than the document: then what the document asks for is taken to be met by it.
            offer_.ways.push_back({offer_.auth, ""});
            for (auto& [name, way] : schemes_) way = offer_.auth;
        }
        return {};
    }

    // The way that most operations are satisfied with.
    std::string most_asked() const {
        std::map<std::string, int, std::less<>> uses;
        auto const count = [&](JsonArray const* security) {
            if (!security) return;
            for (auto const& alternative : *security) {
                auto const* named = alternative.if_object();
                if (!named || named->size() != 1) continue;
                auto const found = schemes_.find(std::string_view(named->begin()->key()));
                if (found != schemes_.end() && !found->second.empty()) ++uses[found->second];
            }
        };
        count(find_array(document_, "/security"));
        for (auto const& item : *find_object(document_, "/paths")) {
            auto const* operations = item.value().if_object();
            if (!operations) continue;
            for (auto const& each : *operations) count(find_array(each.value(), "/security"));
        }
        // Declared and nowhere asked for: most documents mean it all the same.
        if (uses.empty()) return offer_.ways.front().id;
        return std::ranges::max_element(uses, {}, [](auto const& each) { return each.second; })->first;
    }

    Result<void> read_paths() {
        std::set<std::string, std::less<>> ids;
        std::map<std::string, std::string, std::less<>> kept;
        for (auto const& [key, id] : choices_.ids) {
            kept[key] = id;
            ids.insert(id);
        }
        std::size_t count = 0, bytes = 0;
        std::set<std::string, std::less<>> keys;
        for (auto const& item : *find_object(document_, "/paths")) {
            std::string const path{item.key()};
            if (path.starts_with("x-")) continue;
            auto const resolved = shapes_.resolve(item.value());
            auto const* members = resolved ? (*resolved)->if_object() : nullptr;
            if (!members) {
                leave(path, resolved ? "odd_path" : resolved.error().reason, resolved ? "" : resolved.error().reference);
                continue;
            }
            for (auto const& each : *members) {
                std::string_view const word = each.key();
                auto const* operation = each.value().if_object();
                if (!operation) continue;
                if (std::ranges::find(other_methods, word) != other_methods.end()) {
                    offer_.left_out.push_back({upper(word) + " " + fit_line(path, 200), "method", "", true});
                    continue;
                }
                if (std::ranges::find(methods, word) == methods.end()) continue;
                if (++count > operations_max)
                    return bad_document(
                        "operations", upper(word) + " " + printable(path.substr(0, 200)), std::to_string(operations_max));
                OperationMaking making{.shapes = shapes_,
                    .schemes = schemes_,
                    .security = find_array(document_, "/security"),
                    .auth = offer_.auth,
                    .ids = ids,
                    .kept_ids = kept,
                    .left_out = offer_.left_out};
                if (bytes > declarations_bytes_max || shapes_.spent() > work_max) {
                    offer_.left_out.push_back({upper(word) + " " + fit_line(path, 200), "too_much", "", true});
                    continue;
                }
                auto made = make_operation({upper(word), path, *operation, *members}, making);
                if (!made) {
                    offer_.left_out.push_back(made.error());
                    continue;
                }
                bytes += to_text(*made).size();
                auto key = key_of(*made);
                if (!keys.insert(key).second) {
                    offer_.left_out.push_back({key, "same_path", "", true});
                    continue;
                }
                offer_.operations.push_back({std::move(key), *std::move(made), true});
            }
        }
        if (offer_.operations.empty()) return bad_document("no_operations", "/paths");
        return {};
    }

    static std::string upper(std::string_view word) {
        std::string text;
        for (char letter : word) text += static_cast<char>(letter - 'a' + 'A');
        return text;
    }

    static void rename(Offered& offered, messages::LocalText const& given) {
        auto& title = offered.declaration.get_object()["title"].get_object();
        JsonObject wanted = title;
        if (auto const en = fit_line(given.en, 100); !en.empty()) wanted = both(en, en);
        if (auto const fr = fit_line(given.fr, 100); !fr.empty()) wanted["fr"] = fr;
        offered.is_renamed = wanted != title;
        title = std::move(wanted);
    }

    Result<void> choose() {
        std::map<std::string_view, Chosen const*> named;
        for (auto const& each : choices_.operations ? *choices_.operations : choices_.titles) named[each.key] = &each;
        std::size_t found = 0;
        for (auto& offered : offer_.operations) {
            auto const at = named.find(offered.key);
            offered.is_chosen = choices_.operations
                                    ? at != named.end()
                                    : std::ranges::find(choices_.not_chosen, offered.key) == choices_.not_chosen.end();
            if (at != named.end()) rename(offered, at->second->title);
            if (offered.is_chosen) ++found;
        }
        if (found == 0) return bad_choice("operation", named.empty() ? std::string_view("") : named.begin()->first);
        if (!choices_.operations) return {};
        for (auto const& [key, each] : named) {
            if (std::ranges::find(offer_.operations, key, &Offered::key) == offer_.operations.end())
                return bad_choice("operation", key);
        }
        return {};
    }

    static bool is_callable_alone(Json const& operation) {
        if (find_text(operation, "/effect") != "read") return false;
        auto const* inputs = find_array(operation, "/inputs");
        return !inputs || std::ranges::none_of(*inputs, [](Json const& input) {
            return find_bool(input, "/required").value_or(false) && find(input, "/default") == nullptr;
        });
    }

    Result<void> choose_verify() {
        for (auto& each : offer_.operations) each.can_verify = each.is_chosen && is_callable_alone(each.declaration);
        if (choices_.verify == "none") return {};
        if (!choices_.verify.empty()) {
            auto const found = std::ranges::find(offer_.operations, choices_.verify, &Offered::key);
            if (found == offer_.operations.end() || !found->can_verify) return bad_choice("verify", choices_.verify);
            offer_.verify = choices_.verify;
            return {};
        }
        // The shortest path says least about anybody.
        for (auto const& each : offer_.operations) {
            if (!each.can_verify) continue;
            if (offer_.verify.empty() || each.key.size() < offer_.verify.size()) offer_.verify = each.key;
        }
        return {};
    }

    JsonObject auth() const {
        JsonObject headers, auth;
        std::string_view const way = offer_.auth;
        if (way == "bearer") {
            headers["Authorization"] = "Bearer ${credential}";
        } else if (way == "basic") {
            headers["Authorization"] = "Basic ${credential.base64}";
        } else if (way.starts_with("header:")) {
            headers[way.substr(7)] = "${credential}";
        } else if (way.starts_with("query:")) {
            auth["query"] = JsonObject{{way.substr(6), "${credential}"}};
        } else {
            auth["none"] = true;
        }
        bool const is_pair = way == "basic";
        auth["option"] = "key";
        auth["label"] = is_pair ? both("User and password", "Utilisateur et mot de passe") : both("Key or token", "Clé ou jeton");
        auth["help"] = way == no_auth ? both("This app asks for none.", "Cette application n’en demande pas.")
                       : is_pair      ? both("As user:password.", "Sous la forme utilisateur:motdepasse.")
                                      : both("As the app gives it to you.", "Tel que l’application vous le donne.");
        auth["headers"] = std::move(headers);
        return auth;
    }

    Json declare() const {
        JsonObject profile{{"id", offer_.id}, {"title", offer_.title}};
        for (auto const& each : offer_.operations) {
            if (each.key == offer_.verify) profile["verify_operation"] = *find(each.declaration, "/id");
        }
        JsonObject connector{{"id", offer_.id}, {"title", offer_.title},
            {"help", both("Imported from its OpenAPI document.", "Importée de son document OpenAPI.")},
            {"imported", JsonObject{{"version", offer_.version}, {"source", fit_line(choices_.source, 200)}}},
            {"base_url", offer_.base_url}, {"auth", auth()}, {"headers", JsonObject{{"Accept", "application/json"}}},
            {"limits", JsonObject{{"burst", choices_.calls_per_minute}, {"interval_ms", 60'000}}},
            {"reply", JsonObject{{"messages", JsonArray{"/message", "/error/message", "/error_description", "/error", "/errors",
                                                  "/detail", "/title"}}}},
            {"assumptions",
                JsonArray{JsonObject{{"id", "pace"},
                    {"text", "The document does not say how many calls the app takes; this many a minute are sent at most."},
                    {"switch", "/limits/burst"}}}},
            {"profiles", JsonArray{std::move(profile)}}};
        return connector;
    }

    Json const& document_;
    Choices const& choices_;
    Shapes shapes_;
    Schemes schemes_;
    Offer offer_;
};

}  // namespace

std::string key_of(Json const& operation) {
    return std::string(find_text(operation, "/method").value_or("")) + " " +
           std::string(find_text(operation, "/path").value_or(""));
}

Json Offer::declarations() const {
    JsonArray list;
    for (auto const& each : operations) {
        if (each.is_chosen) list.push_back(each.declaration);
    }
    return JsonObject{{"connector", connector}, {"operations", std::move(list)}};
}

Result<Offer> convert(Json const& document, Choices const& choices) { return Converter(document, choices).run(); }

}  // namespace lockstep::imports
