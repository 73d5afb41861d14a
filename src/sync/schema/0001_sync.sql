-- Syncs, what they know of both sides, and everything they did. account_id stands first in every key, so that tables can be
-- spread by account. Columns named sealed_* hold XChaCha20-Poly1305 texts bound to their row. Times are microseconds since 1970.

CREATE TABLE syncs (
    account_id TEXT NOT NULL,
    sync_id TEXT NOT NULL,
    label TEXT NOT NULL,
    a_connection TEXT NOT NULL,
    b_connection TEXT NOT NULL,
    state TEXT NOT NULL,
    version BIGINT NOT NULL,
    backfill_phase TEXT NOT NULL,
    backfill_batch TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (account_id, sync_id)
);

-- Mapping and policy, one row per version; rows are never changed.
CREATE TABLE sync_versions (
    account_id TEXT NOT NULL,
    sync_id TEXT NOT NULL,
    version BIGINT NOT NULL,
    document TEXT NOT NULL,
    author TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (account_id, sync_id, version)
);

-- The last observed copy of each record, mapped fields only.
CREATE TABLE mirrors (
    account_id TEXT NOT NULL,
    sync_id TEXT NOT NULL,
    side TEXT NOT NULL,
    record_id TEXT NOT NULL,
    state TEXT NOT NULL,
    sealed_record BLOB NOT NULL,
    observed_at BIGINT NOT NULL,
    app_changed_at BIGINT,
    missing_since BIGINT,
    seen_sweep TEXT NOT NULL,
    PRIMARY KEY (account_id, sync_id, side, record_id)
);

-- Blind indexes of what records are found by: e-mail, phone, the other side's id.
CREATE TABLE mirror_keys (
    account_id TEXT NOT NULL,
    sync_id TEXT NOT NULL,
    side TEXT NOT NULL,
    kind TEXT NOT NULL,
    blind TEXT NOT NULL,
    record_id TEXT NOT NULL,
    PRIMARY KEY (account_id, sync_id, side, kind, blind, record_id)
);
CREATE INDEX mirror_keys_by_record ON mirror_keys (account_id, sync_id, side, record_id);

-- "This record here is that record there." One side is null while its create is under way.
CREATE TABLE links (
    account_id TEXT NOT NULL,
    sync_id TEXT NOT NULL,
    link_id TEXT NOT NULL,
    a_record TEXT,
    b_record TEXT,
    state TEXT NOT NULL,
    sealed_base BLOB NOT NULL,
    reason TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (account_id, sync_id, link_id)
);
CREATE UNIQUE INDEX links_by_a ON links (account_id, sync_id, a_record);
CREATE UNIQUE INDEX links_by_b ON links (account_id, sync_id, b_record);

-- "Look at this record": at most one row per record, however many events asked.
CREATE TABLE looks (
    account_id TEXT NOT NULL,
    sync_id TEXT NOT NULL,
    side TEXT NOT NULL,
    record_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    lane BIGINT NOT NULL,
    due_at BIGINT NOT NULL,
    fresh_since BIGINT NOT NULL,
    asked_at BIGINT NOT NULL,
    asked BIGINT NOT NULL,
    attempts BIGINT NOT NULL,
    leased_until BIGINT NOT NULL,
    reason TEXT NOT NULL,
    cause TEXT NOT NULL,
    PRIMARY KEY (account_id, sync_id, side, record_id)
);
CREATE INDEX looks_by_due ON looks (lane, due_at);

-- The changes of one run: the unit of dry run and undo.
CREATE TABLE batches (
    account_id TEXT NOT NULL,
    batch_id TEXT NOT NULL,
    sync_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    mapping_version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (account_id, batch_id)
);

-- Decided and journalled before it is sent: one call to one app.
CREATE TABLE intents (
    account_id TEXT NOT NULL,
    intent_id TEXT NOT NULL,
    sync_id TEXT NOT NULL,
    link_id TEXT NOT NULL,
    batch_id TEXT NOT NULL,
    side TEXT NOT NULL,
    kind TEXT NOT NULL,
    operation TEXT NOT NULL,
    marker TEXT NOT NULL,
    state TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    look_at BIGINT,
    negative_looks BIGINT NOT NULL,
    note TEXT NOT NULL,
    closed_at BIGINT,
    PRIMARY KEY (account_id, intent_id)
);
CREATE INDEX intents_open ON intents (account_id, sync_id, link_id) WHERE closed_at IS NULL;
CREATE INDEX intents_unknown ON intents (look_at) WHERE closed_at IS NULL AND state = 'unknown';

-- The history: one planned or done write of one field.
CREATE TABLE changes (
    account_id TEXT NOT NULL,
    change_id TEXT NOT NULL,
    batch_id TEXT NOT NULL,
    intent_id TEXT NOT NULL,
    sync_id TEXT NOT NULL,
    link_id TEXT NOT NULL,
    a_record TEXT,
    b_record TEXT,
    side TEXT NOT NULL,
    field TEXT NOT NULL,
    sealed_values BLOB NOT NULL,
    reason TEXT NOT NULL,
    mapping_version BIGINT NOT NULL,
    cause TEXT NOT NULL,
    call_id TEXT NOT NULL,
    outcome TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    settled_at BIGINT,
    PRIMARY KEY (account_id, change_id)
);
CREATE INDEX changes_by_intent ON changes (account_id, intent_id);
CREATE INDEX changes_by_sync ON changes (account_id, sync_id, change_id);
CREATE INDEX changes_by_link ON changes (account_id, sync_id, link_id);
CREATE INDEX changes_by_batch ON changes (account_id, batch_id);

-- Equal questions are one row with a count; a person, or the facts, close it.
CREATE TABLE issues (
    account_id TEXT NOT NULL,
    issue_id TEXT NOT NULL,
    sync_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    subject TEXT NOT NULL,
    field TEXT NOT NULL,
    state TEXT NOT NULL,
    sealed_detail BLOB NOT NULL,
    count BIGINT NOT NULL,
    first_at BIGINT NOT NULL,
    last_at BIGINT NOT NULL,
    PRIMARY KEY (account_id, issue_id)
);
CREATE UNIQUE INDEX issues_by_subject ON issues (account_id, sync_id, kind, subject, field);

-- One complete, paged read of one side, resumable.
CREATE TABLE sweeps (
    account_id TEXT NOT NULL,
    sync_id TEXT NOT NULL,
    side TEXT NOT NULL,
    sweep_id TEXT NOT NULL,
    state TEXT NOT NULL,
    next_inputs TEXT NOT NULL,
    page BIGINT NOT NULL,
    seen BIGINT NOT NULL,
    total BIGINT,
    started_at BIGINT NOT NULL,
    finished_at BIGINT,
    PRIMARY KEY (account_id, sync_id, side)
);

-- Where the incremental poll of one side goes on.
CREATE TABLE poll_cursors (
    account_id TEXT NOT NULL,
    sync_id TEXT NOT NULL,
    side TEXT NOT NULL,
    since BIGINT NOT NULL,
    cursor TEXT,
    polled_at BIGINT NOT NULL,
    PRIMARY KEY (account_id, sync_id, side)
);

-- The latest dry run of each sync.
CREATE TABLE plan_reports (
    account_id TEXT NOT NULL,
    sync_id TEXT NOT NULL,
    sealed_report BLOB NOT NULL,
    updated_at BIGINT NOT NULL,
    PRIMARY KEY (account_id, sync_id)
);
