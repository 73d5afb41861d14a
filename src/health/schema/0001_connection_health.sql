-- What is known of a connection's health and would be forgotten with the program: deliveries, and how its calls went. One row a
-- connection, written now and then by whoever tends health; never by a delivery or a call itself.
CREATE TABLE connection_health (
    account_id TEXT NOT NULL,
    connection_id TEXT NOT NULL,
    answered_at BIGINT,
    failing_since BIGINT,
    failure_code TEXT NOT NULL,
    failure_status BIGINT NOT NULL,
    refused_since BIGINT,
    accepted_at BIGINT,
    rejected_at BIGINT,
    rejection TEXT NOT NULL,
    rejected_in_a_row BIGINT NOT NULL,
    rejected_since BIGINT,
    PRIMARY KEY (account_id, connection_id)
);
