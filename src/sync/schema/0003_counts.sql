-- How many rows a sync has, kept in the transactions that change them: counting a million of them takes a second, and the web app
-- asks all the time.
CREATE TABLE sync_counts (
    account_id TEXT NOT NULL,
    sync_id TEXT NOT NULL,
    linked BIGINT NOT NULL,
    records_a BIGINT NOT NULL,
    records_b BIGINT NOT NULL,
    open_issues BIGINT NOT NULL,
    ambiguous BIGINT NOT NULL,
    last_change_at BIGINT,
    PRIMARY KEY (account_id, sync_id)
);

-- Changes by the hour in which they were journalled, in hours since 1970. Rows of the last two days only.
CREATE TABLE change_hours (
    account_id TEXT NOT NULL,
    sync_id TEXT NOT NULL,
    hour BIGINT NOT NULL,
    changes BIGINT NOT NULL,
    PRIMARY KEY (account_id, sync_id, hour)
);

INSERT INTO sync_counts (account_id, sync_id, linked, records_a, records_b, open_issues, ambiguous, last_change_at)
SELECT s.account_id, s.sync_id,
       (SELECT COUNT(*) FROM links l WHERE l.account_id = s.account_id AND l.sync_id = s.sync_id AND l.a_record IS NOT NULL
            AND l.b_record IS NOT NULL),
       (SELECT COUNT(*) FROM mirrors m WHERE m.account_id = s.account_id AND m.sync_id = s.sync_id AND m.side = 'a'
            AND m.state <> 'gone'),
       (SELECT COUNT(*) FROM mirrors m WHERE m.account_id = s.account_id AND m.sync_id = s.sync_id AND m.side = 'b'
            AND m.state <> 'gone'),
       (SELECT COUNT(*) FROM issues i WHERE i.account_id = s.account_id AND i.sync_id = s.sync_id AND i.state = 'open'),
       (SELECT COUNT(*) FROM issues i WHERE i.account_id = s.account_id AND i.sync_id = s.sync_id AND i.state = 'open'
            AND i.kind = 'match_unsure'),
       (SELECT MAX(c.settled_at) FROM changes c WHERE c.account_id = s.account_id AND c.sync_id = s.sync_id)
FROM syncs s;

INSERT INTO change_hours (account_id, sync_id, hour, changes)
SELECT account_id, sync_id, created_at / 3600000000, COUNT(*) FROM changes GROUP BY account_id, sync_id, created_at / 3600000000;

-- A page of the history of a link, or of a batch, is read in its order, not sorted: a back-fill is one batch, however long.
DROP INDEX changes_by_link;
DROP INDEX changes_by_batch;
CREATE INDEX changes_by_link ON changes (account_id, sync_id, link_id, change_id);
CREATE INDEX changes_by_batch ON changes (account_id, batch_id, change_id);

-- Who waits for a person, the longest first; and what is closed, by age.
CREATE INDEX issues_closed ON issues (last_at, account_id, issue_id) WHERE state = 'resolved';
