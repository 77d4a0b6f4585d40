"""Files of JSON lines, read as blocks of whole lines in bounded memory: plain, gzip, zip, zstandard, and Parquet.

What a file is, its first bytes say. A file that breaks off gives all that came before, and a problem that says where.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from littrack.errors import SourceError, UsageError
from littrack.records import Problem

BLOCK = 1 << 20
LONGEST_LINE = 16 << 20


@dataclass(frozen=True, slots=True)
class Block:
    """Whole lines of a file. ``first`` is the number of the first of them, from 1."""

    path: str
    first: int
    data: bytes

    @property
    def lines(self) -> list[bytes]:
        """The lines, with their ends."""
        return _lines(self.data)


@dataclass(frozen=True, slots=True)
class Piece:
    """Piece ``number`` (from 0) of the ``of`` pieces that a file is read in.

    A plain file's pieces are ranges of bytes, and their lines are counted from 1 anew. Packed files cannot be entered in the
    middle: each piece reads all of the file and keeps every ``of``-th block, whose lines are counted from the file's first.
    """

    path: str
    number: int
    of: int
    plain: bool


def pieces(path: Path, of: int) -> list[Piece]:
    """A file in ``of`` pieces."""
    plain = kind_of(path) == "plain"
    return [Piece(str(path), number, of, plain) for number in range(of)]


def read_piece(piece: Piece, size: int = 4 * BLOCK) -> Iterator[Block | Problem]:
    """The blocks of a piece, in order. What is wrong with a packed file as a whole, its first piece tells."""
    path = Path(piece.path)
    if piece.plain:
        whole = path.stat().st_size
        start, end = (whole * n // piece.of for n in (piece.number, piece.number + 1))
        yield from _whole_lines(piece.path, _range(path, size, start, end))
        return
    for n, block in enumerate(blocks(path, size)):
        if piece.number == (0 if isinstance(block, Problem) else n % piece.of):
            yield block


def kind_of(path: Path) -> str:
    """``plain``, ``gzip``, ``zip``, ``zstd`` or ``parquet``.

    Raises:
        UsageError: there is no such file, or it cannot be read.
    """
    try:
        with path.open("rb") as file:
            head = file.read(4)
    except OSError as error:
        raise UsageError(f"{path} cannot be read ({error.strerror})", "name a file of JSON lines or Parquet") from error
    kinds = {b"\x1f\x8b": "gzip", b"PK\x03\x04": "zip", b"\x28\xb5\x2f\xfd": "zstd", b"PAR1": "parquet"}
    return kinds.get(head, kinds.get(head[:2], "plain"))


def blocks(path: Path, size: int = BLOCK) -> Iterator[Block | Problem]:
    """A file's lines in blocks of about ``size`` bytes, in order.

    Raises:
        UsageError: there is no such file, or a package is missing that its format needs.
    """
    return _whole_lines(str(path), _OPENERS[kind_of(path)](path, size))


def _whole_lines(name: str, chunks: Iterator[bytes]) -> Iterator[Block | Problem]:
    rest, line, skipping = b"", 1, False
    try:
        for chunk in chunks:
            cut = chunk.rfind(b"\n") + 1
            if not cut:
                skipping = skipping or len(rest) + len(chunk) > LONGEST_LINE
                rest = b"" if skipping else rest + chunk
                continue
            if skipping:
                yield Problem(f"the line is longer than {LONGEST_LINE >> 20} MB and was left out", name, line)
                first = chunk.find(b"\n") + 1
                chunk, cut, line, skipping = chunk[first:], cut - first, line + 1, False
            if cut:
                data = rest + chunk[:cut]
                yield Block(name, line, data)
                line += len(_lines(data))
            rest = chunk[cut:]
    except (OSError, EOFError, zlib.error, zipfile.BadZipFile, SourceError) as error:
        if rest:
            yield Block(name, line, rest)
        yield Problem(f"the file breaks off or is damaged here ({error}); what came before was read", name, line)
        return
    if skipping:
        yield Problem(f"the line is longer than {LONGEST_LINE >> 20} MB and was left out", name, line)
    elif rest:
        yield Block(name, line, rest)


def _lines(data: bytes) -> list[bytes]:
    """Cut at every LF; this looks for it many bytes at a time, which ``split`` and ``count`` do not."""
    return io.BytesIO(data).readlines()


def _plain(path: Path, size: int) -> Iterator[bytes]:
    with path.open("rb") as file:
        while chunk := file.read(size):
            yield chunk


def _range(path: Path, size: int, start: int, end: int) -> Iterator[bytes]:
    """The lines that begin in this range of bytes."""
    with path.open("rb") as file:
        if start:
            file.seek(start - 1)
            while (part := file.readline(size)) and not part.endswith(b"\n"):
                pass
        while file.tell() < end and (chunk := file.read(size)):
            over = file.tell() - end
            cut = chunk.find(b"\n", len(chunk) - over - 1) + 1 if over >= 0 else 0
            yield chunk[:cut] if cut else chunk
            while over >= 0 and not cut and (chunk := file.read(size)):
                cut = chunk.find(b"\n") + 1
                yield chunk[:cut] if cut else chunk


def _gzip(path: Path, size: int) -> Iterator[bytes]:
    """All that can be unpacked; the library's own reader loses the last part of a file that breaks off."""
    with path.open("rb") as file:
        unpacker, packed = zlib.decompressobj(31), b""
        while packed or (packed := file.read(size // 4)):
            yield unpacker.decompress(packed, size)
            packed = unpacker.unconsumed_tail
            if unpacker.eof:  # another member may follow, or padding
                packed = unpacker.unused_data.lstrip(b"\0")
                unpacker = zlib.decompressobj(31) if packed or file.peek(1) else unpacker
    if not unpacker.eof:
        yield unpacker.flush()
        raise EOFError("the gzip file has no end")


def _zip(path: Path, size: int) -> Iterator[bytes]:
    with zipfile.ZipFile(path) as archive:
        for member in archive.infolist():
            if member.is_dir():
                continue
            with archive.open(member) as file:
                yield from _until_empty(file, size)
            yield b"\n"


def _zstd(path: Path, size: int) -> Iterator[bytes]:
    try:
        import zstandard
    except ImportError:
        raise UsageError(f"{path} is compressed with zstandard", "pip install 'littrack[snapshot]'") from None
    try:
        with path.open("rb") as file, zstandard.ZstdDecompressor().stream_reader(file, read_across_frames=True) as reader:
            yield from _until_empty(reader, size)
    except zstandard.ZstdError as error:
        raise SourceError(str(error)) from error


def _parquet(path: Path, size: int) -> Iterator[bytes]:
    """Rows as JSON lines, so that a row number is a line number."""
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ImportError:
        raise UsageError(f"{path} is a Parquet file", "pip install 'littrack[snapshot]'") from None
    import orjson

    try:
        with pq.ParquetFile(path) as file:
            for batch in file.iter_batches(batch_size=max(1, size // 2048)):
                yield b"".join(orjson.dumps(row, option=orjson.OPT_APPEND_NEWLINE, default=str) for row in batch.to_pylist())
    except pa.ArrowException as error:
        raise SourceError(str(error)) from error


def _until_empty(file: IO[bytes], size: int) -> Iterator[bytes]:
    while chunk := file.read(size):
        yield chunk


_OPENERS = {"plain": _plain, "gzip": _gzip, "zip": _zip, "zstd": _zstd, "parquet": _parquet}
