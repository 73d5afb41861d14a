-- Connectors that were made from OpenAPI documents. declarations is connector.json and the operations as one JSON object;
-- left_out what of the document is not in them, and why; choices what a person chose, so that the next import begins with it.

CREATE TABLE imported_connectors (
    account_id TEXT NOT NULL,
    id TEXT NOT NULL,
    title TEXT NOT NULL,
    version TEXT NOT NULL,
    source TEXT NOT NULL,
    declarations TEXT NOT NULL,
    left_out TEXT NOT NULL,
    choices TEXT NOT NULL,
    operations BIGINT NOT NULL,
    imported_by TEXT NOT NULL,
    imported_at BIGINT NOT NULL,
    PRIMARY KEY (account_id, id)
);
