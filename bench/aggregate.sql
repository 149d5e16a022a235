-- The counts of a diary's last 28 days that the rules read, by SQL alone: what the facts of
-- triage/facts.py are measured beside. Without evidence, spread, disrupting
-- episodes, and the facts of each entry.
WITH seen AS (
  SELECT
    e.diary_id, e.id, e.areas, e.trigger, e.relief, e.relief_minutes,
    (%(now)s AT TIME ZONE d.zone)::date AS today,
    (e.started_at AT TIME ZONE e.zone)::date AS first,
    (coalesce(e.ended_at, %(now)s) AT TIME ZONE e.zone)::date AS last,
    CASE
      WHEN e.trigger IS NULL OR e.trigger = 'unsure' THEN NULL
      WHEN e.trigger NOT IN ('sitting', 'standing', 'crossed_legs', 'kneeling', 'lying') THEN false
      WHEN e.relief IS NULL OR e.relief = 'not_tried' THEN NULL
      WHEN e.relief <> 'moving' THEN false
      ELSE e.relief_minutes <= 10
    END AS positional
  FROM diary_episode e JOIN diary_diary d ON d.id = e.diary_id
  WHERE
    e.diary_id BETWEEN %(first)s AND %(last)s AND e.deleted_at IS NULL
    AND (e.settled_at >= %(since)s OR e.settled_at IS NULL)
)
SELECT
  diary_id,
  count(DISTINCT day) AS episode_days_28,
  count(DISTINCT day) FILTER (WHERE day > today - 7) AS episode_days_7,
  count(DISTINCT day) FILTER (WHERE positional IS FALSE) AS not_positional_days_28,
  count(DISTINCT day) FILTER (WHERE positional IS NOT TRUE) AS not_positional_days_possible_28,
  bool_and(positional IS NOT NULL) AS positions_all_known,
  count(DISTINCT id) FILTER (
    WHERE trigger = 'walking' AND relief = 'resting' AND relief_minutes <= 10
  ) AS walking_episodes_28,
  count(DISTINCT day) FILTER (
    WHERE areas ?| array['left.toes', 'left.foot'] AND areas ?| array['right.toes', 'right.foot']
  ) AS both_feet_days_28
FROM
  seen,
  LATERAL generate_series(greatest(first, today - 27), least(last, today), interval '1 day') AS day
GROUP BY diary_id
