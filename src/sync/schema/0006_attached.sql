-- Notes and tasks of linked people: which is which, what both said when they last agreed, and what was sent about them.
CREATE TABLE attached_items (
    account_id TEXT NOT NULL,
    sync_id TEXT NOT NULL,
    link_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    item_id TEXT NOT NULL,
    a_item TEXT NOT NULL,
    b_item TEXT NOT NULL,
    state TEXT NOT NULL,
    sealed_memory BLOB NOT NULL,
    updated_at BIGINT NOT NULL,
    PRIMARY KEY (account_id, sync_id, link_id, kind, item_id)
);

-- When those of a link were last looked at, and under which choice of a direction: what the first look finds was there before.
CREATE TABLE attached_looks (
    account_id TEXT NOT NULL,
    sync_id TEXT NOT NULL,
    link_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    since BIGINT NOT NULL,
    looked_at BIGINT NOT NULL,
    PRIMARY KEY (account_id, sync_id, link_id, kind)
);

-- After a direction was chosen every link is asked for once: how far that is.
CREATE TABLE attached_walks (
    account_id TEXT NOT NULL,
    sync_id TEXT NOT NULL,
    round BIGINT NOT NULL,
    after_link TEXT NOT NULL,
    is_done BIGINT NOT NULL,
    PRIMARY KEY (account_id, sync_id)
);
