-- Who may come in. Codes, session tokens and API tokens are kept as SHA-256 only: each has 128 random bits or more.
CREATE TABLE setup_codes (
    account_id TEXT NOT NULL,
    code_hash TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (account_id, code_hash)
);
CREATE TABLE users (
    account_id TEXT NOT NULL,
    id TEXT NOT NULL,
    login TEXT NOT NULL,
    password_hash TEXT NOT NULL,
    role TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (account_id, id)
);
CREATE UNIQUE INDEX users_login ON users (account_id, login);
CREATE TABLE sessions (
    account_id TEXT NOT NULL,
    token_hash TEXT NOT NULL,
    id TEXT NOT NULL,
    user_id TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    seen_at BIGINT NOT NULL,
    PRIMARY KEY (account_id, token_hash)
);
CREATE TABLE api_tokens (
    account_id TEXT NOT NULL,
    token_hash TEXT NOT NULL,
    id TEXT NOT NULL,
    label TEXT NOT NULL,
    scope TEXT NOT NULL,
    created_by TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    last_used_at BIGINT,
    PRIMARY KEY (account_id, token_hash)
);
CREATE TABLE login_failures (
    account_id TEXT NOT NULL,
    subject TEXT NOT NULL,
    failures BIGINT NOT NULL,
    last_at BIGINT NOT NULL,
    PRIMARY KEY (account_id, subject)
);
-- Append-only; each entry's hash covers the one before it.
CREATE TABLE audit_entries (
    account_id TEXT NOT NULL,
    number BIGINT NOT NULL,
    id TEXT NOT NULL,
    at BIGINT NOT NULL,
    actor TEXT NOT NULL,
    action TEXT NOT NULL,
    subject TEXT NOT NULL,
    prev_hash TEXT NOT NULL,
    hash TEXT NOT NULL,
    PRIMARY KEY (account_id, number)
);
