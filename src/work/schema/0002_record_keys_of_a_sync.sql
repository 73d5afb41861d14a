-- Records are asked for sync by sync: two syncs of an account may use the same id for different people. Until now the key of such an
-- item did not say whose it was, so one sync's request could join the other's and be forgotten.
UPDATE work_items SET item_key = 'record:' || group_id || substr(item_key, 7)
WHERE queue = 'reconcile' AND (item_key LIKE 'record:a:%' OR item_key LIKE 'record:b:%');
