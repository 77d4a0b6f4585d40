"""Every genuine document in ../shared/arxiv/recorded is read or refused as its manifest says."""

import csv
import json
from datetime import date

import pytest

from littrack.records import Paper
from littrack.sources import api, feed, oai, snapshot, text
from littrack.sources.transport import GarbageError, Journal


def manifest(shared):
    with (shared / "arxiv" / "recorded" / "MANIFEST.tsv").open(encoding="utf-8") as lines:
        return [(row["file"], row["kind"], row["what is special"]) for row in csv.DictReader(lines, delimiter="\t")]


def read(shared, name):
    return (shared / "arxiv" / "recorded" / name).read_bytes()


def results(body, url="http://arxiv.org/api/query?start=0&max_results=0"):
    """What the query API's check lets through, parsed by the arxiv package."""
    from arxiv import _feed

    kept = api._Check(Journal())
    kept.begin(1 << 30)
    return [api.to_paper(r) for r in _feed.parse(kept(body, url, {})).results], kept.total


def test_every_file_is_in_a_kind_that_is_tested(shared):
    kinds = {kind for _, kind, _ in manifest(shared)}
    assert kinds == {
        *("api-atom-new", "api-atom-old", "api-error", "http-error-body", "withdrawn", "kaggle", "atom-announce"),
        *("oai-new", "oai-old", "oai-old-raw", "oai-old-dc", "rss20", "rss-empty", "rss10-rdf"),
    }


def test_answers_of_the_query_api(shared):
    seen = 0
    for name, kind, _ in manifest(shared):
        if kind in ("api-atom-new", "api-atom-old"):
            body = read(shared, name)
            papers, total = results(body)
            assert len(papers) == body.count(b"<entry>"), name
            assert None not in papers
            assert all(p.title and p.submitted and p.categories and "\n" not in p.title + p.abstract for p in papers), name
            assert total >= len(papers) or "electron" in name
            seen += len(papers)
    assert seen > 150


def test_errors_are_refused(shared):
    for name, kind, _ in manifest(shared):
        if kind == "api-error":
            with pytest.raises(GarbageError, match="refuses"):
                results(read(shared, name))
        if kind == "http-error-body":
            for parse in (results, feed.parse, oai.parse):
                with pytest.raises(GarbageError):
                    parse(read(shared, name))


def test_both_layouts_give_the_same_kind_of_record(shared):
    (old,), _ = results(read(shared, "api2020_1601.00001_oldformat.xml"))
    assert old.title == "Inelastic effects in molecular transport junctions: The probe technique at high bias"
    assert old.abstract.startswith("We extend the Landauer-Büttiker probe formalism")
    assert (old.id, old.version, old.doi) == ("1601.00001", 1, "10.1063/1.4944470")
    (new,), _ = results(read(shared, "api2026_id_1605.08386_s0_m100.http200.xml"))
    assert (new.categories, new.authors) == (("math.CO", "math.ST"), ("Caprice Stanley", "Tobias Windisch"))
    (zero,), _ = results(read(shared, "api2026_id_2104.12255v1_s0_m100.http200.xml"))
    assert zero.title == "0"


@pytest.mark.slow
def test_feeds(shared):
    for name, kind, _ in manifest(shared):
        if kind in ("rss20", "atom-announce"):
            body = read(shared, name)
            found = feed.parse(body)
            assert len(found.items) == body.count(b"<item>") + body.count(b"<entry>") > 0, name
            assert found.broken == 0
            assert all(i.kind in ("new", "cross", "replace", "replace-cross") for i in found.items)
            assert all(i.paper.abstract and not i.paper.abstract.startswith("arXiv:") for i in found.items)
        elif kind == "rss10-rdf" or name == "rss_2023-07-05-cs-ai.xml":
            with pytest.raises(GarbageError, match="no feed of a kind"):
                feed.parse(read(shared, name))
        elif kind == "rss-empty":
            assert feed.parse(read(shared, name)).items == ()


def test_the_stale_pair_is_stale(shared):
    first, second = (feed.parse(read(shared, f"rss_2025-01-{day}-cs-ai.xml")) for day in (21, 22))
    assert feed.is_stale(first, frozenset(), date(2025, 1, 17), first.built) is None
    assert "F01" in feed.is_stale(second, first.all_ids, first.day, second.built)


def test_what_is_special_of_the_feeds(shared):
    crowd = next(i.paper for i in feed.parse(read(shared, "rss_2025-10-18-cs-ai.xml")).items if i.paper.id == "2507.06261")
    assert len(crowd.authors) > 3400
    delete = next(i.paper for i in feed.parse(read(shared, "rss_2024-10-30-cs-lg.xml")).items if i.paper.id == "2311.16984")
    assert not any("\x7f" in name for name in delete.authors)
    latin = next(i.paper for i in feed.parse(read(shared, "rss_2025-01-14-cs-ai.xml")).items if i.paper.id == "2501.05730")
    assert not any(0x7F <= ord(c) < 0xA0 for c in latin.abstract)
    assert "nlin/0408039" in {i.paper.id for i in feed.parse(read(shared, "rss_2024-05-16-cs-lg.xml")).items}


def test_oai_pmh(shared):
    for name, kind, _ in manifest(shared):
        if kind.startswith("oai-"):
            body = read(shared, name)
            page = oai.parse(body)
            assert len(page.records) == body.count(b"<record>") > 0, name
            assert page.broken == 0
            assert all(r.paper.title and r.paper.authors and r.paper.abstract for r in page.records), name
    assert oai.parse(read(shared, "oai_old_dc_arxiv_multi_20230125.xml")).token == "6460044|1001"
    raw = oai.parse(read(shared, "oai_old_arXivRaw_1810.09584.xml")).records[0].paper
    assert raw.authors == ("Raphael Chetrite", "Shamik Gupta", "Izaak Neri", "Édgar Roldán")
    assert [v.number for v in raw.versions] == [1, 2]
    assert raw.submitted == raw.versions[0].submitted
    # F25: what arXiv calls created is the current version's day on the new server, so it is not taken.
    assert oai.parse(read(shared, "oai_new_GetRecord_arXiv_2511.11447_2026-02-13.xml")).records[0].paper.submitted is None


def test_withdrawn_versions_are_known_by_their_source_type(shared):
    rows = [json.loads(line) for line in read(shared, "arxivdb_withdrawn_rows.jsonl").splitlines()]
    said = [text.says_withdrawn(row["comments"]) for row in rows]
    # One of them does not say it: arXivRaw's source type I does.
    assert (len(rows), sum(said)) == (11, 10)
    silent = rows[said.index(False)]
    body = (
        '<record xmlns="http://www.openarchives.org/OAI/2.0/"><header><identifier>oai:arXiv.org:{paper_id}</identifier>'
        "<datestamp>2011-02-03</datestamp></header><metadata><arXivRaw>"
        '<version version="v1"><date>Mon, 5 Jan 2009 10:00:00 GMT</date><source_type>D</source_type></version>'
        '<version version="v2"><date>Wed, 2 Feb 2011 08:42:29 GMT</date><source_type>I</source_type></version>'
        "<title>{title}</title><authors>A</authors><comments>{comments}</comments><abstract>B</abstract>"
        "</arXivRaw></metadata></record>"
    ).format(**silent)
    assert oai.parse(body.encode()).records[0].paper.withdrawn


def test_the_snapshots_lines(shared):
    papers = list(snapshot.read(shared / "arxiv" / "recorded" / "kaggle_snapshot_49_lines_2212.jsonl"))
    assert len(papers) == 49
    assert all(isinstance(p, Paper) and p.submitted and p.abstract and "\n" not in p.title for p in papers)
