// SPDX-License-Identifier: Apache-2.0
// The routes of the simulated HighLevel API, one list per subject; all_routes() joins them in the order in which they are tried.
#pragma once

#include <vector>

#include "sandbox/highlevel/model.hpp"

namespace lockstep::sandbox::highlevel {

using Routes = std::vector<Route<HighLevelModel>>;

void add_search_routes(Routes& routes);
void add_contact_routes(Routes& routes);
void add_tag_routes(Routes& routes);
void add_note_routes(Routes& routes);
void add_task_routes(Routes& routes);
void add_enrolment_routes(Routes& routes);
void add_location_routes(Routes& routes);
void add_custom_field_routes(Routes& routes);

Routes const& all_routes();

}  // namespace lockstep::sandbox::highlevel
