-- What a call is about and how it was sent, and the ways people look for calls. Ids begin with the time, so that each index gives
-- the newest first; calls about no record, and those that went well, are most of them and are looked for by other means.

ALTER TABLE calls ADD COLUMN record_id TEXT NOT NULL DEFAULT '';
ALTER TABLE calls ADD COLUMN lane TEXT NOT NULL DEFAULT '';

CREATE INDEX calls_by_connection ON calls (account_id, connection_id, call_id);
CREATE INDEX calls_by_operation ON calls (account_id, operation, call_id);
CREATE INDEX calls_by_record ON calls (account_id, record_id, call_id) WHERE record_id <> '';
CREATE INDEX calls_not_done ON calls (account_id, outcome, call_id) WHERE outcome <> 'done';
