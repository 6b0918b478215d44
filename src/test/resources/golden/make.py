#!/usr/bin/env python3
"""Writes the golden bytes of emstream's internal formats, from the layouts drawn in the codecs and nothing else.

Each file is one message in hexadecimal. The same values stand in BinarySamples.java. A file is never changed once
released: a new version of a layout gets files of its own, and the old ones are read for ever.

    python3 src/test/resources/golden/make.py
"""
import math
import pathlib
import struct

HERE = pathlib.Path(__file__).parent
NAN = float("nan")
NO_TIME = -(2**63)


def byte(value):
    return struct.pack(">B", value)


def integer(value):
    return struct.pack(">i", value)


def long(*values):
    return b"".join(struct.pack(">q", value) for value in values)


def double(*values):
    # Java's NaN has these bits; Python's may have the sign set.
    return b"".join(
        bytes.fromhex("7ff8000000000000") if value != value else struct.pack(">d", value) for value in values
    )


def octets(value):
    return integer(-1) if value is None else integer(len(value)) + value


def string(value):
    return octets(value.encode())


def pane(number, epoch, event_time, late, statistics, sample):
    return long(number) + integer(epoch) + long(event_time, late) + statistics + sample


def sample(threshold, *points):
    """Each point is a tuple of its priority, its weight and its values."""
    return double(threshold) + integer(len(points)) + b"".join(double(*point) for point in points)


def statistics(layout, dimension, components, noise, points, weight, log_likelihood, squared):
    return (
        byte(layout)
        + integer(dimension)
        + integer(len(components))
        + double(noise)
        + long(points)
        + double(weight, log_likelihood, squared)
        + b"".join(double(*numbers) for numbers in components)
    )


# weight, mean (2), packed scatter (3)
FULL = statistics(2, 2, [[1.5, -2.0, 0.25, 4.0, -0.5, 1e-300], [0.0] * 6], 1.0, 3, 2.5, -10.125, 1e300)
# weight, feature weights (2), mean (2), scatter (2)
DIAGONAL = statistics(1, 2, [[3.0, 3.0, 1.0, 0.5, 1e100, 0.1, 0.0]], 0.0, 4, 3.0, NAN, 0.0)
# weight, feature weights (3), mean (3)
NONE = statistics(0, 3, [[1.0, 1.0, 0.0, 1.0, 7.0, 0.0, -7.0]], 0.0, 1, 1.0, -0.0, 0.0)


SAMPLE = sample(0.375, (1e-9, 1.0, 1.5, -2.0), (0.25, 0.25, NAN, 3.0))


def points(dimension, *rows):
    return integer(dimension) + integer(len(rows)) + b"".join(row for row in rows)


RAW = points(
    2,
    double(1.0) + long(NO_TIME) + double(1.5, -2.0),
    double(0.25) + long(978307260000) + double(NAN, 3.0),
)


POINT = points(2, double(1.0) + long(NO_TIME) + double(1.5, -2.0))


def parameter(name, shape, *values):
    return string(name) + byte(shape) + integer(len(values)) + double(*values)


MODEL = (
    string("flights")
    + long(42, 41)
    + integer(3)
    + integer(2)
    + string("délai")
    + string("/geo/lat")
    + string("any:2")
    + integer(2)
    + double(0.5) + long(7, 1) + double(1234.5)
    + integer(3)
    + parameter("mean", 2, 0.1, -1e-5)
    + parameter("covariance", 3, 2.0, 0.5, 0.5, 1.0)
    + parameter("freedom", 1, 4.0)
    + double(0.25) + long(12, 40) + double(0.0)
    + integer(1)
    + parameter("mean", 2, 1e10, 2.0)
    + byte(1)
    + double(0.25, 40.0, 1e-5)
    + long(60000)
    + double(1999.9)
    + string("points:2000")
    + double(NAN, -8.6796)
    + long(978307260000)
)

def little(kind, *values):
    """Numbers of the formats that other programs read and write, which are little-endian."""
    return b"".join(
        (b"\0\0\xc0\x7f" if kind == "f" else b"\0\0\0\0\0\0\xf8\x7f")
        if value != value
        else struct.pack("<" + kind, value)
        for value in values
    )


def block(kind, rows, weights=None):
    """Points in one record; the kind is f for float32, d for float64."""
    flags = (1 if weights else 0) | (2 if kind == "d" else 0)
    header = b"EB\xc1\x7f\x01" + bytes([flags]) + b"\xf8\x7f" + little("I", len(rows), len(rows[0]))
    return header + little(kind, *[x for row in rows for x in row], *(weights or []))


def answer(offset, model, ids, rows, flags):
    """The answer to a block; each row is a tuple of cluster, log-density, tail, outlier, responsibilities and status."""
    columns = list(zip(*rows))
    return (
        b"EA\xc1\x7f\x01" + bytes([flags]) + b"\0\0"
        + little("q", offset, model)
        + little("I", len(rows), len(ids))
        + little("q", *ids, *columns[0])
        + little("d", *columns[1])
        + (little("f", *columns[2]) if flags & 1 else b"")
        + (little("f", *columns[3]) if flags & 2 else b"")
        + little("f", *[part for parts in columns[4] for part in parts])
        + bytes(columns[5])
    )


def standard_normal(x, y):
    squared = x * x + y * y
    return 7, -math.log(2 * math.pi) - squared / 2, math.exp(-squared / 2), NAN, [0.75, 0.25], 0


MESSAGES = {
    "task-report-pane-full-v1": b"R\x01\x01" + integer(5) + pane(978307260, 2, 978307260999, 1, FULL, SAMPLE),
    "task-report-pane-diagonal-v1": b"R\x01\x01" + integer(0) + pane(-1, -2, NO_TIME, 0, DIAGONAL, sample(1.0)),
    "task-report-pane-none-v1": b"R\x01\x01" + integer(1) + pane(0, 0, 0, 0, NONE, sample(1.0)),
    "task-report-raw-points-v1": b"R\x01\x02" + integer(1) + byte(3) + RAW,
    "task-report-progress-v1": b"R\x01\x03" + integer(2) + long(978307260000) + byte(2),
    "task-report-progress-holds-v1": b"R\x01\x03" + integer(2) + long(NO_TIME) + byte(6),
    "model-v1": b"M\x01" + MODEL,
    "state-counters-v1": b"S\x01\x01" + long(1, 2, 3, 4, 5, 6, -7) + double(8.5, 9.5, 10.5, -11.5, 12.5) + long(13),
    "state-model-v1": b"S\x01\x02" + MODEL,
    "state-prior-v1": b"S\x01\x03" + byte(1) + integer(2) + double(0.5, -0.5, 1e-12, 4.0),
    "state-track-v1": b"S\x01\x04" + double(700.5, 650.25, -0.125) + byte(1) + FULL,
    "state-track-empty-v1": b"S\x01\x04" + double(0.0, 0.0, 0.0) + byte(0),
    "state-partition-v1": b"S\x01\x05" + long(NO_TIME) + byte(1),
    "state-open-v1": b"S\x01\x06" + pane(978307260, 2, 978307260999, 1, FULL, SAMPLE),
    "state-window-v1": b"S\x01\x07" + pane(-1, -2, NO_TIME, 0, DIAGONAL, sample(1.0)),
    "state-raw-v1": b"S\x01\x08" + integer(1) + byte(3) + RAW,
    "state-checks-v1": b"S\x01\x09" + double(12000.5, 16000.0, 99.5) + integer(2) + integer(5) + integer(-1),
    "state-detector-v1": b"S\x01\x0a" + long(51) + double(-3.5, 0.25, 20.5, 11.75),
    "state-kept-v1": b"S\x01\x0b" + integer(1) + long(256) + integer(1),
    "state-reservoir-v1": b"S\x01\x0c" + POINT,
    "state-alarm-v1": b"S\x01\x0d" + RAW,
    "state-newest-v1": b"S\x01\x10" + RAW,
    "state-pin-v1": b"S\x01\x0e" + long(41, 12000) + double(-54321.5, 11999.5) + string("anna@desk") + string("7f1c"),
    "state-lineage-v1": b"S\x01\x0f" + long(40, 17),
    "held-record-v1": b"H\x01"
    + long(120431, 978307260000)
    + octets(b"\x00key")
    + octets(b"[1.5,2.0]")
    + integer(2)
    + string("traceparent") + octets(b"00-1")
    + string("é") + octets(None),
    "block-float32-v1": block("f", [[1.5, -2.0], [NAN, 0.25], [1e38, 3.0]]),
    "block-float64-weights-v1": block("d", [[1.5, -2.0], [0.1, NAN]], [0.0, 2.5]),
    "block-answer-v1": answer(
        120431,
        42,
        [7, 3],
        [
            (7, -4.25, 0.3125, 0.001953125, [0.75, 0.25], 0),
            (-1, NAN, NAN, NAN, [NAN, NAN], 255),
            (3, NAN, NAN, 0.0, [0.0, 1.0], 1),
        ],
        3,
    ),
    # Two equal components at the origin, of unit variances and weights 3/4 and 1/4, without noise.
    "block-answer-gaussian-v1": answer(
        5,
        42,
        [7, 3],
        [standard_normal(1, -2), (-1, NAN, NAN, NAN, [NAN, NAN], 255), standard_normal(0.5, 0.25)],
        1,
    ),
    "block-answer-no-model-v1": answer(9, 0, [], [(-1, NAN, NAN, NAN, [], 2), (-1, NAN, NAN, NAN, [], 255)], 0),
    "held-record-empty-v1": b"H\x01" + long(0, -1) + octets(None) + octets(None) + integer(0),
}

for name, message in MESSAGES.items():
    digits = message.hex()
    lines = [digits[at : at + 96] for at in range(0, len(digits), 96)]
    (HERE / (name + ".hex")).write_text("\n".join(lines) + "\n")
