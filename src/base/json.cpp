// SPDX-License-Identifier: Apache-2.0
// The strict reader: Boost.JSON's tokenizer feeds a handler of ours that counts against the limits as it goes, so that a hostile
// document is left at the first byte too many. Repeated keys are found by comparing counts, at no cost to a good document.
#include "base/json.hpp"

#include <array>
#include <boost/json/basic_parser_impl.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value_stack.hpp>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <limits>
#include <new>
#include <set>
#include <span>
#include <utility>
#include <vector>

#include "base/text.hpp"

namespace lockstep {

namespace {

namespace json = boost::json;
using json::error_code;

// Refused by our own rules; null while the tokenizer is content.
using Refusal = char const*;

constexpr Refusal too_many_members = "more than the allowed number of members";
constexpr Refusal string_too_long = "a string is longer than allowed";
constexpr Refusal number_too_large = "a number is larger than can be kept";
constexpr Refusal key_repeated = "an object has the same key twice";

// What the tokenizer asks of a handler that needs no limits of its own.
struct Unlimited {
    static constexpr std::size_t max_object_size = std::numeric_limits<std::size_t>::max();
    static constexpr std::size_t max_array_size = std::numeric_limits<std::size_t>::max();
    static constexpr std::size_t max_string_size = std::numeric_limits<std::size_t>::max();
    static constexpr std::size_t max_key_size = std::numeric_limits<std::size_t>::max();
};

class Builder : public Unlimited {
public:
    Builder(JsonLimits const& limits, std::span<unsigned char> space, JsonStorage storage)
        : stack_({}, space.data(), space.size()), limits_(limits) {
        stack_.reset(std::move(storage));
    }

    Json release() { return stack_.release(); }
    Refusal refusal() const { return refusal_; }
    std::size_t keys() const { return keys_; }

    bool on_document_begin(error_code&) { return true; }
    bool on_document_end(error_code&) { return true; }
    bool on_object_begin(error_code& ec) { return count(ec); }
    bool on_object_end(std::size_t size, error_code&) { return stack_.push_object(size), true; }
    bool on_array_begin(error_code& ec) { return count(ec); }
    bool on_array_end(std::size_t size, error_code&) { return stack_.push_array(size), true; }
    bool on_key_part(std::string_view part, std::size_t size, error_code& ec) {
        return fits(size, ec) && (stack_.push_chars(part), true);
    }
    bool on_key(std::string_view part, std::size_t size, error_code& ec) {
        return fits(size, ec) && (++keys_, stack_.push_key(part), true);
    }
    bool on_string_part(std::string_view part, std::size_t size, error_code& ec) {
        return fits(size, ec) && (stack_.push_chars(part), true);
    }
    bool on_string(std::string_view part, std::size_t size, error_code& ec) {
        return count(ec) && fits(size, ec) && (stack_.push_string(part), true);
    }
    bool on_number_part(std::string_view, error_code&) { return true; }
    bool on_int64(std::int64_t value, std::string_view, error_code& ec) { return count(ec) && (stack_.push_int64(value), true); }
    bool on_uint64(std::uint64_t value, std::string_view, error_code& ec) {
        return count(ec) && (stack_.push_uint64(value), true);
    }
    // The tokenizer's own value may be off in the last bit, which would read as a change that nobody made. The text is in one
    // piece because the document is.
    bool on_double(double approximation, std::string_view text, error_code& ec) {
        double exact = 0;
        [[maybe_unused]] auto const [end, failure] = std::from_chars(text.data(), text.data() + text.size(), exact);
        // Too small to be told from zero is not a reason to refuse; too large is.
        if (failure == std::errc::result_out_of_range && std::abs(approximation) > 1) return refuse(number_too_large, ec);
        return count(ec) && (stack_.push_double(exact), true);
    }
    bool on_bool(bool value, error_code& ec) { return count(ec) && (stack_.push_bool(value), true); }
    bool on_null(error_code& ec) { return count(ec) && (stack_.push_null(), true); }
    bool on_comment_part(std::string_view, error_code&) { return true; }
    bool on_comment(std::string_view, error_code&) { return true; }

private:
    bool refuse(Refusal why, error_code& ec) {
        refusal_ = why;
        ec = make_error_code(boost::system::errc::value_too_large);
        return false;
    }
    bool count(error_code& ec) { return ++members_ <= limits_.members + 1 || refuse(too_many_members, ec); }
    bool fits(std::size_t size, error_code& ec) { return size <= limits_.string_bytes || refuse(string_too_long, ec); }

    json::value_stack stack_;
    JsonLimits const& limits_;
    std::size_t members_ = 0;  // values, the root among them
    std::size_t keys_ = 0;
    Refusal refusal_ = nullptr;
};

// Reads again only to find where the first repeated key is.
class RepeatedKeyFinder : public Unlimited {
public:
    bool on_document_begin(error_code&) { return true; }
    bool on_document_end(error_code&) { return true; }
    bool on_object_begin(error_code&) { return open_.emplace_back(), true; }
    bool on_object_end(std::size_t, error_code&) { return open_.pop_back(), true; }
    bool on_array_begin(error_code&) { return true; }
    bool on_array_end(std::size_t, error_code&) { return true; }
    bool on_key_part(std::string_view part, std::size_t, error_code&) { return key_ += part, true; }
    bool on_key(std::string_view part, std::size_t, error_code& ec) {
        key_ += part;
        if (open_.back().insert(std::exchange(key_, {})).second) return true;
        ec = make_error_code(boost::system::errc::file_exists);
        return false;
    }
    bool on_string_part(std::string_view, std::size_t, error_code&) { return true; }
    bool on_string(std::string_view, std::size_t, error_code&) { return true; }
    bool on_number_part(std::string_view, error_code&) { return true; }
    bool on_int64(std::int64_t, std::string_view, error_code&) { return true; }
    bool on_uint64(std::uint64_t, std::string_view, error_code&) { return true; }
    bool on_double(double, std::string_view, error_code&) { return true; }
    bool on_bool(bool, error_code&) { return true; }
    bool on_null(error_code&) { return true; }
    bool on_comment_part(std::string_view, error_code&) { return true; }
    bool on_comment(std::string_view, error_code&) { return true; }

private:
    std::vector<std::set<std::string>> open_;
    std::string key_;
};

json::parse_options options_for(JsonLimits const& limits) {
    json::parse_options options;
    options.max_depth = limits.depth;
    return options;
}

// As editors count: from 1, columns in bytes.
std::string place_of(std::string_view text, std::size_t offset) {
    auto const before = text.substr(0, offset);
    std::size_t line = 1;
    for (char const c : before) line += c == '\n' ? 1 : 0;
    auto const line_start = before.rfind('\n');
    auto const column = before.size() - (line_start == std::string_view::npos ? 0 : line_start + 1) + 1;
    return "line " + std::to_string(line) + ", column " + std::to_string(column);
}

// Says what and where, never the text itself: it may be someone's data.
std::unexpected<Error> refused(std::string_view code, std::string_view why, std::string_view text, std::size_t offset) {
    return fail(ErrorKind::invalid, code, "reading JSON: " + std::string(why) + " (" + place_of(text, offset) + ")");
}

std::size_t count_keys(Json const& value) {
    std::size_t keys = 0;
    if (auto const* object = value.if_object()) {
        keys = object->size();
        for (auto const& member : *object) {
            if (member.value().is_structured()) keys += count_keys(member.value());
        }
    } else if (auto const* array = value.if_array()) {
        for (auto const& element : *array) {
            if (element.is_structured()) keys += count_keys(element);
        }
    }
    return keys;
}

std::unexpected<Error> refuse_repeated_key(std::string_view text, JsonLimits const& limits) {
    json::basic_parser<RepeatedKeyFinder> finder(options_for(limits));
    error_code ec;
    auto const offset = finder.write_some(false, text.data(), text.size(), ec);
    return refused("base.json_repeated_key", key_repeated, text, offset);
}

void write_pretty(Json const& value, std::size_t indent, std::string& text) {
    auto const new_line = [&text](std::size_t spaces) { (text += '\n').append(spaces, ' '); };
    if (auto const* object = value.if_object(); object != nullptr && !object->empty()) {
        char separator = '{';
        for (auto const& member : *object) {
            text += std::exchange(separator, ',');
            new_line(indent + 2);
            text += json::serialize(json::string_view(member.key()));
            text += ": ";
            write_pretty(member.value(), indent + 2, text);
        }
        new_line(indent);
        text += '}';
    } else if (auto const* array = value.if_array(); array != nullptr && !array->empty()) {
        char separator = '[';
        for (auto const& element : *array) {
            text += std::exchange(separator, ',');
            new_line(indent + 2);
            write_pretty(element, indent + 2, text);
        }
        new_line(indent);
        text += ']';
    } else {
        text += json::serialize(value);
    }
}

enum class RepeatedKeys : std::uint8_t {
    refused,
    last_counts
};

Result<Json> parse(std::string_view text, JsonLimits const& limits, JsonStorage storage, RepeatedKeys repeated_keys) {
    if (text.size() > limits.bytes)
        return fail(ErrorKind::invalid, "base.json_limit", "reading JSON: the document is longer than allowed");
    // Spares the allocations of a document of usual size; a larger one outgrows it to the heap.
    alignas(std::max_align_t) std::array<unsigned char, 8192> space;  // NOLINT(cppcoreguidelines-pro-type-member-init)
    json::basic_parser<Builder> parser(options_for(limits), limits, std::span(space), std::move(storage));
    error_code ec;
    auto const offset = parser.write_some(false, text.data(), text.size(), ec);
    if (auto const* refusal = parser.handler().refusal()) return refused("base.json_limit", refusal, text, offset);
    if (ec == json::error::too_deep) return refused("base.json_limit", "deeper than allowed", text, offset);
    if (ec) return refused("base.bad_json", ec.message(), text, offset);
    if (offset != text.size()) return refused("base.bad_json", "text follows the end of the document", text, offset);

    auto value = parser.handler().release();
    bool const counts = repeated_keys == RepeatedKeys::refused;
    if (counts && count_keys(value) != parser.handler().keys()) return refuse_repeated_key(text, limits);
    return value;
}

// The value of the four digits of an escape "\\uXXXX" at `at`, or nothing.
std::optional<unsigned> escaped_unit(std::string_view text, std::size_t at) {
    if (at + 6 > text.size() || text[at] != '\\' || text[at + 1] != 'u') return std::nullopt;
    unsigned unit = 0;
    auto const* begin = text.data() + at + 2;
    auto const [end, failure] = std::from_chars(begin, begin + 4, unit, 16);
    return failure == std::errc{} && end == begin + 4 ? std::optional(unit) : std::nullopt;
}

// Escapes that name half of a surrogate pair name U+FFFD instead.
std::string with_whole_pairs(std::string_view text) {
    auto const is_first = [](unsigned unit) { return unit >= 0xD800 && unit < 0xDC00; };
    auto const is_second = [](unsigned unit) { return unit >= 0xDC00 && unit < 0xE000; };
    std::string out;
    out.reserve(text.size());
    for (std::size_t at = 0; at < text.size();) {
        if (text[at] != '\\') {
            out += text[at++];
            continue;
        }
        auto const unit = escaped_unit(text, at);
        if (!unit) {
            out += text.substr(at, 2);
            at += 2;
            continue;
        }
        auto const next = escaped_unit(text, at + 6);
        if (is_first(*unit) && next && is_second(*next)) {
            out += text.substr(at, 12);
            at += 12;
            continue;
        }
        out += is_first(*unit) || is_second(*unit) ? std::string_view("\\ufffd") : text.substr(at, 6);
        at += 6;
    }
    return out;
}

}  // namespace

Result<Json> parse_json(std::string_view text, JsonLimits const& limits, JsonStorage storage) {
    return parse(text, limits, std::move(storage), RepeatedKeys::refused);
}

Result<Json> parse_foreign_json(std::string_view text, JsonLimits const& limits, JsonStorage storage) {
    constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
    if (text.starts_with(byte_order_mark)) text.remove_prefix(byte_order_mark.size());
    auto strict = parse(text, limits, storage, RepeatedKeys::refused);
    if (strict || strict.error().code == "base.json_limit") return strict;
    auto const repaired = with_whole_pairs(with_valid_utf8(text));
    return parse(repaired, limits, std::move(storage), RepeatedKeys::last_counts);
}

std::string to_text(Json const& value) { return json::serialize(value); }

std::string to_pretty_text(Json const& value) {
    std::string text;
    write_pretty(value, 0, text);
    return text;
}

Json const* find(Json const& value, std::string_view pointer) {
    error_code ec;
    return value.find_pointer(pointer, ec);
}

std::optional<std::string_view> find_text(Json const& value, std::string_view pointer) {
    auto const* found = find(value, pointer);
    if (found == nullptr || !found->is_string()) return std::nullopt;
    return std::string_view(found->get_string());
}

std::optional<std::int64_t> find_integer(Json const& value, std::string_view pointer) {
    auto const* found = find(value, pointer);
    if (found == nullptr) return std::nullopt;
    if (auto const* number = found->if_int64()) return *number;
    if (auto const* number = found->if_uint64(); number != nullptr && std::in_range<std::int64_t>(*number)) {
        return static_cast<std::int64_t>(*number);
    }
    return std::nullopt;
}

std::optional<bool> find_bool(Json const& value, std::string_view pointer) {
    auto const* found = find(value, pointer);
    if (found == nullptr || !found->is_bool()) return std::nullopt;
    return found->get_bool();
}

JsonObject const* find_object(Json const& value, std::string_view pointer) {
    auto const* found = find(value, pointer);
    return found == nullptr ? nullptr : found->if_object();
}

JsonArray const* find_array(Json const& value, std::string_view pointer) {
    auto const* found = find(value, pointer);
    return found == nullptr ? nullptr : found->if_array();
}

}  // namespace lockstep
