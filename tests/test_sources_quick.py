"""The quick reader against the careful one: the same records and the same problems, whatever a line is."""

import orjson
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from littrack.records import Problem
from littrack.sources import quick
from littrack.sources.files import Block
from littrack.sources.snapshot import abstract_of, id_of, title_of, told
from littrack.sources.text import clean

RECORD = {
    "id": "2212.11862",
    "submitter": "A. P\\'erez",
    "authors": "Adri\\'an P\\'erez-Salinas and\n  Radoica Dra\\v{s}ki\\'c (1)",
    "title": "Reduce-and-chop:\n  Shallow circuits",
    "comments": None,
    "doi": 'a "quoted" \\ é \u2028 😀',
    "abstract": '  The coherence times of\nKunneth devices $\\alpha\\in\\{1\\}$ at 3/4 "of" naïve – “Schrödinger”.\n',
    "versions": [{"version": "v1", "created": "Thu, 22 Dec 2022 17:01:56 GMT"}, {}, []],
    "authors_parsed": [["Pérez-Salinas", "Adrián", ""]],
    "more": [True, False, 0, -1.5, 12, {"a": {"b": [[]]}}],
}
TRICKY = [
    rb'{"id":"2212.11862","title":"t","abstract":""}',
    rb'{"id":"2212.11862","title":"t","abstract":null}',
    rb'{"id":"2212.11862","title":"t","abstract":"a","title":"u"}',
    rb'{"id":"2212.11862","title":"t","abstract":"a","\u0074itle":"u"}',
    rb'{"id":"2212.11862","title":"t","abstract":"a","x":{"title":"u"}}',
    rb'{"id":"2212.11862","title":"  ","abstract":"a"}',
    rb'{"id":"2212.11862","title":"\n","abstract":"a"}',
    '{"id":"2212.11862","title":"\u3000","abstract":"a"}'.encode(),
    rb'{"id":"2212.11862","title":"\\c c\\ss \\l{} \\mu \\alpha \\\"o \\","abstract":"\\"}',
    rb'{"id":"2212.11862","title":"x\u0000y\u00e9","abstract":"\ud83d\ude00 \ud83d"}',
    b'{"id":"2212.11862","title":"a\x7fb","abstract":"a\x1fb"}',
    b'{"id":"2212.11862","title":"a\xc2\x85b\xef\xbf\xbfc","abstract":"a\xff"}',
    b'{"id":"2212.11862","title":"a\xed\xa0\x80","abstract":"\xf4\x90\x80\x80 \xc0\x80"}',
    b' { "id" : "2212.11862" , "title" : "t" , "abstract" : "a" } \r',
    *(
        f'{{"id":"{name}","title":"t","abstract":"a"}}'.encode()
        for name in (
            *(
                "hep-th/9901001",
                "math.GT/0309136",
                "-a/9901001",
                "a-/9901001",
                "a--b/9901001",
                "cond-mat/9913001",
                "hep-th/99010012",
            ),
            *(
                "2213.11862",
                "2212.118",
                "2212.1186",
                "2212.118623",
                "arXiv:2212.11862v3",
                "22121.1862",
                "",
                "1",
                "/9901001",
                "a.b/9901001",
            ),
        )
    ),
    *(
        b'{"id":"2212.11862","title":"t","abstract":"a","x":' + value + b"}"
        for value in (
            *(
                b"01",
                b"-",
                b"1.",
                b".5",
                b"1e5",
                b"1E5",
                b"123456789012345678",
                b"-0",
                b"nul",
                b"nulll",
                b"truefalse",
                b"NaN",
                b"+1",
            ),
            *(b"[", b"]", b"[1,]", b"[,1]", b"{,}", b'{"a"}', b'{"a":}', b'{"a":1,}', b"[}", b"{]", b"[" * 70 + b"]" * 70, b""),
            *(b'"\\x"', b'"\\u12g4"', b'"\\ud800"', b'"\\u', b'"\t"', b'"a', b"1 2", b"[1 2]", b'{"a" 1}', b"'a'"),
        )
    ),
    b"",
    b"   ",
    b"\x0b",
    b"{}",
    b"[]",
    b'"title"',
    b"{",
    b'{"id',
    b'{"id":"2212.11862","title":"t","abstract":"a"}}',
    b'{"id":"2212.11862","title":"t","abstract":"a"} x',
    b'{"id":"2212.11862","title":"' + b"a" * 30_000 + b'","abstract":"a"}',
]


def careful(data):
    """Every line read by the library of JSON and the rules of papers."""
    for number, line in enumerate(data.split(b"\n"), 7):
        try:
            record = orjson.loads(line)
            yield number, id_of(record)[0], title_of(record), abstract_of(record) or "", line
        except (ValueError, AttributeError) as error:
            if line.strip():
                yield Problem(told(error), "file", number)


def quickly(data):
    block = Block("file", 7, data)
    found = quick.read(block)
    yield from found.problems
    texts = found.texts.tobytes()
    for name, place, (start, end, number) in zip(found.ids, found.places.tolist(), found.lines.tolist(), strict=True):
        title, abstract = (orjson.loads(b'"' + texts[a:b] + b'"') for a, b in (place[:2], place[2:]))
        yield number, name.decode(), clean(title), clean(abstract), block.data[start:end]


def check(data):
    expected = list(careful(data))
    assert sorted(map(repr, quickly(data))) == sorted(map(repr, expected))


@pytest.mark.parametrize("line", TRICKY, ids=range(len(TRICKY)))
def test_a_line_is_read_as_the_careful_reader_reads_it(line):
    check(line)
    check(line + b"\n")
    check(b"\n".join([orjson.dumps(RECORD), line, orjson.dumps(RECORD | {"id": "0704.0001"})]))


@given(
    st.lists(
        st.dictionaries(
            st.sampled_from(["id", "title", "abstract", "summary", "x"]), st.text() | st.integers(-99, 99) | st.none()
        )
    )
)
@example([RECORD, RECORD])
def test_any_record_is_read_as_the_careful_reader_reads_it(records):
    for dumped in (b"\n".join(orjson.dumps(RECORD | r) for r in records), b"\n".join(orjson.dumps(r) for r in records)):
        check(dumped)


@given(st.integers(0, 10_000), st.binary(max_size=3), st.integers(0, 3))
def test_a_damaged_line_is_told_as_the_careful_reader_tells_it(at, put, gone):
    line = orjson.dumps(RECORD)
    at %= len(line)
    check(line[:at] + put + line[at + gone :] + b"\n" + orjson.dumps(RECORD))


def test_lines_of_the_snapshot_are_read_by_machine_code(monkeypatch):
    monkeypatch.setattr(quick._Careful, "add", lambda *_: pytest.fail("read in Python"))
    check(
        b"\n".join(
            orjson.dumps(RECORD | {"id": name}) for name in ("0704.0001", "2401.12345", "hep-th/9901001", "math.GT/0309136")
        )
    )


def test_real_records_are_read_as_the_careful_reader_reads_them(shared):
    import gzip

    data = gzip.decompress((shared / "data/stream_comm_2025-10_2026-03.jsonl.gz").read_bytes())
    check(data[: data.rindex(b"\n", 0, 3_000_000)])
