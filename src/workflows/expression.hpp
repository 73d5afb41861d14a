// SPDX-License-Identifier: Apache-2.0
// Expressions: what stands between {{ and }}, and conditions. A small total language: names with members, literals, comparisons,
// "and", "or", "not", and filters that take a value and give one. Nothing repeats or calls itself, so each ends; what a value
// holds is never read as an expression.
//
//   trigger.status == "won" and not (contact.email | is_blank)
//   contact.first_name | default: "there" | upper
//   steps.find.contacts[0].id          steps.find.extra?   (? where the documentation does not show it)
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.hpp"
#include "base/result.hpp"
#include "workflows/shape.hpp"

namespace lockstep::workflows {

// What a name stands for; null: nothing, which is a blank value.
using Values = std::function<Json const*(std::string_view name)>;
// The shapes of the names that may be used; null: there is no such name.
using Shapes = std::function<Shape const*(std::string_view name)>;

struct ExpressionNode;  // expression.cpp

class Expression {
public:
    // invalid "workflows.bad_expression".
    static Result<Expression> parse(std::string_view text);

    // Every problem of types and names: invalid "workflows.unknown_field", "workflows.wrong_type". Returns what it gives.
    Shape check(Shapes const& shapes, std::vector<Error>& problems) const;
    // invalid "workflows.bad_value" where a filter cannot take what it is given; "workflows.too_large".
    Result<Json> evaluate(Values const& values) const;
    std::string const& text() const { return text_; }

private:
    std::string text_;
    std::shared_ptr<ExpressionNode const> root_;  // shared: a compiled workflow is copied, its expressions never change
};

// A condition: the braces around it may be left out. Gives true or false; a blank counts as false.
Result<Expression> parse_condition(std::string_view text);
Result<bool> holds(Expression const& condition, Values const& values);

// JSON with {{expressions}} in its texts. A text that is nothing but one expression becomes its value, with its type; in any
// other, values are put in as text.
class Pattern {
public:
    static Result<Pattern> parse(Json const& json);

    Shape check(Shapes const& shapes, std::vector<Error>& problems) const;
    Result<Json> evaluate(Values const& values) const;
    bool is_constant() const;
    Json const& constant() const { return constant_; }
    std::vector<std::string> const& names() const { return names_; }
    std::vector<Pattern> const& parts() const { return parts_; }
    bool is_object() const { return kind_ == Kind::object; }

private:
    enum class Kind : unsigned char {
        constant,
        expression,
        text,
        list,
        object
    };
    Kind kind_ = Kind::constant;
    Json constant_;
    std::vector<Expression> expressions_;  // expression: one; text: those between the pieces
    std::vector<std::string> names_;       // object: of the members; text: the pieces around the expressions
    std::vector<Pattern> parts_;           // list, object
};

// A value put into a text: a text as it is, nothing for a blank, anything else as JSON.
std::string shown_in_text(Json const& value);

}  // namespace lockstep::workflows
