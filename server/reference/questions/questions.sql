-- Three questions about the example corpus, answered with DuckDB from Parquet files.
--
-- usage: duckdb < questions.sql, in the folder that `quotemark export --out . --format parquet` has
-- written; an answer is a CSV file beside the tables.

-- A row for each statement and each of its speakers, with what they were on that day. Most
-- statements of an organisation have no role.
CREATE TEMP TABLE said AS
SELECT
    row_number() OVER (ORDER BY s.date, path, line, "column", p.position) AS number,
    statement_id, article_id, s.date_text, title, text,
    speaker_id, speaker_name, p.kind AS speaker_kind, coalesce(role_then, '') AS role,
    org_name_then, org_within_then
FROM 'statement_speakers.parquet' AS p
JOIN 'statements.parquet' AS s USING (statement_id)
JOIN 'articles.parquet' AS a USING (article_id);

-- Who spoke for the BMA or for a part of it, when and as what?
COPY (
    SELECT
        speaker_name, role, array_to_string(org_name_then, '; ') AS organisation,
        arg_min(date_text, number) AS first, arg_max(date_text, number) AS last,
        count(DISTINCT statement_id) AS statements, count(DISTINCT article_id) AS articles
    FROM said
    WHERE list_contains(org_within_then, '&bma')
    GROUP BY ALL
    ORDER BY ALL
) TO 'for-the-bma.csv';

-- What was said against outsourcing, by date?
COPY (
    SELECT date_text, speaker_name, role, title, text
    FROM said
    SEMI JOIN (
        FROM 'statement_topics.parquet' WHERE topic_id = '#outsourcing' AND stance = -1
    ) USING (statement_id)
    ORDER BY number
) TO 'against-outsourcing.csv';

-- Who is quoted in several articles, in different roles?
COPY (
    WITH people AS (FROM said WHERE speaker_kind = 'person' AND role <> ''),
    several AS (
        SELECT speaker_id FROM people GROUP BY speaker_id
        HAVING count(DISTINCT article_id) > 1 AND count(DISTINCT role) > 1
    )
    SELECT
        speaker_name, role,
        arg_min(date_text, number) AS first, arg_max(date_text, number) AS last,
        count(DISTINCT statement_id) AS statements, count(DISTINCT article_id) AS articles
    FROM people SEMI JOIN several USING (speaker_id)
    GROUP BY ALL
    ORDER BY ALL
) TO 'different-roles.csv';
