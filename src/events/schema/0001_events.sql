-- The inbox. delivery_id is the sender's; the unique index is what makes a delivery count once. payload_hash is keyed, so
-- that a guessed payload cannot be looked up in a stolen file. Ids sort by time of arrival.
CREATE TABLE events (
    account_id TEXT NOT NULL,
    id TEXT NOT NULL,
    connection_id TEXT NOT NULL,
    source TEXT NOT NULL,
    type TEXT NOT NULL,
    record_id TEXT NOT NULL,
    delivery_id TEXT NOT NULL,
    payload_hash TEXT NOT NULL,
    payload_sealed BLOB NOT NULL,
    received_at BIGINT NOT NULL,
    state TEXT NOT NULL,
    note TEXT NOT NULL,
    attempts BIGINT NOT NULL,
    PRIMARY KEY (account_id, id)
);
CREATE UNIQUE INDEX events_delivery ON events (account_id, connection_id, delivery_id);
CREATE INDEX events_state ON events (account_id, state, id);
CREATE INDEX events_record ON events (account_id, record_id, id) WHERE record_id <> '';
