"""Plots as inline SVG: no library, no script, readable on light and dark pages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

_SIZE, _EDGE = 300, 40
STYLE = (
    "body{font:16px/1.5 system-ui,sans-serif;max-width:46rem;margin:2rem auto;padding:0 1rem;color-scheme:light dark}"
    "table{border-collapse:collapse}td,th{padding:.2rem .8rem;text-align:left;border-bottom:1px solid #8884}"
    "td:not(:first-child){font-variant-numeric:tabular-nums}figure{margin:1rem 0}svg{max-width:100%;height:auto}"
    "svg text{fill:currentColor;font:11px system-ui}"
)


def page(title: str, body: Sequence[str]) -> str:
    """A page of its own; ``body`` are pieces of HTML that are safe already."""
    head = f'<meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{escape(title)}</title>'
    return "\n".join(
        [
            "<!doctype html>",
            '<html lang="en">',
            f"<head>{head}<style>{STYLE}</style></head>",
            "<body>",
            *body,
            "</body></html>",
            "",
        ]
    )


def table(rows: Mapping[str, object] | Sequence[Sequence[object]], header: Sequence[str] = ()) -> str:
    """A table of names and values, or of rows."""
    lines = list(rows.items()) if isinstance(rows, Mapping) else list(rows)
    head = "<tr>" + "".join(f"<th>{escape(str(h))}</th>" for h in header) + "</tr>" if header else ""
    cells = ("<tr>" + "".join(f"<td>{escape(str(c))}</td>" for c in line) + "</tr>" for line in lines)
    return f"<table>{head}{''.join(cells)}</table>"


def curve(points: Sequence[tuple[float, float, int]], title: str) -> str:
    """A reliability curve: what was said (across) against what came (up); the area of a dot grows with its count."""
    most = max((n for *_, n in points), default=1)
    dots = "".join(
        f'<circle cx="{_x(said):.1f}" cy="{_y(came):.1f}" r="{2 + 5 * (n / most) ** 0.5:.1f}" fill="#2a78d6">'
        f"<title>{n}: said {said:.2f}, came {came:.2f}</title></circle>"
        for said, came, n in points
    )
    line = " ".join(f"{_x(said):.1f},{_y(came):.1f}" for said, came, _ in points)
    ideal = f'<path d="M{_x(0)} {_y(0)}L{_x(1)} {_y(1)}" stroke="#888" stroke-dasharray="4 4"/>'
    drawn = f'<polyline points="{line}" fill="none" stroke="#2a78d6"/>'
    return _figure(title, "probability said", "share that was right", ideal + drawn + dots)


def bars(values: Mapping[str, float], title: str) -> str:
    """Shares, 0 to 1, side by side."""
    width = (_SIZE - 2 * _EDGE) / max(1, len(values))
    drawn = ""
    for n, (name, value) in enumerate(values.items()):
        left = _EDGE + n * width
        drawn += (
            f'<rect x="{left + 4:.1f}" y="{_y(value):.1f}" width="{width - 8:.1f}" height="{_y(0) - _y(value):.1f}" '
            f'fill="#2a78d6"/>'
            f'<text x="{left + width / 2:.1f}" y="{_y(value) - 4:.1f}" text-anchor="middle">{value:.2f}</text>'
            f'<text x="{left + width / 2:.1f}" y="{_y(0) + 14}" text-anchor="middle">{escape(name)}</text>'
        )
    return _figure(title, "", "", drawn)


def _x(share: float) -> float:
    return _EDGE + share * (_SIZE - 2 * _EDGE)


def _y(share: float) -> float:
    return _SIZE - _EDGE - share * (_SIZE - 2 * _EDGE)


def _figure(title: str, across: str, up: str, drawn: str) -> str:
    axes = f'<path d="M{_x(0)} {_y(1)}V{_y(0)}H{_x(1)}" fill="none" stroke="currentColor"/>'
    ticks = "".join(f'<text x="{_EDGE - 4}" y="{_y(t) + 4}" text-anchor="end">{t:g}</text>' for t in (0, 0.5, 1))
    names = (
        f'<text x="{_SIZE / 2}" y="{_SIZE - 8}" text-anchor="middle">{escape(across)}</text>'
        f'<text x="12" y="{_SIZE / 2}" transform="rotate(-90 12 {_SIZE / 2})" text-anchor="middle">{escape(up)}</text>'
    )
    picture = f'<svg viewBox="0 0 {_SIZE} {_SIZE}" width="{_SIZE}" role="img" aria-label="{escape(title)}">'
    return f"<figure><figcaption>{escape(title)}</figcaption>{picture}{axes}{ticks}{names}{drawn}</svg></figure>"
