-- The durable queue, who works at it, and named locks. account_id stands first in every key, so that tables can be spread by
-- account. Times are microseconds since 1970. lane: 0 interactive, 1 live, 2 bulk. state: 0 waiting, 1 leased, 2 parked.

-- "Please serve this key": at most one row per key, however many requests. What is asked while the row is leased stands in the
-- asked_* columns until the lease ends.
CREATE TABLE work_items (
    account_id TEXT NOT NULL,
    queue TEXT NOT NULL,
    item_key TEXT NOT NULL,
    group_id TEXT NOT NULL,
    lane BIGINT NOT NULL,
    due_at BIGINT NOT NULL,
    record_type TEXT NOT NULL,
    payload TEXT NOT NULL,
    version BIGINT NOT NULL,
    attempts BIGINT NOT NULL,
    enqueued_at BIGINT NOT NULL,
    state BIGINT NOT NULL,
    holder TEXT NOT NULL,
    fence BIGINT NOT NULL,
    why TEXT NOT NULL,
    asked_at BIGINT,
    asked_due_at BIGINT,
    asked_lane BIGINT,
    asked_payload TEXT,
    asked_overrides BIGINT NOT NULL,
    PRIMARY KEY (account_id, queue, item_key)
);
-- A claim reads only this one: rows that are leased, parked, or not due yet are never looked at.
CREATE INDEX work_items_waiting ON work_items (account_id, queue, group_id, lane, due_at, item_key, state) WHERE state = 0;
CREATE INDEX work_items_leased ON work_items (holder, account_id, queue, item_key) WHERE state = 1;
CREATE INDEX work_items_parked ON work_items (account_id, queue, group_id, item_key) WHERE state = 2;

-- One row per group and lane: how many items it has, and when its next turn is. turn_at is never later than the due time of its
-- first waiting item, unless the group was served since: then it is the time when it was. turns tells apart those served at one
-- and the same time.
CREATE TABLE work_groups (
    account_id TEXT NOT NULL,
    queue TEXT NOT NULL,
    group_id TEXT NOT NULL,
    lane BIGINT NOT NULL,
    paused BIGINT NOT NULL,
    waiting BIGINT NOT NULL,
    leased BIGINT NOT NULL,
    parked BIGINT NOT NULL,
    turn_at BIGINT,
    turns BIGINT NOT NULL,
    PRIMARY KEY (account_id, queue, group_id, lane)
);
CREATE INDEX work_groups_by_turn ON work_groups (queue, lane, turn_at, turns, account_id, group_id)
    WHERE paused = 0 AND turn_at IS NOT NULL;

-- Fences only grow, also over the life of a row: whoever holds an old one never passes for a later holder.
CREATE TABLE work_fences (
    account_id TEXT NOT NULL,
    queue TEXT NOT NULL,
    fence BIGINT NOT NULL,
    PRIMARY KEY (account_id, queue)
);

-- A holder is one installation of the program. Its leases can be freed by others when alive_until has passed.
CREATE TABLE work_holders (
    holder TEXT NOT NULL,
    seen_at BIGINT NOT NULL,
    alive_until BIGINT NOT NULL,
    PRIMARY KEY (holder)
);
CREATE INDEX work_holders_by_end ON work_holders (alive_until, holder);

-- Locks by name, for what only one holder at a time may do. The row stays when the lock is given back, so that fences grow.
CREATE TABLE work_locks (
    name TEXT NOT NULL,
    holder TEXT NOT NULL,
    fence BIGINT NOT NULL,
    held_until BIGINT NOT NULL,
    PRIMARY KEY (name)
);
CREATE INDEX work_locks_by_holder ON work_locks (holder);
