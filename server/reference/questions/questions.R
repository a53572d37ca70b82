# Three questions about the example corpus, answered with R from a database of SQLite.
#
# usage: Rscript questions.R corpus.sqlite OUT
#
# corpus.sqlite is what `quotemark export --out corpus.sqlite` has written; an answer is a CSV file in OUT.
# Needs RSQLite alone; a list of ids is a JSON array, which the database itself looks into.
arguments <- commandArgs(trailingOnly = TRUE)
database <- DBI::dbConnect(RSQLite::SQLite(), arguments[1], flags = RSQLite::SQLITE_RO)
out <- arguments[2]
dir.create(out, showWarnings = FALSE)

answer <- function(name, rows) {
  write.csv(rows, file.path(out, paste0(name, ".csv")), row.names = FALSE, fileEncoding = "UTF-8")
}

# A row for each statement and each of its speakers, with what they were on that day. Most
# statements of an organisation have no role.
said <- DBI::dbGetQuery(database, '
  SELECT s.statement_id, s.article_id, s.date_text, title, s.text, speaker_id, speaker_name,
    p.kind AS speaker_kind, coalesce(role_then, "") AS role,
    (SELECT group_concat(value, "; ") FROM json_each(org_name_then)) AS organisation,
    EXISTS (SELECT 1 FROM json_each(org_within_then) WHERE value = "&bma") AS of_bma
  FROM statement_speakers p JOIN statements s USING (statement_id) JOIN articles a USING (article_id)
  ORDER BY s.date, path, line, "column", p.position')

# When somebody spoke, and how often.
times <- function(rows, by) {
  groups <- split(rows, rows[by], drop = TRUE, lex.order = TRUE, sep = "\r")
  rows <- lapply(groups, function(group) {
    data.frame(
      group[1, by],
      first = group$date_text[1],
      last = group$date_text[nrow(group)],
      statements = length(unique(group$statement_id)),
      articles = length(unique(group$article_id))
    )
  })
  do.call(rbind, rows)
}

# Who spoke for the BMA or for a part of it, when and as what?
of_bma <- said[said$of_bma == 1, ]
answer("for-the-bma", times(of_bma, c("speaker_name", "role", "organisation")))

# What was said against outsourcing, by date?
topics <- DBI::dbReadTable(database, "statement_topics")
against <- topics$statement_id[topics$topic_id == "#outsourcing" & topics$stance == -1]
against <- said[said$statement_id %in% against, ]
answer("against-outsourcing", against[c("date_text", "speaker_name", "role", "title", "text")])

# Who is quoted in several articles, in different roles?
people <- said[said$speaker_kind == "person" & said$role != "", ]
different <- function(column) tapply(people[[column]], people$speaker_id, function(all) length(unique(all)))
several <- names(which(different("article_id") > 1 & different("role") > 1))
people <- people[people$speaker_id %in% several, ]
answer("different-roles", times(people, c("speaker_name", "role")))

DBI::dbDisconnect(database)
