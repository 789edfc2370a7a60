#!/usr/bin/env python3
"""Reads an OCOP pack with libraries that share no code with this project.

    independent_pack.py ROOT PACK

ROOT is the programme's root key in base64url, PACK the file. Prints what it says as a line of
JSON. Exits with 1 when the root key did not sign the trust list, the trust list's pack key did
not sign the manifest, or a part is not what the manifest says.
"""

import base64
import hashlib
import json
import sys
import zlib

import cbor2
from cwt import COSE, COSEKey

TYP = "application/ocop-pack-manifest+cbor"


class Refused(Exception):
    """Not a pack of this programme."""


def from_base64(text):
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def verified(signed, x, typ=None):
    """The payload of a COSE_Sign1 message that a key signed."""
    message = cbor2.loads(signed)
    if message.tag != 18:
        raise Refused("no COSE_Sign1")
    header = cbor2.loads(message.value[0])
    if header.get(16) != typ:
        raise Refused("another type")
    key = COSEKey.new({1: 1, 2: header[4], 3: -19, 4: [2], -1: 6, -2: x})
    return cbor2.loads(COSE.new().decode(signed, [key]))


def read(root, pack):
    sealed, parts = cbor2.loads(pack)
    # Signed by whom is not known yet: only to find the trust list.
    described = cbor2.loads(cbor2.loads(sealed).value[2])[7]
    if len(described) != len(parts):
        raise Refused("not as many parts as the manifest names")
    found = {name: part for (name, _, _), part in zip(described, parts)}
    trust = verified(found["trust"], from_base64(root))
    kid = cbor2.loads(cbor2.loads(sealed).value[0])[4]
    keys = [
        key
        for key in trust.get("programme_keys", [])
        if key["purpose"] == "pack"
        and from_base64(key["kid"]) == kid
        and key["state"] != "compromised"
    ]
    if not keys:
        raise Refused("no such pack key")
    manifest = verified(sealed, from_base64(keys[0]["x"]), TYP)
    for (name, length, digest), part in zip(manifest[7], parts):
        if part is None and not name.startswith("names/"):
            raise Refused(f"{name} is missing")
        if part is not None and (
            len(part) != length or hashlib.sha256(part).digest() != digest
        ):
            raise Refused(f"{name} is another")
    digests, names = {}, {}
    for name, part in found.items():
        kind, _, rest = name.partition("/")
        council = rest.partition("/")[0]
        if kind in ("digests", "compact"):
            digests.setdefault(council, []).extend(
                part[at : at + 8].hex() for at in range(0, len(part), 8)
            )
        if kind == "names" and part is not None:
            columns = cbor2.loads(zlib.decompress(part))
            rows = zip(*(columns[key] for key in range(1, 8)))
            names.setdefault(council, []).extend(list(row) for row in rows)
    return {
        "format": manifest[1],
        "sequence": manifest[2],
        "made_at": manifest[3],
        "expires_at": manifest[4],
        "root": manifest[5].hex(),
        "trust_list": manifest[6],
        "version": trust["version"],
        "lists": [name for name in found if name.startswith("status/")],
        "digests": digests,
        "names": names,
    }


def main(arguments):
    if len(arguments) != 2:
        print(__doc__, file=sys.stderr)
        return 2
    with open(arguments[1], "rb") as file:
        pack = file.read()
    try:
        print(json.dumps(read(arguments[0], pack)))
    except Exception as refused:
        print(f"refused: {refused!r}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
