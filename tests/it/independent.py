#!/usr/bin/env python3
"""Verifies OCOP tokens with libraries that share no code with this project.

    independent.py KEYS CODE

KEYS is a JWKS file. CODE is the text of one QR code, or a file with one text a line. Prints
what each token says as a line of JSON. Exits with 1 when a signature does not hold or a token
is not in its one encoding, with 2 when it is called wrongly.
"""

import base64
import json
import os
import re
import sys
from datetime import datetime, timedelta, timezone

import cbor2
from cwt import COSE, COSEKey
from cwt.exceptions import CWTError

ALGORITHMS = {"Ed25519": -19, "EdDSA": -8}
OCOP = -65537
VIETNAM = timezone(timedelta(hours=7))


class Refused(Exception):
    """The text is no token that one of the keys made."""


def from_base64(text):
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def read_keys(jwks):
    """The usable keys by kid; several keys may share one."""
    keys = {}
    for jwk in jwks["keys"]:
        if jwk["kty"] != "OKP" or jwk["crv"] != "Ed25519":
            continue
        kid = from_base64(jwk["kid"])
        key = COSEKey.new(
            {
                1: 1,  # kty: OKP
                2: kid,
                3: ALGORITHMS[jwk["alg"]],
                4: [2],  # key_ops: verify
                -1: 6,  # crv: Ed25519
                -2: from_base64(jwk["x"]),
            }
        )
        keys.setdefault(kid, []).append(key)
    return keys


def token_of(text):
    """The bytes of a token from its URL or from bare digits."""
    match = re.fullmatch(r"(?:https?://[^/]+/(?:v/|s/[0-9]{16}))?([1-9][0-9]{0,1999})", text)
    if not match:
        raise Refused("no URL of a token and no digits")
    number = int(match[1])
    return number.to_bytes((number.bit_length() + 7) // 8, "big")


def verify(text, keys):
    token = token_of(text)
    try:
        message = cbor2.loads(token)
        protected, unprotected, payload, _signature = message.value
        header, claims = cbor2.loads(protected), cbor2.loads(payload)
    except Exception as error:
        raise Refused(f"no COSE_Sign1: {error}") from error
    if (
        message.tag != 18
        or unprotected != {}
        or cbor2.dumps(message, canonical=True) != token
        or cbor2.dumps(header, canonical=True) != protected
        or cbor2.dumps(claims, canonical=True) != payload
    ):
        raise Refused("not the one deterministic encoding")
    kid = header[4]
    # The library compares the algorithm of the key with that of the header.
    for key in keys.get(kid, []):
        try:
            if COSE.new().decode(token, [key]) == payload:
                break
        except (CWTError, ValueError):
            continue
    else:
        raise Refused(f"no key with the kid {kid.hex()} made this signature")

    def day(seconds):
        return datetime.fromtimestamp(seconds, VIETNAM).date()

    return {
        "kid": base64.urlsafe_b64encode(kid).decode().rstrip("="),
        "alg": header[1],
        "index": int.from_bytes(claims[7], "big"),
        "stars": claims[OCOP][1],
        "product": claims[OCOP].get(2),
        "producer": claims[OCOP].get(3),
        "issued_on": day(claims[5]).isoformat(),
        "valid_through": (day(claims[4]) - timedelta(days=1)).isoformat(),
        "sealed_at": datetime.fromtimestamp(claims[6], timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ"),
    }


def main(arguments):
    if len(arguments) != 2:
        print(__doc__, file=sys.stderr)
        return 2
    keys_path, code = arguments
    with open(keys_path, encoding="utf-8") as file:
        keys = read_keys(json.load(file))
    texts = [code]
    if os.path.exists(code):
        with open(code, encoding="utf-8") as file:
            texts = file.read().split()
    failed = not texts
    for text in texts:
        try:
            print(json.dumps(verify(text, keys), ensure_ascii=False))
        except Refused as refused:
            failed = True
            print(f"refused: {refused}", file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    # Names are Vietnamese whatever the locale.
    sys.stdout.reconfigure(encoding="utf-8")
    sys.exit(main(sys.argv[1:]))
