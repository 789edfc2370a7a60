#!/usr/bin/env python3
"""Reads a signed trust list with libraries that share no code with this project.

    independent.py LIST TWIN ROOT

LIST is the signed list, TWIN its JSON twin, ROOT the root key in base64url. Exits with 1 when
the signature does not hold, or the payload is not the twin in its one encoding.
"""

import base64
import hashlib
import json
import sys

import cbor2
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey


def from_base64(text):
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def kid(key):
    """The first 4 bytes of the RFC 9679 thumbprint."""
    return hashlib.sha256(cbor2.dumps({1: 1, -1: 6, -2: key}, canonical=True)).digest()[:4]


def check(sealed, twin, root):
    """What is wrong with a list, or None."""
    message = cbor2.loads(sealed)
    if message.tag != 18 or cbor2.dumps(message, canonical=True) != sealed:
        return "not a COSE_Sign1 in its one encoding"
    protected, unprotected, payload, signature = message.value
    if unprotected != {} or cbor2.loads(protected) != {1: -19, 4: kid(root)}:
        return "the header does not name the root key"
    signed = cbor2.dumps(["Signature1", protected, b"", payload], canonical=True)
    try:
        Ed25519PublicKey.from_public_bytes(root).verify(signature, signed)
    except InvalidSignature:
        return "the root key did not make the signature"
    content = cbor2.loads(payload)
    if content != twin or cbor2.dumps(twin, canonical=True) != payload:
        return "the payload is not the twin"
    for council in content["councils"]:
        for key in council["keys"]:
            if kid(from_base64(key["x"])) != from_base64(key["kid"]):
                return f"the kid {key['kid']} is not that of its key"
    return None


def main(arguments):
    if len(arguments) != 3:
        print(__doc__, file=sys.stderr)
        return 2
    with open(arguments[0], "rb") as file:
        sealed = file.read()
    with open(arguments[1], encoding="utf-8") as file:
        twin = json.load(file)
    wrong = check(sealed, twin, from_base64(arguments[2]))
    if wrong:
        print(f"refused: {wrong}", file=sys.stderr)
        return 1
    keys = sum(len(council["keys"]) for council in twin["councils"])
    print(f"version {twin['version']}, {len(twin['councils'])} councils, {keys} keys")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
