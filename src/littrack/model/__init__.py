"""Features, training, prediction, evidence, evaluation, backtest and model cards."""

import importlib.util
import sys

import numpy as np


def _put_off(name: str) -> None:
    """Load a part of NumPy when something of it is used."""
    found = importlib.util.find_spec(f"numpy.{name}")
    if found and found.loader and found.name not in sys.modules:
        found.loader = loader = importlib.util.LazyLoader(found.loader)
        sys.modules[found.name] = module = importlib.util.module_from_spec(found)
        loader.exec_module(module)
        setattr(np, name, module)


# SciPy asks NumPy for all that it has: a translator of Fortran and a framework for tests, too, which nothing here uses. They
# are half of the time that its sparse matrices take to load.
_put_off("f2py")
_put_off("testing")
