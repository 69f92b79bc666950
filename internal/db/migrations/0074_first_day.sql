-- +goose Up

-- TRUE for whoever a list or a timetable brought without saying since when they work in
-- the school: the start of the first post is then the day of the file and no first day.
ALTER TABLE staff ADD COLUMN since_unknown BOOLEAN NOT NULL DEFAULT FALSE;

-- People who stand already keep the start of their first post as their first day, but
-- not those who came with a file: their first post begins on the day from which it
-- holds, and nobody added them by hand.
UPDATE staff SET since_unknown = TRUE
 WHERE EXISTS (SELECT 1 FROM import_run r
                WHERE r.school_id = staff.school_id AND r.state = 'applied' AND r.created_at <= staff.created_at
                  AND r.starts = (SELECT min(p.starts) FROM post p WHERE p.school_id = staff.school_id AND p.staff_id = staff.id))
   AND NOT EXISTS (SELECT 1 FROM journal_entry j
                    WHERE j.school_id = staff.school_id AND j.record_id = staff.id AND j.event = 'people.staff.added');
