"""MPEG transport streams, joined: pieces that each start at zero become one that a player can seek in.

Source: ISO/IEC 13818-1, packets and their adaptation fields, headers of elementary streams.
"""

_PACKET = 188
_SYNC = 0x47
_NO_DATA = 0x1FFF
_TICKS = 90_000
_WRAP = 1 << 33
# Kinds of elementary stream whose header has no times: maps, padding, private and directory streams.
_TIMELESS = frozenset((0xBC, 0xBE, 0xBF, 0xF0, 0xF1, 0xF2, 0xF8, 0xFF))


class TransportStreamJoiner:
    """Takes the pieces in order, each announced by `begin`; what is no transport stream passes as it is."""

    def __init__(self) -> None:
        self._is_ts: bool | None = None
        self._rest = b""
        self._before = self._length = 0.0  # seconds of the pieces before this one, and of this one
        self._first: int | None = None  # the first time of all, in ticks
        self._offset = 0
        self._is_restarting = self._is_joined = False
        self._counters: dict[int, int] = {}

    def begin(self, seconds: float, *, is_restart: bool) -> None:
        """Announce the next piece. seconds: how long it plays; is_restart: its times do not follow the last's."""
        self._before += self._length
        self._length = seconds
        if is_restart and self._first is not None:
            self._is_restarting = self._is_joined = True

    def feed(self, data: bytes) -> bytes:
        """Give the packets that are complete, with their times moved to where they belong."""
        if self._is_ts is None and data:
            self._is_ts = data[0] == _SYNC and data[_PACKET : _PACKET + 1] in (b"", b"\x47")
        if not self._is_ts:
            return data
        data = self._rest + data
        whole = len(data) - len(data) % _PACKET
        packets, self._rest = bytearray(data[:whole]), data[whole:]
        for at in range(0, whole, _PACKET):
            if packets[at] == _SYNC:
                self._move(packets, at)
        return bytes(packets)

    def end(self) -> bytes:
        """Give what is left of a piece that ended within a packet."""
        rest, self._rest = self._rest, b""
        return rest

    def _move(self, packets: bytearray, at: int) -> None:
        flags, stream = packets[at + 3], (packets[at + 1] & 0x1F) << 8 | packets[at + 2]
        if stream == _NO_DATA:
            return
        payload = at + 4
        if flags & 0x20:
            length = packets[payload]
            if length >= 7 and packets[payload + 1] & 0x10:
                self._move_clock(packets, payload + 2)
            payload += 1 + length
        if not flags & 0x10:
            return
        counter = flags & 0x0F
        if self._is_joined:  # a jump in it means lost packets to a player
            counter = (self._counters.get(stream, counter - 1) + 1) & 0x0F
            packets[at + 3] = flags & 0xF0 | counter
        self._counters[stream] = counter
        starts_unit = packets[at + 1] & 0x40 and packets[payload : payload + 3] == b"\x00\x00\x01"
        if not starts_unit or payload + 19 > at + _PACKET or packets[payload + 3] in _TIMELESS:
            return
        times = packets[payload + 7] >> 6
        if times & 2:
            self._move_time(packets, payload + 9)
        if times == 3:
            self._move_time(packets, payload + 14)

    def _move_clock(self, packets: bytearray, at: int) -> None:
        """Move a program clock reference: 33 bits of ticks, then finer ones."""
        field = int.from_bytes(packets[at : at + 6])
        moved = self._moved(field >> 15)
        packets[at : at + 6] = (moved << 15 | field & 0x7FFF).to_bytes(6)

    def _move_time(self, packets: bytearray, at: int) -> None:
        """Move a presentation or decoding time: 33 bits in three groups, each closed by a one."""
        field = int.from_bytes(packets[at : at + 5])
        ticks = field >> 3 & 0x1C0000000 | field >> 2 & 0x3FFF8000 | field >> 1 & 0x7FFF
        ticks = self._moved(ticks)
        groups = (ticks >> 30) << 33 | (ticks >> 15 & 0x7FFF) << 17 | (ticks & 0x7FFF) << 1
        packets[at : at + 5] = (field & 0xF100010001 | groups).to_bytes(5)

    def _moved(self, ticks: int) -> int:
        if self._first is None:
            self._first = ticks
        if self._is_restarting:
            self._is_restarting = False
            self._offset = self._first + round(self._before * _TICKS) - ticks
        return (ticks + self._offset) % _WRAP
