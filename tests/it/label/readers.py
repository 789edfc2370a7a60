"""Reads pictures by two readers that share no line with ours nor with each other.

    python readers.py FOLDER

reads every .pgm in FOLDER and writes one line of JSON for each, by name: what zxing-cpp reads
in it and what zbarimg does, both as lists of texts.
"""

import json
import pathlib
import subprocess
import sys
import xml.etree.ElementTree as xml

import zxingcpp


def pixels(file):
    """A binary PGM of 8 bits, as Python's buffers see it."""
    _, size, _, grey = file.read_bytes().split(b"\n", 3)
    width, height = map(int, size.split())
    return memoryview(grey).cast("B", (height, width))


def by_zxing(file):
    found = zxingcpp.read_barcodes(pixels(file), formats=zxingcpp.BarcodeFormat.QRCode)
    return [code.text for code in found]


def by_zbar(files):
    """By name, in one run; a file in which nothing is read has no source in the answer."""
    names = [str(file) for file in files]
    command = ["zbarimg", "--quiet", "--xml", "-Sdisable", "-Sqrcode.enable", *names]
    answer = subprocess.run(command, capture_output=True, check=False).stdout
    read = {name: [] for name in names}
    for source in xml.fromstring(answer).iter():
        if source.tag.endswith("source"):
            texts = [data.text for data in source.iter() if data.tag.endswith("data")]
            read[source.get("href")] = texts
    return read


files = sorted(pathlib.Path(sys.argv[1]).glob("*.pgm"))
zbar = by_zbar(files)
for file in files:
    print(json.dumps({"name": file.stem, "zxing": by_zxing(file), "zbar": zbar[str(file)]}))
