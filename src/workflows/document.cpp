// SPDX-License-Identifier: Apache-2.0
// Definitions as text: YAML or JSON.
#include <yaml-cpp/yaml.h>

#include <charconv>

#include "base/text.hpp"
#include "workflows/check.hpp"
#include "workflows/schema_files.hpp"

namespace lockstep::workflows {
namespace {

constexpr int depth_max = 60;
constexpr std::size_t nodes_max = 20'000;  // an alias counts each time, so that a few lines cannot become millions

std::unexpected<Error> unreadable(std::string reason, std::string detail, int line = 0) {
    return fail(ErrorKind::invalid, "workflows.unreadable", "reading a workflow: " + detail,
        {{"reason", std::move(reason)}, {"detail", detail}, {"line", std::to_string(line)}, {"step", ""}, {"field", ""}});
}

class Converter {
public:
    Result<Json> convert(YAML::Node const& node, int depth) {
        auto const line = node.Mark().line + 1;
        if (depth > depth_max) return unreadable("deep", "it is nested too deeply", line);
        if (++nodes_ > nodes_max) return unreadable("long", "it has too many entries", line);
        if (node.IsSequence()) {
            JsonArray list;
            for (auto const& each : node) {
                TRY(auto value, convert(each, depth + 1));
                list.push_back(std::move(value));
            }
            return list;
        }
        if (node.IsMap()) {
            JsonObject object;
            for (auto const& each : node) {
                if (!each.first.IsScalar()) return unreadable("key", "a name is no text", line);
                auto const& name = each.first.Scalar();
                if (object.contains(name))
                    return unreadable("twice", "\"" + printable(name) + "\" stands there twice", each.first.Mark().line + 1);
                TRY(auto value, convert(each.second, depth + 1));
                object[name] = std::move(value);
            }
            return object;
        }
        if (!node.IsScalar()) return Json(nullptr);
        auto const& text = node.Scalar();
        if (!is_valid_utf8(text)) return unreadable("utf8", "a text is no UTF-8", line);
        return node.Tag() == "!" ? Json(text) : plain(text);
    }

private:
    // What YAML 1.2 reads out of a text without quotes; "yes", "no" and "on" stay texts.
    static Json plain(std::string const& text) {
        if (text.empty() || text == "~" || text == "null") return nullptr;
        if (text == "true" || text == "false") return text == "true";
        auto const* end = text.data() + text.size();
        std::int64_t whole = 0;
        if (auto const read = std::from_chars(text.data(), end, whole); read.ec == std::errc() && read.ptr == end) return whole;
        bool const looks_like_number = text.find_first_not_of("+-.0123456789eE") == std::string::npos;
        double real = 0;
        if (auto const read = std::from_chars(text.data(), end, real);
            looks_like_number && read.ec == std::errc() && read.ptr == end)
            return real;
        return Json(text);
    }

    std::size_t nodes_ = 0;
};

}  // namespace

Json const& definition_schema() {
    static Json const schema = [] {
        auto const files = schema_files();
        CHECK(files.size() == 1);
        return parse_json(files.front().bytes).value();
    }();
    return schema;
}

Result<Json> read_definition(std::string_view text) {
    if (text.size() > definition_bytes_max) return unreadable("long", "it is too long");
    if (!is_valid_utf8(text)) return unreadable("utf8", "it is no UTF-8");
    if (trim_ascii(text).starts_with('{')) {
        auto json = parse_json(text, {.bytes = definition_bytes_max});
        if (!json) return unreadable("json", json.error().message);
        return json;
    }
    try {
        TRY(auto json, Converter().convert(YAML::Load(std::string(text)), 0));
        if (!json.is_object()) return unreadable("object", "it is no list of names and values");
        return json;
    } catch (YAML::Exception const& error) {
        return unreadable("yaml", printable(error.msg), error.mark.line + 1);
    }
}

Result<Program> make_program(std::string_view text, Apps const& apps) {
    TRY(auto const definition, read_definition(text));
    auto checked = check(definition, apps);
    if (!checked.problems.empty()) return std::unexpected(checked.problems.front());
    return std::move(checked.program);
}

}  // namespace lockstep::workflows
