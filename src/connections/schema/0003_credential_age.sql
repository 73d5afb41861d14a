-- Since when the credential is the one it is: for its age.
ALTER TABLE connections RENAME COLUMN rotated_at TO credential_since;
UPDATE connections SET credential_since = created_at WHERE credential_since IS NULL;
-- Until when the app accepts the credential before. What was kept without such a time has served nobody and goes.
ALTER TABLE connections ADD COLUMN previous_until BIGINT;
UPDATE connections SET previous_credential_sealed = NULL;
