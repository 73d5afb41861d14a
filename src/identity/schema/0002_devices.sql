-- Browsers in which somebody has signed in before: strangers who guess cannot lock their owners out. Kept as a hash, as tokens are.
CREATE TABLE known_devices (
    account_id TEXT NOT NULL,
    device_hash TEXT NOT NULL,
    user_id TEXT NOT NULL,
    seen_at BIGINT NOT NULL,
    PRIMARY KEY (account_id, device_hash)
);
CREATE INDEX known_devices_of_user ON known_devices (account_id, user_id, seen_at);
-- Null: for ever.
ALTER TABLE api_tokens ADD COLUMN expires_at BIGINT;
