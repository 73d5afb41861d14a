// SPDX-License-Identifier: Apache-2.0
#include "imports/document.hpp"

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/yaml.h>

#include <charconv>
#include <map>
#include <optional>
#include <sstream>
#include <vector>

#include "base/text.hpp"

namespace lockstep::imports {
namespace {

std::unexpected<Error> bad(std::string_view reason, std::string const& place) {
    return fail(ErrorKind::invalid, "imports.bad_document",
        "reading an OpenAPI document: " + std::string(reason) + (place.empty() ? "" : ", " + place),
        {{"reason", std::string(reason)}, {"place", place}, {"most", ""}});
}

std::string place_of(YAML::Mark const& mark) {
    return "line " + std::to_string(mark.line + 1) + ", column " + std::to_string(mark.column + 1);
}

struct Refused {
    std::string_view reason;
    std::string place;
};

// YAML 1.2, core schema. Numbers that a double would change stay texts: they are versions and ids.
Json plain_value(std::string const& text) {
    if (text.empty() || text == "~" || text == "null" || text == "Null" || text == "NULL") return nullptr;
    if (text == "true" || text == "True" || text == "TRUE") return true;
    if (text == "false" || text == "False" || text == "FALSE") return false;
    auto const* const end = text.data() + text.size();
    bool const may_be_number = (text.front() >= '0' && text.front() <= '9') || text.front() == '-' || text.front() == '.';
    if (!may_be_number || text.size() > 30) return Json(text);
    std::int64_t whole = 0;
    if (auto const [at, error] = std::from_chars(text.data(), end, whole); error == std::errc{} && at == end) return whole;
    double real = 0;
    if (auto const [at, error] = std::from_chars(text.data(), end, real); error == std::errc{} && at == end) return real;
    return Json(text);
}

// Builds the value while the parser reads, so that nothing is built that exceeds the bounds.
class Builder final : public YAML::EventHandler {
public:
    Json take() { return std::move(root_); }

    void OnDocumentStart(YAML::Mark const&) override {}
    void OnDocumentEnd() override {}
    void OnNull(YAML::Mark const& mark, YAML::anchor_t anchor) override { put(nullptr, 1, 0, anchor, mark); }
    void OnScalar(YAML::Mark const& mark, std::string const& tag, YAML::anchor_t anchor, std::string const& text) override {
        if (!is_valid_utf8(text)) throw Refused{"syntax", place_of(mark)};
        bool const is_key = is_key_due();
        put(tag == "?" && !is_key ? plain_value(text) : Json(text), 1, text.size(), anchor, mark);
    }
    void OnAlias(YAML::Mark const& mark, YAML::anchor_t anchor) override {
        auto const found = anchored_.find(anchor);
        // One that is still being read would hold itself.
        if (found == anchored_.end()) throw Refused{"alias", place_of(mark)};
        put(found->second.value, found->second.values, found->second.bytes, 0, mark);
    }
    void OnSequenceStart(YAML::Mark const& mark, std::string const&, YAML::anchor_t anchor, YAML::EmitterStyle::value) override {
        open(false, anchor, mark);
    }
    void OnSequenceEnd() override { close(); }
    void OnMapStart(YAML::Mark const& mark, std::string const&, YAML::anchor_t anchor, YAML::EmitterStyle::value) override {
        open(true, anchor, mark);
    }
    void OnMapEnd() override { close(); }

private:
    struct Frame {
        bool is_map = false;
        YAML::anchor_t anchor = 0;
        YAML::Mark mark;
        std::size_t values_before = 0, bytes_before = 0;
        JsonObject object{};
        JsonArray array{};
        std::optional<std::string> key{};
    };
    struct Anchored {
        Json value;
        std::size_t values = 0, bytes = 0;
    };

    bool is_key_due() const { return !stack_.empty() && stack_.back().is_map && !stack_.back().key; }

    void open(bool is_map, YAML::anchor_t anchor, YAML::Mark const& mark) {
        if (is_key_due()) throw Refused{"syntax", place_of(mark)};  // a map or list as a key
        if (stack_.size() >= document_depth_max) throw Refused{"depth", place_of(mark)};
        stack_.push_back({is_map, anchor, mark, values_, bytes_});
    }

    void close() {
        auto frame = std::move(stack_.back());
        stack_.pop_back();
        auto const values = values_ - frame.values_before + 1, bytes = bytes_ - frame.bytes_before;
        if (frame.is_map) merge(frame.object);
        // What is within was counted as it was read.
        auto value = frame.is_map ? Json(std::move(frame.object)) : Json(std::move(frame.array));
        values_ = frame.values_before;
        bytes_ = frame.bytes_before;
        put(std::move(value), values, bytes, frame.anchor, frame.mark);
    }

    // "<<": members of another map, where the map has none of the name.
    static void merge(JsonObject& object) {
        auto const* source = object.if_contains("<<");
        auto const* members = source != nullptr ? source->if_object() : nullptr;
        if (members == nullptr) return;
        JsonObject const taken = *members;
        object.erase("<<");
        for (auto const& member : taken) object.insert(member);  // leaves what is there
    }

    void put(Json value, std::size_t values, std::size_t bytes, YAML::anchor_t anchor, YAML::Mark const& mark) {
        values_ += values;
        bytes_ += bytes;
        if (values_ > document_values_max || bytes_ > document_bytes_max) throw Refused{"values", place_of(mark)};
        if (anchor != 0) {
            // Kept a second time, so counted a second time.
            anchored_values_ += values;
            if (anchored_values_ > document_values_max) throw Refused{"values", place_of(mark)};
            anchored_[anchor] = {value, values, bytes};
        }
        if (stack_.empty()) {
            root_ = std::move(value);
            return;
        }
        auto& frame = stack_.back();
        if (!frame.is_map) {
            frame.array.push_back(std::move(value));
        } else if (!frame.key) {
            auto const* text = value.if_string();
            frame.key = text != nullptr ? std::string(std::string_view(*text)) : value.is_null() ? "null" : to_text(value);
        } else {
            if (!frame.object.emplace(*frame.key, std::move(value)).second) throw Refused{"repeated", place_of(mark)};
            frame.key.reset();
        }
    }

    Json root_;
    std::vector<Frame> stack_;
    std::map<YAML::anchor_t, Anchored> anchored_;
    std::size_t values_ = 0, bytes_ = 0, anchored_values_ = 0;
};

Result<Json> read_yaml(std::string_view text) {
    std::istringstream stream{std::string(text)};
    try {
        YAML::Parser parser(stream);
        Builder builder;
        if (!parser.HandleNextDocument(builder)) return bad("empty", "");
        return builder.take();
    } catch (Refused const& refused) {
        return bad(refused.reason, refused.place);
    } catch (YAML::Exception const& error) {
        return bad("syntax", place_of(error.mark));
    }
}

}  // namespace

Result<Json> read_document(std::string_view text) {
    if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
    if (trim_ascii(text).empty()) return bad("empty", "");
    if (text.size() > document_bytes_max) return bad("size", std::to_string(document_bytes_max));
    if (!trim_ascii(text).starts_with('{')) return read_yaml(text);
    auto json = parse_json(text, {.bytes = document_bytes_max,
                                     .depth = document_depth_max,
                                     .members = document_values_max,
                                     .string_bytes = std::size_t{1} << 18U});
    if (json) return json;
    auto const& code = json.error().code;
    return bad(code == "base.json_limit"          ? "values"
               : code == "base.json_repeated_key" ? "repeated"
                                                  : "syntax",
        printable(std::string_view(json.error().message).substr(0, 200)));
}

}  // namespace lockstep::imports
