// SPDX-License-Identifier: Apache-2.0
#include "catalogue/oauth_rules.hpp"

#include "catalogue/pointers.hpp"

namespace lockstep::catalogue {
namespace {

Fields fields(Json const& json, std::string_view name) {
    Fields list;
    auto const* object = json.get_object().if_contains(name);
    if (object == nullptr) return list;
    for (auto const& member : object->get_object()) list.emplace_back(member.key(), member.value().get_string());
    return list;
}

OAuthMembers read_members(Json const& declared) {
    OAuthMembers members{.list_path = text_at(declared, "list_path"),
        .list_query = fields(declared, "list_query"),
        .items = text_at(declared, "items"),
        .id = text_at(declared, "id"),
        .name = text_at(declared, "name"),
        .page = find_integer(declared, "/page").value_or(0),
        .token_path = text_at(declared, "token_path"),
        .token_form = fields(declared, "token_form"),
        .mode = text_at(declared, "mode")};
    return members;
}

OAuthMode read_mode(Json const& declared) {
    OAuthMode mode{.id = text_at(declared, "id"),
        .label = local_text_at(declared, "label"),
        .help = local_text_at(declared, "help"),
        .form = fields(declared, "form"),
        .account = text_at(declared, "account"),
        .setting = text_at(declared, "setting"),
        .reconnect = fields(declared, "reconnect"),
        .members = {}};
    if (auto const* members = find(declared, "/members")) mode.members = read_members(*members);
    return mode;
}

}  // namespace

OAuthMode const* OAuthRules::mode(std::string_view id) const {
    for (auto const& each : modes) {
        if (each.id == id) return &each;
    }
    return nullptr;
}

std::optional<OAuthRules> read_oauth_rules(Json const* declared) {
    if (declared == nullptr) return std::nullopt;
    OAuthRules rules;
    rules.authorize_url = text_at(*declared, "authorize_url");
    rules.token_path = text_at(*declared, "token_path");
    rules.headers = fields(*declared, "headers");
    rules.scopes = texts_at(*declared, "scopes");
    rules.pkce = flag_at(*declared, "pkce", false);
    rules.app_id_ends_at = text_at(*declared, "app_id_ends_at");
    rules.reconnect_path = text_at(*declared, "reconnect_path");
    rules.reconnect_code = text_at(*declared, "reconnect_code");
    rules.uninstalled_event = text_at(*declared, "uninstalled_event");
    for (auto const& mode : declared->at("modes").get_array()) rules.modes.push_back(read_mode(mode));
    return rules;
}

}  // namespace lockstep::catalogue
