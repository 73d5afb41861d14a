-- Which connection stands behind each name of the draft, as far as somebody has chosen; and lists of the runs of all workflows.
ALTER TABLE workflows ADD COLUMN draft_bindings TEXT NOT NULL DEFAULT '{}';
CREATE INDEX workflow_runs_of_all_by_status ON workflow_runs (account_id, status, id);
