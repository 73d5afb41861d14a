-- What the app said of whose account it is (ids of the app's own, no person's name). Empty: it says nothing, or nobody has asked yet.
ALTER TABLE connections ADD COLUMN pinned_account TEXT NOT NULL DEFAULT '';
