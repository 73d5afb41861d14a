-- The mass-change brake: for how many people a field was emptied or changed at a side within the present hour, and whether more of
-- the same is held until a person has answered. `field` is the row's name at side a; `harm` is 'cleared' or 'changed'.
CREATE TABLE brakes (
    account_id TEXT NOT NULL,
    sync_id TEXT NOT NULL,
    side TEXT NOT NULL,
    field TEXT NOT NULL,
    harm TEXT NOT NULL,
    hour BIGINT NOT NULL,
    people BIGINT NOT NULL,
    held_since BIGINT,
    let_until BIGINT,
    answer TEXT NOT NULL DEFAULT '',
    answered_by TEXT NOT NULL DEFAULT '',
    issue_id TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (account_id, sync_id, side, field, harm)
);
CREATE INDEX brakes_that_hold ON brakes (account_id, sync_id) WHERE held_since IS NOT NULL OR answer <> '';

-- For whom a brake holds a change.
CREATE TABLE braked_links (
    account_id TEXT NOT NULL,
    sync_id TEXT NOT NULL,
    side TEXT NOT NULL,
    field TEXT NOT NULL,
    harm TEXT NOT NULL,
    link_id TEXT NOT NULL,
    PRIMARY KEY (account_id, sync_id, link_id, side, field, harm)
);
CREATE INDEX braked_links_of_brake ON braked_links (account_id, sync_id, side, field, harm, link_id);
