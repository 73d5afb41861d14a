-- Files that a person exported from an app, for one connection each. Everything about people is sealed; what is listed without
-- opening anything (state, times, how many) is not.
CREATE TABLE snapshots (
    account_id TEXT NOT NULL,
    id TEXT NOT NULL,
    connection_id TEXT NOT NULL,
    -- draft, current, earlier
    state TEXT NOT NULL,
    -- Name and layout of the file, which column is what, what was counted.
    sealed_document BLOB NOT NULL,
    uploaded_by TEXT NOT NULL,
    uploaded_at BIGINT NOT NULL,
    accepted_at BIGINT,
    PRIMARY KEY (account_id, id)
);
CREATE INDEX snapshots_of_connection ON snapshots (account_id, connection_id, uploaded_at);
CREATE INDEX snapshots_by_age ON snapshots (state, uploaded_at);

-- A draft keeps the file as it was sent, an accepted snapshot the people in it; in portions, so that no other write waits for long.
CREATE TABLE snapshot_parts (
    account_id TEXT NOT NULL,
    snapshot_id TEXT NOT NULL,
    -- file, people
    kind TEXT NOT NULL,
    number BIGINT NOT NULL,
    sealed_content BLOB NOT NULL,
    PRIMARY KEY (account_id, snapshot_id, kind, number)
);

-- Which column is what, remembered for the next file with the same columns.
CREATE TABLE snapshot_columns (
    account_id TEXT NOT NULL,
    connection_id TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    columns TEXT NOT NULL,
    updated_at BIGINT NOT NULL,
    PRIMARY KEY (account_id, connection_id, fingerprint)
);

-- What a person has to do in the app by hand, one row for each field of a person.
CREATE TABLE hand_items (
    account_id TEXT NOT NULL,
    connection_id TEXT NOT NULL,
    -- Blind: of sync, record and field.
    id TEXT NOT NULL,
    sync_id TEXT NOT NULL,
    -- open, ticked, confirmed, no_longer_needed, contradicted
    state TEXT NOT NULL,
    sealed_item BLOB NOT NULL,
    ticked_by TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    changed_at BIGINT NOT NULL,
    PRIMARY KEY (account_id, connection_id, id)
);
CREATE INDEX hand_items_by_state ON hand_items (account_id, connection_id, state, id);
CREATE INDEX hand_items_by_age ON hand_items (state, changed_at);
