"""Checks the texts of a run of labels with nothing of the scheme: hmac and csv of the library.

usage: independent_serial.py KEY FILE

KEY is the year's key in base64url, FILE the CSV of a run. Prints how many lines are right, or
ends with what is wrong.
"""

import base64
import csv
import hmac
import re
import sys

PURPOSE = b"ocop serial 1\0"


def mac(key, number, count):
    message = PURPOSE + number.encode() + b"\0" + count.to_bytes(8, "big")
    digest = hmac.new(key, message, "sha256").digest()
    return int.from_bytes(digest[:8], "big") % 1_000_000


def main(encoded, path):
    key = base64.urlsafe_b64decode(encoded + "=" * (-len(encoded) % 4))
    right = 0
    tails = set()
    with open(path, encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            count = int(row["count"])
            expected = f"{count:010}-{mac(key, row['number'], count):06}"
            if row["serial"] != expected:
                sys.exit(f"line {count}: {row['serial']} and not {expected}")
            parts = re.fullmatch(r"(https://[^/]+)/s/([0-9]{16})([0-9]+)", row["text"])
            if parts is None or parts[2] != expected.replace("-", ""):
                sys.exit(f"line {count}: the text is {row['text']}")
            tails.add((parts[1], parts[3]))
            right += 1
    if len(tails) != 1:
        sys.exit("the lines are of several tokens")
    print(right)


if __name__ == "__main__":
    main(*sys.argv[1:])
