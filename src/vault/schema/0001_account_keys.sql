-- Data keys of accounts, wrapped by the master key. kind is 'data' (several versions: the newest seals, every one opens)
-- or 'index' (one version: changing it would orphan every blind index).
CREATE TABLE account_keys (
    account_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    version BIGINT NOT NULL,
    wrapped_key BLOB NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (account_id, kind, version)
);
