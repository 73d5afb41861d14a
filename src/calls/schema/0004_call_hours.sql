-- How many calls of a connection left in each hour (of the wall, since 1970), by lane, for a week. The records themselves are too
-- many to be counted whenever somebody looks.
CREATE TABLE call_hours (
    account_id TEXT NOT NULL,
    connection_id TEXT NOT NULL,
    hour BIGINT NOT NULL,
    lane TEXT NOT NULL,
    calls BIGINT NOT NULL,
    limited BIGINT NOT NULL,
    PRIMARY KEY (account_id, connection_id, hour, lane)
);
