-- What people answered to questions about links and records. The engine reads those that stand ("given") whenever it decides
-- about their link or record; one that has been carried out, or that no longer fits what both sides show, is "done".
CREATE TABLE answers (
    account_id TEXT NOT NULL,
    answer_id TEXT NOT NULL,
    sync_id TEXT NOT NULL,
    issue_id TEXT NOT NULL,
    choice TEXT NOT NULL,
    -- About a link, about a pair of records, or about one record.
    link_id TEXT,
    a_record TEXT,
    b_record TEXT,
    field TEXT NOT NULL,
    -- What the person saw and wants, as values.
    sealed_detail BLOB NOT NULL,
    state TEXT NOT NULL,
    given_by TEXT NOT NULL,
    given_at BIGINT NOT NULL,
    ended_at BIGINT,
    PRIMARY KEY (account_id, answer_id)
);
CREATE INDEX answers_of_link ON answers (account_id, sync_id, link_id) WHERE state = 'given' AND link_id IS NOT NULL;
CREATE INDEX answers_of_a ON answers (account_id, sync_id, a_record) WHERE state = 'given' AND a_record IS NOT NULL;
CREATE INDEX answers_of_b ON answers (account_id, sync_id, b_record) WHERE state = 'given' AND b_record IS NOT NULL;
CREATE INDEX answers_by_time ON answers (account_id, sync_id, given_at, answer_id);
CREATE INDEX answers_to_issue ON answers (account_id, issue_id, given_at, answer_id);
CREATE INDEX answers_ended ON answers (ended_at) WHERE state <> 'given';
