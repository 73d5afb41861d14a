-- Who is told, when, and the quiet hours: one row an account, all of it sealed.
CREATE TABLE alert_settings (
    account_id TEXT NOT NULL,
    sealed_settings BLOB NOT NULL,
    changed_at BIGINT NOT NULL,
    PRIMARY KEY (account_id)
);
-- What is known and was told of each connection and sync that is not well, or was not a while ago.
CREATE TABLE alert_subjects (
    account_id TEXT NOT NULL,
    subject TEXT NOT NULL,
    bad_since BIGINT,
    well_since BIGINT,
    told TEXT NOT NULL,
    told_at BIGINT,
    missed_since BIGINT,
    PRIMARY KEY (account_id, subject)
);
-- Messages to one recipient each. next_at: of one that waits; ended_at: of one that was sent or given up.
CREATE TABLE alert_messages (
    account_id TEXT NOT NULL,
    id TEXT NOT NULL,
    channel TEXT NOT NULL,
    sealed_message BLOB NOT NULL,
    created_at BIGINT NOT NULL,
    tries BIGINT NOT NULL,
    next_at BIGINT,
    ended_at BIGINT,
    was_sent BIGINT NOT NULL,
    error_code TEXT NOT NULL,
    PRIMARY KEY (account_id, id)
);
CREATE INDEX alert_messages_due ON alert_messages (account_id, next_at);
CREATE INDEX alert_messages_ended ON alert_messages (ended_at);
