-- One index for "what did this record get" and "what of it still waits": each index by record costs every delivery a page of
-- its own in the log, because deliveries come about other records than the ones before them.
DROP INDEX events_record;
DROP INDEX events_waiting;
CREATE INDEX events_record_state ON events (account_id, record_id, state, connection_id, id) WHERE record_id <> '';
