-- The monthly allowance that an app states in its own replies, per connection: it holds whatever was declared or reported.

CREATE TABLE learnt_quotas (
    account_id TEXT NOT NULL,
    connection_id TEXT NOT NULL,
    month_limit BIGINT NOT NULL,
    learnt_at BIGINT NOT NULL,
    PRIMARY KEY (account_id, connection_id)
);
