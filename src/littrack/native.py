"""Functions compiled to machine code, for the loops over every byte of a snapshot; imported only where one is read.

The machine code is kept beside the module, or in the user's cache where that folder cannot be written to, so that only the
first use on a machine takes the seconds to compile. It is made anew when the module's file changes, not when a module that it
takes a number from does.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

from llvmlite import ir
from numba import njit, types
from numba.core import cgutils
from numba.extending import intrinsic
from numpy.typing import NDArray

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


def _prefetch(typing: Any, array: Any, place: Any) -> Any:
    def code(context: Any, builder: Any, signature: Any, values: Any) -> Any:
        data = context.make_array(signature.args[0])(context, builder, values[0]).data
        pointer, number = ir.PointerType(ir.IntType(8)), ir.IntType(32)
        kind = ir.FunctionType(ir.VoidType(), [pointer, number, number, number])
        fetch = cgutils.get_or_insert_function(builder.module, kind, "llvm.prefetch.p0")  # type: ignore[no-untyped-call]
        at = builder.bitcast(builder.gep(data, [values[1]]), pointer)
        builder.call(fetch, [at, number(0), number(3), number(1)])  # to read it soon, as data
        return context.get_dummy_value()

    return types.void(array, types.intp), code


# In machine code: let the processor fetch the memory line of that place of a contiguous array, and go on meanwhile.
prefetch = cast("Callable[[NDArray[Any], int], None]", intrinsic(_prefetch))
