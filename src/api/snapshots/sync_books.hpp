// SPDX-License-Identifier: Apache-2.0
// What syncs know, as snapshots ask for it.
#pragma once

#include "snapshots/books.hpp"
#include "sync/service.hpp"

namespace lockstep::api {

class SyncBooks final : public snapshots::Books {
public:
    SyncBooks(sync::Service& syncs, AccountId account) : syncs_(syncs), account_(std::move(account)) {}

    Task<Result<std::vector<Entry>>> syncs_of(ConnectionId connection) override;
    Task<Result<std::vector<contacts::Record>>> mirrors(ConnectionId connection, SyncId sync) override;
    Task<Result<snapshots::Pairing>> pairing(ConnectionId connection, SyncId sync) override;

private:
    Task<Result<sync::Sync>> find(ConnectionId connection, SyncId sync);

    sync::Service& syncs_;
    AccountId account_;
};

}  // namespace lockstep::api
