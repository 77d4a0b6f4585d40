"""arXiv's texts and its calendar, made alike."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from littrack.sources import text
from littrack.sources.mailing import (
    announcement_day,
    announcement_days,
    deadline,
    is_announcement_day,
    last_announced,
    mailing_moment,
)
from littrack.sources.text import clean, split_authors, tidy_xml, untex


@pytest.mark.parametrize(
    ("tex", "plain"),
    [
        (r"Rold\'an", "Roldán"),
        (r"Ralf M\"uller and {\L}ukasz", "Ralf Müller and Łukasz"),
        (r"Fran\c{c}ois {\O}rsted Bj{\o}rn", "François Ørsted Bjørn"),
        (r"Erd\H{o}s \v{C}ech \k{a}", "Erdős Čech ą"),
        (r"Mart{\'\i}nez \'{\i} na\"ive", "Martínez í naïve"),
        (r"$\alpha$ \textbf{x} \omega \cdot \vec{v}", r"$\alpha$ \textbf{x} \omega \cdot \vec{v}"),
        (r"Poincar\'e", "Poincaré"),
        ("AT&T's M\\&M", "AT&T's M\\&M"),
    ],
)
def test_tex_accents(tex, plain):
    assert untex(tex) == plain


@given(st.text(alphabet="\\\\\\{}'\"~=.cvuHkraAoOlLijs x1é", max_size=30))
def test_what_untex_passes_over_has_no_accent(tex):
    slowly = text._LETTER.sub(lambda m: text._LETTERS[m[1] or m[2]], text._ACCENT.sub(text._accented, tex))
    assert untex(tex) == slowly


def test_authors_of_one_string():
    assert split_authors(r"A. One, B. Two (1 and 2) and C. Three ((1) X, (2) Y)") == ("A. One", "B. Two", "C. Three")
    assert split_authors("Ada, and Bob") == ("Ada", "Bob")
    assert split_authors(" OpenAIRai,  :Rai, Josh AchiamRai") == ("OpenAIRai", ":Rai", "Josh AchiamRai")
    assert split_authors("((((" * 10_000) == ()
    assert len(split_authors(", ".join(map(str, range(9000))))) == 5000


@given(st.text())
def test_clean_text_is_one_line_without_controls_and_stays(text):
    once = clean(text)
    assert clean(once) == once
    assert not any(c in once for c in "\n\r\t\x00\x1b\x7f\x9d")
    once.encode()


@given(st.binary())
def test_tidied_bytes_are_utf8_without_what_xml_forbids(body):
    tidy = tidy_xml(body)
    tidy.decode()
    assert not set(tidy) & {*range(9), 11, 12, *range(14, 32)}


def test_forbidden_references_go_and_allowed_stay():
    assert tidy_xml(b"a&#11;b&#x41;c&#xFFFFFFFF;d&#177;") == b"ab&#x41;cd&#177;"


def test_the_calendar_of_facts():
    assert mailing_moment(date(2026, 2, 2)) == datetime(2026, 2, 2, 1, tzinfo=UTC)  # Sunday 20:00 Eastern
    assert deadline(date(2026, 2, 2)) == datetime(2026, 1, 30, 19, tzinfo=UTC)  # Friday 14:00 Eastern
    assert deadline(date(2026, 2, 3)) == datetime(2026, 2, 2, 19, tzinfo=UTC)
    assert announcement_day(datetime(2026, 1, 30, 19, 0, 1, tzinfo=UTC)) == date(2026, 2, 3)
    assert [is_announcement_day(date(2025, 12, d)) for d in (25, 26, 27, 28, 29)] == [True, False, False, False, True]
    assert last_announced(datetime(2026, 2, 2, 0, 59, tzinfo=UTC)) == date(2026, 1, 30)
    assert last_announced(datetime(2026, 2, 2, 1, 0, tzinfo=UTC)) == date(2026, 2, 2)


@given(st.integers(0, 730 * 1440).map(lambda n: datetime(2025, 1, 1, tzinfo=UTC) + timedelta(minutes=n)))
def test_every_submission_has_its_day(moment):
    day = announcement_day(moment)
    assert is_announcement_day(day)
    assert moment <= deadline(day) < mailing_moment(day)
    earlier = [d for d in announcement_days(date(2024, 12, 20), date(2027, 1, 30)) if d < day][-1:]
    assert all(deadline(d) < moment for d in earlier)
