// SPDX-License-Identifier: Apache-2.0
// The routes of the simulated Hexfit: the two calls with public evidence, and the full contract.
#pragma once

#include <vector>

#include "sandbox/hexfit/model.hpp"

namespace lockstep::sandbox::hexfit {

using Routes = std::vector<Route<HexfitModel>>;

void add_user_routes(Routes& routes);
void add_client_routes(Routes& routes);
void add_group_routes(Routes& routes);
void add_note_routes(Routes& routes);
void add_task_routes(Routes& routes);
void add_change_routes(Routes& routes);
void add_webhook_routes(Routes& routes);

Routes const& user_routes();  // profile hexfit-v2
Routes const& full_routes();  // those and the rest

}  // namespace lockstep::sandbox::hexfit
