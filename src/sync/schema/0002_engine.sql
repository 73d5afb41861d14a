-- Reconcile requests and journalled effects are rows of the modules work and outbox now. Open creates move over as unknown, so
-- that they are looked for before anything is sent again; requests are made anew by the next sweep.
INSERT INTO effects (account_id, effect_id, owner, group_id, subject, connection_id, side, target, kind, operation, marker, state,
                     fence, holder, batch_id, created_at, look_at, offer_at, looks, note, closed_at)
SELECT i.account_id, i.intent_id, 'sync', i.sync_id, i.link_id,
       CASE WHEN i.side = 'a' THEN s.a_connection ELSE s.b_connection END, i.side, '', 'create', i.operation, i.marker, 'unknown',
       0, '', i.batch_id, i.created_at, i.created_at + 180000000, i.created_at + 180000000, i.negative_looks, i.note, NULL
FROM intents i JOIN syncs s ON s.account_id = i.account_id AND s.sync_id = i.sync_id
WHERE i.closed_at IS NULL AND i.kind = 'create';

INSERT INTO effect_groups (account_id, owner, group_id, journalled, unknown, done, refused, abandoned, turn_at, turns)
SELECT account_id, owner, group_id, 0, COUNT(*), 0, 0, 0, MIN(offer_at), 0 FROM effects WHERE owner = 'sync'
GROUP BY account_id, owner, group_id;

DROP TABLE intents;
DROP TABLE looks;

-- What the mirror is found by, so that its rows of mirror_keys are written anew only when they have changed.
ALTER TABLE mirrors ADD COLUMN found_by TEXT NOT NULL DEFAULT '';

-- For the history of one record, and for forgetting what is old.
CREATE INDEX changes_by_a ON changes (account_id, sync_id, a_record, change_id) WHERE a_record IS NOT NULL;
CREATE INDEX changes_by_b ON changes (account_id, sync_id, b_record, change_id) WHERE b_record IS NOT NULL;
CREATE INDEX changes_by_age ON changes (settled_at) WHERE settled_at IS NOT NULL;
CREATE INDEX batches_by_age ON batches (created_at);
CREATE INDEX issues_open ON issues (account_id, sync_id, state, last_at, issue_id);
CREATE INDEX issues_of_subject ON issues (account_id, sync_id, subject, state);

-- Who a complete reading of a side did not show, and who has to be read anew.
CREATE INDEX mirrors_unseen ON mirrors (account_id, sync_id, side, seen_sweep, record_id) WHERE state = 'present';
CREATE INDEX mirrors_current ON mirrors (account_id, sync_id) WHERE observed_at > 0;

-- When the last complete reading of a side ended: the next one is due from then, also after a restart.
ALTER TABLE sweeps ADD COLUMN last_finished_at BIGINT;
ALTER TABLE sweeps ADD COLUMN last_seen BIGINT;
