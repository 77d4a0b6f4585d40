"""The kept figures of ``score`` as a picture in the docs: growth with the snapshot's size, and the ratios by date."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from pathlib import Path
from typing import Any

PICTURE = Path(__file__).resolve().parents[1] / "docs" / "performance.svg"
_WIDTH, _HEIGHT, _LEFT, _TOP, _GAP = 300, 180, 56, 34, 90
_STYLE = (
    "text{font:11px system-ui,sans-serif;fill:#222}path,line{fill:none;stroke:#888}.d{stroke:#2a78d6;stroke-width:2}"
    "circle{fill:#2a78d6}@media(prefers-color-scheme:dark){text{fill:#ddd}}"
)


def write(results: Path) -> bool:
    """Draw all kept results; whether there are any."""
    kept = [json.loads(path.read_text(encoding="utf-8")) for path in sorted(results.glob("*.json"))]
    if not kept:
        return False
    measured = [k["benches"]["growth"]["growth"] for k in kept if "growth" in k["benches"].get("growth", {})]
    growth: list[dict[str, Any]] = measured[-1] if measured else []
    sizes = [(math.log10(g["records"]), g) for g in growth]
    panels = [
        _panel("CPU microseconds a paper, by records", [(x, g["cpu_us_per_paper"]) for x, g in sizes], _size),
        _panel("Peak memory in MB, by records", [(x, g["peak_mb"]) for x, g in sizes], _size),
        _panel("The pass: times faster than TF-IDF with SVM", _by_date(kept, "ratio_to_tfidf_svm"), lambda x: _date(kept, x)),
        _panel("The pass: share of the speed of parsing alone", _by_date(kept, "ratio_to_floor"), lambda x: _date(kept, x)),
    ]
    wide, high = 2 * (_WIDTH + _GAP), 2 * (_HEIGHT + _GAP)
    placed = "".join(
        f'<g transform="translate({_LEFT + n % 2 * (_WIDTH + _GAP)} {_TOP + n // 2 * (_HEIGHT + _GAP)})">{panel}</g>'
        for n, panel in enumerate(panels)
    )
    PICTURE.write_text(
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide} {high}" width="{wide}" role="img" '
        f'aria-label="Speed of littrack score"><style>{_STYLE}</style>{placed}</svg>\n',
        encoding="utf-8",
    )
    return True


def _by_date(kept: Sequence[dict[str, Any]], key: str) -> list[tuple[float, float]]:
    found = [(n, k["quick"].get("snapshot", {}).get("pass", {}).get(key)) for n, k in enumerate(kept)]
    return [(float(n), float(value)) for n, value in found if value is not None]


def _date(kept: Sequence[dict[str, Any]], x: float) -> str:
    return str(kept[round(x)]["date"])


def _size(x: float) -> str:
    return f"{10**x:,.0f}"


def _panel(title: str, points: Sequence[tuple[float, float]], name: Any) -> str:
    """One line, from zero up; each point with its value."""
    across = [x for x, _ in points] or [0.0]
    most = max((y for _, y in points), default=1.0) * 1.1 or 1.0
    span = max(across) - min(across)
    at = [((x - min(across)) / span * _WIDTH if span else _WIDTH / 2, _HEIGHT - y / most * _HEIGHT) for x, y in points]
    drawn = f'<text x="0" y="-14" font-weight="bold">{title}</text><path d="M0 0V{_HEIGHT}H{_WIDTH}"/>'
    drawn += f'<path class="d" d="M{" L".join(f"{x:.1f} {y:.1f}" for x, y in at)}"/>' if len(at) > 1 else ""
    for (left, top), (x, y) in zip(at, points, strict=True):
        drawn += f'<circle cx="{left:.1f}" cy="{top:.1f}" r="3"/>'
        drawn += f'<text x="{left:.1f}" y="{top - 8:.1f}" text-anchor="middle">{_told(y)}</text>'
        drawn += f'<text x="{left:.1f}" y="{_HEIGHT + 16}" text-anchor="middle">{name(x)}</text>'
    return drawn


def _told(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"
