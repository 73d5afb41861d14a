-- Ids that other systems gave to people: by blind index, and which record it is. The latest one of a person is shown.
CREATE TABLE external_ids (
    account_id TEXT NOT NULL,
    sync_id TEXT NOT NULL,
    blind TEXT NOT NULL,
    side TEXT NOT NULL,
    record_id TEXT NOT NULL,
    sealed_id BLOB NOT NULL,
    given_at BIGINT NOT NULL,
    PRIMARY KEY (account_id, sync_id, blind)
);
CREATE INDEX external_ids_of_record ON external_ids (account_id, sync_id, side, record_id, given_at);
