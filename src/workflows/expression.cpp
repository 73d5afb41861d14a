// SPDX-License-Identifier: Apache-2.0
#include "workflows/expression.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include "base/text.hpp"
#include "workflows/filters.hpp"
#include "workflows/limits.hpp"

namespace lockstep::workflows {

struct ExpressionNode {
    enum class Kind : std::uint8_t {
        literal,
        name,
        member,
        element,
        filter,
        compare,
        contains,
        in,
        both,
        either,
        negation,
        list
    };
    using Pointer = std::shared_ptr<ExpressionNode const>;

    Kind kind = Kind::literal;
    Json literal{};            // literal; element: the place in the list
    std::string word{};        // name, member; compare: the sign
    bool is_optional = false;  // member: may be missing in what is documented
    Filter const* filter = nullptr;
    std::vector<Pointer> parts{};
};

namespace {

using Node = ExpressionNode;
using Kind = Node::Kind;

std::unexpected<Error> bad(std::string reason, std::string_view near) {
    auto shown = printable(near.substr(0, 40));
    return fail(ErrorKind::invalid, "workflows.bad_expression", "reading an expression near \"" + shown + "\": " + reason,
        {{"reason", std::move(reason)}, {"name", std::move(shown)}});
}

bool is_word_start(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

class Reader {
public:
    explicit Reader(std::string_view text) : rest_(text) {}

    Result<Node::Pointer> whole() {
        TRY(auto root, either(0));
        skip();
        if (!rest_.empty()) return bad("rest", rest_);
        return root;
    }

private:
    void skip() {
        while (
            !rest_.empty() && (rest_.front() == ' ' || rest_.front() == '\t' || rest_.front() == '\n' || rest_.front() == '\r'))
            rest_.remove_prefix(1);
    }
    bool take(std::string_view sign) {
        skip();
        if (!rest_.starts_with(sign)) return false;
        rest_.remove_prefix(sign.size());
        return true;
    }
    std::string_view peek_word() {
        skip();
        std::size_t length = 0;
        while (length < rest_.size() && (is_word_start(rest_[length]) || (length > 0 && is_digit(rest_[length])))) ++length;
        return rest_.substr(0, length);
    }
    bool take_word(std::string_view word) {
        if (peek_word() != word) return false;
        rest_.remove_prefix(word.size());
        return true;
    }
    static Node::Pointer make(Kind kind, std::vector<Node::Pointer> parts, std::string word = {}) {
        auto node = std::make_shared<Node>();
        node->kind = kind;
        node->parts = std::move(parts);
        node->word = std::move(word);
        return node;
    }

    Result<Node::Pointer> either(int depth) {
        if (depth > expression_depth_max) return bad("deep", rest_);
        TRY(auto left, both(depth + 1));
        while (take_word("or")) {
            TRY(auto right, both(depth + 1));
            left = make(Kind::either, {std::move(left), std::move(right)});
        }
        return left;
    }
    Result<Node::Pointer> both(int depth) {
        TRY(auto left, negation(depth));
        while (take_word("and")) {
            TRY(auto right, negation(depth));
            left = make(Kind::both, {std::move(left), std::move(right)});
        }
        return left;
    }
    Result<Node::Pointer> negation(int depth) {
        if (depth > expression_depth_max) return bad("deep", rest_);
        if (!take_word("not")) return comparison(depth);
        TRY(auto of, negation(depth + 1));
        return make(Kind::negation, {std::move(of)});
    }
    Result<Node::Pointer> comparison(int depth) {
        TRY(auto left, filtered(depth));
        for (std::string_view const sign : {"==", "!=", "<=", ">=", "<", ">"}) {
            if (!take(sign)) continue;
            TRY(auto right, filtered(depth));
            return make(Kind::compare, {std::move(left), std::move(right)}, std::string(sign));
        }
        for (auto const& [word, kind] : {std::pair{"contains", Kind::contains}, std::pair{"in", Kind::in}}) {
            if (!take_word(word)) continue;
            TRY(auto right, filtered(depth));
            return make(kind, {std::move(left), std::move(right)});
        }
        return left;
    }
    Result<Node::Pointer> filtered(int depth) {
        TRY(auto value, primary(depth));
        int length = 0;
        while (take("|")) {
            if (++length > expression_depth_max) return bad("deep", rest_);
            auto const name = peek_word();
            auto const* filter = find_filter(name);
            if (filter == nullptr) return bad("filter", name.empty() ? rest_ : name);
            rest_.remove_prefix(name.size());
            auto node = std::make_shared<Node>();
            node->kind = Kind::filter;
            node->filter = filter;
            node->parts.push_back(std::move(value));
            if (take(":")) {
                do {
                    TRY(auto with, primary(depth + 1));
                    node->parts.push_back(std::move(with));
                } while (node->parts.size() <= filter->with.size() && take(","));
            }
            if (node->parts.size() - 1 < filter->needed || node->parts.size() - 1 > filter->with.size())
                return bad("filter_inputs", name);
            value = std::move(node);
        }
        return value;
    }
    Result<Node::Pointer> primary(int depth) {
        if (depth > expression_depth_max) return bad("deep", rest_);
        skip();
        if (rest_.empty()) return bad("ends", rest_);
        if (take("(")) {
            TRY(auto inner, either(depth + 1));
            if (!take(")")) return bad("bracket", rest_);
            return inner;
        }
        if (take("[")) return list(depth);
        if (rest_.front() == '"' || rest_.front() == '\'') return text();
        if (is_digit(rest_.front()) || rest_.front() == '-') return number();
        return name();
    }
    Result<Node::Pointer> list(int depth) {
        std::vector<Node::Pointer> parts;
        while (!take("]")) {
            if (!parts.empty() && !take(",")) return bad("bracket", rest_);
            TRY(auto part, primary(depth + 1));
            parts.push_back(std::move(part));
        }
        return make(Kind::list, std::move(parts));
    }
    static Node::Pointer literal(Json value) {
        auto node = std::make_shared<Node>();
        node->literal = std::move(value);
        return node;
    }
    Result<std::string> quoted() {
        auto const quote = rest_.front();
        std::string value;
        for (std::size_t at = 1; at < rest_.size(); ++at) {
            if (rest_[at] == quote) {
                rest_.remove_prefix(at + 1);
                return value;
            }
            if (rest_[at] == '\\' && at + 1 < rest_.size()) ++at;
            value += rest_[at];
        }
        return bad("quote", rest_);
    }
    Result<Node::Pointer> text() {
        TRY(auto value, quoted());
        return literal(Json(value));
    }
    Result<Node::Pointer> number() {
        std::size_t length = 1;
        while (length < rest_.size() && (is_digit(rest_[length]) || rest_[length] == '.')) ++length;
        auto const word = rest_.substr(0, length);
        std::int64_t whole = 0;
        auto const [end, error] = std::from_chars(word.data(), word.data() + word.size(), whole);
        rest_.remove_prefix(length);
        if (error == std::errc() && end == word.data() + word.size()) return literal(Json(whole));
        double real = 0;
        auto const [real_end, real_error] = std::from_chars(word.data(), word.data() + word.size(), real);
        if (real_error != std::errc() || real_end != word.data() + word.size()) return bad("number", word);
        return literal(Json(real));
    }
    Result<Node::Pointer> name() {
        auto const word = peek_word();
        if (word.empty()) return bad("sign", rest_);
        rest_.remove_prefix(word.size());
        if (word == "true" || word == "false") return literal(Json(word == "true"));
        if (word == "blank" || word == "null") return literal(Json(nullptr));
        if (word == "and" || word == "or" || word == "not" || word == "contains" || word == "in") return bad("word", word);
        auto value = make(Kind::name, {}, std::string(word));
        int length = 0;
        for (;;) {
            // Members follow without a space, so that "a .5" is no member.
            if (rest_.starts_with('.')) {
                rest_.remove_prefix(1);
                std::size_t size = 0;
                while (size < rest_.size() && (is_word_start(rest_[size]) || is_digit(rest_[size]) || rest_[size] == '-')) ++size;
                if (size == 0) return bad("member", rest_);
                value = member(std::move(value), std::string(rest_.substr(0, size)), size);
            } else if (rest_.starts_with('[')) {
                rest_.remove_prefix(1);
                TRY(value, element(std::move(value)));
            } else {
                return value;
            }
            if (++length > expression_depth_max) return bad("deep", rest_);
        }
    }
    Node::Pointer member(Node::Pointer of, std::string word, std::size_t size) {
        rest_.remove_prefix(size);
        auto node = std::make_shared<Node>();
        node->kind = Kind::member;
        node->word = std::move(word);
        node->parts.push_back(std::move(of));
        if (rest_.starts_with('?')) {
            node->is_optional = true;
            rest_.remove_prefix(1);
        }
        return node;
    }
    Result<Node::Pointer> element(Node::Pointer of) {
        skip();
        if (!rest_.empty() && (rest_.front() == '"' || rest_.front() == '\'')) {
            TRY(auto word, quoted());
            if (!take("]")) return bad("bracket", rest_);
            return member(std::move(of), std::move(word), 0);
        }
        std::int64_t index = 0;
        auto const [end, error] = std::from_chars(rest_.data(), rest_.data() + rest_.size(), index);
        if (error != std::errc() || index < -loop_items_max || index > loop_items_max) return bad("member", rest_);
        rest_.remove_prefix(static_cast<std::size_t>(end - rest_.data()));
        if (!take("]")) return bad("bracket", rest_);
        auto node = std::make_shared<Node>();
        node->kind = Kind::element;
        node->literal = Json(index);
        node->parts.push_back(std::move(of));
        return node;
    }

    std::string_view rest_;
};

// "steps.find.email", for messages.
std::string path_of(Node const& node) {
    if (node.kind == Kind::name) return node.word;
    if (node.kind == Kind::member) return path_of(*node.parts.front()) + "." + node.word;
    if (node.kind == Kind::element) return path_of(*node.parts.front()) + "[" + to_text(node.literal) + "]";
    return "…";
}

std::string members_of(JsonObject const& object) {
    std::string names;
    int count = 0;
    for (auto const& [name, shape] : object) {
        if (++count > 12) return names + ", …";
        names += (names.empty() ? "" : ", ") + std::string(name);
    }
    return names;
}

class Checker {
public:
    Checker(Shapes const& shapes, std::vector<Error>& problems) : shapes_(shapes), problems_(problems) {}

    Shape check(Node const& node) {
        switch (node.kind) {
            case Kind::literal: return node.literal.is_null() ? Shape(any_shape) : Shape(type_of_value(node.literal));
            case Kind::list:
                for (auto const& part : node.parts) check(*part);
                return "list";
            case Kind::name: return name(node);
            case Kind::member: return member(node);
            case Kind::element: return element(node);
            case Kind::filter: return filter(node);
            case Kind::compare: return compare(node);
            case Kind::contains:
            case Kind::in:
                for (auto const& part : node.parts) check(*part);
                return "flag";
            case Kind::both:
            case Kind::either:
            case Kind::negation:
                for (auto const& part : node.parts) want(check(*part), "flag", path_of(*part));
                return "flag";
        }
        return Shape(any_shape);
    }

private:
    void wrong_type(std::string_view name, std::string_view given, std::string_view wanted) {
        problems_.push_back({ErrorKind::invalid, "workflows.wrong_type",
            "checking an expression: " + std::string(name) + " is " + std::string(given) + ", not " + std::string(wanted), {},
            {{"reason", std::string(wanted)}, {"name", printable(name)}}});
    }
    void want(Shape const& shape, std::string_view wanted, std::string_view name) {
        if (!may_be(type_of(shape), wanted)) wrong_type(name, type_of(shape), wanted);
    }
    void unknown(std::string name, std::string choices) {
        problems_.push_back({ErrorKind::invalid, "workflows.unknown_field", "checking an expression: there is no " + name, {},
            {{"name", printable(name)}, {"choices", printable(choices)}}});
    }
    Shape name(Node const& node) {
        auto const* shape = shapes_(node.word);
        if (shape != nullptr) return *shape;
        unknown(node.word, "");
        return Shape(any_shape);
    }
    Shape member(Node const& node) {
        auto const of = check(*node.parts.front());
        if (auto const* object = of.if_object()) {
            if (auto const* known = object->if_contains(node.word)) return *known;
            if (node.is_optional || object->contains(open_member)) return Shape(any_shape);
            unknown(path_of(node), members_of(*object));
            return Shape(any_shape);
        }
        if (!may_be(type_of(of), "object")) wrong_type(path_of(*node.parts.front()), type_of(of), "object");
        return Shape(any_shape);
    }
    Shape element(Node const& node) {
        auto const of = check(*node.parts.front());
        if (auto const* list = of.if_array(); list != nullptr && !list->empty()) return list->front();
        want(of, "list", path_of(*node.parts.front()));
        return Shape(any_shape);
    }
    Shape filter(Node const& node) {
        auto const given = check(*node.parts.front());
        auto const& filter = *node.filter;
        if (filter.takes != any_shape) want(given, filter.takes, path_of(*node.parts.front()));
        for (std::size_t at = 1; at < node.parts.size(); ++at) want(check(*node.parts[at]), filter.with[at - 1], filter.name);
        if (filter.name == "default" && type_of(given) == type_of(check(*node.parts[1]))) return given;
        if (filter.name == "first" || filter.name == "last") {
            if (auto const* list = given.if_array(); list != nullptr && !list->empty()) return list->front();
        }
        if (filter.name == "where" || filter.name == "unique") return given;
        return Shape(filter.gives);
    }
    Shape compare(Node const& node) {
        auto const left = check(*node.parts[0]);
        auto const right = check(*node.parts[1]);
        if (!may_be(type_of(left), type_of(right))) wrong_type(path_of(*node.parts[0]), type_of(left), type_of(right));
        return "flag";
    }

    Shapes const& shapes_;
    std::vector<Error>& problems_;
};

bool less(Json const& left, Json const& right, bool or_equal) {
    if (left.is_number() && right.is_number()) {
        auto const a = left.to_number<double>();
        auto const b = right.to_number<double>();
        return or_equal ? a <= b : a < b;
    }
    if (!left.is_string() || !right.is_string()) return false;
    return or_equal ? left.get_string() <= right.get_string() : left.get_string() < right.get_string();
}
bool equal(Json const& left, Json const& right) {
    if (left.is_number() && right.is_number()) {
        auto const a = left.to_number<double>();
        auto const b = right.to_number<double>();
        return !(a < b) && !(b < a);
    }
    return left == right;
}
bool has(Json const& whole, Json const& part) {
    if (auto const* list = whole.if_array())
        return std::ranges::any_of(*list, [&](auto const& each) { return equal(each, part); });
    if (whole.is_string() && part.is_string())
        return std::string_view(whole.get_string()).contains(std::string_view(part.get_string()));
    auto const* object = whole.if_object();
    return object != nullptr && part.is_string() && object->contains(part.get_string());
}

// What is there already is not copied: `found` is borrowed, `made` is what was computed.
struct Value {
    Json const* found = nullptr;
    Json made{};
    Json const& get() const { return found == nullptr ? made : *found; }
};

class Evaluator {
public:
    explicit Evaluator(Values const& values) : values_(values) {}

    Result<Value> evaluate(Node const& node) {
        switch (node.kind) {
            case Kind::literal: return Value{&node.literal, {}};
            case Kind::name: return Value{values_(node.word), {}};
            case Kind::member:
            case Kind::element: return part(node);
            case Kind::list: {
                JsonArray list;
                for (auto const& each : node.parts) {
                    TRY(auto value, evaluate(*each));
                    list.push_back(value.get());
                }
                return Value{nullptr, std::move(list)};
            }
            case Kind::filter: return filter(node);
            case Kind::compare:
            case Kind::contains:
            case Kind::in: return relation(node);
            case Kind::both:
            case Kind::either: {
                TRY(bool const left, flag(*node.parts[0]));
                if (left != (node.kind == Kind::both)) return Value{nullptr, Json(left)};
                TRY(bool const right, flag(*node.parts[1]));
                return Value{nullptr, Json(right)};
            }
            case Kind::negation: {
                TRY(bool const of, flag(*node.parts[0]));
                return Value{nullptr, Json(!of)};
            }
        }
        return Value{};
    }
    Result<bool> flag(Node const& node) {
        TRY(auto const value, evaluate(node));
        if (value.get().is_null()) return false;
        if (value.get().is_bool()) return value.get().get_bool();
        return fail(ErrorKind::invalid, "workflows.bad_value", "evaluating a condition: it is neither true nor false",
            {{"reason", "condition"}, {"name", path_of(node)}});
    }

private:
    Result<Value> part(Node const& node) {
        TRY(auto of, evaluate(*node.parts.front()));
        Json const* inner = nullptr;
        if (node.kind == Kind::member) {
            if (auto const* object = of.get().if_object()) inner = object->if_contains(node.word);
        } else if (auto const* list = of.get().if_array()) {
            auto const size = static_cast<std::int64_t>(list->size());
            auto const at = node.literal.get_int64() < 0 ? node.literal.get_int64() + size : node.literal.get_int64();
            if (at >= 0 && at < size) inner = &(*list)[static_cast<std::size_t>(at)];
        }
        if (inner == nullptr) return Value{};
        if (of.found != nullptr) return Value{inner, {}};
        return Value{nullptr, Json(*inner)};
    }
    Result<Value> filter(Node const& node) {
        TRY(auto const value, evaluate(*node.parts.front()));
        auto const& filter = *node.filter;
        // A blank stays blank, except where the filter says something of blanks.
        if (value.get().is_null() && filter.takes != any_shape) return Value{};
        auto const check = [&](Json const& given, std::string_view wanted) -> Result<void> {
            if (wanted == any_shape || type_of_value(given) == wanted) return {};
            return fail(ErrorKind::invalid, "workflows.bad_value",
                "evaluating an expression: " + std::string(filter.name) + " cannot take it",
                {{"reason", "filter"}, {"name", std::string(filter.name)}, {"wanted", std::string(wanted)}});
        };
        TRY_VOID(check(value.get(), filter.takes));
        std::vector<Json> with;
        for (std::size_t at = 1; at < node.parts.size(); ++at) {
            TRY(auto const each, evaluate(*node.parts[at]));
            TRY_VOID(check(each.get(), filter.with[at - 1]));
            with.push_back(each.get());
        }
        TRY(auto made, filter.apply(value.get(), with));
        return Value{nullptr, std::move(made)};
    }
    Result<Value> relation(Node const& node) {
        TRY(auto const left_value, evaluate(*node.parts[0]));
        TRY(auto const right_value, evaluate(*node.parts[1]));
        auto const& left = left_value.get();
        auto const& right = right_value.get();
        if (node.kind == Kind::contains) return Value{nullptr, Json(has(left, right))};
        if (node.kind == Kind::in) return Value{nullptr, Json(has(right, left))};
        if (node.word == "==") return Value{nullptr, Json(equal(left, right))};
        if (node.word == "!=") return Value{nullptr, Json(!equal(left, right))};
        if (node.word == "<" || node.word == "<=") return Value{nullptr, Json(less(left, right, node.word.size() == 2))};
        return Value{nullptr, Json(less(right, left, node.word.size() == 2))};
    }

    Values const& values_;
};

Result<void> check_size(std::size_t bytes) {
    if (bytes <= value_bytes_max) return {};
    return fail(
        ErrorKind::invalid, "workflows.too_large", "evaluating an expression: its value is too large", {{"reason", "value"}});
}

}  // namespace

Result<Expression> Expression::parse(std::string_view text) {
    if (text.size() > expression_bytes_max) return bad("long", text);
    Expression expression;
    expression.text_ = trim_ascii(text);
    TRY(expression.root_, Reader(expression.text_).whole());
    return expression;
}

Shape Expression::check(Shapes const& shapes, std::vector<Error>& problems) const {
    return Checker(shapes, problems).check(*root_);
}

Result<Json> Expression::evaluate(Values const& values) const {
    TRY(auto value, Evaluator(values).evaluate(*root_));
    return value.found == nullptr ? std::move(value.made) : Json(*value.found);
}

Result<Expression> parse_condition(std::string_view text) {
    auto inner = trim_ascii(text);
    if (inner.starts_with("{{") && inner.ends_with("}}") && inner.find("}}") == inner.size() - 2)
        inner = inner.substr(2, inner.size() - 4);
    return Expression::parse(inner);
}

Result<bool> holds(Expression const& condition, Values const& values) {
    TRY(auto const value, condition.evaluate(values));
    if (value.is_null()) return false;
    if (value.is_bool()) return value.get_bool();
    return fail(ErrorKind::invalid, "workflows.bad_value", "evaluating a condition: it is neither true nor false",
        {{"reason", "condition"}, {"name", condition.text()}});
}

std::string shown_in_text(Json const& value) {
    if (value.is_null()) return {};
    return value.is_string() ? std::string(value.get_string()) : to_text(value);
}

namespace {

// Where the expression that begins at `text` ends: quotes may hold braces.
std::size_t end_of_expression(std::string_view text) {
    char quote = 0;
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (quote != 0) {
            if (text[at] == '\\')
                ++at;
            else if (text[at] == quote)
                quote = 0;
        } else if (text[at] == '"' || text[at] == '\'') {
            quote = text[at];
        } else if (text.substr(at).starts_with("}}")) {
            return at;
        }
    }
    return std::string_view::npos;
}

}  // namespace

Result<Pattern> Pattern::parse(Json const& json) {
    Pattern pattern;
    if (auto const* object = json.if_object()) {
        pattern.kind_ = Kind::object;
        for (auto const& [name, value] : *object) {
            TRY(auto part, parse(value));
            pattern.names_.emplace_back(name);
            pattern.parts_.push_back(std::move(part));
        }
        return pattern;
    }
    if (auto const* list = json.if_array()) {
        pattern.kind_ = Kind::list;
        for (auto const& value : *list) {
            TRY(auto part, parse(value));
            pattern.parts_.push_back(std::move(part));
        }
        return pattern;
    }
    auto const* text = json.if_string();
    if (text == nullptr || !std::string_view(*text).contains("{{")) {
        pattern.constant_ = json;
        return pattern;
    }
    pattern.kind_ = Kind::text;
    std::string_view rest(*text);
    for (auto open = rest.find("{{"); open != std::string_view::npos; open = rest.find("{{")) {
        auto const length = end_of_expression(rest.substr(open + 2));
        if (length == std::string_view::npos) return bad("braces", rest.substr(open));
        TRY(auto expression, Expression::parse(rest.substr(open + 2, length)));
        pattern.names_.emplace_back(rest.substr(0, open));
        pattern.expressions_.push_back(std::move(expression));
        rest.remove_prefix(open + 2 + length + 2);
    }
    pattern.names_.emplace_back(rest);
    bool const is_alone = pattern.expressions_.size() == 1 && pattern.names_.front().empty() && rest.empty();
    if (is_alone) pattern.kind_ = Kind::expression;
    return pattern;
}

bool Pattern::is_constant() const {
    return kind_ == Kind::constant || (kind_ != Kind::expression && kind_ != Kind::text &&
                                          std::ranges::all_of(parts_, [](auto const& part) { return part.is_constant(); }));
}

Shape Pattern::check(Shapes const& shapes, std::vector<Error>& problems) const {
    switch (kind_) {
        case Kind::constant: return Shape(type_of_value(constant_));
        case Kind::expression: return expressions_.front().check(shapes, problems);
        case Kind::text:
            for (auto const& expression : expressions_) expression.check(shapes, problems);
            return "text";
        case Kind::list:
            for (auto const& part : parts_) part.check(shapes, problems);
            return "list";
        case Kind::object: {
            JsonObject members;
            for (std::size_t at = 0; at < parts_.size(); ++at) members[names_[at]] = parts_[at].check(shapes, problems);
            return members;
        }
    }
    return Shape(any_shape);
}

Result<Json> Pattern::evaluate(Values const& values) const {
    switch (kind_) {
        case Kind::constant: return constant_;
        case Kind::expression: return expressions_.front().evaluate(values);
        case Kind::text: {
            std::string text;
            for (std::size_t at = 0; at < expressions_.size(); ++at) {
                TRY(auto const value, expressions_[at].evaluate(values));
                text += names_[at] + shown_in_text(value);
                TRY_VOID(check_size(text.size()));
            }
            return Json(text + names_.back());
        }
        case Kind::list: {
            JsonArray list;
            for (auto const& part : parts_) {
                TRY(auto value, part.evaluate(values));
                list.push_back(std::move(value));
            }
            return list;
        }
        case Kind::object: {
            JsonObject object;
            for (std::size_t at = 0; at < parts_.size(); ++at) {
                TRY(object[names_[at]], parts_[at].evaluate(values));
            }
            return object;
        }
    }
    return Json(nullptr);
}

}  // namespace lockstep::workflows
