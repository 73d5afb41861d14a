-- One account at an app. Everything that opens a door is sealed; settings hold addresses and ids only.
CREATE TABLE connections (
    account_id TEXT NOT NULL,
    id TEXT NOT NULL,
    label TEXT NOT NULL,
    profile TEXT NOT NULL,
    base_url TEXT NOT NULL,
    settings TEXT NOT NULL,
    account_key TEXT NOT NULL,
    state TEXT NOT NULL,
    credential_sealed BLOB NOT NULL,
    -- Kept after a rotation, for a person who has to go back; the program itself never uses it.
    previous_credential_sealed BLOB,
    rotated_at BIGINT,
    webhook_secret_sealed BLOB NOT NULL,
    webhook_token_sealed BLOB NOT NULL,
    webhook_public_key BLOB NOT NULL,
    custom_fields_sealed BLOB NOT NULL,
    monthly_quota BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    PRIMARY KEY (account_id, id)
);
