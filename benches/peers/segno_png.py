"""Seconds that segno takes for one symbol as a PNG, the median of many: prefix, digits, dots."""

import io
import statistics
import sys
import time

import segno
from segno.consts import MODE_BYTE, MODE_NUMERIC

prefix, digits, dots = sys.argv[1], sys.argv[2], int(sys.argv[3])


def make():
    started = time.perf_counter()
    content = [(prefix, MODE_BYTE), (digits, MODE_NUMERIC)]
    symbol = segno.make(content, error="m", boost_error=False, micro=False)
    symbol.save(io.BytesIO(), kind="png", scale=dots, border=4)
    return time.perf_counter() - started


print(statistics.median(make() for _ in range(60)))
