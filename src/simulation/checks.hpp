// SPDX-License-Identifier: Apache-2.0
// Checks: what must be true of a world. Cheap ones on the way, all of them after the calm phase. What an open issue tells a
// person counts as told, and is looked at one by one; nothing is passed over in silence.
#pragma once

namespace lockstep::simulation {

class World;

void check_on_the_way(World& world);
void check_at_end(World& world);

}  // namespace lockstep::simulation
