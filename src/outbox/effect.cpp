// SPDX-License-Identifier: Apache-2.0
#include "outbox/effect.hpp"

namespace lockstep::outbox {

std::string_view to_string(EffectKind kind) {
    switch (kind) {
        case EffectKind::create: return "create";
        case EffectKind::update: return "update";
        case EffectKind::action: return "action";
    }
    return "action";
}

std::string_view to_string(EffectState state) {
    switch (state) {
        case EffectState::journalled: return "journalled";
        case EffectState::unknown: return "unknown";
        case EffectState::done: return "done";
        case EffectState::refused: return "refused";
        case EffectState::abandoned: return "abandoned";
    }
    return "unknown";
}

bool is_orphaned(Effect const& effect, std::int64_t present_fence) {
    return effect.state == EffectState::journalled && effect.fence < present_fence;
}

}  // namespace lockstep::outbox
