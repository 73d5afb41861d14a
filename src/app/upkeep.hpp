// SPDX-License-Identifier: Apache-2.0
// What the API asks of the whole installation: its standing, backups, keys. See api/upkeep/upkeep.hpp.
#pragma once

#include "api/upkeep/upkeep.hpp"

namespace lockstep::app {

class Installation;

class InstallationUpkeep final : public api::Upkeep {
public:
    explicit InstallationUpkeep(Installation& installation) : installation_(installation) {}

    bool writes() const override;
    Task<Result<Json>> report() override;
    Task<Result<void>> adopt(std::string by, api::AuditNote note) override;
    Task<Result<void>> rotate_keys(api::AuditNote note) override;
    Task<Result<Json>> back_up(Secret passphrase, api::AuditNote note) override;

private:
    Installation& installation_;
};

}  // namespace lockstep::app
