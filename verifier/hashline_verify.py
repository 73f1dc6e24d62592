#!/usr/bin/env python3
"""Verifies an exported Hashline ledger (`hashline-ledger/2`, docs/ledger-format.md) without sharing any code with Hashline.

One file for Python 3.11 or later and its standard library. If the package `cryptography` is installed, its Ed25519 is
used; otherwise the one below, which is slower (some 200 entries a second) and reaches the same verdicts.

    python3 hashline_verify.py ledger.jsonl [--key BASE64] [--anchor NOTE]... [--witness KEY]... [--quorum N]
                               [--save STATE] [--resume STATE] [--json]

--key     the workstation's public key, obtained from the hotline separately; without it you trust the file
--anchor  a checkpoint kept away from the hotline: the note itself, a receiving desk's record, or a proof file
--witness the C2SP verifier key of a witness you trust, obtained separately; without one you trust the
          hotline's word on who witnesses its ledger
--quorum  how many of these witnesses must have signed; by default all of them
--save    writes the state at the end of this run, so that a later, longer export can be verified from there
--resume  continues from such a state; the entries before it are not read again
--batch   reads file names from standard input and answers one JSON line for each

Exit code: 0 the ledger is valid, 5 it is not, 2 the command was wrong.
"""

import argparse
import base64 as b64
import copy
import hashlib
import json
import functools
import math
import os
import queue
import re
import struct
import subprocess
import sys
import threading
from datetime import datetime, timezone

# ------------------------------------------------------------------------------------------------------ the rules

CHECKPOINT_EVERY = 256  # a checkpoint must follow wherever the number of entries is a multiple of this
SEALED_KINDS = {"session.locked", "audit.exported", "checkpoint.made"}  # a checkpoint must also follow these at once
ANCHORABLE = 1024  # an entry may record the cosignature of one of this many last checkpoints
LONGEST_LINE = 1024 * 1024
DEEPEST = 64
LISTED = 1000
MOST_WITNESSES = 20  # most witnesses that a policy may name
LATEST_SECONDS = 253_402_300_799  # the end of the year 9999: later cosignatures are refused
STATE = "hashline-verify-state/5"

EVERYBODY = ["analyst", "supervisor", "auditor"]
AT_CASES = ["analyst", "supervisor"]
SUPERVISOR = ["supervisor"]
READERS = ["supervisor", "auditor"]
NOBODY: list[str] = []
ROLES = ["analyst", "supervisor", "administrator", "auditor"]

# Every kind of entry, with the roles that may sign it.
MAY_SIGN = {
    "vault.created": SUPERVISOR,
    "vault.recovered": NOBODY,
    "vault.repaired": SUPERVISOR,
    "vault.recovery-key-changed": SUPERVISOR,
    "person.added": SUPERVISOR,
    "person.role-changed": SUPERVISOR,
    "person.invited": SUPERVISOR,
    "person.enrolled": EVERYBODY,
    "person.passphrase-changed": EVERYBODY,
    "person.disabled": SUPERVISOR,
    "device.added": SUPERVISOR,
    "device.removed": SUPERVISOR,
    "epoch.opened": SUPERVISOR,
    "policy.proposed": SUPERVISOR,
    "policy.withdrawn": SUPERVISOR,
    "policy.activated": SUPERVISOR,
    "labels.loaded": SUPERVISOR,
    "session.unlocked": EVERYBODY,
    "session.unlock-failed": NOBODY,
    "session.locked": EVERYBODY,
    "session.administrator-seen": NOBODY,
    "session.unrecorded": NOBODY,
    "duty.extended": EVERYBODY,
    "intake.imported": AT_CASES,
    "intake.stored": NOBODY,
    "intake.reported": AT_CASES,
    "intake.profile-saved": AT_CASES,
    "intake.profile-removed": AT_CASES,
    "case.claimed": AT_CASES,
    "case.reassigned": SUPERVISOR,
    "case.released": SUPERVISOR,
    "narrative.revealed": AT_CASES,
    "matching.searched": AT_CASES,
    "matching.completed": NOBODY,
    "list.imported": SUPERVISOR,
    "list.changed": SUPERVISOR,
    "list.removed": SUPERVISOR,
    "match.confirmed": AT_CASES,
    "match.rejected": AT_CASES,
    "match.quarantined": NOBODY,
    "match.released": SUPERVISOR,
    "match.reported": SUPERVISOR,
    "case.merged": NOBODY,
    "case.reopened": NOBODY,
    "case.assessed": AT_CASES,
    "sampling.opened": SUPERVISOR,
    "sampling.sealed": SUPERVISOR,
    "sampling.drawn": SUPERVISOR,
    "sampling.closed": SUPERVISOR,
    "assessment.revealed": SUPERVISOR,
    "assessment.reviewed": AT_CASES,
    "assessment.upheld": SUPERVISOR,
    "assessment.overturned": SUPERVISOR,
    "assessment.paralleled": NOBODY,
    "assessment.withdrawn": AT_CASES,
    "assessment.corrected": AT_CASES,
    "assessment.noted": SUPERVISOR,
    "golden.added": SUPERVISOR,
    "golden.removed": SUPERVISOR,
    "golden.answered": AT_CASES,
    "referral.delivered": NOBODY,
    "referral.refused": NOBODY,
    "referral.parked": NOBODY,
    "referral.resumed": AT_CASES,
    "referral.confirmed": AT_CASES,
    "referral.sealed": AT_CASES,
    "takedown.recorded": NOBODY,
    "takedown.stated": AT_CASES,
    "base.consulted": AT_CASES,
    "destination.added": SUPERVISOR,
    "destination.removed": SUPERVISOR,
    "destination.paused": AT_CASES,
    "destination.resumed": AT_CASES,
    "contacts.imported": SUPERVISOR,
    "blocklist.exported": SUPERVISOR,
    "audit.exported": READERS,
    "audit.disclosed": SUPERVISOR,
    "backup.made": SUPERVISOR,
    "backup.planned": SUPERVISOR,
    "backup.scheduled": NOBODY,
    "enclosures.erased": SUPERVISOR,
    "checkpoint.made": EVERYBODY,
    "log.joined": SUPERVISOR,
    "checkpoint.anchored": NOBODY,
    "clock.jumped": NOBODY,
}

# The kinds that the workstation may sign with its own key, because no person decides them. The recovery key signs only
# vault.recovered.
DEVICE_MAY_SIGN = [
    "intake.stored",
    "assessment.paralleled",
    "referral.delivered",
    "referral.refused",
    "referral.parked",
    "takedown.recorded",
    "case.merged",
    "case.reopened",
    "session.unlock-failed",
    "session.administrator-seen",
    "session.unrecorded",
    "checkpoint.anchored",
    "clock.jumped",
    "matching.completed",
    "match.quarantined",
    "backup.scheduled",
]

# The kinds that a workstation signs only in contact with the others: a later one that had not seen an earlier is void.
FIRM = {
    "vault.created",
    "vault.recovered",
    "vault.recovery-key-changed",
    "person.added",
    "person.role-changed",
    "person.invited",
    "person.disabled",
    "device.added",
    "device.removed",
    "epoch.opened",
    "policy.proposed",
    "policy.withdrawn",
    "policy.activated",
    "labels.loaded",
    "list.imported",
    "list.changed",
    "list.removed",
    "sampling.opened",
    "sampling.sealed",
    "sampling.drawn",
    "sampling.closed",
    "destination.added",
    "destination.removed",
    "contacts.imported",
    "blocklist.exported",
    "log.joined",
}

# ------------------------------------------------------------------------------------------ hashes and signatures


def sha256(*parts):
    digest = hashlib.sha256()
    for part in parts:
        digest.update(part)
    return digest.digest()


BASE64 = re.compile(r"(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?")


def base64(text):
    """Base64 with padding, in its one canonical form; None where the text is not."""
    if not isinstance(text, str) or not BASE64.fullmatch(text):
        return None
    data = b64.b64decode(text)
    return data if b64.b64encode(data).decode() == text else None


# Ed25519 (RFC 8032) in extended coordinates on -x^2 + y^2 = 1 + d x^2 y^2, used where `cryptography` is not installed.
P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
ROOT_OF_MINUS_ONE = pow(2, (P - 1) // 4, P)


def add(p, q):
    a = (p[1] - p[0]) * (q[1] - q[0]) % P
    b = (p[1] + p[0]) * (q[1] + q[0]) % P
    c = 2 * p[3] * q[3] * D % P
    d = 2 * p[2] * q[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return (e * f % P, g * h % P, f * g % P, e * h % P)


def multiply(scalar, point):
    result = (0, 1, 1, 0)
    while scalar > 0:
        if scalar & 1:
            result = add(result, point)
        point = add(point, point)
        scalar >>= 1
    return result


def decode_point(data):
    number = int.from_bytes(data, "little")
    sign = number >> 255
    y = (number & ((1 << 255) - 1)) % P
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P != 0:
        x = x * ROOT_OF_MINUS_ONE % P
    if (x * x - square) % P != 0:
        return None
    if x & 1 != sign:
        x = -x % P
    return (x, y, 1, x * y % P)


def encode_point(point):
    inverse = pow(point[2], P - 2, P)
    x, y = point[0] * inverse % P, point[1] * inverse % P
    return (y | ((x & 1) << 255)).to_bytes(32, "little")


BASE = decode_point((4 * pow(5, P - 2, P) % P).to_bytes(32, "little"))


def is_signed_slowly(public_key, message, signature):
    point = decode_point(public_key)
    s = int.from_bytes(signature[32:], "little")
    if point is None or s >= ORDER:
        return False
    digest = hashlib.sha512(signature[:32] + public_key + message).digest()
    k = int.from_bytes(digest, "little") % ORDER
    negative = (-point[0] % P, point[1], point[2], -point[3] % P)
    return encode_point(add(multiply(s, BASE), multiply(k, negative))) == signature[:32]


try:
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    loaded = {}

    def check_signature(public_key, message, signature):
        try:
            if public_key not in loaded:
                if len(loaded) > 1000:
                    loaded.clear()
                loaded[public_key] = Ed25519PublicKey.from_public_bytes(public_key)
            loaded[public_key].verify(signature, message)
            return True
        except (InvalidSignature, ValueError):
            return False
except ImportError:
    check_signature = is_signed_slowly


# Libraries differ about points of small order and about non-canonical encodings. Cases in which they differ are refused
# before a library is asked, so that a ledger verifies either for everyone or for no one. These are the y coordinates of
# the eight points whose order divides 8:
SMALL_ORDER = {
    0,
    1,
    P - 1,
    0x05FC536D880238B13933C6D305ACDFD5F098EFF289F4C345B027B2C28F95E826,
    0x7A03AC9277FDC74EC6CC392CFA53202A0F67100D760B3CBA4FD84D3D706A17C7,
}


@functools.lru_cache(maxsize=1000)
def is_plain_key(public_key):
    return len(public_key) == 32 and is_plain_point(public_key)


def is_plain_point(data):
    """Whether this canonically encodes a point whose order is not small; the library checks if it is on the curve."""
    y = int.from_bytes(data, "little") & ((1 << 255) - 1)
    return y < P and y not in SMALL_ORDER


def is_ed25519_form(public_key, signature):
    return (
        len(signature) == 64
        and is_plain_key(public_key)
        and is_plain_point(signature[:32])
        and int.from_bytes(signature[32:], "little") < ORDER
    )


def is_signed(public_key, message, signature):
    if public_key is None or signature is None or not is_ed25519_form(public_key, signature):
        return False
    if later is None:
        return check_signature(public_key, message, signature)
    later.check(public_key, message, signature)
    return True


class ChecksElsewhere:
    """Signatures are checked in other processes while the file is read on, taking them for valid meanwhile.

    If one proves invalid, nothing that was concluded counts, and the file is read again.
    """

    AT_ONCE = 256  # signatures handed over together

    def __init__(self, count):
        self.batch = []
        self.all_valid = True
        self.helpers = []
        try:
            for _ in range(count):
                self.helpers.append(self.start())
        except OSError:  # no further process may be started: this one does the rest
            pass

    def start(self):
        how = ["slowly"] if check_signature is is_signed_slowly else []
        command = [sys.executable, os.path.abspath(__file__), "--signatures", *how]
        process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL)
        waiting = queue.Queue(maxsize=4)

        def hand_over():
            while (data := waiting.get()) is not None:
                try:
                    process.stdin.write(data)
                except OSError:  # it ended, and its exit code says that something is wrong
                    pass

        thread = threading.Thread(target=hand_over, daemon=True)
        thread.start()
        return process, waiting, thread

    def check(self, public_key, message, signature):
        self.batch.append((public_key, message, signature))
        if len(self.batch) == self.AT_ONCE:
            self.hand_out()

    def hand_out(self):
        batch, self.batch = self.batch, []
        for _, waiting, _ in self.helpers:
            if not waiting.full():
                parts = (key + signature + struct.pack(">I", len(message)) + message for key, message, signature in batch)
                return waiting.put(b"".join(parts))
        # All are busy: this process helps.
        self.all_valid = all(check_signature(*one) for one in batch) and self.all_valid

    def were_valid(self):
        self.hand_out()
        for _, waiting, _ in self.helpers:
            waiting.put(None)
        for process, _, thread in self.helpers:
            thread.join()
            try:
                process.stdin.close()
            except OSError:
                pass
            self.all_valid = process.wait() == 0 and self.all_valid
        return self.all_valid


later = None  # where signatures are checked; None where each is checked at once


def check_handed_over(file, slowly):
    """What a process that checks signatures does. Its exit code is 0 where all were valid."""
    check = is_signed_slowly if slowly else check_signature
    all_valid = True
    while head := file.read(100):
        message = file.read(struct.unpack(">I", head[96:])[0])
        all_valid = check(head[:32], message, head[32:96]) and all_valid
    return 0 if all_valid else 1


def append(tree, leaf):
    """RFC 6962: adds a leaf to the roots of the complete subtrees, largest first."""
    node, size = leaf, tree["size"]
    while size % 2 == 1:
        node = sha256(b"\1", tree["roots"].pop(), node)
        size //= 2
    tree["roots"].append(node)
    tree["size"] += 1


def text64(data):
    return b64.b64encode(data).decode()


def root_of(log):
    if not log["roots"]:
        return sha256(b"")
    right = log["roots"][-1]
    for left in reversed(log["roots"][:-1]):
        right = sha256(b"\1", left, right)
    return right


# -------------------------------------------------------------------------------------------------- canonical JSON


def number_text(value):
    """A number as ECMAScript writes it, which is what RFC 8785 asks for."""
    if not math.isfinite(value):
        raise ValueError("no finite number")
    if value == 0:
        return "0"
    mantissa, _, exponent = repr(abs(value)).partition("e")
    whole, _, fraction = mantissa.partition(".")
    digits = (whole + fraction).lstrip("0")
    point = len(whole) + int(exponent or "0") - (len(whole + fraction) - len(digits))
    digits = digits.rstrip("0")
    if 0 < point <= 21:
        text = digits.ljust(point, "0") if len(digits) <= point else digits[:point] + "." + digits[point:]
    elif -6 < point <= 0:
        text = "0." + "0" * -point + digits
    else:
        text = digits[0] + ("." + digits[1:] if len(digits) > 1 else "") + f"e{point - 1:+d}"
    return "-" + text if value < 0 else text


def canonical(value, depth=0):
    """RFC 8785. Raises for a value without a canonical form."""
    if value is None or isinstance(value, bool):
        return json.dumps(value)
    if isinstance(value, str):
        value.encode("utf-8")  # half a character raises
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float):
        return number_text(value)
    if depth == DEEPEST:
        raise ValueError("too deep")
    if isinstance(value, list):
        return "[" + ",".join(canonical(item, depth + 1) for item in value) + "]"
    names = sorted(value, key=lambda name: name.encode("utf-16-be", "surrogatepass"))
    return "{" + ",".join(f"{canonical(name)}:{canonical(value[name], depth + 1)}" for name in names) + "}"


def refuse_constant(name):
    raise ValueError(name)


class NotPlain(Exception):
    """The line has to be read in full."""


def small_int(text):
    value = int(text) if len(text) < 17 else 2**53
    if abs(value) >= 2**53:
        raise NotPlain
    return value


def no_float(text):
    raise NotPlain


PLAIN = json.JSONDecoder(parse_int=small_int, parse_float=no_float, parse_constant=refuse_constant)
CANONICAL = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), sort_keys=True)


def parse(line):
    """The value of a line that is exactly its canonical JSON, otherwise None. Numbers may come out as floats."""
    # In ASCII names sort alike everywhere, and so few brackets are never too deep.
    if line.isascii() and line.count("{") + line.count("[") < DEEPEST:
        try:
            value = PLAIN.decode(line)
            return value if CANONICAL.encode(value) == line else None
        except NotPlain:
            pass
        except ValueError:
            return None
    try:
        value = json.loads(line, parse_int=float, parse_constant=refuse_constant)
        return value if canonical(value) == line else None
    except (ValueError, RecursionError):
        return None


UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[478][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")
INSTANT = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})T(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](?:\.[0-9]{1,9})?Z")


def is_id(value):
    return isinstance(value, str) and UUID.fullmatch(value) is not None


def is_count(value):
    if isinstance(value, float):
        return value.is_integer() and 0 <= value <= 2**53 - 1
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= 2**53 - 1


def is_instant(text):
    """Whether the text is an existing date, T, a time with seconds, up to nine digits of a fraction, Z."""
    parts = INSTANT.fullmatch(text) if isinstance(text, str) else None
    if parts is None:
        return False
    year, month, day = (int(part) for part in parts.groups())
    leap = (year % 4 == 0 and year % 100 != 0) or year % 400 == 0
    days = [31, 29 if leap else 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    return 1 <= month <= 12 and 1 <= day <= days[month - 1]


def has_exactly(value, *names):
    return isinstance(value, dict) and value.keys() == set(names)


def is_actor(actor):
    return (
        (has_exactly(actor, "person") and is_id(actor["person"]))
        or (has_exactly(actor, "device") and is_id(actor["device"]))
        or (has_exactly(actor, "recovery") and actor["recovery"] is True)
    )


# The members of every entry; "enclosed" and "seen" may come in addition.
MEMBERS = {"v", "id", "device", "seq", "prev", "at", "actor", "kind", "data", "sig"}
DIGEST = re.compile(r"[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=")


def is_digest(value):
    """Whether this is the canonical base64 of 32 bytes."""
    return isinstance(value, str) and DIGEST.fullmatch(value) is not None


def is_seen(seen):
    return has_exactly(seen, "size", "root") and is_count(seen["size"]) and seen["size"] > 0 and is_digest(seen["root"])


def parse_entry(line):
    entry = parse(line)
    fits = (
        isinstance(entry, dict)
        and entry.keys() - {"enclosed", "seen"} == MEMBERS
        and is_count(entry["v"])
        and entry["v"] == 2
        and is_id(entry["id"])
        and is_id(entry["device"])
        and is_count(entry["seq"])
        and (entry["prev"] is None or is_digest(entry["prev"]))
        and ("enclosed" not in entry or is_digest(entry["enclosed"]))
        and ("seen" not in entry or is_seen(entry["seen"]))
        and is_instant(entry["at"])
        and is_actor(entry["actor"])
        and isinstance(entry["kind"], str)
        and entry["kind"] in MAY_SIGN
        and isinstance(entry["data"], dict)
        and "__proto__" not in entry["data"]
        and isinstance(entry["sig"], str)
    )
    return entry if fits else None


def is_enclosure(value):
    return (
        has_exactly(value, "enclosure")
        and has_exactly(value["enclosure"], "salt", "text")
        and isinstance(value["enclosure"]["salt"], str)
        and isinstance(value["enclosure"]["text"], str)
    )


def enclosure_problem(enclosure, before):
    """What is wrong with an enclosure after this line of an entry; None where it is the one that the entry names."""
    entry = None if before is None else parse_entry(before)
    if entry is None or "enclosed" not in entry:
        return "an enclosure stands after it that it does not name"
    salt = base64(enclosure["salt"])
    if salt is not None and len(salt) == 32:
        digest = sha256(salt, enclosure["text"].encode())
        if b64.b64encode(digest).decode() == entry["enclosed"]:
            return None
    return "the enclosure after it is not the one it names"


def parse_header(line):
    header = parse(line)
    fits = (
        has_exactly(header, "format", "device", "publicKey", "hotline")
        and header["format"] == "hashline-ledger/2"
        and is_id(header["device"])
        and isinstance(header["publicKey"], str)
        and isinstance(header["hotline"], str)
    )
    return header if fits else None


# ---------------------------------------------------------------------------------------- checkpoints and witnesses

NOTE = re.compile(
    r"([^\n]+)\n(0|[1-9][0-9]{0,15})\n([A-Za-z0-9+/=]+)\n\n((?:\u2014 [^\n ]+ [A-Za-z0-9+/=]+\n)+)"
)
WITNESS_KEY = re.compile(r"([!-*,-~]+)\+[0-9a-f]{8}\+([A-Za-z0-9+/=]+)")
COSIGNATURE = re.compile(r"\u2014 ([!-*,-~]+) ([A-Za-z0-9+/=]+)")


def parse_note(note):
    """Reads a C2SP signed note with a tlog-checkpoint in it; None where the text is none."""
    parts = NOTE.fullmatch(note)
    root = base64(parts[3]) if parts else None
    if root is None or len(root) != 32:
        return None
    origin, size, root64, lines = parts.groups()
    return {
        "origin": origin,
        "size": int(size),
        "root": root,
        "text": f"{origin}\n{size}\n{root64}\n",
        "signatures": lines.split("\n")[:-1],
    }


def key_id(name, algorithm, public_key):
    return sha256(f"{name}\n".encode(), bytes([algorithm]), public_key)[:4]


def is_note_signed_by(note, public_key):
    for line in note["signatures"]:
        _, name, blob = line.split(" ")
        data = base64(blob)
        if name != note["origin"] or public_key is None or data is None or len(data) != 68:
            continue
        if data[:4] == key_id(name, 1, public_key) and is_signed(public_key, note["text"].encode(), data[4:]):
            return True
    return False


def cosigned_at(line, text, name, public_key):
    """Seconds since 1970 at which a witness cosigned; None where it did not (C2SP tlog-cosignature, Ed25519)."""
    parts = COSIGNATURE.fullmatch(line)
    data = base64(parts[2]) if parts else None
    if data is None or parts[1] != name or public_key is None or len(data) != 76:
        return None
    if data[:4] != key_id(name, 4, public_key):
        return None
    seconds = struct.unpack(">Q", data[4:12])[0]
    if seconds > LATEST_SECONDS:
        return None
    message = f"cosignature/v1\ntime {seconds}\n{text}".encode()
    return seconds if is_signed(public_key, message, data[12:]) else None


# ------------------------------------------------------------------------------------------------------ verification


class Problems(list):
    def note(self, seq, what):
        if len(self) < LISTED:
            self.append({"seq": seq, "what": what})


def begin(header):
    """The state carried from line to line, changed in place.

    It grows with people, workstations, witnesses and waiting items, and with what a workstation has not seen yet.
    """
    devices = {header["device"]: {"key": None, "removed": False}}
    signers = {"people": {}, "devices": devices, "recovery": None, "epoch": 0}
    return {
        "header": header,
        "size": 0,
        "roots": [],
        "checkpointed": 0,
        "checkpoints": 0,
        "sealed": [],
        "last": None,
        # Who may sign. It is replaced where it changes, and kept in "changes".
        "signers": signers,
        "changes": [{"at": -1, "device": header["device"], "signers": signers, "entry": None}],
        "places": {header["device"]: first_place()},
        "lastDevice": header["device"],
        # The leaves since the log has more than one workstation, and whose line each is.
        "tail": {"base": {"size": 0, "roots": []}, "leaves": [], "devices": []},
        # Branches that were joined, as far as their entries are here.
        "branches": [],
        "touches": {},
        # What workstations knew that introduced themselves without effect.
        "introduced": {},
        "late": 0,
        "overtaken": 0,
        "reviews": {},
        "undrawn": {},
        "periods": {},
        "policies": {},
        "exports": 0,
        "lastExportBy": {},
        "quorum": 0,
        "named": [],
        "anchored": 0,
        "cosigned": {},
        "unsealed": True,
    }


def first_place():
    """How far a workstation is.

    Its next number, its last leaf, what it has seen of the log and of a branch, and where its last firm entry stands.
    """
    return {"next": 0, "prev": None, "seen": {"size": 0, "roots": []}, "branch": None, "firmAt": -1}


def take_entry(log, line, data, problems, idle):
    seq = log["size"]
    due = log["last"] in SEALED_KINDS or (seq > 0 and seq % CHECKPOINT_EVERY == 0)
    if due and log["checkpointed"] != seq:
        problems.note(seq - 1, "is not sealed: a checkpoint is missing")
    leaf = sha256(b"\0", data)
    before = {"size": seq, "roots": list(log["roots"])}
    append(log, leaf)
    entry = parse_entry(line)
    log["last"] = entry["kind"] if entry else None
    if entry is None:
        take_other_line(log, leaf, False)
        return problems.note(seq, "is not a well-formed entry")
    kind, facts, device = entry["kind"], entry["data"], entry["device"]
    introduced = device in log["introduced"]
    if device not in log["signers"]["devices"] and not introduced and not introduces_itself(entry):
        take_other_line(log, leaf, True)
        return problems.note(seq, "is of a workstation nobody added")
    is_removed = is_removed_in(log["signers"], device)
    view, faults = judge_place(log, entry, before, not is_removed)
    known = signers_seen(log, device, view)
    # In its own view a workstation that introduced itself is at work until it has seen who else adds it.
    if introduced and device not in known["devices"]:
        known = log["introduced"][device]
    barred = is_removed_in(known, device)
    if barred:
        problems.note(seq, "is of a workstation that was removed before")
    for what in faults:
        problems.note(seq, what)
    if seq > 0 and kind == "vault.created":
        problems.note(seq, "makes the vault a second time")
    if seq == 0 and kind != "vault.created":
        problems.note(0, "the log does not begin with the making of the vault")
    if seq == 0 and kind == "vault.created":
        if facts.get("logPublicKey") != log["header"]["publicKey"]:
            problems.note(0, "names another key of the log than the one given")
        if facts.get("hotline") != log["header"]["hotline"]:
            problems.note(0, "names another hotline")
        log["signers"] = {
            "people": log["signers"]["people"],
            "devices": {device: {"key": text_or_none(facts.get("devicePublicKey")), "removed": False}},
            "recovery": text_or_none(facts.get("recoveryPublicKey")),
            "epoch": 0,
        }
    change = signers_change(log["signers"], entry)
    complaint = change if isinstance(change, str) else None
    second = four_eyes(log, entry)
    broken = second if isinstance(second, str) else None
    # The founding entry is signed by the very person it introduces.
    judges = known if seq > 0 else log["signers"] if complaint is not None else change
    objection = actor_problem(entry, line, judges)
    misfit = complaint is not None or broken is not None
    why = None if objection is not None or seq == 0 else idleness(log, entry, line, known, view, misfit)
    # A checkpoint of a branch says nothing of the log.
    of_branch = kind == "checkpoint.anchored" and is_seal_of_branch(log, view, facts)
    anchor = anchor_problem(log, entry) if kind == "checkpoint.anchored" and not of_branch else None
    join = join_problem(log, entry, before) if kind == "log.joined" else None
    spoken = [what for what in (complaint, objection, anchor, broken, join) if what is not None and why is None]
    for what in spoken:
        problems.note(seq, what)
    if why is not None:
        log[why] += 1
        if len(idle) < LISTED:
            idle.append({"seq": seq, "why": why})
    # A change by a person without the right to make it has no effect.
    has_effect = why is None and objection is None and not barred
    if has_effect and complaint is None:
        log["signers"] = change
    if has_effect and broken is None:
        second()
    # A second founding entry introduces no one: the first one stands.
    lawful = has_effect and not spoken
    if lawful and (kind == "vault.created") == (seq == 0) and not of_branch:
        take_witnesses(log, entry)
    own = signers_change(known, entry) if why is not None and introduces_itself(entry) else "none"
    if not isinstance(own, str):
        log["introduced"][device] = own
    if device not in log["signers"]["devices"] and device not in log["introduced"]:
        return take_other_line(log, leaf, True)
    firm_before = log["places"].get(device, first_place())["firmAt"]
    take_place(log, entry, leaf, seq, view, lawful)
    newest = {
        "at": seq,
        "entry": entry,
        "seen": (view["branch"] or view)["seen"]["size"],
        "firmAt": firm_before,
        "rightful": objection is None and not barred,
    }
    grow_branches(log, newest, problems)
    if kind == "log.joined" and lawful:
        join_branch(log, seq, facts, problems)
    prune(log)


def text_or_none(value):
    return value if isinstance(value, str) else None


def is_removed_in(signers, device):
    return device in signers["devices"] and signers["devices"][device]["removed"]


def judge_place(log, entry, before, compares):
    """What an entry says of its place: its number, the line it follows, and what its workstation had seen of the log."""
    place = log["places"].get(entry["device"]) or first_place()
    branch = place["branch"]
    stays = {"seen": place["seen"], "branch": branch}
    faults = []
    if entry["seq"] != place["next"]:
        faults.append(f"says it is entry {entry['seq']:.0f}: one is missing, added or moved")
    if entry["prev"] != place["prev"]:
        faults.append("does not follow the entry that stands before it")
    if "seen" not in entry:
        return stays, faults
    size = int(entry["seen"]["size"])
    on_branch = branch_seen(log, place, size, entry["seen"]["root"])
    if on_branch is not None:
        return {"seen": place["seen"], "branch": on_branch}, faults
    # What is before the branch is the same on it. Who saw more of it goes on here once they saw that it was joined.
    common = branch is not None and branch["seen"]["size"] < size <= branch_of(log, place)["from"]

    def view_at(tree):
        return {"seen": tree, "branch": {"at": branch["at"], "seen": tree} if common else None}

    if size <= place["seen"]["size"] or (branch is not None and size <= branch["at"] and not common):
        faults.append("says that its workstation had seen less of the log than before")
    elif size > before["size"]:
        faults.append("says that its workstation had seen more of the log than there was")
    elif not compares:  # a removed workstation has no effect any more
        return view_at({"size": size, "roots": []}), faults
    else:
        tree = tree_at(log, size, before)
        if tree is not None and text64(root_of(tree)) == entry["seen"]["root"]:
            return view_at(tree), faults
        faults.append("was made by a workstation that had seen another log")
    return stays, faults


def tree_at(log, size, before):
    """The tree over the first entries; None where that is too long ago."""
    tail = log["tail"]
    if size == before["size"]:
        return before
    if size < tail["base"]["size"]:
        return None
    start = tail["base"]
    for place in log["places"].values():
        if start["size"] < place["seen"]["size"] <= size and place["seen"]["roots"]:
            start = place["seen"]
    tree = {"size": start["size"], "roots": list(start["roots"])}
    while tree["size"] < size:
        append(tree, tail["leaves"][tree["size"] - tail["base"]["size"]])
    return tree


def branch_seen(log, place, size, root):
    """What a workstation states to have seen of a branch; None where that is no branch's tree."""
    seen, branch = place["seen"], place["branch"]
    for one in log["branches"]:
        start = one["from"]
        if (seen["size"] > start) if branch is None else (one["at"] != branch["at"]):
            continue
        if size <= (start if branch is None else max(start, branch["seen"]["size"])) or size > one["size"]:
            continue
        there = [other["branch"] for other in log["places"].values() if other["branch"] is not None]
        starts = [other["seen"] for other in there if other["at"] == one["at"] and other["seen"]["size"] >= start]
        tree = tree_on(one, size, starts)
        if tree is not None and text64(root_of(tree)) == root:
            return {"at": one["at"], "seen": tree}
    return None


def tree_on(branch, size, starts=()):
    """The tree of a branch at a size; None where an entry is missing up to there."""
    base, leaves = branch["base"], branch["leaves"]
    if size > base["size"] + len(leaves) or size < base["size"]:
        return None
    start = base
    for one in starts:
        if start["size"] < one["size"] <= size:
            start = one
    tree = {"size": start["size"], "roots": list(start["roots"])}
    while tree["size"] < size:
        append(tree, leaves[tree["size"] - base["size"]])
    return tree


def branch_of(log, view):
    if view["branch"] is None:
        return None
    return next((one for one in log["branches"] if one["at"] == view["branch"]["at"]), None)


def signers_seen(log, device, view):
    """The signers as the workstation of an entry knew them."""
    changes = (branch_of(log, view) or log)["changes"]
    size = (view["branch"] or view)["seen"]["size"]
    for change in reversed(changes):
        if change["at"] < size or change["device"] == device:
            return change["signers"]
    return changes[0]["signers"]


def is_seal_of_branch(log, view, facts):
    branch, size, root = branch_of(log, view), facts.get("size"), facts.get("root")
    if branch is None or not is_count(size) or size <= branch["from"] or not is_digest(root):
        return False
    tree = tree_on(branch, int(size))
    return tree is not None and text64(root_of(tree)) == root


def is_joining(facts):
    """Whether an entry says which branch it joins."""
    devices, order = facts.get("devices"), facts.get("order")
    return (
        all(is_count(facts.get(name)) and facts[name] > 0 for name in ("from", "size"))
        and isinstance(facts.get("root"), str)
        and isinstance(devices, list)
        and all(map(is_id, devices))
        and isinstance(order, list)
        and all(isinstance(run, list) and len(run) == 2 and all(map(is_count, run)) and run[1] > 0 for run in order)
    )


def join_problem(log, entry, before):
    """What is wrong with an entry that joins a branch."""
    facts = entry["data"]
    if not is_joining(facts):
        return "does not say which branch it joins"
    start, devices, order = int(facts["from"]), facts["devices"], facts["order"]
    count = sum(int(some) for _, some in order)
    # Whoever saw that branch has seen no more of this log than to where it left.
    may_be_seen = any(
        device != entry["device"] and place["seen"]["size"] <= start and not is_removed_in(log["signers"], device)
        for device, place in log["places"].items()
    )
    can_be = (
        count > 0
        and int(facts["size"]) - start == count
        and len(set(devices)) == len(devices)
        and all(whose < len(devices) for whose, _ in order)
        and len(log["places"]) > 1
        and log["tail"]["base"]["size"] <= start <= before["size"]
    )
    return None if can_be and may_be_seen else "joins a branch that cannot be one of this log"


def join_branch(log, at, facts, problems):
    """Begins a branch: who has entries on it had seen no more of this log than to where it left."""
    start, tail = int(facts["from"]), log["tail"]
    tree = {"size": tail["base"]["size"], "roots": list(tail["base"]["roots"])}
    while tree["size"] < start:
        append(tree, tail["leaves"][tree["size"] - tail["base"]["size"]])
    since = tail["devices"][start - tail["base"]["size"]:]
    following = {}
    for device in facts["devices"]:
        place = log["places"].get(device)
        following[device] = (0 if place is None else place["next"]) - since.count(device)
        if place is not None and place["branch"] is None and place["seen"]["size"] <= start:
            place["branch"] = {"at": at, "seen": place["seen"]}
    branch = {
        "at": at,
        "from": start,
        "size": int(facts["size"]),
        "root": facts["root"],
        "devices": facts["devices"],
        "order": [[int(whose), int(count)] for whose, count in facts["order"]],
        "base": tree,
        "leaves": [],
        "places": [],
        "run": 0,
        "inRun": 0,
        "next": following,
        "changes": [change for change in log["changes"] if change["at"] < start],
        "firms": {},
    }
    log["branches"].append(branch)
    grow_branch(log, branch, None, problems)


def grow_branches(log, newest, problems):
    for branch in log["branches"]:
        grow_branch(log, branch, newest, problems)
        known = branch["changes"][-1]["signers"]
        for device, one in known["devices"].items():
            if not one["removed"] and device not in log["signers"]["devices"]:
                log["introduced"].setdefault(device, known)


def grow_branch(log, branch, newest, problems):
    """Takes as many of the next entries of a branch as are in the log."""
    tail = log["tail"]
    while branch["run"] < len(branch["order"]):
        whose, count = branch["order"][branch["run"]]
        device = branch["devices"][whose]
        place = log["places"].get(device) or first_place()
        at = place_of_line(tail, device, place["next"] - branch["next"][device])
        if at is None:
            return
        if newest is not None and newest["at"] == at:
            take_newest(branch, newest)
        else:
            older = next((change for change in log["changes"] if change["at"] == at), None)
            change_branch(branch, older and older["entry"])
        branch["leaves"].append(tail["leaves"][at - tail["base"]["size"]])
        branch["places"].append(at)
        branch["next"][device] += 1
        branch["inRun"] += 1
        if branch["inRun"] == count:
            branch["run"] += 1
            branch["inRun"] = 0
        if branch["run"] == len(branch["order"]):
            if text64(root_of(tree_on(branch, branch["size"]))) != branch["root"]:
                problems.note(branch["at"], "joins a branch whose entries are not the ones that are here")


def place_of_line(tail, device, back):
    """Where the line of a workstation stands that is so many before its next one."""
    if back <= 0:
        return None
    devices = tail["devices"]
    for at in range(len(devices) - 1, -1, -1):
        if devices[at] == device:
            back -= 1
            if back == 0:
                return tail["base"]["size"] + at
    return None


def take_newest(branch, newest):
    device, firm = newest["entry"]["device"], newest["entry"]["kind"] in FIRM
    index = branch["from"] + len(branch["leaves"])
    overtaken = firm and any(
        other != device and one["index"] >= newest["seen"] for other, one in branch["firms"].items()
    )
    if not newest["rightful"] or overtaken:
        return
    change_branch(branch, newest["entry"])
    if firm:
        last = branch["firms"].get(device, {"before": -1})
        before = last["before"] if newest["firmAt"] in branch["places"] else newest["firmAt"]
        branch["firms"][device] = {"index": index, "before": before}


def change_branch(branch, entry):
    before = branch["changes"][-1]["signers"]
    signers = before if entry is None else signers_change(before, entry)
    if not isinstance(signers, str) and signers is not before:
        at = branch["from"] + len(branch["leaves"])
        branch["changes"].append({"at": at, "device": entry["device"], "signers": signers, "entry": entry})


def names_places_on(branch, entry):
    """Whether an entry names others by places that they have on the branch alone."""
    if entry["kind"] != "enclosures.erased" or not isinstance(entry["data"].get("entries"), list):
        return False
    return any(
        isinstance(one, (int, float)) and not isinstance(one, bool) and one >= branch["from"]
        for one in entry["data"]["entries"]
    )


def is_firm_unseen(branch, view, place, other):
    """Whether the signer of an entry had not seen a firm entry of another workstation."""
    if branch is None:
        return place["firmAt"] >= view["seen"]["size"]
    firm = branch["firms"].get(other)
    if firm is not None and firm["index"] >= view["branch"]["seen"]["size"]:
        return True
    outside = place["firmAt"]
    if outside in branch["places"]:
        outside = -1 if firm is None else firm["before"]
    return outside >= view["seen"]["size"]


def idleness(log, entry, line, known, view, misfit):
    """Why an entry that its signer had the right to make has no effect; None where it has."""
    device, signers, places = entry["device"], log["signers"], log["places"]
    seen, branch = view["seen"], branch_of(log, view)
    if known is not signers:
        was_known = (device in known["devices"] and not known["devices"][device]["removed"]) or introduces_itself(entry)
        if was_known and (is_removed_in(signers, device) or actor_problem(entry, line, signers) is not None):
            return "late"
    if len(places) == 1:
        return None
    if branch is not None and names_places_on(branch, entry):
        return "overtaken"
    if entry["kind"] in FIRM and any(
        is_firm_unseen(branch, view, place, other) for other, place in places.items() if other != device
    ):
        return "overtaken"
    if not misfit:
        return None
    for name in subjects_of(entry):
        touch = log["touches"].get(name)
        if touch is not None and touch["otherAt" if touch["device"] == device else "at"] >= seen["size"]:
            return "overtaken"
    return None


def subjects_of(entry):
    """What an entry is about, where two people could act on it at once."""
    facts = entry["data"]
    draw = facts.get("secondReview")
    names = [facts.get(name) for name in ("person", "device", "assessment", "decision", "proposal", "period")]
    names.append(draw.get("period") if isinstance(draw, dict) else None)
    for members in (facts.get("drawn"), facts.get("passed")):
        names += members if isinstance(members, list) else []
    return [name for name in names if isinstance(name, str)]


KEPT_AT_LEAST = 4096  # entries that are taken in before what everybody has seen is given back


def take_place(log, entry, leaf, at, view, has_effect):
    device, places = entry["device"], log["places"]
    before = places.get(device) or first_place()
    for other in (*log["signers"]["devices"], device):
        if other not in places:
            places[other] = first_place()
    counts = has_effect and len(places) > 1
    # One that joins a branch changes nothing that others could have changed meanwhile.
    overtakes = entry["kind"] in FIRM and entry["kind"] != "log.joined"
    firm_at = at if counts and overtakes else before["firmAt"]
    places[device] = {"next": int(entry["seq"]) + 1, "prev": text64(leaf), **view, "firmAt": firm_at}
    log["lastDevice"] = device
    if log["changes"][-1]["signers"] is not log["signers"]:
        log["changes"].append({"at": at, "device": device, "signers": log["signers"], "entry": entry})
    take_leaf(log, leaf, device)
    if counts:
        for name in subjects_of(entry):
            last = log["touches"].get(name)
            other_at = -1 if last is None else last["otherAt"] if last["device"] == device else last["at"]
            log["touches"][name] = {"device": device, "at": at, "otherAt": other_at}


def take_other_line(log, leaf, is_entry):
    """Takes a line that is no entry, which counts as one of the last workstation, or one of a workstation nobody added."""
    take_leaf(log, leaf, "" if is_entry else log["lastDevice"])
    if not is_entry:
        place = log["places"][log["lastDevice"]]
        place["next"] += 1
        place["prev"] = text64(leaf)


def take_leaf(log, leaf, device):
    """Keeps the leaves since the log has more than one workstation."""
    if len(log["places"]) > 1:
        log["tail"]["leaves"].append(leaf)
        log["tail"]["devices"].append(device)
    else:
        base = {"size": log["size"], "roots": list(log["roots"])}
        log["tail"] = {"base": base, "leaves": [], "devices": []}


def prune(log):
    base, leaves, devices = log["tail"]["base"], log["tail"]["leaves"], log["tail"]["devices"]
    if len(leaves) < 2 * KEPT_AT_LEAST:
        return
    seen = [place["seen"] for name, place in log["places"].items() if not is_removed_in(log["signers"], name)]
    least = min(seen, key=lambda one: one["size"], default=base)
    if least["size"] - base["size"] < KEPT_AT_LEAST:
        return
    known = least["size"] - base["size"]
    log["tail"] = {"base": least, "leaves": leaves[known:], "devices": devices[known:]}
    log["touches"] = {name: touch for name, touch in log["touches"].items() if touch["at"] >= least["size"]}


def take_witnesses(log, entry):
    """Updates the named witnesses and their signatures after a valid entry."""
    kind, facts = entry["kind"], entry["data"]
    if kind in ("vault.created", "policy.activated"):
        log["quorum"], log["named"] = named_by(facts.get("policy"))
    elif kind == "checkpoint.anchored":
        size, public_key = int(facts["size"]), base64(facts["publicKey"])
        text = f"hashline/{log['header']['device']}\n{size}\n{facts['root']}\n"
        seconds = cosigned_at(facts["cosignature"], text, facts["witness"], public_key)
        key = witness_key(facts["witness"], public_key)
        before = log["cosigned"].get(key, {"size": 0, "seconds": 0, "counted": 0})
        latest = {"size": size, "seconds": seconds} if size >= before["size"] else before
        counted = max(before["counted"], size) if key in log["named"] else before["counted"]
        log["cosigned"][key] = {"size": latest["size"], "seconds": latest["seconds"], "counted": counted}
    else:
        return
    sizes = [log["cosigned"][key]["counted"] if key in log["cosigned"] else 0 for key in log["named"]]
    log["anchored"] = max(log["anchored"], quorum_size(log["quorum"], sizes))


def quorum_size(quorum, sizes):
    """How many entries, from the first, a quorum signed, given the largest checkpoint that each witness signed."""
    return sorted(sizes, reverse=True)[quorum - 1] if quorum > 0 else 0


def named_by(policy):
    """The witnesses a policy names; none where its text does not match its digest, or names them in another form."""
    none = (0, [])
    if not isinstance(policy, dict) or not isinstance(policy.get("body"), dict):
        return none
    if sha256(canonical(policy["body"]).encode()).hex() != policy.get("sha256"):
        return none
    witnesses = policy["body"].get("witnesses")
    if not has_exactly(witnesses, "quorum", "keys"):
        return none
    quorum, keys = witnesses["quorum"], witnesses["keys"]
    if not isinstance(keys, list) or len(keys) > MOST_WITNESSES:
        return none
    if not is_count(quorum) or quorum > len(keys) or (quorum > 0) != (len(keys) > 0):
        return none
    return (int(quorum), keys) if are_witnesses(keys) else none


def are_witnesses(keys):
    """Whether each is the verifier key of a witness, and no two share a name or a key."""
    parts = [WITNESS_KEY.fullmatch(key) if isinstance(key, str) else None for key in keys]
    for key, part in zip(keys, parts):
        material = base64(part[2]) if part else None
        if material is None or len(material) != 33 or material[0] != 4:
            return False
        if witness_key(part[1], material[1:]) != key:
            return False
    return all(len({part[at] for part in parts}) == len(keys) for at in (1, 2))


def witness_key(name, public_key):
    """C2SP verifier key: `name+keyid+base64(0x04 || public key)`."""
    return f"{name}+{key_id(name, 4, public_key).hex()}+{b64.b64encode(bytes([4]) + public_key).decode()}"


def decided_in(facts):
    """The parts in which two assessments must be equal to agree; None where one is not stated."""
    judgement, route = facts.get("judgement"), facts.get("route")
    if not is_id(facts.get("assessment")) or not isinstance(judgement, dict) or not isinstance(route, dict):
        return None
    words = [judgement.get("legality"), judgement.get("classification", "-"), route.get("category")]
    return " ".join(words) if all(isinstance(word, str) for word in words) else None


def changes_nothing():
    pass


def four_eyes(log, entry):
    """The rules of two people: the rule an entry breaks, or a function that changes what waits.

    The function is called where nothing else speaks against the entry.
    """
    kind, facts, by = entry["kind"], entry["data"], entry["actor"].get("person")
    if kind == "assessment.paralleled":
        return parallel_rules(log, facts)
    if by is None:
        return changes_nothing
    if kind.startswith("policy."):
        return policy_rules(log["policies"], kind, facts, by, log["signers"]["people"])
    if kind.startswith("sampling."):
        return sampling_rules(log, kind, facts)
    reviews, name = log["reviews"], facts.get("assessment")
    review = reviews.get(name) if is_id(name) else None
    undrawn = log["undrawn"].get(name) if is_id(name) else None
    draw = facts.get("secondReview") if isinstance(facts.get("secondReview"), dict) else {}
    drawn = draw.get("drawn") is True
    waits = drawn or ("drawn" in draw and draw["drawn"] is None)

    def has_seen(first):
        return by in first["seen"] or log["lastExportBy"].get(by, 0) > first["exportsBefore"]

    def misdrawn():  # what speaks against an assessment that waits from here on
        if drawn:
            return None
        if not isinstance(draw.get("period"), str):
            return "does not say what was decided"
        return None if draw["period"] in log["periods"] else "is about a sampling period that is not open"

    def wait(other, decided):
        first = {"by": by, "decided": decided, "seen": [], "exportsBefore": log["exports"], "second": None}
        if drawn:
            reviews[other] = first
        else:
            draw_no_more(log, other)
            log["undrawn"][other] = {"period": draw["period"], "first": first}
            log["periods"][draw["period"]] += 1

    def wait_no_more():
        reviews.pop(name, None)

    if kind == "case.assessed" and waits:
        decided = decided_in(facts)
        fault = "does not say what was decided" if decided is None else misdrawn()
        return fault if fault is not None else lambda: wait(name, decided)
    if kind == "audit.exported":  # it shows all that waits to the person who takes it

        def export():
            log["exports"] += 1
            log["lastExportBy"][by] = log["exports"]

        return export
    if kind == "assessment.reviewed":
        decided, agrees = decided_in(facts), facts.get("agrees")
        if decided is None or not isinstance(agrees, bool):
            return "does not say what was decided"
        if review is None or review["second"] is not None:
            return "is about an assessment that does not wait for it"
        if review["by"] == by:
            return "is a second review by the author of the first"
        if has_seen(review):
            return "is a second review by somebody who had seen the first"
        if (review["decided"] == decided) is not agrees:
            return "does not say truly whether both agree"
        return wait_no_more if agrees else lambda: review.update(second=by)
    if kind == "assessment.revealed":
        first = undrawn["first"] if undrawn is not None else review
        if first is None:
            return "is about an assessment that does not wait for it"
        return changes_nothing if has_seen(first) else lambda: first["seen"].append(by)
    if kind in ("assessment.upheld", "assessment.overturned"):
        if review is None or review["second"] is None:
            return "is about an assessment that does not wait for it"
        if by in (review["by"], review["second"]):
            return "is a disagreement settled by one of the two who disagree"
        return wait_no_more
    if kind in ("assessment.withdrawn", "assessment.corrected"):
        if not is_id(name):
            return "does not say which assessment"
        if review is not None and review["second"] is not None:
            return "replaces an assessment two people disagree about"
        taken_back = kind == "assessment.withdrawn"
        first = review if review is not None or undrawn is None else undrawn["first"]
        if taken_back and first is not None and first["by"] != by:
            return "takes back what somebody else assessed"
        stays = waits if review is None else drawn
        if first is not None and not taken_back and not stays:
            return "takes an assessment out of the sample"

        def leave():
            wait_no_more()
            draw_no_more(log, name)

        if taken_back or not waits:
            return leave
        decided = decided_in({**facts, "assessment": facts.get("decision")})
        fault = "does not say what was decided" if decided is None else misdrawn()
        if fault is not None:
            return fault

        def replace():
            leave()
            wait(facts["decision"], decided)

        return replace
    return changes_nothing


def parallel_rules(log, facts):
    """Two who decided at once and otherwise are two sides, as if the second had reviewed the first."""
    name, by, second, agrees = (facts.get(member) for member in ("assessment", "by", "second", "agrees"))
    if not all(map(is_id, (name, by, second))) or not isinstance(agrees, bool):
        return "does not say what was decided"
    review = log["reviews"].get(name)
    if agrees or by == second or (review is not None and review["second"] is not None):
        return changes_nothing
    first = review or {"by": by, "decided": "", "seen": [], "exportsBefore": log["exports"]}
    return lambda: log["reviews"].update({name: {**first, "second": second}})


def draw_no_more(log, name):
    found = log["undrawn"].pop(name, None)
    if found is not None:
        log["periods"][found["period"]] -= 1


def sampling_rules(log, kind, facts):
    """What is drawn waited for the draw of that period, and nothing is left when the period closes."""
    if kind == "sampling.sealed":
        return changes_nothing
    period, drawn, passed = facts.get("period"), facts.get("drawn"), facts.get("passed")
    lists = all(isinstance(names, list) and all(map(is_id, names)) for names in (drawn, passed))
    if not isinstance(period, str) or (kind == "sampling.drawn" and not lists):
        return "does not say what was drawn, in which period"
    if kind == "sampling.drawn":
        names, undrawn = drawn + passed, log["undrawn"]
        if len(set(names)) < len(names) or any(
            name not in undrawn or undrawn[name]["period"] != period for name in names
        ):
            return "draws what does not wait for the draw of that period"

        def take():
            for name in drawn:
                # One that two people already disagree about waits for who settles it.
                if name not in log["reviews"]:
                    log["reviews"][name] = undrawn[name]["first"]
            for name in names:
                draw_no_more(log, name)

        return take
    left = log["periods"].get(period)
    if kind == "sampling.opened":
        if left is not None:
            return "opens a sampling period that is open"
        return lambda: log["periods"].update({period: 0})
    if left is None:
        return "is about a sampling period that is not open"
    if left > 0:
        return "closes a sampling period before its draw"
    return lambda: log["periods"].pop(period)


def policy_rules(policies, kind, facts, by, people):
    name = facts.get("proposal")
    policy = policies.get(name) if is_id(name) else None
    parts = [facts.get("policy"), facts.get("members")]
    rules = [part.get("sha256") if isinstance(part, dict) else None for part in parts]
    named = is_id(name) and all(isinstance(rule, str) for rule in rules)
    if kind == "policy.proposed":
        return (lambda: policies.update({name: {"by": by, "rules": rules}})) if named else "does not say which policy"
    if policy is None:
        return "is about a policy nobody proposed"
    if kind == "policy.activated":
        if not named or rules != policy["rules"]:
            return "activates another policy than the one proposed"
        others = [
            other
            for other, person in people.items()
            if other != by and person["role"] == "supervisor" and not person["disabled"]
        ]
        if policy["by"] == by and others:
            return "is a policy activated by its author"
    return lambda: policies.pop(name)


def signers_change(signers, entry):
    """The signers according to the ledger after an entry, the same where it changes none; or the fault."""
    kind, facts = entry["kind"], entry["data"]
    people = people_change(signers["people"], kind, facts, entry)
    if isinstance(people, str):
        return people
    devices = devices_change(signers["devices"], entry)
    if isinstance(devices, str):
        return devices
    unfit = epoch_problem(signers, facts) if kind == "epoch.opened" else None
    if unfit is not None:
        return unfit
    epoch = facts["epoch"] if kind == "epoch.opened" else signers["epoch"]
    people = keys_moved(people, addition_in(entry))
    recovery = facts["recoveryPublicKey"] if kind == "vault.recovery-key-changed" else signers["recovery"]
    same = people is signers["people"] and devices is signers["devices"] and epoch == signers["epoch"]
    if same and recovery == signers["recovery"]:
        return signers
    return {"people": people, "devices": devices, "recovery": recovery, "epoch": epoch}


def epoch_problem(signers, facts):
    """What is wrong with an entry that opens an epoch: it is the next one, for every workstation that is not removed."""
    epoch, seats = facts.get("epoch"), facts.get("seats")
    is_number = isinstance(epoch, (int, float)) and not isinstance(epoch, bool)
    if not is_number or not isinstance(seats, list):
        return "does not say which epoch it opens, for which workstations"
    if not all(isinstance(seat, dict) and is_id(seat.get("device")) for seat in seats):
        return "does not say which epoch it opens, for which workstations"
    if epoch != signers["epoch"] + 1:
        return "opens an epoch that is not the next"
    due = sorted(device for device, known in signers["devices"].items() if not known["removed"])
    if sorted(seat["device"] for seat in seats) != due:
        return "opens an epoch for others than the workstations there are"
    return None


NO_ADDITION = object()


def addition_in(entry):
    """What an entry says of a workstation it adds, where its kind adds one."""
    if entry["kind"] == "device.added":
        return entry["data"]
    return entry["data"].get("added", NO_ADDITION) if entry["kind"] == "vault.recovered" else NO_ADDITION


def is_addition(added):
    return (
        isinstance(added, dict)
        and is_id(added.get("device"))
        and isinstance(added.get("publicKey"), str)
        and isinstance(added.get("sealingKey"), str)
        and ("replaces" not in added or is_id(added["replaces"]))
    )


def introduces_itself(entry):
    """Whether an entry is the first of a workstation that introduces itself, as one that continues a restored vault does."""
    added = addition_in(entry)
    return is_addition(added) and added["device"] == entry["device"]


def devices_change(devices, entry):
    """The workstations according to the ledger after an entry that changes them, or the fault."""

    def without(known, device, than):
        if device not in known or device == than:
            return "is about a workstation nobody added"
        return {**known, device: {**known[device], "removed": True}}

    added = addition_in(entry)
    if added is not NO_ADDITION:
        if not is_addition(added):
            return "does not say which workstation, with which key"
        device = added["device"]
        if device in devices:
            return "adds a workstation a second time"
        known = {**devices, device: {"key": added["publicKey"], "removed": False}}
        return without(known, added["replaces"], device) if "replaces" in added else known
    if entry["kind"] == "device.removed":
        device = entry["data"].get("device")
        return without(devices, device, None) if is_id(device) else "does not say which workstation, with which key"
    return devices


def keys_moved(people, added):
    """Who had a key at a workstation has it at the one that takes its place too, unless they have one there."""
    if added is NO_ADDITION or "replaces" not in added:
        return people
    device, former = added["device"], added["replaces"]
    moved = {
        person: {**known, "keys": {**known["keys"], device: known["keys"][former]}}
        for person, known in people.items()
        if former in known["keys"] and device not in known["keys"]
    }
    return {**people, **moved} if moved else people


def people_change(people, kind, facts, entry):
    """The people according to the ledger after an entry that changes them, or the fault."""
    person = facts.get("person")
    if kind == "person.disabled":
        if not is_id(person) or person not in people:
            return "disables somebody nobody added"
        return {**people, person: {**people[person], "disabled": True}}
    if kind == "vault.recovery-key-changed" and not isinstance(facts.get("recoveryPublicKey"), str):
        return "does not say the new recovery key"
    if kind == "person.enrolled":
        return enrolment(people, person, facts.get("publicKey"), entry)
    if kind == "person.invited":
        return invitation(people, person, facts, entry["device"])
    is_new = kind in ("vault.created", "person.added", "vault.recovered")
    if not is_new and kind != "person.role-changed":
        return people
    role, public_key = facts.get("role"), facts.get("publicKey")
    # Who founds or recovers a vault makes their own key; everybody else enrols with an invitation first.
    own = kind in ("vault.created", "vault.recovered")
    device = entry["device"] if own else facts.get("device", entry["device"])
    if not is_id(person) or role not in ROLES or not isinstance(public_key, str) or not is_id(device):
        return "does not say which person, in which role, with which key"
    if is_new and person in people:
        return "adds somebody a second time"
    if not is_new and person not in people:
        return "changes somebody nobody added"
    keys = {device: {"publicKey": public_key, "enrolled": own}}
    return {**people, person: {"role": role, "disabled": False, "keys": keys}}


def invitation(people, person, facts, here):
    """A known person gets the key of an invitation to one workstation, in place of one they may have there."""
    public_key, device = facts.get("publicKey"), facts.get("device", here)
    if not is_id(person) or not isinstance(public_key, str) or not is_id(device):
        return "does not say which person, with which key"
    if person not in people:
        return "changes somebody nobody added"
    known = people[person]
    if known["disabled"]:
        return "invites somebody who was disabled"
    keys = {**known["keys"], device: {"publicKey": public_key, "enrolled": False}}
    return {**people, person: {**known, "keys": keys}}


def enrolment(people, person, public_key, entry):
    """A person puts a key of their own in the place of the invitation's, once for each invitation."""
    if not is_id(person) or not isinstance(public_key, str):
        return "does not say which person, with which key"
    if person not in people:
        return "enrols somebody nobody added"
    if entry["actor"].get("person") != person:
        return "enrols somebody else"
    keys, device = people[person]["keys"], entry["device"]
    if device not in keys:
        return "enrols somebody who was not invited to this workstation"
    if keys[device]["enrolled"]:
        return "enrols a second time with one invitation"
    if public_key == keys[device]["publicKey"]:
        return "keeps the key of the invitation"
    if any(key["publicKey"] == public_key for key in keys.values()):
        return "enrols with a key that signs at another workstation"
    keys = {**keys, device: {"publicKey": public_key, "enrolled": True}}
    return {**people, person: {**people[person], "keys": keys}}


def actor_problem(entry, line, signers):
    """Whether the entry's actor signed it, and had the duty at that point of the ledger."""
    kind, actor = entry["kind"], entry["actor"]
    # The names of a canonical line are in order: after the signature, only the version.
    end = ',"v":2}'
    signed = line[: -len(f',"sig":{canonical(entry["sig"])}{end}')] + end
    message = b"hashline-entry/2\n" + signed.encode()

    def signed_with(key):
        return is_signed(base64(key), message, base64(entry["sig"]))

    if "device" in actor:
        if kind not in DEVICE_MAY_SIGN:
            return f"{kind} needs a person, not a device"
        device = signers["devices"].get(entry["device"])
        fits = actor["device"] == entry["device"] and device is not None and signed_with(device["key"])
        return None if fits else "the device's signature does not fit"
    if "recovery" in actor:
        if kind != "vault.recovered":
            return f"{kind} needs a person, not the recovery key"
        return None if signed_with(signers["recovery"]) else "the recovery key's signature does not fit"
    person = signers["people"].get(actor["person"])
    if person is None:
        return "is signed by somebody nobody added"
    # The first entry of a workstation in another's place is signed with a key of that one.
    former = addition_in(entry).get("replaces") if introduces_itself(entry) else None
    key = person["keys"].get(former or entry["device"])
    if key is None:
        return "is signed by somebody who has no key at this workstation"
    if not signed_with(key["publicKey"]):
        return "the person's signature does not fit"
    if person["disabled"]:
        return "is signed by somebody who was disabled before"
    if MAY_SIGN[kind] is NOBODY:
        return f"{kind} is not for a person to sign"
    # Whoever works at a workstation may say that it leaves.
    leaving = kind == "device.removed" and entry["data"].get("device") == entry["device"]
    if person["role"] not in (EVERYBODY if leaving else MAY_SIGN[kind]):
        return f"a person with the role {person['role']} may not sign {kind}"
    return None if key["enrolled"] or kind == "person.enrolled" else "is signed with the key of an invitation"


def anchor_problem(log, entry):
    """Whether a witness cosigned a checkpoint that comes before this entry."""
    facts = entry["data"]
    size, witness, line = facts.get("size"), facts.get("witness"), facts.get("cosignature")
    texts = [facts.get("root"), witness, facts.get("publicKey"), line]
    if not all(isinstance(text, str) for text in texts) or not is_count(size) or size < 1:
        return "does not say which checkpoint a witness cosigned"
    size, root = int(size), facts["root"]
    if base64(root) is None or {"size": size, "root": root} not in log["sealed"]:
        return "anchors a checkpoint that does not stand before it"
    text = f"hashline/{log['header']['device']}\n{size}\n{root}\n"
    seconds = cosigned_at(line, text, witness, base64(facts["publicKey"]))
    if seconds is None:
        return "the witness's cosignature does not fit"
    return None


def take_checkpoint(log, note, problems):
    size = log["size"]

    def here(what):
        problems.note(None if size == 0 else size - 1, what)

    checkpoint = parse_note(note)
    if checkpoint is None:
        return here("a checkpoint is not a signed note")
    root = root_of(log)
    if log["checkpoints"] > 0 and log["checkpointed"] == size:
        here("a checkpoint stands here twice")
    if checkpoint["origin"] != f"hashline/{log['header']['device']}":
        here("a checkpoint of another log stands here")
    if checkpoint["size"] != size:
        here(f"a checkpoint over {checkpoint['size']} entries stands after {size}")
    elif checkpoint["root"] != root:
        here(f"entries {log['checkpointed']} to {size - 1} are not the ones the checkpoint was made over")
    if not is_note_signed_by(checkpoint, base64(log["header"]["publicKey"])):
        here("a checkpoint's signature does not fit")
    if len(checkpoint["signatures"]) > 1:
        here("a checkpoint carries more than the signature of the log")
    sealed = {"size": size, "root": b64.b64encode(root).decode()}
    log["sealed"] = log["sealed"][-(ANCHORABLE - 1):] + [sealed]
    log["checkpointed"] = size
    log["checkpoints"] += 1


def read_anchors(notes, header, problems):
    """The anchors, by the size of the log that each covers."""
    by_size = {}
    for note in notes:
        checkpoint = parse_note(note)
        ours = checkpoint is not None and checkpoint["origin"] == f"hashline/{header['device']}"
        if ours and is_note_signed_by(checkpoint, base64(header["publicKey"])):
            by_size.setdefault(checkpoint["size"], []).append(checkpoint["root"])
        else:
            problems.note(None, "a checkpoint kept elsewhere is not one of this log")
    return by_size


def lines_of(file):
    """Lines end only at a line feed. A line that is too long, not ended or not UTF-8 comes out empty."""
    while piece := file.readline(LONGEST_LINE + 1):
        length = len(piece)
        data = piece[:-1] if piece.endswith(b"\n") else b""
        while not piece.endswith(b"\n") and (piece := file.readline(LONGEST_LINE)):
            length += len(piece)
        try:
            yield data.decode("utf-8"), data, length
        except UnicodeDecodeError:
            yield "", b"", length


def verify_ledger(file, anchors=(), key=None, resume=None, on_progress=lambda entries: None, trusted=None):
    """Verifies an exported ledger from an open binary file, at `resume["offset"]` where there is a state to resume.

    `trusted` holds the keys of witnesses that came from another source, and how many of them must have signed.
    """
    problems = Problems()
    idle = []
    log = None
    offset = 0
    known = {}
    before = None  # the line of an entry whose enclosure may follow

    def meet(header):
        if key is not None and header["publicKey"] != key:
            problems.note(None, "the log is of another workstation than the key given")
        known.update(read_anchors(anchors, header, problems))

    if resume is not None:
        log = restored(resume["log"])
        offset = resume["offset"]
        file.seek(offset)
        meet(log["header"])
    for line, data, length in lines_of(file):
        offset += length
        if log is None:
            header = parse_header(line)
            if header is None:
                return refusal("the first line is not the header of an exported ledger")
            log = begin(header)
            meet(header)
            continue
        told = parse(line) if line.startswith('{"enclosure":') else None
        if is_enclosure(told):
            what = enclosure_problem(told["enclosure"], before)
            if what is not None:
                problems.note(log["size"] - 1, what)
            before = None
            continue
        before = line
        value = parse(line) if line.startswith('{"checkpoint":') else None
        if has_exactly(value, "checkpoint") and isinstance(value["checkpoint"], str):
            take_checkpoint(log, value["checkpoint"], problems)
            before = None
            log["unsealed"] = False
        else:
            take_entry(log, line, data, problems, idle)
            log["unsealed"] = True
            size = log["size"]
            for root in known.get(size, ()):
                if root != root_of(log):
                    what = f"entries 0 to {size - 1} are not the ones a checkpoint kept elsewhere was made over"
                    problems.note(size - 1, what)
        if log["size"] % 5000 == 0:
            on_progress(log["size"])
    if log is None:
        return refusal("the file is empty")
    size = log["size"]
    for branch in log["branches"]:
        missing = branch["size"] - branch["from"] - len(branch["leaves"])
        if missing > 0:
            problems.note(branch["at"], f"joins a branch of which entries are missing: {missing}")
    if log["last"] != "audit.exported":
        problems.note(size, "does not end with its own export: entries may be missing")
    if log["unsealed"]:
        problems.note(size, "no checkpoint seals the end: entries may be missing")
    largest = max([0, *known])
    if size < largest:
        problems.note(size, f"a checkpoint kept elsewhere was made over {largest} entries: the rest is missing")
    trust = None
    if trusted is not None:
        sizes = [log["cosigned"][one]["size"] if one in log["cosigned"] else 0 for one in trusted["keys"]]
        trust = {**trusted, "anchored": quorum_size(trusted["quorum"], sizes)}
        if trust["anchored"] == 0:
            problems.note(None, f"fewer than {trust['quorum']} of the witnesses given signed it")
    return {
        "ok": not problems,
        "entries": size,
        "checkpoints": log["checkpoints"],
        "root": b64.b64encode(root_of(log)).decode(),
        "problems": list(problems),
        "late": log["late"],
        "overtaken": log["overtaken"],
        "withoutEffect": idle,
        "witnesses": {
            "quorum": log["quorum"],
            "named": log["named"],
            "anchored": log["anchored"],
            "cosigned": [{"key": one, **record} for one, record in log["cosigned"].items()],
        },
        "trusted": trust,
        "header": log["header"],
        "state": None if problems else {"format": STATE, "offset": offset, "log": snapshot(log)},
    }


def mapped(log, hashes, tree):
    """The state with its hashes as bytes or as text."""

    def branch(one):
        return one and {**one, "seen": tree(one["seen"])}

    places = {
        name: {**place, "seen": tree(place["seen"]), "branch": branch(place["branch"])}
        for name, place in log["places"].items()
    }
    tail = {**log["tail"], "base": tree(log["tail"]["base"]), "leaves": hashes(log["tail"]["leaves"])}
    branches = [{**one, "base": tree(one["base"]), "leaves": hashes(one["leaves"])} for one in log["branches"]]
    return {**log, **tree(log), "places": places, "tail": tail, "branches": branches}


def snapshot(log):
    """The state as JSON can hold it; "changes" hold the signers, and the last of them are those of the state."""

    def texts(hashes):
        return [text64(one) for one in hashes]

    def tree(one):
        return {"size": one["size"], "roots": texts(one["roots"])}

    state = mapped(log, texts, tree)
    del state["signers"]
    return state


def restored(saved):
    """The state that was saved so."""

    def hashes(texts):
        return [b64.b64decode(text) for text in texts]

    def tree(one):
        return {"size": one["size"], "roots": hashes(one["roots"])}

    log = mapped(copy.deepcopy(saved), hashes, tree)
    log["signers"] = log["changes"][-1]["signers"]
    return log


def refusal(what):
    problem = {"seq": None, "what": what}
    nobody = {"quorum": 0, "named": [], "anchored": 0, "cosigned": []}
    report = {"ok": False, "entries": 0, "checkpoints": 0, "root": "", "problems": [problem]}
    effects = {"late": 0, "overtaken": 0, "withoutEffect": []}
    return {**report, **effects, "witnesses": nobody, "trusted": None, "state": None}


# ------------------------------------------------------------------------------------------------------- the command


def notes_in(path):
    """The notes in a saved file: a note, a referral's record at a receiving desk, or a proof of an entry."""
    text = kept_text(path)
    if text.startswith("c2sp.org/tlog-proof@"):
        return [text[text.index("\n\n") + 2:]]
    if not text.startswith("{"):
        return [text] if parse_note(text) is not None else no_checkpoint(path)
    record = json.loads(text)
    body = json.loads(record["body"]) if isinstance(record.get("body"), str) else record
    note = body.get("checkpoint")
    return [note] if isinstance(note, str) else no_checkpoint(path)


def no_checkpoint(path):
    print(f"error: {path} holds no checkpoint, or its text was changed; take another copy of it", file=sys.stderr)
    sys.exit(2)


def kept_text(path):
    """Restores a saved text to the form in which it was handed out: no byte order mark, line feeds, one of them at the end."""
    with open(path, "rb") as file:
        data = file.read()
    encoding = "utf-8-sig"
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        encoding = "utf-16"
    elif len(data) % 2 == 0 and 0 in data[:2]:
        encoding = "utf-16-be" if data[0] == 0 else "utf-16-le"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        # The dash is the only character of a note beyond ASCII; the signature shows whether this decoding was right.
        text = data.decode("cp1252", errors="replace")
    lines = [line.rstrip(" \t") for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n")]
    return "\n".join(lines).strip() + "\n"


WHY = {
    "late": "its signer or their workstation was removed meanwhile",
    "overtaken": "somebody else had come first",
}


def tell(report):
    if report["ok"]:
        words = [f"The ledger holds: {report['entries']} entries, {report['checkpoints']} checkpoints."]
    else:
        count = len(report["problems"])
        words = [f"The ledger does NOT hold: {count} problems in {report['entries']} entries."]
    words.append(f"Root: {report['root']}")
    if header := report.get("header"):
        words += [f"Hotline: {header['hotline']}", f"Workstation: {header['device']}"]
        words.append(f"Its public key: {header['publicKey']} (compare it with one you got another way)")
    words += tell_witnesses(report["witnesses"], report["trusted"])
    if report["late"] + report["overtaken"] > 0:
        words.append(f"Right, but without effect: {report['late']} late, {report['overtaken']} overtaken.")
    words += [f"  entry {one['seq']}: {WHY[one['why']]}" for one in report["withoutEffect"]]
    for problem in report["problems"]:
        place = "the log" if problem["seq"] is None else f"entry {problem['seq']}"
        words.append(f"  {place}: {problem['what']}")
    return "\n".join(words)


def tell_witnesses(witnesses, trusted):
    quorum, anchored = witnesses["quorum"], witnesses["anchored"]
    words = [
        "The ledger names no witness at its end."
        if quorum == 0
        else f"Witnesses the ledger names: {len(witnesses['named'])}, of whom {quorum} must sign.",
        "No quorum of witnesses it named signed it."
        if anchored == 0
        else f"A quorum of witnesses it named signed it up to entry {anchored - 1}.",
    ]
    if trusted is None:
        words.append("Whom it names is the hotline's own word: give the keys you trust with --witness.")
    for seen in witnesses["cosigned"]:
        at = datetime.fromtimestamp(seen["seconds"], timezone.utc).isoformat()
        standing = "named by the ledger" if seen["counted"] > 0 else "by nobody this hotline named: not counted"
        words.append(f"  signed up to entry {seen['size'] - 1} at {at}, {standing}: {seen['key']}")
    if trusted is not None:
        reached = "they did not" if trusted["anchored"] == 0 else f"they did up to entry {trusted['anchored'] - 1}"
        words.append(f"Witnesses you trust: {len(trusted['keys'])}, of whom {trusted['quorum']} must sign: {reached}.")
    return words


WORTH_PROCESSES = 1024 * 1024  # a shorter file is verified before another process has begun


def verify_fast(file, *asked):
    """The same as `verify_ledger`, on all cores where the ledger holds."""
    global later
    if file.seekable() and os.fstat(file.fileno()).st_size >= WORTH_PROCESSES:
        later = ChecksElsewhere(max(1, (os.cpu_count() or 1) - 1))
        try:
            report = verify_ledger(file, *asked)
        finally:
            were_valid = later.were_valid()
            later = None
        if were_valid and report["ok"]:
            return report
        file.seek(0)
    return verify_ledger(file, *asked)


def main():
    if sys.argv[1:2] == ["--signatures"]:
        return check_handed_over(sys.stdin.buffer, "slowly" in sys.argv)
    parser = argparse.ArgumentParser(description="verifies an exported Hashline ledger")
    parser.add_argument("file", nargs="?")
    parser.add_argument("--key")
    parser.add_argument("--anchor", action="append", default=[])
    parser.add_argument("--witness", action="append", default=[])
    parser.add_argument("--quorum")
    parser.add_argument("--save")
    parser.add_argument("--resume")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--batch", action="store_true")
    options = parser.parse_args()
    anchors = [note for path in options.anchor for note in notes_in(path)]
    trusted = None
    if not are_witnesses(options.witness):
        parser.error("--witness takes the verifier keys of witnesses, each once")
    if options.quorum is not None:
        if not re.fullmatch("[1-9][0-9]{0,2}", options.quorum) or int(options.quorum) > len(options.witness):
            parser.error("--quorum is a number from 1 to that of the witnesses given")
    if options.witness:
        trusted = {"quorum": int(options.quorum or len(options.witness)), "keys": options.witness}
    resume = None
    if options.resume:
        with open(options.resume, encoding="utf-8") as file:
            resume = json.load(file)
        if resume.get("format") != STATE:
            parser.error(f"{options.resume} is not a state of this verifier")
    if options.batch:
        for path in sys.stdin:
            with open(path.rstrip("\n"), "rb") as file:
                report = verify_ledger(file, anchors, options.key, resume, trusted=trusted)
            report.pop("state", None)
            print(json.dumps(report), flush=True)
        return 0
    if options.file is None:
        parser.error("name one file")

    def progress(entries):
        if sys.stderr.isatty():
            print(f"\r\x1b[K{entries} entries", end="", file=sys.stderr, flush=True)

    with open(options.file, "rb") as file:
        report = verify_fast(file, anchors, options.key, resume, progress, trusted)
    state = report.pop("state", None)
    if options.save and state:
        with open(options.save, "w", encoding="utf-8") as file:
            json.dump(state, file)
    print(json.dumps(report) if options.json else tell(report))
    return 0 if report["ok"] else 5


if __name__ == "__main__":
    sys.exit(main())
