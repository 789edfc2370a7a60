"""Renders the graphic field of a ZPL file as a PNG: zebrafy shares no code with the labels."""

import sys

from zebrafy import ZebrafyZPL

images = ZebrafyZPL(sys.stdin.read()).to_images()
assert len(images) == 1, f"{len(images)} graphic fields"
images[0].convert("1").save(sys.stdout.buffer, format="PNG")
