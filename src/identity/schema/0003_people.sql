-- People beside the owner. Whoever was invited has no password yet: joined_at is null.
ALTER TABLE users ADD COLUMN joined_at BIGINT;
UPDATE users SET joined_at = created_at;
-- At most one link for each person, by which they choose a password, once. Kept as a hash, as tokens are.
CREATE TABLE password_links (
    account_id TEXT NOT NULL,
    token_hash TEXT NOT NULL,
    user_id TEXT NOT NULL,
    expires_at BIGINT NOT NULL,
    PRIMARY KEY (account_id, token_hash)
);
CREATE UNIQUE INDEX password_links_of_user ON password_links (account_id, user_id);
-- What ends when somebody is removed.
CREATE INDEX sessions_of_user ON sessions (account_id, user_id);
CREATE INDEX api_tokens_of_maker ON api_tokens (account_id, created_by);
