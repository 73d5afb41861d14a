-- Outbound webhooks. Who wants to be told of what, what happened, and each delivery with its attempts.

-- An address that is posted to. sealed_address: it may be as good as a password; sealed_keys: what it is signed with.
-- types: words with a space between them, '' for all. sync_id: '' for every sync. state: on, paused, disabled.
CREATE TABLE delivery_subscriptions (
    account_id TEXT NOT NULL,
    subscription_id TEXT NOT NULL,
    label TEXT NOT NULL,
    sealed_address BLOB NOT NULL,
    types TEXT NOT NULL,
    sync_id TEXT NOT NULL,
    is_full BIGINT NOT NULL,
    state TEXT NOT NULL,
    why TEXT NOT NULL,
    sealed_keys BLOB NOT NULL,
    made_by TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    changed_at BIGINT NOT NULL,
    failing_since BIGINT,
    last_done_at BIGINT,
    PRIMARY KEY (account_id, subscription_id)
);

-- What somebody wants to be told, made anew whenever a subscription changes, so that whoever has something to tell finds out with
-- one look, and writes nothing where nobody listens. sync_id: '' for every sync.
CREATE TABLE delivery_wants (
    account_id TEXT NOT NULL,
    sync_id TEXT NOT NULL,
    type TEXT NOT NULL,
    PRIMARY KEY (account_id, sync_id, type)
);

-- What happened and nobody was told yet, written where it happened, in that transaction. Rows stay for a moment only.
CREATE TABLE delivery_news (
    account_id TEXT NOT NULL,
    number BIGINT NOT NULL,
    type TEXT NOT NULL,
    sync_id TEXT NOT NULL,
    link_id TEXT NOT NULL,
    happened_at BIGINT NOT NULL,
    sealed_detail BLOB NOT NULL,
    PRIMARY KEY (account_id, number)
);
CREATE TABLE delivery_numbers (
    account_id TEXT NOT NULL,
    last BIGINT NOT NULL,
    PRIMARY KEY (account_id)
);

-- Which connections were told to be lost, so that the end of it is told once, over a restart as well.
CREATE TABLE delivery_lost (
    account_id TEXT NOT NULL,
    connection_id TEXT NOT NULL,
    since BIGINT NOT NULL,
    PRIMARY KEY (account_id, connection_id)
);

-- An event as it is told, the same for everybody who is told.
CREATE TABLE delivery_events (
    account_id TEXT NOT NULL,
    event_id TEXT NOT NULL,
    type TEXT NOT NULL,
    sync_id TEXT NOT NULL,
    happened_at BIGINT NOT NULL,
    sealed_data BLOB NOT NULL,
    PRIMARY KEY (account_id, event_id)
);

-- One event to one subscription. state: waiting, done, dead.
CREATE TABLE deliveries (
    account_id TEXT NOT NULL,
    delivery_id TEXT NOT NULL,
    subscription_id TEXT NOT NULL,
    event_id TEXT NOT NULL,
    type TEXT NOT NULL,
    state TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    first_at BIGINT,
    next_at BIGINT,
    ended_at BIGINT,
    tries BIGINT NOT NULL,
    attempts BIGINT NOT NULL,
    last_status BIGINT NOT NULL,
    last_code TEXT NOT NULL,
    PRIMARY KEY (account_id, delivery_id),
    UNIQUE (account_id, subscription_id, event_id)
);
CREATE INDEX deliveries_of_subscription ON deliveries (account_id, subscription_id, delivery_id);
CREATE INDEX deliveries_in_state ON deliveries (account_id, subscription_id, state, delivery_id);
CREATE INDEX deliveries_of_account_in_state ON deliveries (account_id, state, delivery_id);
CREATE INDEX deliveries_ended ON deliveries (ended_at);
CREATE INDEX deliveries_of_event ON deliveries (account_id, event_id);
CREATE INDEX delivery_events_by_time ON delivery_events (happened_at);

CREATE TABLE delivery_attempts (
    account_id TEXT NOT NULL,
    delivery_id TEXT NOT NULL,
    number BIGINT NOT NULL,
    at BIGINT NOT NULL,
    took_us BIGINT NOT NULL,
    status BIGINT NOT NULL,
    code TEXT NOT NULL,
    sealed_exchange BLOB NOT NULL,
    PRIMARY KEY (account_id, delivery_id, number)
);
