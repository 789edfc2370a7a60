#!/usr/bin/env python3
"""Reads an OCOP status list with libraries that share no code with this project.

    independent_status.py TRUST LIST

TRUST is the trust list as JSON, LIST the signed status list as CWT or JWT. Prints what it says
as a line of JSON. Exits with 1 when no status key of the council made the signature, or the
list is not the council's.
"""

import base64
import json
import sys
import zlib

import cbor2
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cwt import COSE, COSEKey

SUB, EXP, IAT, STATUS_LIST, TTL, SIZE, TYP = 2, 4, 6, 65533, 65534, -65538, 16


class Refused(Exception):
    """Not a list that a status key of the council signed."""


def from_base64(text):
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def status_keys(trust):
    """Every status key by kid, with where the lists of its council stand."""
    return {
        from_base64(key["kid"]): (from_base64(key["x"]), council["status_list"])
        for council in trust["councils"]
        for key in council.get("status_keys", [])
    }


def key_of(keys, kid):
    if kid not in keys:
        raise Refused(f"no status key with the kid {kid!r}")
    return keys[kid]


def read_cwt(signed, keys):
    message = cbor2.loads(signed)
    if message.tag != 18:
        raise Refused("no COSE_Sign1")
    header = cbor2.loads(message.value[0])
    if header[TYP] != "application/statuslist+cwt":
        raise Refused("another type")
    x, uri = key_of(keys, header[4])
    key = COSEKey.new({1: 1, 2: header[4], 3: -19, 4: [2], -1: 6, -2: x})
    claims = cbor2.loads(COSE.new().decode(signed, [key]))
    packed = claims[STATUS_LIST]
    return uri, {
        "sub": claims[SUB],
        "iat": claims[IAT],
        "exp": claims[EXP],
        "ttl": claims[TTL],
        "bits": packed["bits"],
        "size": claims[SIZE],
        "entries": packed["lst"],
    }


def read_jwt(signed, keys):
    header, payload, signature = signed.decode("ascii").split(".")
    fields = json.loads(from_base64(header))
    if fields["typ"] != "statuslist+jwt" or fields["alg"] != "EdDSA":
        raise Refused("another type")
    x, uri = key_of(keys, from_base64(fields["kid"]))
    Ed25519PublicKey.from_public_bytes(x).verify(
        from_base64(signature), f"{header}.{payload}".encode("ascii")
    )
    claims = json.loads(from_base64(payload))
    packed = claims["status_list"]
    return uri, {
        **{name: claims[name] for name in ("sub", "iat", "exp", "ttl")},
        "bits": packed["bits"],
        "size": claims["ocop_size"],
        "entries": from_base64(packed["lst"]),
    }


def read(signed, keys):
    uri, said = (read_cwt if signed[:1] == b"\xd2" else read_jwt)(signed, keys)
    if said["sub"] != uri:
        raise Refused("the list of another council")
    unpacked = zlib.decompress(said["entries"])
    bits, per_byte = said["bits"], 8 // said["bits"]
    said["entries"] = [
        unpacked[index // per_byte] >> (index % per_byte * bits) & (1 << bits) - 1
        for index in range(said["size"])
    ]
    return said


def main(arguments):
    if len(arguments) != 2:
        print(__doc__, file=sys.stderr)
        return 2
    with open(arguments[0], encoding="utf-8") as file:
        keys = status_keys(json.load(file))
    with open(arguments[1], "rb") as file:
        signed = file.read()
    try:
        print(json.dumps(read(signed, keys)))
    except InvalidSignature:
        print("refused: the signature is wrong", file=sys.stderr)
        return 1
    except Exception as refused:
        print(f"refused: {refused!r}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
