// SPDX-License-Identifier: Apache-2.0
// load_connectors: files to connectors. Nothing is loaded when anything is wrong, and everything that is wrong is told.
#include <algorithm>
#include <map>

#include "base/text.hpp"
#include "catalogue/attached.hpp"
#include "catalogue/connector.hpp"
#include "catalogue/declaration_check.hpp"
#include "catalogue/declaration_schema.hpp"
#include "catalogue/declared_binding.hpp"
#include "catalogue/operation_file.hpp"
#include "catalogue/pointers.hpp"
#include "catalogue/schema_check.hpp"

namespace lockstep::catalogue {
namespace {

constexpr std::size_t problems_told_max = 100;

struct Folder {
    std::optional<ParsedFile> connector;
    std::vector<ParsedFile> operations;
    std::string logo;
    bool is_sound = true;
};

enum class FileKind : std::uint8_t {
    connector,
    operation,
    logo,
    other,
    unknown
};

FileKind kind_of(std::string_view path) {
    auto const steps = split(path, '/');
    if (steps.front() == "mappings" || (steps.size() == 3 && steps[1] == "mappings")) return FileKind::other;
    if (steps.size() == 2 && steps[1] == "connector.json") return FileKind::connector;
    if (steps.size() == 4 && steps[1] == "operations" && steps[3].ends_with(".json")) return FileKind::operation;
    if (steps.size() == 2 && steps[1] == "logo.svg") return FileKind::logo;
    if (steps.size() == 3 && steps[1] == "recordings") return FileKind::other;
    return FileKind::unknown;
}

OperationKind operation_kind(std::string_view word) {
    if (word == "search") return OperationKind::search;
    return word == "trigger" ? OperationKind::trigger : OperationKind::action;
}

Effect effect_named(std::string_view word) {
    if (word == "create") return Effect::create;
    if (word == "update") return Effect::update;
    return word == "remove" ? Effect::remove : Effect::read;
}

Idempotency idempotency_named(std::string_view word) {
    if (word == "same") return Idempotency::same;
    return word == "repeats" ? Idempotency::repeats : Idempotency::reads;
}

Evidence evidence_named(std::string_view word) {
    if (word == "documented") return Evidence::documented;
    if (word == "seen_in_code") return Evidence::seen_in_code;
    return word == "own_contract" ? Evidence::own_contract : Evidence::assumed;
}

}  // namespace

Operation to_operation(Json const& json) {
    Operation operation;
    operation.id = text_at(json, "id");
    operation.kind = operation_kind(text_at(json, "kind"));
    operation.effect = effect_named(text_at(json, "effect"));
    operation.evidence = evidence_named(text_at(json, "evidence"));
    operation.calls = find_integer(json, "/calls").value_or(0);
    operation.idempotency = idempotency_named(text_at(json, "idempotency"));
    operation.retry_is_safe = operation.idempotency != Idempotency::repeats;
    operation.title = local_text_at(json, "title");
    operation.help = local_text_at(json, "help");
    operation.method = text_at(json, "method");
    operation.path = text_at(json, "path");
    operation.side_effects = texts_at(json, "side_effects");
    operation.scopes = texts_at(json, "scopes");
    operation.event_type = text_at(json, "event_type");
    operation.declaration = json;
    if (auto const* inputs = find_array(json, "/inputs")) {
        for (auto const& declared : *inputs) {
            Input input;
            input.name = text_at(declared, "name");
            input.type = text_at(declared, "type");
            input.place = text_at(declared, "place");
            input.label = local_text_at(declared, "label");
            input.help = local_text_at(declared, "help");
            input.required = flag_at(declared, "required", false) && !declared.get_object().contains("default");
            operation.inputs.push_back(std::move(input));
        }
    }
    return operation;
}

namespace {

void add_limits(RateLimits& limits, Json const* declared) {
    if (!declared) return;
    auto const number = [&](char const* pointer, std::int64_t present) {
        return find_integer(*declared, pointer).value_or(present);
    };
    limits.burst = number("/burst", limits.burst);
    if (auto const interval = find_integer(*declared, "/interval_ms"))
        limits.interval = std::chrono::milliseconds{std::min<std::int64_t>(*interval, 86'400'000)};
    limits.per_day = number("/per_day", limits.per_day);
    limits.per_month = number("/per_month", limits.per_month);
    auto const* headers = find(*declared, "/headers");
    if (!headers) return;
    limits.header_limit = text_at(*headers, "limit");
    limits.header_remaining = text_at(*headers, "remaining");
    limits.header_interval_ms = text_at(*headers, "interval_ms");
    limits.header_daily_limit = text_at(*headers, "daily_limit");
    limits.header_daily_remaining = text_at(*headers, "daily_remaining");
    limits.header_daily_reset_ms = text_at(*headers, "daily_reset_ms");
    limits.header_month_limit = text_at(*headers, "month_limit");
    limits.header_month_remaining = text_at(*headers, "month_remaining");
    limits.header_month_reset = text_at(*headers, "month_reset");
}

void add_words(Connector& connector, Json const& json, Json const& profile) {
    connector.app_title = text_at(json, "title");
    connector.title = text_at(profile, "title");
    connector.help = local_text_at(profile.get_object().contains("help") ? profile : json, "help");
    auto const& auth = json.at("auth");
    auto const* rotation = find(auth, "/rotation");
    auto const days = [&](char const* pointer) {
        return std::chrono::days{rotation == nullptr ? 0 : find_integer(*rotation, pointer).value_or(0)};
    };
    connector.credential = {text_at(auth, "option"), local_text_at(auth, "label"), local_text_at(auth, "help"),
        days("/overlap_days"), days("/remind_after_days"), days("/replace_after_days")};
    if (auto const* settings = find_array(json, "/settings")) {
        for (auto const& declared : *settings) {
            auto const name = text_at(declared, "name"), option = text_at(declared, "option");
            connector.settings.push_back({name, option.empty() ? name : option, flag_at(declared, "routes", false),
                local_text_at(declared, "label"), local_text_at(declared, "help")});
        }
    }
    bool const is_only_one = json.at("profiles").get_array().size() == 1;
    auto const default_at = texts_at(profile, "default_at");
    auto const is_default = [&](std::string_view where) {
        return is_only_one || std::ranges::find(default_at, where) != default_at.end();
    };
    connector.is_default_at_own_address = is_default("own_address");
    connector.is_default_elsewhere = is_default("other_address");
}

// "mappings/<a>__<b>.json", at the top or in an app's folder, says which profiles are a pair, and which of them is side a.
struct Pair {
    std::string a, b;
};
std::optional<Pair> pair_of(std::string_view path) {
    constexpr std::string_view folder = "mappings", ending = ".json", between = "__";
    auto const steps = split(path, '/');
    if (steps.size() < 2 || steps[steps.size() - 2] != folder || !path.ends_with(ending)) return std::nullopt;
    auto const name = steps.back().substr(0, steps.back().size() - ending.size());
    auto const middle = name.find(between);
    if (middle == std::string_view::npos) return std::nullopt;
    return Pair{std::string(name.substr(0, middle)), std::string(name.substr(middle + between.size()))};
}

std::shared_ptr<Connector const> to_connector(Folder const& folder, Json const& profile, std::vector<Pair> const& pairs) {
    auto const& json = folder.connector->json;
    auto const& operations = folder.operations;
    auto connector = std::make_shared<Connector>();
    connector->id = text_at(json, "id");
    connector->profile = text_at(profile, "id");
    connector->logo = folder.logo;
    add_words(*connector, json, profile);
    for (auto const& pair : pairs) {
        if (pair.a == connector->profile) connector->pairs_as_a.push_back(pair.b);
        if (pair.b == connector->profile) connector->pairs_as_b.push_back(pair.a);
    }
    connector->default_base_url = text_at(json, "base_url");
    add_limits(connector->limits, find(json, "/limits"));
    add_limits(connector->limits, find(profile, "/limits"));
    connector->verify_operation = text_at(profile, "verify_operation");
    if (auto const* places = find_array(profile, "/owner")) {
        for (auto const& place : *places) connector->owner.push_back(texts_at(JsonObject{{"parts", place}}, "parts"));
    }
    connector->account = texts_at(profile, "account");
    bool const has_webhooks = flag_at(profile, "webhooks", true);
    for (auto const& file : operations) {
        if (!is_in_profile(file.json, connector->profile)) continue;
        if (!has_webhooks && text_at(file.json, "kind") == "trigger") continue;
        connector->operations.push_back(to_operation(file.json));
    }
    std::ranges::sort(connector->operations, {}, &Operation::id);
    JsonObject declaration = json.get_object();
    declaration.erase("profiles");
    if (!has_webhooks) declaration.erase("webhooks");
    connector->webhooks = read_webhook_rules(declaration.if_contains("webhooks"));
    connector->oauth = read_oauth_rules(find(json, "/oauth"));
    static Json const unbound = JsonObject{{"id", "/id"}, {"fields", JsonArray()}, {"records", JsonObject()}};
    auto const* contact = find(profile, "/bindings/contact");
    connector->contacts = std::make_shared<DeclaredBinding const>(
        contact != nullptr ? *contact : unbound, connector->webhooks.declared, connector->operations);
    auto const attached = [&](AttachedKind kind) -> std::shared_ptr<AttachedBinding const> {
        auto const* binding = find(profile, kind == AttachedKind::note ? "/bindings/note" : "/bindings/task");
        return binding == nullptr ? nullptr : std::make_shared<AttachedBinding const>(*binding, kind, connector->operations);
    };
    connector->notes = attached(AttachedKind::note);
    connector->tasks = attached(AttachedKind::task);
    connector->holds_health_data = flag_at(profile, "holds_health_data", false);
    declaration["profile"] = profile;
    connector->declaration = std::move(declaration);
    return connector;
}

}  // namespace

Result<std::vector<std::shared_ptr<Connector const>>> load_connectors(std::vector<DeclarationFile> const& files) {
    std::vector<DeclarationProblem> problems;
    std::map<std::string, Folder, std::less<>> folders;
    std::vector<Pair> pairs;
    auto const& schema = declaration_schema();

    for (auto const& file : files) {
        std::string const path{file.path};
        auto const kind = kind_of(path);
        if (auto pair = pair_of(path)) pairs.push_back(*std::move(pair));
        if (kind == FileKind::other) continue;
        if (kind == FileKind::unknown) {
            problems.push_back(
                {path, "", "is not part of a connector folder; move it to operations/<group>/ or recordings/, or remove it"});
            continue;
        }
        auto& folder = folders[std::string(split(path, '/').front())];
        if (kind == FileKind::logo) {
            folder.logo = file.text;
            continue;
        }
        auto json = parse_json(file.text);
        if (!json) {
            problems.push_back({path, "", "is no JSON: " + json.error().message});
            folder.is_sound = false;
            continue;
        }
        auto const* part = find(schema, kind == FileKind::connector ? "/$defs/connector" : "/$defs/operation");
        CHECK(part);
        auto const found = check_schema(schema, *part, *json);
        for (auto const& problem : found) problems.push_back({path, problem.pointer, problem.message});
        if (!found.empty()) folder.is_sound = false;
        if (kind == FileKind::connector)
            folder.connector = ParsedFile{path, std::move(*json)};
        else
            folder.operations.push_back({path, std::move(*json)});
    }
    for (auto const& [name, folder] : folders) {
        if (!folder.connector)
            problems.push_back({name + "/connector.json", "", "is missing; every connector folder needs it"});
        else if (folder.is_sound)
            std::ranges::move(check_connector(*folder.connector, folder.operations), std::back_inserter(problems));
    }

    if (!problems.empty()) {
        std::string message =
            "loading connectors: " + std::to_string(problems.size()) + (problems.size() == 1 ? " problem" : " problems");
        for (std::size_t i = 0; i < std::min(problems.size(), problems_told_max); ++i) {
            auto const& problem = problems[i];
            message += "\n  " + printable(problem.file) + (problem.pointer.empty() ? "" : " at " + printable(problem.pointer)) +
                       ": " + printable(problem.message);
        }
        return fail(ErrorKind::invalid, "catalogue.bad_declaration", std::move(message));
    }

    std::vector<std::shared_ptr<Connector const>> connectors;
    for (auto const& [name, folder] : folders) {
        for (auto const& profile : folder.connector->json.at("profiles").get_array()) {
            connectors.push_back(to_connector(folder, profile, pairs));
        }
    }
    return connectors;
}

}  // namespace lockstep::catalogue
