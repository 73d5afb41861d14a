// SPDX-License-Identifier: Apache-2.0
// Builder: goes through the steps of a definition, makes a node of each and collects what is wrong. Each kind of step reads its
// own settings (steps/<kind>.cpp) with what is here.
#pragma once

#include <map>
#include <set>

#include "workflows/check.hpp"

namespace lockstep::workflows {

struct Operation {
    catalogue::Operation const* declared = nullptr;
    std::string slot, id;
};

class Builder {
public:
    Builder(Apps const& apps, Program& program, std::vector<Error>& problems);

    void build(JsonObject const& definition);
    // Remembers what may be named at this step; before build().
    void look_at(std::string_view step) { looked_at_ = step; }
    JsonObject const& seen_there() const { return seen_there_; }

    // For the kinds.
    enum class ListKind : std::uint8_t {
        plain,
        loop,
        branch
    };
    // The first node of the steps under `field`, after which the run goes on at `after`; `after` itself where there are none.
    int list(JsonObject const& step, std::string_view field, int after, ListKind kind = ListKind::plain);
    int list(JsonArray const& steps, int after, ListKind kind);
    Node& node(int at) { return program_.nodes[static_cast<std::size_t>(at)]; }
    void problem(std::string_view code, std::string_view field, MessageParams params = {});
    // Those of an expression, with its place.
    void problems(std::vector<Error> found, std::string_view field);
    std::optional<Expression> condition(JsonObject const& from, std::string_view member, std::string_view field = {});
    // `wanted`: the type that it has to have. `shape` is what it gives.
    Pattern pattern(Json const& json, std::string_view field, std::string_view wanted = any_shape, Shape* shape = nullptr);
    Duration duration(std::string_view text, std::string_view field);
    // Of the catalogue; nullopt when there is none, which is told.
    std::optional<Operation> operation(std::string_view text, std::string_view field, bool is_trigger);
    // `with` of a call; what is missing, unknown or of the wrong type is told.
    Pattern inputs(catalogue::Operation const& operation, JsonObject const& step, std::string_view field);
    void gives(int at, Shape shape);
    void gives_error(int at);
    void knows_variable(std::string_view name, Shape shape);
    // A name that may be used until it is forgotten.
    void knows(std::string const& name, Shape shape) { shapes_[name] = std::move(shape); }
    bool knows(std::string const& name) const { return shapes_.contains(name); }
    void forget(std::string const& name) { shapes_.erase(name); }
    // Branches that run beside each other do not see each other's steps.
    struct Seen {
        Json steps, vars;
    };
    Seen seen() const { return {shapes_.at("steps"), shapes_.at("vars")}; }
    void see(Seen seen);
    void see_also(Seen const& seen);
    void jump(int at, std::string target);

private:
    struct List {
        int parent = -1;
        ListKind kind = ListKind::plain;
        int owner = nowhere;  // the step whose list it is
    };
    struct Jump {
        int at = nowhere;
        int list = -1;
        std::string target;
        std::string step;
    };

    void check_words(JsonObject const& value, Json const& schema, std::string_view where);
    void connections(JsonObject const& definition);
    void trigger(JsonObject const& json, std::size_t number);
    void app_trigger(JsonObject const& json, Operation const& operation, Trigger& made);
    void build_step(JsonObject const& step, int at, int after);
    void resolve_jumps();
    bool is_within(int list, int of) const;
    void remember_shapes(std::string_view step);

    Apps const& apps_;
    Program& program_;
    std::vector<Error>& problems_;
    std::map<std::string, Shape, std::less<>> shapes_;
    std::map<std::string, int, std::less<>> ids_;  // node by step
    std::map<int, int> list_of_;                   // list by node
    std::vector<List> lists_;
    std::vector<Jump> jumps_;
    int list_ = -1;
    int owner_ = nowhere;
    int depth_ = 0;
    std::string step_;   // whose settings are read
    std::string place_;  // in front of fields: "triggers[0]."
    std::optional<std::string> looked_at_;
    JsonObject seen_there_;
};

// For what is done once a definition was checked: an empty object where there is none.
JsonObject const& object_at(JsonObject const& from, std::string_view member);
std::string text_at(JsonObject const& from, std::string_view member, std::string_view otherwise = {});

}  // namespace lockstep::workflows
