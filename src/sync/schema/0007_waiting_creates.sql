-- Records that the other app does not take because a field that it demands is blank. One question is asked about each field, not
-- one about each of them; these rows say for whom it stands. `record` is "a:<id>" or "b:<id>", `side` where it would be made.
CREATE TABLE waiting_creates (
    account_id TEXT NOT NULL,
    sync_id TEXT NOT NULL,
    record TEXT NOT NULL,
    side TEXT NOT NULL,
    field TEXT NOT NULL,
    PRIMARY KEY (account_id, sync_id, record, side, field)
);
CREATE INDEX waiting_creates_of_field ON waiting_creates (account_id, sync_id, side, field, record);
