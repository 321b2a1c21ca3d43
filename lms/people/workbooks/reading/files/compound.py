"""Compound files (OLE), the container of an old .xls: a stream out of one, and a new one."""

import struct
from collections.abc import Sequence

from lms.core.packages import OLE

_END_OF_CHAIN, _FREE, _FAT_SECTOR = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD
_ENTRY, _MINI_SECTOR, _MINI_CUTOFF = 128, 64, 4096
_STREAM, _ROOT = 2, 5
# Sector numbers of the allocation table that fit into the header itself.
_TABLE_IN_HEADER = 109


class CompoundFile:
    """A compound file in memory. ValueError, IndexError or struct.error where it is damaged."""

    def __init__(self, data: bytes) -> None:
        shift, mini_shift = struct.unpack_from("<HH", data, 30)
        if shift not in {9, 12} or mini_shift != 6:
            raise ValueError(shift)
        self._data, self._size = data, 1 << shift
        directory, mini_table, table = (
            struct.unpack_from("<I", data, place)[0] for place in (48, 60, 68)
        )
        self._table = self._read_table(table)
        self._entries = self._read_entries(directory)
        self._mini_table = _numbers(self._read_chain(mini_table))

    def read_stream(self, name: str) -> bytes | None:
        """The bytes of the stream `name`, None where there is none."""
        entry = next((e for e in self._entries if e[0] == name and e[1] == _STREAM), None)
        if entry is None:
            return None
        _name, _kind, start, size = entry
        stream = self._read_chain(start) if size >= _MINI_CUTOFF else self._read_mini(start)
        if len(stream) < size:
            raise ValueError(size)
        return stream[:size]

    def _read_table(self, sector: int) -> Sequence[int]:
        """The allocation table: for each sector the one that follows it."""
        numbers = list(struct.unpack_from(f"<{_TABLE_IN_HEADER}I", self._data, 76))
        visited = set()
        while sector not in {_END_OF_CHAIN, _FREE}:
            if sector in visited:
                raise ValueError(sector)
            visited.add(sector)
            *further, sector = _numbers(self._read_sector(sector))
            numbers += further
        return _numbers(b"".join(self._read_sector(n) for n in numbers if n != _FREE))

    def _read_entries(self, start: int) -> list[tuple[str, int, int, int]]:
        """Name, kind, first sector and size of each entry of the directory."""
        directory = self._read_chain(start)
        entries = []
        for place in range(0, len(directory) - _ENTRY + 1, _ENTRY):
            length, kind = struct.unpack_from("<HB", directory, place + 64)
            first, size = struct.unpack_from("<II", directory, place + 116)
            name = directory[place : place + max(0, min(length, 64) - 2)]
            entries.append((name.decode("utf-16-le", "replace"), kind, first, size))
        return entries

    def _read_sector(self, sector: int) -> bytes:
        place = (sector + 1) * self._size
        content = self._data[place : place + self._size]
        if not content:
            raise ValueError(sector)
        # The last sector of some writers is cut short.
        return content.ljust(self._size, b"\0")

    def _read_chain(self, start: int) -> bytes:
        return b"".join(map(self._read_sector, _follow(start, self._table)))

    def _read_mini(self, start: int) -> bytes:
        """A short stream, kept in pieces inside the stream of the root entry."""
        root = next(entry for entry in self._entries if entry[1] == _ROOT)
        pieces = self._read_chain(root[2])
        return b"".join(
            pieces[n * _MINI_SECTOR : (n + 1) * _MINI_SECTOR]
            for n in _follow(start, self._mini_table)
        )


def build_compound(name: str, stream: bytes) -> bytes:
    """A compound file with nothing but this stream."""
    size = 4096
    stream = stream.ljust(max(_MINI_CUTOFF, len(stream)), b"\0")
    sectors = -(-len(stream) // size)
    tables = -(-(sectors + 3) // (size // 4 - 1))
    # One empty sector is the root's own stream: readers take a root without one for damaged.
    directory, root, first = tables, tables + 1, tables + 2
    table = [_FAT_SECTOR] * tables + [_END_OF_CHAIN, _END_OF_CHAIN]
    table += [*range(first + 1, first + sectors), _END_OF_CHAIN]
    table += [_FREE] * (tables * size // 4 - len(table))
    places = [*range(tables), *[_FREE] * (_TABLE_IN_HEADER - tables)]
    header = OLE + struct.pack(
        f"<16x5H6x3I4x5I{_TABLE_IN_HEADER}I",
        *(0x3E, 4, 0xFFFE, 12, 6),
        *(1, tables, directory),
        *(_MINI_CUTOFF, _END_OF_CHAIN, 0, _END_OF_CHAIN, 0),
        *places,
    )
    entries = _pack_entry("Root Entry", _ROOT, root, 0, child=1)
    entries += _pack_entry(name, _STREAM, first, len(stream), child=_FREE)
    return b"".join(
        (
            header.ljust(size, b"\0"),
            struct.pack(f"<{len(table)}I", *table),
            entries.ljust(2 * size, b"\0"),
            stream.ljust(sectors * size, b"\0"),
        )
    )


def _pack_entry(name: str, kind: int, start: int, size: int, *, child: int) -> bytes:
    letters = name.encode("utf-16-le")
    return letters.ljust(64, b"\0") + struct.pack(
        "<HBB3I36xIQ", len(letters) + 2, kind, 1, _FREE, _FREE, child, start, size
    )


def _numbers(content: bytes) -> Sequence[int]:
    return struct.unpack(f"<{len(content) // 4}I", content)


def _follow(start: int, table: Sequence[int]) -> list[int]:
    """The chain of sectors from `start` on. ValueError for one that runs in a circle."""
    chain: list[int] = []
    while start not in {_END_OF_CHAIN, _FREE}:
        chain.append(start)
        if len(chain) > len(table):
            raise ValueError(start)
        start = table[start]
    return chain
