-- What makes something happen at certain times. `times` is the schedule itself, as JSON of the inputs of "schedule.due".
-- next_at is the first time that is not dealt with yet, by the clock on the wall; the row's item in the queue wakes for it.
CREATE TABLE schedules (
    account_id TEXT NOT NULL,
    id TEXT NOT NULL,
    label TEXT NOT NULL,
    times TEXT NOT NULL,
    missed TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    paused_at BIGINT,
    next_at BIGINT NOT NULL,
    last_at BIGINT,
    fired BIGINT NOT NULL,
    left_out BIGINT NOT NULL,
    PRIMARY KEY (account_id, id)
);
CREATE INDEX schedules_due ON schedules (account_id, next_at) WHERE paused_at IS NULL;
