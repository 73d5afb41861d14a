// SPDX-License-Identifier: Apache-2.0
// Any text as an expression: it is read or refused; what is read is checked and evaluated without a crash, the same way twice.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/text.hpp"
#include "workflows/check.hpp"
#include "workflows/expression.hpp"

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    using namespace lockstep;
    std::string_view const text{reinterpret_cast<char const*>(data), size};
    if (!is_valid_utf8(text)) return 0;
    static Json const trigger = parse_json(R"({"n":1,"t":"text","l":[1,"a",{"x":true}],"o":{"d":"2026-03-31","e":""}})").value();
    workflows::Values const values = [](std::string_view name) { return name == "trigger" ? &trigger : nullptr; };
    static workflows::Shape const shape = workflows::shape_of(trigger);
    workflows::Shapes const shapes = [](std::string_view name) { return name == "trigger" ? &shape : nullptr; };
    if (auto const expression = workflows::Expression::parse(text)) {
        std::vector<Error> problems;
        expression->check(shapes, problems);
        auto const value = expression->evaluate(values);
        auto const again = expression->evaluate(values);
        CHECK(value.has_value() == again.has_value() && (!value || *value == *again));
        if (!value) CHECK(value.error().code == "workflows.bad_value" || value.error().code == "workflows.too_large");
        (void)workflows::holds(*expression, values);
    } else {
        CHECK(expression.error().code == "workflows.bad_expression");
    }
    if (auto const pattern = workflows::Pattern::parse(Json(text))) (void)pattern->evaluate(values);
    return 0;
}
