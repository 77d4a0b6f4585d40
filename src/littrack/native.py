"""Functions compiled to machine code, for the loops over every byte of a snapshot; imported only where one is read.

The machine code is kept beside the module, or in the user's cache where that folder cannot be written to, so that only the
first use on a machine takes the seconds to compile. It is made anew when the module's file changes, not when a module that it
takes a number from does.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

from numba import njit

F = TypeVar("F", bound=Callable[..., Any])


def native(function: F) -> F:
    """Compile a function at its first call; it must not touch Python objects, and other threads run while it does."""
    try:
        return cast(F, njit(cache=True, nogil=True)(function))
    except RuntimeError:  # there is no folder at all to keep machine code in
        return cast(F, njit(nogil=True)(function))


def native_inline(function: F) -> F:
    """The same for a small function that is compiled into the functions that call it."""
    return cast(F, njit(nogil=True, inline="always")(function))
