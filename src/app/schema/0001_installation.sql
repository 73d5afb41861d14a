-- The one account that an installation has so far. Made by `lockstep init`.
CREATE TABLE installation (
    account_id TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (account_id)
);
