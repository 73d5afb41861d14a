-- The installation's own app at a vendor, made by its operator there. The secret is sealed.
CREATE TABLE oauth_apps (
    account_id TEXT NOT NULL,
    connector TEXT NOT NULL,
    client_id TEXT NOT NULL,
    client_secret_sealed BLOB NOT NULL,
    redirect_uri TEXT NOT NULL,
    -- Empty: as the connector declares.
    authorize_url TEXT NOT NULL,
    base_url TEXT NOT NULL,
    updated_at BIGINT NOT NULL,
    PRIMARY KEY (account_id, connector)
);

-- A person was sent to the vendor and has not come back yet. Only a hash of the state is kept; each is used once.
CREATE TABLE oauth_authorizations (
    account_id TEXT NOT NULL,
    state_hash TEXT NOT NULL,
    connector TEXT NOT NULL,
    mode TEXT NOT NULL,
    actor TEXT NOT NULL,
    verifier_sealed BLOB NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    PRIMARY KEY (account_id, state_hash)
);
CREATE INDEX oauth_authorizations_by_expiry ON oauth_authorizations (expires_at);

-- What somebody agreed to: tokens for one account at the vendor, or for a wide one with others under it.
CREATE TABLE oauth_grants (
    account_id TEXT NOT NULL,
    id TEXT NOT NULL,
    connector TEXT NOT NULL,
    mode TEXT NOT NULL,
    owner TEXT NOT NULL,
    -- The wide grant that its tokens are made from; empty: it refreshes by itself.
    parent TEXT NOT NULL,
    state TEXT NOT NULL,
    why TEXT NOT NULL,
    scopes TEXT NOT NULL,
    -- Grows when a person agrees anew, not when tokens are refreshed.
    generation BIGINT NOT NULL,
    access_sealed BLOB NOT NULL,
    refresh_sealed BLOB NOT NULL,
    -- By the wall's clock, as the vendor counts.
    issued_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    -- When a request went out that uses the refresh token up; null once its answer is stored.
    asked_at BIGINT,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    PRIMARY KEY (account_id, id),
    UNIQUE (account_id, connector, mode, owner)
);
