-- Records of calls to apps, and the ledger of monthly quotas. Request and reply are sealed; they age out.

CREATE TABLE calls (
    account_id TEXT NOT NULL,
    call_id TEXT NOT NULL,
    connection_id TEXT NOT NULL,
    operation TEXT NOT NULL,
    purpose TEXT NOT NULL,
    cause TEXT NOT NULL,
    outcome TEXT NOT NULL,
    status BIGINT NOT NULL,
    tries BIGINT NOT NULL,
    error_code TEXT NOT NULL,
    started_at BIGINT NOT NULL,
    took_us BIGINT NOT NULL,
    sealed_exchange BLOB NOT NULL,
    PRIMARY KEY (account_id, call_id)
);

-- Calls charged per connection and day (UTC, days since 1970), before they are sent: never refunded.
CREATE TABLE quota_days (
    account_id TEXT NOT NULL,
    connection_id TEXT NOT NULL,
    day BIGINT NOT NULL,
    charged BIGINT NOT NULL,
    PRIMARY KEY (account_id, connection_id, day)
);
