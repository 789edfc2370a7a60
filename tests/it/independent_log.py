#!/usr/bin/env python3
"""Checks that a certificate is in the transparency log, sharing no code with this project.

    independent_log.py TRUST PROOF TOKEN

TRUST is the trust list as JSON, PROOF a C2SP tlog-proof, TOKEN the token's bytes in base64url.
Prints what the leaf says as a line of JSON. Exits with 1 when no log key of the trust list signed
the checkpoint, the leaf is not in its tree, or it is another token's.
"""

import base64
import hashlib
import json
import sys

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey


class Refused(Exception):
    """Not a proof that this token is in this programme's log."""


def from_base64url(text):
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def log_keys(trust):
    """The public keys that may sign checkpoints."""
    return [
        from_base64url(key["x"])
        for key in trust.get("programme_keys", [])
        if key["purpose"] == "log" and key["state"] != "compromised"
    ]


def check_note(note, keys):
    """The text of a signed note (c2sp.org/signed-note), if one of the keys signed it."""
    text, _, lines = note.rpartition("\n\n")
    text += "\n"
    origin = text.split("\n")[0]
    for line in lines.splitlines():
        dash, name, signature = line.split(" ")
        signature = base64.b64decode(signature, validate=True)
        for key in keys:
            key_id = hashlib.sha256(name.encode() + b"\n\x01" + key).digest()[:4]
            if dash == "\u2014" and name == origin and signature[:4] == key_id:
                try:
                    Ed25519PublicKey.from_public_bytes(key).verify(signature[4:], text.encode())
                except InvalidSignature:
                    raise Refused("the checkpoint's signature is wrong") from None
                return text
    raise Refused("no key of the log signed the checkpoint")


def root_of(leaf, index, size, hashes):
    """The root that a proof leads to, by the steps of RFC 9162, section 2.1.3.2."""
    if index >= size:
        raise Refused("the leaf is beyond the tree")
    node = lambda left, right: hashlib.sha256(b"\x01" + left + right).digest()
    at, last, root = index, size - 1, hashlib.sha256(b"\x00" + leaf).digest()
    for other in hashes:
        if last == 0:
            raise Refused("the proof is too long")
        if at & 1 or at == last:
            root = node(other, root)
            while not at & 1 and at != 0:
                at, last = at >> 1, last >> 1
        else:
            root = node(root, other)
        at, last = at >> 1, last >> 1
    if last != 0:
        raise Refused("the proof is too short")
    return root


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        keys = log_keys(json.load(file))
    with open(sys.argv[2], encoding="utf-8") as file:
        head, _, note = file.read().partition("\n\n")
    kind, extra, index, *hashes = head.split("\n")
    if kind != "c2sp.org/tlog-proof@v1":
        raise Refused("another kind of proof")
    leaf = base64.b64decode(extra.removeprefix("extra "), validate=True)
    text = check_note(note, keys)
    _, size, root, *_ = text.split("\n")
    hashes = [base64.b64decode(line, validate=True) for line in hashes]
    if root_of(leaf, int(index.removeprefix("index ")), int(size), hashes) != base64.b64decode(root):
        raise Refused("the leaf is not in the tree")
    said = json.loads(leaf)
    token = hashlib.sha256(from_base64url(sys.argv[3])).digest()
    if said["kind"] != "certificate_issued" or from_base64url(said["body"]["token"]) != token:
        raise Refused("the leaf is another token's")
    print(json.dumps(said))


if __name__ == "__main__":
    try:
        main()
    except Refused as refused:
        print(refused, file=sys.stderr)
        sys.exit(1)
