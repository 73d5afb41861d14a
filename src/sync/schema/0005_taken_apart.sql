-- Two records that a person took apart again are put together by a person only, however alike they look.
CREATE INDEX answers_taken_apart_of_a ON answers (account_id, sync_id, a_record)
    WHERE choice = 'same_person' AND state = 'taken_back';
CREATE INDEX answers_taken_apart_of_b ON answers (account_id, sync_id, b_record)
    WHERE choice = 'same_person' AND state = 'taken_back';
