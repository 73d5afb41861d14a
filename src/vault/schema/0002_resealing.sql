-- Sealing anew what is sealed under older data keys. How many rows were found under each of them, less those done since.
CREATE TABLE sealed_counts (
    account_id TEXT NOT NULL,
    version BIGINT NOT NULL,
    row_count BIGINT NOT NULL,
    PRIMARY KEY (account_id, version)
);
-- Tables that still hold such rows, and after which row to go on: the parts of its key as JSON, or empty. `target` is the data key
-- that was the newest when they were counted.
CREATE TABLE reseal_tables (
    account_id TEXT NOT NULL,
    table_name TEXT NOT NULL,
    target BIGINT NOT NULL,
    after_key TEXT NOT NULL,
    PRIMARY KEY (account_id, table_name)
);
