"""A trained model as one file that is safe to load, and what it says of a paper.

The file is a ZIP of ``model.json`` and one ``.npy`` an array. Nothing in it is executed when it is read, and it is read only
where its SHA-256 is the one that was recorded when it was trained.
"""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
import orjson

from littrack.errors import ModelError
from littrack.model.evidence import Shelf
from littrack.model.features import Counts
from littrack.model.relevance import Relevance
from littrack.model.sections import Sections
from littrack.model.text import Text, of_paper
from littrack.model.vectors import terms_of
from littrack.records import Evidence, Paper, Prediction, Section, SectionScore, Taxonomy
from littrack.workspace import write_atomically

T = TypeVar("T")
FORMAT = 5
_REMEDY = "run `littrack train` to make a new one, or `littrack train --rollback`"
# Sections and evidence are worked out only for papers that could be proposed at all: this share of the threshold and above.
_WORTH_PLACING = 0.2


@dataclass(frozen=True, slots=True)
class Model:
    """A relevance model, a section model and the references that a paper is likened to.

    ``threshold`` is the relevance at or above which a paper is proposed, ``threshold_interval`` its 90 % interval.
    """

    relevance: Relevance
    sections: Sections
    shelf: Shelf
    taxonomy: Taxonomy
    threshold: float
    threshold_interval: tuple[float, float]

    def predict(self, papers: Sequence[Paper], model_id: str = "") -> list[Prediction]:
        """An opinion of each paper. Only those near the threshold or above get sections and evidence."""
        if not papers:
            return []
        texts = [of_paper(p) for p in papers]
        counts = Counts.of(texts)
        scores = self.relevance.score_counts(counts)
        chances = self.relevance.probability(scores)
        near = np.flatnonzero(chances >= _WORTH_PLACING * self.threshold)
        told = dict(zip(near.tolist(), self._tell([texts[n] for n in near], counts.take(near)), strict=True))
        found = []
        for n, paper in enumerate(papers):
            sections, unplaced, evidence = told.get(n, ((), 0.0, Evidence()))
            found.append(
                Prediction(
                    paper_id=paper.id,
                    version=paper.version,
                    model_id=model_id,
                    relevance=round(float(chances[n]), 6),
                    score=round(float(scores[n]), 6),
                    sections=sections,
                    unplaced=unplaced,
                    evidence=evidence,
                )
            )
        return found

    def _tell(self, texts: Sequence[Text], counts: Counts) -> list[tuple[tuple[SectionScore, ...], float, Evidence]]:
        """The sections of each text, the probability that none fits, and what speaks for and against it."""
        if not texts:
            return []
        terms = terms_of(texts)
        rows = self.sections.read(texts, terms)
        places = self.sections.place(rows)
        firsts = self.sections.explain(rows, [sections[0].slug if sections else "" for sections, _ in places])
        parts = zip(self.relevance.explain(texts, counts), firsts, self.shelf.nearest(texts, terms), texts, strict=True)
        evidence = [Evidence(terms, first, close, self.shelf.shared_authors(text)) for terms, first, close, text in parts]
        return [(*place, why) for place, why in zip(places, evidence, strict=True)]

    def to_bytes(self) -> bytes:
        """The model's file. The same model always gives the same bytes."""
        state = {
            "format": FORMAT,
            "relevance": self.relevance.state(),
            "sections": self.sections.state(),
            "shelf": self.shelf.state(),
            "taxonomy": asdict(self.taxonomy),
            "threshold": self.threshold,
            "threshold_interval": list(self.threshold_interval),
        }
        arrays: dict[str, np.ndarray[Any, Any]] = {}
        plain = _flatten(state, "", arrays)
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
            _put(archive, "model.json", orjson.dumps(plain, option=orjson.OPT_SORT_KEYS))
            for name in sorted(arrays):
                buffer = io.BytesIO()
                np.save(buffer, arrays[name], allow_pickle=False)
                _put(archive, f"{name}.npy", buffer.getvalue())
        return out.getvalue()

    @classmethod
    def from_bytes(cls, data: bytes) -> Model:
        """The inverse of :meth:`to_bytes`; ``data`` must be trusted (see :func:`load`)."""
        state = _state(data)
        sections = tuple(Section(**{**s, "aliases": tuple(s["aliases"])}) for s in state["taxonomy"]["sections"])
        taxonomy = Taxonomy(state["taxonomy"]["survey"], sections)
        return cls(
            relevance=Relevance.from_state(state["relevance"]),
            sections=Sections.from_state(state["sections"], taxonomy),
            shelf=Shelf.from_state(state["shelf"]),
            taxonomy=taxonomy,
            threshold=state["threshold"],
            threshold_interval=tuple(state["threshold_interval"]),
        )


def _relevance(data: bytes) -> tuple[Relevance, float]:
    state = _state(data, "relevance")
    return Relevance.from_state(state["relevance"]), state["threshold"]


def _state(data: bytes, part: str = "") -> dict[str, Any]:
    """What :meth:`Model.to_bytes` wrote; with ``part`` only this of what has arrays."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        plain = orjson.loads(archive.read("model.json"))
        arrays = {
            name.removesuffix(".npy"): np.load(io.BytesIO(archive.read(name)), allow_pickle=False)
            for name in archive.namelist()
            if name.endswith(".npy") and name.startswith(part)
        }
    if plain.get("format") != FORMAT:
        raise ModelError(f"the model's file has format {plain.get('format')}, not {FORMAT}", _REMEDY)
    kept = {key: value for key, value in plain.items() if not isinstance(value, dict) or key.startswith(part)}
    return {key: _restore(value, key, arrays) for key, value in kept.items()}


def digest_of(data: bytes) -> str:
    """The SHA-256 of a model's file, as hexadecimal text."""
    return hashlib.sha256(data).hexdigest()


def path_of(folder: Path, model_id: str) -> Path:
    """Where a model's file lies below a survey's classifier folder."""
    return folder / "models" / f"{model_id}.zip"


def save(folder: Path, data: bytes) -> str:
    """Write a model's file; returns its id, the first 12 digits of its SHA-256."""
    model_id = digest_of(data)[:12]
    write_atomically(path_of(folder, model_id), data)
    return model_id


def load(folder: Path, model_id: str, sha256: str) -> Model:
    """Read a model's file.

    Raises:
        ModelError: it is missing, is not the one that was recorded (tampered with, foreign), or cannot be read.
    """
    return _load(folder, model_id, sha256, Model.from_bytes)


def load_relevance(folder: Path, model_id: str, sha256: str) -> tuple[Relevance, float]:
    """What ranks in a model's file, and its threshold, without the time for the rest.

    Raises:
        ModelError: as :func:`load`.
    """
    return _load(folder, model_id, sha256, _relevance)


def _load(folder: Path, model_id: str, sha256: str, read: Callable[[bytes], T]) -> T:
    path = path_of(folder, model_id)
    try:
        data = path.read_bytes()
    except OSError as error:
        raise ModelError(f"the model's file {path} cannot be read ({error.strerror})", _REMEDY) from error
    if digest_of(data) != sha256:
        raise ModelError(f"{path} is not the file that was trained here (its SHA-256 differs); it was not read", _REMEDY)
    try:
        return read(data)
    except (KeyError, ValueError, zipfile.BadZipFile, EOFError) as error:
        raise ModelError(f"{path} cannot be read as a model ({error})", _REMEDY) from error


def taxonomy_headings(taxonomy: Taxonomy) -> tuple[str, ...]:
    """Every heading and alias of the survey: its own words."""
    return tuple(dict.fromkeys(word for s in taxonomy.sections for word in (s.heading, *s.aliases)))


def _put(archive: zipfile.ZipFile, name: str, data: bytes) -> None:
    archive.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), data, zipfile.ZIP_DEFLATED, 1)


def _flatten(value: Any, name: str, arrays: dict[str, np.ndarray[Any, Any]]) -> Any:
    """``value`` with every array taken out into ``arrays`` and its name left in its place."""
    if isinstance(value, np.ndarray):
        arrays[name] = value
        return {"__array__": name}
    if isinstance(value, dict):
        return {key: _flatten(inner, f"{name}.{key}".lstrip("."), arrays) for key, inner in value.items()}
    return value.item() if isinstance(value, np.generic) else value


def _restore(value: Any, name: str, arrays: dict[str, np.ndarray[Any, Any]]) -> Any:
    if isinstance(value, dict):
        if "__array__" in value:
            return arrays[value["__array__"]]
        return {key: _restore(inner, key, arrays) for key, inner in value.items()}
    return value
