-- The waiting events of one record are few; all it ever had may be many. What a look asks for and settles is found by these few.
CREATE INDEX events_waiting ON events (account_id, record_id, connection_id, id) WHERE state = 'waiting';
