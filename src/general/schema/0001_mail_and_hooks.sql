-- The mail server of an account, all of it sealed; and the addresses that others may post to.

CREATE TABLE mail_settings (
    account_id TEXT NOT NULL,
    settings_sealed BLOB NOT NULL,
    changed_at BIGINT NOT NULL,
    PRIMARY KEY (account_id)
);

-- token_index is a keyed index of the token, which itself stands sealed: people copy the address again later.
CREATE TABLE hooks (
    account_id TEXT NOT NULL,
    id TEXT NOT NULL,
    label TEXT NOT NULL,
    token_index TEXT NOT NULL,
    token_sealed BLOB NOT NULL,
    created_at BIGINT NOT NULL,
    revoked_at BIGINT,
    last_at BIGINT,
    received BIGINT NOT NULL,
    PRIMARY KEY (account_id, id)
);
CREATE UNIQUE INDEX hooks_token ON hooks (account_id, token_index);
