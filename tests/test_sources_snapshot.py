"""Records from files: every format, arXiv's quirks, damage and hostile lines."""

import gzip
import zipfile
from concurrent.futures import Executor, Future
from concurrent.futures.process import BrokenProcessPool
from datetime import UTC, date, datetime

import orjson
import pytest
from click.testing import CliRunner

from littrack.cli.fetch import fetch_command
from littrack.errors import StoreError, UsageError
from littrack.pipeline import ingest
from littrack.pipeline.ingest import Wanted, ingest_files
from littrack.records import Paper, Problem
from littrack.sources import files, snapshot
from littrack.store import Store

NOW = datetime(2026, 4, 1, tzinfo=UTC)
CORNELL = {
    "id": "2212.11862",
    "submitter": "A. P\\'erez",
    "authors": "Adri\\'an P\\'erez-Salinas and\n  Radoica Dra\\v{s}ki\\'c (1)",
    "title": "Reduce-and-chop:\n  Shallow circuits",
    "comments": "14 pages",
    "journal-ref": None,
    "doi": None,
    "report-no": None,
    "categories": "quant-ph math.IT",
    "license": "http://creativecommons.org/licenses/by/4.0/",
    "abstract": '  The coherence times of\nK\\"unneth devices $\\alpha$.\n',
    "versions": [
        {"version": "v1", "created": "Thu, 22 Dec 2022 17:01:56 GMT"},
        {"version": "v2", "created": "Mon, 2 Jan 2023 05:00:00 GMT"},
    ],
    "update_date": "2023-01-03",
    "authors_parsed": [["Pérez-Salinas", "Adrián", ""], ["Draškić", "Radoica", "Jr.", "Affiliation"]],
}


def lines(*records):
    return b"".join(orjson.dumps(r) + b"\n" for r in records)


def plain(number, **more):
    return {"id": f"2401.{number:05d}", "title": f"Title {number}", "abstract": "An abstract.", **more}


def test_a_snapshot_record_is_unwrapped_and_decoded():
    paper = snapshot.to_paper(CORNELL)
    assert paper.title == "Reduce-and-chop: Shallow circuits"
    assert paper.abstract == "The coherence times of Künneth devices $\\alpha$."
    assert paper.authors == ("Adrián Pérez-Salinas", "Radoica Draškić Jr.")
    assert paper.categories == ("quant-ph", "cs.IT")
    assert (paper.version, paper.submitted) == (2, datetime(2022, 12, 22, 17, 1, 56, tzinfo=UTC))
    assert paper.updated == datetime(2023, 1, 2, 5, tzinfo=UTC)
    assert [v.number for v in paper.versions] == [1, 2]


def test_without_parsed_authors_the_string_is_split():
    paper = snapshot.to_paper(CORNELL | {"authors_parsed": None})
    assert paper.authors == ("Adrián Pérez-Salinas", "Radoica Draškić")


def test_every_recorded_line_is_read(shared):
    found = list(snapshot.read(shared / "arxiv/recorded/kaggle_snapshot_49_lines_2212.jsonl"))
    assert len(found) == 49
    for paper in found:
        assert isinstance(paper, Paper)
        assert "\n" not in paper.title + (paper.abstract or "")
        assert "  " not in paper.title
        assert paper.authors
        assert paper.submitted


@pytest.mark.parametrize(
    ("record", "submitted", "announced"),
    [
        ({"first_crawled": "2026-03-31"}, None, date(2026, 3, 31)),
        ({"date": "2026-03-31T10:00:00+02:00"}, None, date(2026, 3, 31)),
        ({"submitted": "2026-03-31"}, datetime(2026, 3, 31, tzinfo=UTC), None),
        ({"published": "2026-03-31T10:00:00Z"}, datetime(2026, 3, 31, 10, tzinfo=UTC), None),
    ],
)
def test_plain_lines_may_name_their_date_in_several_ways(record, submitted, announced):
    paper = snapshot.to_paper(plain(1, authors="Ann Lee, Bo Wu", categories=["math.IT", "cs.IT"], **record))
    assert (paper.submitted, paper.announced) == (submitted, announced)
    assert paper.authors == ("Ann Lee", "Bo Wu")
    assert paper.categories == ("cs.IT",)


def test_ids_with_version_or_address_are_understood():
    assert snapshot.to_paper(plain(1) | {"id": "http://arxiv.org/abs/2401.00001v3"}).version == 3
    assert snapshot.to_paper(plain(1) | {"id": "math.GT/0309136"}).id == "math/0309136"


@pytest.mark.parametrize(
    ("line", "message"),
    [
        (b"{broken", "not a JSON record"),
        (b"[1, 2]", "not a JSON record"),
        (b'{"id": "2401.00001"}', "no title"),
        (b'{"id": "2401.00001", "title": 3}', "no title"),
        (b'{"id": "9", "title": "A"}', "'9' is no arXiv id"),
        (b'{"id": null, "title": "A"}', "'None' is no arXiv id"),
        (b'{"id": "2401.00001", "title": "A", "date": "soon"}', "'soon' is no date"),
        (b'{"id": "2401.00001", "title": "A", "date": {"a": []}}', "is no date"),
        (b'{"id": "2401.00001", "title": "A", "versions": [{"version": "v0"}]}', "'v0' is no version"),
        (b'{"id": "2401.00001", "title": "A", "versions": [{"version": "v1", "created": "Thu, 99 Foo"}]}', "is no date"),
        (b'\xff\xfe{"id"', "not a JSON record"),
    ],
)
def test_a_bad_line_is_told_with_its_number_and_the_rest_is_read(tmp_path, line, message):
    path = tmp_path / "bad.jsonl"
    path.write_bytes(lines(plain(1)) + line + b"\n\n" + lines(plain(2)))
    found = list(snapshot.read(path))
    assert [p.id for p in found if isinstance(p, Paper)] == ["2401.00001", "2401.00002"]
    problem = next(p for p in found if isinstance(p, Problem))
    assert message in problem.message
    assert (problem.where, problem.line) == (str(path), 2)


def test_odd_types_where_text_is_due_do_no_harm():
    odd = {
        "abstract": 5,
        "authors": {"a": 1},
        "categories": 7,
        "comments": [],
        "versions": "x",
        "authors_parsed": [3, {}, None],
    }
    paper = snapshot.to_paper(plain(1) | odd)
    assert (paper.abstract, paper.authors, paper.categories) == (None, (), ())


def pack(path, data):
    kind = path.suffix
    if kind == ".gz":
        path.write_bytes(gzip.compress(data[: len(data) // 2]) + gzip.compress(data[len(data) // 2 :]))
    elif kind == ".zip":
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("arxiv-metadata-oai-snapshot.json", data)
    elif kind == ".zst":
        zstandard = pytest.importorskip("zstandard")
        path.write_bytes(zstandard.compress(data))
    elif kind == ".parquet":
        pa = pytest.importorskip("pyarrow")
        from pyarrow import parquet

        parquet.write_table(pa.Table.from_pylist([orjson.loads(line) for line in data.splitlines()]), path)
    else:
        path.write_bytes(data)
    return path


@pytest.mark.parametrize("name", ["a.jsonl", "a.jsonl.gz", "a.zip", "a.jsonl.zst", "a.parquet"])
def test_every_format_gives_the_same_records(tmp_path, name):
    data = lines(*(CORNELL | {"id": f"2212.{n:05d}"} for n in range(1000)))
    found = list(snapshot.read(pack(tmp_path / name, data)))
    assert found == [snapshot.to_paper(CORNELL | {"id": f"2212.{n:05d}"}) for n in range(1000)]


@pytest.mark.parametrize("name", ["a.jsonl", "a.jsonl.gz", "a.jsonl.zst"])
def test_a_file_that_breaks_off_gives_what_came_before(tmp_path, name):
    path = pack(tmp_path / name, lines(*(plain(n, comment=str(hash(str(n)))) for n in range(5000))))
    path.write_bytes(path.read_bytes()[:-4000])
    found = list(snapshot.read(path))
    papers = [p for p in found if isinstance(p, Paper)]
    problems = [p for p in found if isinstance(p, Problem)]
    assert len(papers) > 1000
    assert [p.id for p in papers] == [f"2401.{n:05d}" for n in range(len(papers))]
    assert problems
    assert all(p.where == str(path) and p.line > len(papers) for p in problems)


@pytest.mark.parametrize("name", ["a.jsonl.gz", "a.zip", "a.parquet"])
def test_a_damaged_file_is_a_problem_and_no_crash(tmp_path, name):
    path = pack(tmp_path / name, lines(*(plain(n) for n in range(5000))))
    data = bytearray(path.read_bytes())
    data[len(data) // 2 : len(data) // 2 + 40] = b"\x99" * 40
    path.write_bytes(data)
    assert any(isinstance(p, Problem) for p in snapshot.read(path))


def test_an_endless_line_is_left_out_in_bounded_memory(tmp_path, monkeypatch):
    monkeypatch.setattr(files, "LONGEST_LINE", 10_000)
    path = tmp_path / "long.jsonl"
    path.write_bytes(lines(plain(1)) + b"x" * 300_000 + b"\n" + lines(plain(2)))
    blocks = list(files.blocks(path, 1000))
    assert [p.line for p in blocks if isinstance(p, Problem)] == [2]
    assert [b.first for b in blocks if isinstance(b, files.Block)] == [1, 3]
    assert max(len(b.data) for b in blocks if isinstance(b, files.Block)) < 12_000


def test_a_missing_file_is_a_wrong_use(tmp_path):
    with pytest.raises(UsageError, match="cannot be read"):
        list(snapshot.read(tmp_path / "none.jsonl"))


def test_ingesting_twice_adds_nothing(tmp_path):
    path = pack(tmp_path / "a.jsonl", lines(CORNELL, plain(1), plain(1, doi="10.1/x"), CORNELL) + b"{\n")
    with Store(None) as store:
        report = ingest_files(store, [path], NOW)
        assert (report.received, report.new, report.n_problems) == (4, 2, 1)
        assert store.papers.get("2401.00001").doi == "10.1/x"
        stored = store.papers.get("2212.11862")
        assert stored.announced == date(2022, 12, 23)
        assert [v.number for v in stored.versions] == [1, 2]
        assert ingest_files(store, [path], NOW).new == 0


def test_only_what_is_wanted_is_taken(tmp_path):
    records = [plain(n, categories=["cs.NI" if n % 2 else "hep-th"], first_crawled=f"2026-01-{n:02d}") for n in range(1, 11)]
    path = pack(tmp_path / "a.jsonl", lines(*records))
    wanted = Wanted(frozenset({"cs.NI"}), since=date(2026, 1, 3), until=date(2026, 1, 7))
    with Store(None) as store:
        report = ingest_files(store, [path], NOW, wanted=wanted)
        assert (report.received, report.new, report.left_out) == (10, 3, 7)


LISTED = b'{"id":"2401.00001","title":"T",%s}'


@pytest.mark.parametrize(
    ("rest", "is_wanted"),
    [
        (b'"categories":"hep-th cs.NI"', True),
        (b'"categories": "cs.NI,hep-th"', True),
        (b'"categories" : "cs.NI"', True),
        (b'"categories":["hep-th","cs.NI"]', True),
        (b'"categories":"cs\\u002eNI"', True),
        (b'"abstract":"the \\"categories\\":\\"hep-th\\"","categories":"cs.NI"', True),
        (b'"other":{"categories":"hep-th"},"categories":"cs.NI"', True),
        (b'"categories":"hep-th","other":{"categories":"cs.NI"}', False),
        (b'"abstract":"cs.NI","categories":"hep-th"', False),
        (b'"categories":"cs.NIX"', False),
        (b'"categories":null', False),
        (b'"categories":"","abstract":"cs.NI"', False),
    ],
)
def test_a_glimpse_of_the_categories_is_as_good_as_parsing(rest, is_wanted):
    (found,) = snapshot.parse(files.Block("f", 1, LISTED % rest), frozenset({"cs.NI"}))
    assert isinstance(found, Paper) == is_wanted
    assert not isinstance(found, Problem)


def test_a_line_that_breaks_off_is_told_whatever_is_wanted():
    (found,) = snapshot.parse(files.Block("f", 7, LISTED % b'"categories":"hep-th","abstract":"so'), frozenset({"cs.NI"}))
    (cut,) = snapshot.parse(files.Block("f", 8, b'{"id":"2401.00001","categories":"hep-th","abstr'), frozenset({"cs.NI"}))
    assert found is None  # it ends as a record does, and is of no interest
    assert isinstance(cut, Problem)
    assert cut.line == 8


@pytest.mark.slow
def test_with_processes_the_store_is_the_same(tmp_path):
    path = pack(tmp_path / "a.jsonl", lines(*(CORNELL | {"id": f"2212.{n:05d}", "comments": "x" * 900} for n in range(6000))))
    with Store(None) as one, Store(None) as two:
        alone, together = ingest_files(one, [path], NOW, jobs=1), ingest_files(two, [path], NOW, jobs=2)
        assert alone == together
        assert list(one.papers.all()) == list(two.papers.all())


class Dead(Executor):
    """A pool whose processes die after the first block."""

    def __init__(self):
        self.given = 0

    def submit(self, fn, /, *args, **kwargs):
        self.given += 1
        future = Future()
        if self.given > 1:
            future.set_exception(BrokenProcessPool("gone"))
        else:
            future.set_result(fn(*args))
        return future


def test_a_process_that_is_killed_is_told_and_the_rest_is_kept(tmp_path, monkeypatch):
    monkeypatch.setattr(ingest, "_SMALL", 0)
    monkeypatch.setattr(ingest, "_processes", lambda jobs: Dead())
    path = pack(tmp_path / "a.jsonl", lines(*(plain(n, comments="x" * 900) for n in range(3000))))
    with Store(None) as store:
        with pytest.raises(StoreError, match="run it again"):
            ingest_files(store, [path], NOW)
        assert 0 < store.papers.count() < 3000


def test_the_command_takes_several_files_and_tells_problems(tmp_path):
    (tmp_path / "littrack.toml").write_text('[survey]\nslug = "demo"\ntitle = "Demo"\n')
    first, second = pack(tmp_path / "a.jsonl", lines(plain(1))), pack(tmp_path / "b.jsonl.gz", lines(plain(2)) + b"{\n")
    args = ["--workspace", str(tmp_path), "--json", "--from-file", str(first), str(second)]
    done = CliRunner().invoke(fetch_command, args, catch_exceptions=False)
    assert done.exit_code == 0
    assert orjson.loads(done.stdout)["new"] == 2
    assert f"{second}:2: not a JSON record" in done.stderr
