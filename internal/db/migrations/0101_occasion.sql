-- +goose Up

-- The lesson that several colleagues visit together: the open lesson, or the visit itself
-- where another area planned it. What is said about a lesson hangs on it. '' is written by
-- an older program that runs beside, and means the visit itself.
ALTER TABLE visit ADD COLUMN occasion_id TEXT NOT NULL DEFAULT '';
UPDATE visit SET occasion_id = CASE
    WHEN EXISTS (SELECT 1 FROM open_lesson l WHERE l.school_id = visit.school_id AND l.id = visit.about) THEN about ELSE id END;
CREATE INDEX visit_occasion ON visit (school_id, occasion_id);
