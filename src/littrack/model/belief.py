"""How far a maintainer's decisions are to be believed.

How often they are wrong is not known, but what other evidence says of the same papers tells it (as of annotators: Dawid and
Skene, "Maximum likelihood estimation of observer error-rates", 1979). Who accepts now and then what nothing speaks for has
found something that the model does not know; who does so in three cases of ten decides at random, and is not to be believed.
The maintainer is judged, not the single decision: to believe the likely ones most is to believe spite, which accepts what looks
right.
"""

from __future__ import annotations

import numpy as np

from littrack.model.features import Array

_RATES = np.exp(np.linspace(np.log(0.002), np.log(0.5), 60))
# Before anything is seen, the most believable is one wrong decision in twenty; this weighs as much as twenty decisions.
_USUAL, _WEIGHT = 0.05, 20.0
_SURE = 1e-3  # no paper is more certain than this before it was decided on
# People disagree with each other, and with a young model, in one case of ten. Of papers that seldom belong, most acceptances
# are wrong where three decisions of ten are.
_HUMAN, _WORTHLESS = 0.1, 0.3


def trust(accepted: Array, rejected: Array) -> float:
    """How far decisions are to be believed, 0 to 1.

    Args:
        accepted: (n,) the probabilities of the accepted papers by all evidence but their own decision.
        rejected: (m,) those of the rejected papers.
    """
    return float(np.clip((_WORTHLESS - error_rate(accepted, rejected)) / (_WORTHLESS - _HUMAN), 0.0, 1.0))


def error_rate(accepted: Array, rejected: Array) -> float:
    """The most believable share of wrong decisions, at most a half, given such probabilities."""
    agreed = np.clip(np.concatenate([accepted, 1 - rejected]), _SURE, 1 - _SURE)[:, None]
    told = np.log(agreed * (1 - _RATES) + (1 - agreed) * _RATES).sum(axis=0)
    usual = _WEIGHT * (_USUAL * np.log(_RATES) + (1 - _USUAL) * np.log(1 - _RATES))
    return float(_RATES[np.argmax(told + usual)])
