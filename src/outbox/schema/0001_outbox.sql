-- What was decided and journalled before it is sent, with its outcome. account_id stands first in every key. Times are
-- microseconds since 1970.

CREATE TABLE effects (
    account_id TEXT NOT NULL,
    effect_id TEXT NOT NULL,
    owner TEXT NOT NULL,
    group_id TEXT NOT NULL,
    subject TEXT NOT NULL,
    connection_id TEXT NOT NULL,
    side TEXT NOT NULL,
    target TEXT NOT NULL,
    kind TEXT NOT NULL,
    operation TEXT NOT NULL,
    marker TEXT NOT NULL,
    state TEXT NOT NULL,
    fence BIGINT NOT NULL,
    holder TEXT NOT NULL,
    batch_id TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    look_at BIGINT,
    offer_at BIGINT,
    looks BIGINT NOT NULL,
    note TEXT NOT NULL,
    closed_at BIGINT,
    PRIMARY KEY (account_id, effect_id)
);
CREATE INDEX effects_open ON effects (account_id, owner, subject, effect_id) WHERE closed_at IS NULL;
CREATE INDEX effects_unknown ON effects (account_id, owner, group_id, offer_at, effect_id) WHERE state = 'unknown';
CREATE INDEX effects_closed ON effects (closed_at) WHERE closed_at IS NOT NULL;

-- How many effects each group has, by state, and when its next turn to be looked for is.
CREATE TABLE effect_groups (
    account_id TEXT NOT NULL,
    owner TEXT NOT NULL,
    group_id TEXT NOT NULL,
    journalled BIGINT NOT NULL,
    unknown BIGINT NOT NULL,
    done BIGINT NOT NULL,
    refused BIGINT NOT NULL,
    abandoned BIGINT NOT NULL,
    turn_at BIGINT,
    turns BIGINT NOT NULL,
    PRIMARY KEY (account_id, owner, group_id)
);
CREATE INDEX effect_groups_by_turn ON effect_groups (owner, turn_at, turns, account_id, group_id) WHERE turn_at IS NOT NULL;
