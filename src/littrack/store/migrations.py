"""The numbered migrations, one function a step. A step that has landed is never edited; a change is a new step."""

from __future__ import annotations

from sqlite_utils import Database
from sqlite_utils.migrations import Migrations

migrations = Migrations("littrack")

_FIRST = """
create table papers (
  id text primary key,
  version integer not null,
  title text not null,
  abstract text,
  authors text not null,
  categories text not null,
  submitted text,
  updated text,
  announced text,
  comment text,
  journal_ref text,
  doi text,
  withdrawn integer not null default 0,
  source text not null,
  first_seen text not null,
  changed text not null
);
create index papers_announced on papers(announced);
create index papers_first_seen on papers(first_seen);
create table paper_versions (
  paper_id text not null references papers(id),
  number integer not null,
  submitted text,
  source_type text,
  primary key (paper_id, number)
) without rowid;
create table survey_references (
  key text primary key,
  title text not null,
  arxiv_id text,
  position integer not null,
  record text not null
);
create index survey_references_arxiv on survey_references(arxiv_id);
create table models (
  id text primary key,
  created text not null,
  state text not null check (state in ('champion', 'challenger', 'retired')),
  sha256 text not null,
  card text not null
);
create unique index models_one_champion on models(state) where state = 'champion';
create table predictions (
  paper_id text not null references papers(id),
  model_id text not null references models(id),
  version integer not null,
  relevance real not null,
  score real not null,
  unplaced real not null,
  sections text not null,
  evidence text not null,
  at text not null,
  primary key (paper_id, model_id)
) without rowid;
create index predictions_relevance on predictions(model_id, relevance desc);
create table digests (
  issue integer primary key,
  week text not null unique,
  period_start text not null,
  period_end text not null,
  created text not null,
  changed text not null,
  closed text,
  content text not null
);
create table candidates (
  paper_id text primary key references papers(id),
  issue integer not null references digests(issue),
  proposed text not null,
  state text not null check (state in ('suggested', 'accepted', 'rejected', 'postponed', 'merged', 'withdrawn')),
  relevance real not null,
  section text,
  until text,
  sections text not null default '[]'
);
create index candidates_state on candidates(state, relevance desc);
create table decisions (
  number integer primary key autoincrement,
  paper_id text not null references papers(id),
  verdict text not null,
  at text not null,
  who text not null,
  origin text not null,
  sections text not null,
  reason text,
  comment text not null,
  until text,
  undoes integer references decisions(number)
);
create index decisions_paper on decisions(paper_id, number);
create trigger decisions_keep before delete on decisions begin select raise(abort, 'decisions are append-only'); end;
create trigger decisions_fixed before update on decisions begin select raise(abort, 'decisions are append-only'); end;
create table ledger (
  source text not null,
  category text not null,
  day text not null,
  state text not null,
  expected integer,
  received integer not null,
  new integer not null,
  note text not null,
  at text not null,
  primary key (source, category, day)
) without rowid;
create index ledger_day on ledger(day);
create table windows (
  source text not null,
  subject text not null,
  start text not null,
  end text not null,
  received integer not null,
  new integer not null,
  at text not null,
  primary key (source, subject, start, end)
) without rowid;
"""


@migrations()
def m0001_first(db: Database) -> None:
    """Papers, references, models, predictions, digests, candidates, decisions, the ledger and the windows fetched."""
    for statement in _statements(_FIRST):
        db.execute(statement)


_BY_HAND = """
create table candidates_new (
  paper_id text primary key references papers(id),
  issue integer references digests(issue),
  proposed text not null,
  state text not null check (state in ('suggested', 'accepted', 'rejected', 'postponed', 'merged', 'withdrawn')),
  relevance real not null,
  section text,
  until text,
  sections text not null default '[]'
);
insert into candidates_new select paper_id, issue, proposed, state, relevance, section, until, sections from candidates;
drop table candidates;
alter table candidates_new rename to candidates;
create index candidates_state on candidates(state, relevance desc);
create index candidates_issue on candidates(issue);
"""


@migrations()
def m0002_by_hand(db: Database) -> None:
    """A candidate without an issue: one that a maintainer found by searching."""
    for statement in _statements(_BY_HAND):
        db.execute(statement)


_SEARCH = """
create table search_docs (docid integer primary key, paper_id text not null unique references papers(id));
create view search_text as
  select d.docid, p.title, p.abstract, p.authors from search_docs d join papers p on p.id = d.paper_id;
create virtual table papers_fts using fts5 (
  title, abstract, authors, content='search_text', content_rowid='docid', tokenize='porter unicode61 remove_diacritics 2'
);
create trigger search_changed before update of title, abstract, authors on papers
when old.title is not new.title or old.abstract is not new.abstract or old.authors is not new.authors
begin
  insert into papers_fts (papers_fts, rowid, title, abstract, authors)
    select 'delete', docid, old.title, old.abstract, old.authors from search_docs where paper_id = old.id;
  delete from search_docs where paper_id = old.id;
end;
alter table survey_references add column title_key text;
create index survey_references_title on survey_references(title_key);
"""


@migrations()
def m0003_search(db: Database) -> None:
    """Full-text search over papers; the titles of references in a form that can be compared."""
    for statement in _statements(_SEARCH):
        db.execute(statement)


_FETCHING = """
create table fetch_runs (
  number integer primary key autoincrement,
  started text not null,
  finished text,
  state text not null,
  note text not null default ''
);
create table fetch_faults (
  number integer primary key autoincrement,
  run integer not null references fetch_runs(number),
  at text not null,
  day text not null,
  source text not null,
  fault text not null,
  note text not null
);
create index fetch_faults_day on fetch_faults(day);
create table feed_batches (
  category text not null,
  day text not null,
  ids text not null,
  at text not null,
  primary key (category, day)
) without rowid;
"""


@migrations()
def m0004_fetching(db: Database) -> None:
    """Runs of fetch, the faults of arXiv that they met, and the batches of the announcement feeds."""
    for statement in _statements(_FETCHING):
        db.execute(statement)


@migrations()
def m0005_runs(db: Database) -> None:
    """The account of jobs: when each began and how it ended."""
    db.execute(
        "create table runs (number integer primary key autoincrement, kind text not null, started text not null, "
        "state text not null check (state in ('running', 'complete', 'quiet', 'degraded', 'failed')), "
        "seconds real, note text not null)"
    )


_OUTBOX = """
create table outbox (
  number integer primary key autoincrement,
  key text not null,
  channel text not null,
  recipient text not null,
  message_id text not null,
  subject text not null,
  content blob,
  state text not null check (state in ('rendered', 'sending', 'sent', 'refused')),
  attempts integer not null,
  error text not null,
  rendered text not null,
  changed text not null,
  unique (key, channel, recipient)
);
create index outbox_state on outbox(state);
create table mail_optouts (email text primary key, at text not null) without rowid;
create table listings (
  paper_id text not null references papers(id),
  why text not null,
  issue integer not null references digests(issue),
  primary key (paper_id, why)
) without rowid;
"""


@migrations()
def m0006_outbox(db: Database) -> None:
    """What is to go out and has gone out, who wants no mail, and why a paper was listed a second time."""
    for statement in _statements(_OUTBOX):
        db.execute(statement)


@migrations()
def m0007_enrichment(db: Database) -> None:
    """What arXiv said of a reference, so that nothing is asked twice."""
    db.execute("create table enrichment (key text primary key, looked_up text not null, record text) without rowid")


_PENDING = """
create index candidates_pending on candidates(relevance desc, paper_id, state, until, section, issue)
  where state in ('suggested', 'postponed');
drop index candidates_issue;
create index candidates_issue on candidates(issue, state);
"""


@migrations()
def m0008_pending(db: Database) -> None:
    """What waits for a decision in the order in which it is shown; the counts of an issue."""
    for statement in _statements(_PENDING):
        db.execute(statement)


def _statements(script: str) -> list[str]:
    """Split a script into statements (a trigger's inner semicolons stay); ``executescript`` would end the transaction."""
    import sqlite3

    found: list[str] = []
    rest = ""
    for line in script.splitlines(keepends=True):
        rest += line
        if sqlite3.complete_statement(rest):
            found.append(rest.strip())
            rest = ""
    return found
