-- People are found by words of their names: a row for each word, without the word. `token` says, unreadable without the key, of which
-- sync and side the word is, how its first three letters read (the high half) and how its first five (the low one), so that a range
-- of tokens is everybody whose name has a word that begins so. docs/decisions/0019-names-are-found-by-blind-prefixes.md
CREATE TABLE name_words (
    account_id TEXT NOT NULL,
    token BIGINT NOT NULL,
    record_id TEXT NOT NULL,
    PRIMARY KEY (account_id, token, record_id)
);

-- The tokens of a copy, one after the other, so that they are written anew only when the name has changed. NULL: not made yet, of
-- a copy that is older than this table; they are made in the background.
ALTER TABLE mirrors ADD COLUMN name_tokens TEXT;
CREATE INDEX mirrors_without_names ON mirrors (account_id, sync_id, side, record_id) WHERE name_tokens IS NULL;
