-- Where the installation is at home: on which machine (a hash of its id), since which start of it, in which folder. Whoever opens the
-- folder elsewhere has a copy, and writes to no app until a person says that this one is meant. `held` is why, or empty.
CREATE TABLE installation_home (
    account_id TEXT NOT NULL,
    machine TEXT NOT NULL,
    boot TEXT NOT NULL,
    folder TEXT NOT NULL,
    folder_number TEXT NOT NULL,
    held TEXT NOT NULL,
    held_since BIGINT,
    confirmed_by TEXT NOT NULL,
    PRIMARY KEY (account_id)
);
