"""Joining segments of an MPEG transport stream, so that a player can seek in the whole.

Segments whose timestamps each start at zero get timestamps that continue.
Source: ISO/IEC 13818-1, packets, their adaptation fields, and the headers of elementary streams.
"""

_PACKET_BYTES = 188
_SYNC = 0x47
_NULL_STREAM = 0x1FFF
_TICKS_PER_SECOND = 90_000
_MAX_TICKS = 1 << 33
# Elementary streams whose header has no timestamps: maps, padding, private streams, directories.
_WITHOUT_TIMES = frozenset((0xBC, 0xBE, 0xBF, 0xF0, 0xF1, 0xF2, 0xF8, 0xFF))


class TransportStreamJoiner:
    """Takes segments in order, each after a call of `start_segment`.

    Data that is not a transport stream is returned unchanged.
    """

    def __init__(self) -> None:
        self._is_transport_stream: bool | None = None
        self._incomplete = b""  # the start of a packet
        self._seconds_before = 0.0  # of the segments before this one
        self._seconds = 0.0  # of this segment
        self._first_ticks: int | None = None
        self._offset = 0  # added to each timestamp
        self._needs_offset = False  # from the start of a segment until its first timestamp
        self._renumbers = False
        self._counters: dict[int, int] = {}  # the last continuity counter of each stream

    def start_segment(self, seconds: float, *, is_restart: bool) -> None:
        """Announce the next segment.

        seconds: how long it plays. is_restart: its timestamps do not follow those of the segment
        before.
        """
        self._seconds_before += self._seconds
        self._seconds = seconds
        if is_restart and self._first_ticks is not None:
            self._needs_offset = self._renumbers = True

    def feed(self, data: bytes) -> bytes:
        """Return the complete packets, with their timestamps shifted."""
        if self._is_transport_stream is None and data:
            self._is_transport_stream = is_transport_stream(data)
        if not self._is_transport_stream:
            return data
        data = self._incomplete + data
        end = len(data) - len(data) % _PACKET_BYTES
        packets, self._incomplete = bytearray(data[:end]), data[end:]
        for start in range(0, end, _PACKET_BYTES):
            if packets[start] == _SYNC:
                self._shift_packet(packets, start)
        return bytes(packets)

    def end_segment(self) -> bytes:
        """Return the rest of a segment that ended within a packet."""
        rest, self._incomplete = self._incomplete, b""
        return rest

    def _shift_packet(self, packets: bytearray, start: int) -> None:
        flags = packets[start + 3]
        stream = (packets[start + 1] & 0x1F) << 8 | packets[start + 2]
        if stream == _NULL_STREAM:
            return
        payload = start + 4
        if flags & 0x20:
            payload = self._shift_adaptation_field(packets, payload)
        if not flags & 0x10:  # no payload
            return
        if self._renumbers:
            self._renumber(packets, start, stream)
        self._counters[stream] = packets[start + 3] & 0x0F
        starts_unit = packets[start + 1] & 0x40
        if starts_unit and payload + 19 <= start + _PACKET_BYTES:
            self._shift_unit(packets, payload)

    def _renumber(self, packets: bytearray, start: int, stream: int) -> None:
        """Set the continuity counter. To a player a gap in it means lost packets."""
        flags = packets[start + 3]
        last = self._counters.get(stream, (flags & 0x0F) - 1)
        packets[start + 3] = flags & 0xF0 | (last + 1) & 0x0F

    def _shift_adaptation_field(self, packets: bytearray, at: int) -> int:
        """Shift the clock reference in an adaptation field, and return where the field ends."""
        length = packets[at]
        if length >= 7 and packets[at + 1] & 0x10:
            self._shift_clock(packets, at + 2)
        return at + 1 + length

    def _shift_unit(self, packets: bytearray, at: int) -> None:
        """Shift the timestamps in the header of an elementary stream, if it has any."""
        if packets[at : at + 3] != b"\x00\x00\x01" or packets[at + 3] in _WITHOUT_TIMES:
            return
        times = packets[at + 7] >> 6
        if times & 2:
            self._shift_time(packets, at + 9)
        if times == 3:
            self._shift_time(packets, at + 14)

    def _shift_clock(self, packets: bytearray, at: int) -> None:
        """Shift a program clock reference: 33 bits of ticks, then finer ones."""
        field = int.from_bytes(packets[at : at + 6])
        shifted = self._shifted(field >> 15)
        packets[at : at + 6] = (shifted << 15 | field & 0x7FFF).to_bytes(6)

    def _shift_time(self, packets: bytearray, at: int) -> None:
        """Shift a presentation or decoding time: 33 bits in three groups, with a one after each."""
        field = int.from_bytes(packets[at : at + 5])
        ticks = field >> 3 & 0x1C0000000 | field >> 2 & 0x3FFF8000 | field >> 1 & 0x7FFF
        ticks = self._shifted(ticks)
        groups = (ticks >> 30) << 33 | (ticks >> 15 & 0x7FFF) << 17 | (ticks & 0x7FFF) << 1
        packets[at : at + 5] = (field & 0xF100010001 | groups).to_bytes(5)

    def _shifted(self, ticks: int) -> int:
        if self._first_ticks is None:
            self._first_ticks = ticks
        if self._needs_offset:
            self._needs_offset = False
            start = self._first_ticks + round(self._seconds_before * _TICKS_PER_SECOND)
            self._offset = start - ticks
        return (ticks + self._offset) % _MAX_TICKS


def is_transport_stream(start: bytes) -> bool:
    """Return whether a file that begins with `start` is an MPEG transport stream."""
    second_packet = start[_PACKET_BYTES : _PACKET_BYTES + 1]
    return start[:1] == b"\x47" and second_packet in (b"", b"\x47")
