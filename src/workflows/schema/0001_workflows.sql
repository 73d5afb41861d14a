-- Workflows: definitions and their versions, runs and their journals, what starts them and what they wait for. account_id stands first
-- in every key. Times are microseconds since 1970. What people wrote and what runs know of people is sealed.

-- state: 0 draft (nothing is published), 1 published, 2 paused.
CREATE TABLE workflows (
    account_id TEXT NOT NULL,
    id TEXT NOT NULL,
    state BIGINT NOT NULL,
    draft_sealed BLOB NOT NULL,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    changed_at BIGINT NOT NULL,
    PRIMARY KEY (account_id, id)
);

-- A published definition, never changed. bindings: which connection stands behind each name of the definition.
CREATE TABLE workflow_versions (
    account_id TEXT NOT NULL,
    workflow_id TEXT NOT NULL,
    version BIGINT NOT NULL,
    definition_sealed BLOB NOT NULL,
    bindings TEXT NOT NULL,
    published_at BIGINT NOT NULL,
    PRIMARY KEY (account_id, workflow_id, version)
);

-- Who wants to hear of an event: the triggers of published workflows (run_id is empty, ticket the number of the trigger) and runs
-- that wait for one.
CREATE TABLE workflow_watches (
    account_id TEXT NOT NULL,
    source TEXT NOT NULL,
    event_type TEXT NOT NULL,
    workflow_id TEXT NOT NULL,
    run_id TEXT NOT NULL,
    ticket BIGINT NOT NULL,
    PRIMARY KEY (account_id, source, event_type, workflow_id, run_id, ticket)
);
CREATE INDEX workflow_watches_of ON workflow_watches (account_id, workflow_id, run_id, ticket);

-- subject: a keyed index of whom the run is about; empty: nobody. chain: the workflows whose runs led to this one. status as in
-- run_state.hpp. A run that sleeps is this row and one of the queue.
CREATE TABLE workflow_runs (
    account_id TEXT NOT NULL,
    id TEXT NOT NULL,
    workflow_id TEXT NOT NULL,
    version BIGINT NOT NULL,
    subject TEXT NOT NULL,
    status TEXT NOT NULL,
    is_over BIGINT NOT NULL,
    event_id TEXT NOT NULL,
    chain TEXT NOT NULL,
    entries BIGINT NOT NULL,
    state_sealed BLOB NOT NULL,
    error_code TEXT NOT NULL,
    error_step TEXT NOT NULL,
    started_at BIGINT NOT NULL,
    changed_at BIGINT NOT NULL,
    wakes_at BIGINT,
    PRIMARY KEY (account_id, id)
);
CREATE INDEX workflow_runs_of ON workflow_runs (account_id, workflow_id, id);
CREATE INDEX workflow_runs_by_status ON workflow_runs (account_id, workflow_id, status, id);
CREATE INDEX workflow_runs_by_subject ON workflow_runs (account_id, workflow_id, subject, is_over);
CREATE INDEX workflow_runs_ended ON workflow_runs (is_over, changed_at, account_id, id);

-- What happened in a run, in order. Played again from the first entry it gives the run's state.
CREATE TABLE workflow_journal (
    account_id TEXT NOT NULL,
    run_id TEXT NOT NULL,
    entry BIGINT NOT NULL,
    at BIGINT NOT NULL,
    happening_sealed BLOB NOT NULL,
    PRIMARY KEY (account_id, run_id, entry)
);

-- What a run has not looked at yet: an event that it waits for, or a person's word.
CREATE TABLE workflow_notices (
    account_id TEXT NOT NULL,
    run_id TEXT NOT NULL,
    id TEXT NOT NULL,
    kind TEXT NOT NULL,
    ticket BIGINT NOT NULL,
    event_id TEXT NOT NULL,
    word TEXT NOT NULL,
    PRIMARY KEY (account_id, run_id, id)
);

-- Of triggers that ask for a change: a keyed index of the values that were seen last.
CREATE TABLE workflow_seen (
    account_id TEXT NOT NULL,
    workflow_id TEXT NOT NULL,
    ticket BIGINT NOT NULL,
    subject TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    PRIMARY KEY (account_id, workflow_id, ticket, subject)
);

-- Records that runs have written lately: an event about one may be the echo of it.
CREATE TABLE workflow_writes (
    account_id TEXT NOT NULL,
    source TEXT NOT NULL,
    record_id TEXT NOT NULL,
    chain TEXT NOT NULL,
    until BIGINT NOT NULL,
    PRIMARY KEY (account_id, source, record_id)
);
CREATE INDEX workflow_writes_by_end ON workflow_writes (until, account_id, source, record_id);
