#!/usr/bin/env node
// Verifies an exported Hashline ledger (`hashline-ledger/2`, docs/ledger-format.md) without sharing any code with Hashline.
// One file, nothing to install: it needs Node 20 or later and imports only Node's own modules.
//
//   node hashline-verify.mjs ledger.jsonl [--key BASE64] [--anchor NOTE]... [--witness KEY]... [--quorum N]
//                                         [--save STATE] [--resume STATE] [--json]
//
// --key     the workstation's public key, obtained from the hotline separately; without it you trust the file
// --anchor  a checkpoint kept away from the hotline: the note itself, a receiving desk's record, or a proof file
// --witness the C2SP verifier key of a witness you trust, obtained separately; without one you trust the
//           hotline's word on who witnesses its ledger
// --quorum  how many of these witnesses must have signed; by default all of them
// --save    writes the state at the end of this run, so that a later, longer export can be verified from there
// --resume  continues from such a state; the entries before it are not read again
// --batch   reads file names from standard input and answers one JSON line for each
//
// Exit code: 0 the ledger is valid, 5 it is not, 2 the command was wrong.

import { createHash, createPublicKey, verify as verifySignature } from 'node:crypto';
import { createReadStream, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';

// ---------------------------------------------------------------------------------------------------- the rules

/** A checkpoint must follow wherever the number of entries is a multiple of this. */
const CHECKPOINT_EVERY = 256;
/** A checkpoint must also follow entries of these kinds at once. */
const SEALED_KINDS = ['session.locked', 'audit.exported', 'checkpoint.made'];
/** An entry may record the cosignature of one of this many last checkpoints. */
const ANCHORABLE = 1024;
const LONGEST_LINE = 1024 * 1024;
const DEEPEST = 64;
const LISTED = 1000;
/** Most witnesses that a policy may name. */
const MOST_WITNESSES = 20;
const STATE = 'hashline-verify-state/5';

const EVERYBODY = ['analyst', 'supervisor', 'auditor'];
const AT_CASES = ['analyst', 'supervisor'];
const SUPERVISOR = ['supervisor'];
const READERS = ['supervisor', 'auditor'];
const NOBODY = [];
const ROLES = ['analyst', 'supervisor', 'administrator', 'auditor'];

/** Every kind of entry, with the roles that may sign it. */
export const MAY_SIGN = {
  'vault.created': SUPERVISOR,
  'vault.recovered': NOBODY,
  'vault.repaired': SUPERVISOR,
  'vault.recovery-key-changed': SUPERVISOR,
  'person.added': SUPERVISOR,
  'person.role-changed': SUPERVISOR,
  'person.invited': SUPERVISOR,
  'person.enrolled': EVERYBODY,
  'person.passphrase-changed': EVERYBODY,
  'person.disabled': SUPERVISOR,
  'device.added': SUPERVISOR,
  'device.removed': SUPERVISOR,
  'epoch.opened': SUPERVISOR,
  'policy.proposed': SUPERVISOR,
  'policy.withdrawn': SUPERVISOR,
  'policy.activated': SUPERVISOR,
  'labels.loaded': SUPERVISOR,
  'session.unlocked': EVERYBODY,
  'session.unlock-failed': NOBODY,
  'session.locked': EVERYBODY,
  'session.administrator-seen': NOBODY,
  'session.unrecorded': NOBODY,
  'duty.extended': EVERYBODY,
  'intake.imported': AT_CASES,
  'intake.stored': NOBODY,
  'intake.reported': AT_CASES,
  'intake.profile-saved': AT_CASES,
  'intake.profile-removed': AT_CASES,
  'case.claimed': AT_CASES,
  'case.reassigned': SUPERVISOR,
  'case.released': SUPERVISOR,
  'narrative.revealed': AT_CASES,
  'matching.searched': AT_CASES,
  'matching.completed': NOBODY,
  'list.imported': SUPERVISOR,
  'list.changed': SUPERVISOR,
  'list.removed': SUPERVISOR,
  'match.confirmed': AT_CASES,
  'match.rejected': AT_CASES,
  'match.quarantined': NOBODY,
  'match.released': SUPERVISOR,
  'match.reported': SUPERVISOR,
  'case.merged': NOBODY,
  'case.reopened': NOBODY,
  'case.assessed': AT_CASES,
  'sampling.opened': SUPERVISOR,
  'sampling.sealed': SUPERVISOR,
  'sampling.drawn': SUPERVISOR,
  'sampling.closed': SUPERVISOR,
  'assessment.revealed': SUPERVISOR,
  'assessment.reviewed': AT_CASES,
  'assessment.upheld': SUPERVISOR,
  'assessment.overturned': SUPERVISOR,
  'assessment.paralleled': NOBODY,
  'assessment.withdrawn': AT_CASES,
  'assessment.corrected': AT_CASES,
  'assessment.noted': SUPERVISOR,
  'golden.added': SUPERVISOR,
  'golden.removed': SUPERVISOR,
  'golden.answered': AT_CASES,
  'referral.delivered': NOBODY,
  'referral.refused': NOBODY,
  'referral.parked': NOBODY,
  'referral.resumed': AT_CASES,
  'referral.confirmed': AT_CASES,
  'referral.sealed': AT_CASES,
  'takedown.recorded': NOBODY,
  'takedown.stated': AT_CASES,
  'base.consulted': AT_CASES,
  'destination.added': SUPERVISOR,
  'destination.removed': SUPERVISOR,
  'destination.paused': AT_CASES,
  'destination.resumed': AT_CASES,
  'contacts.imported': SUPERVISOR,
  'blocklist.exported': SUPERVISOR,
  'audit.exported': READERS,
  'audit.disclosed': SUPERVISOR,
  'backup.made': SUPERVISOR,
  'backup.planned': SUPERVISOR,
  'backup.scheduled': NOBODY,
  'enclosures.erased': SUPERVISOR,
  'checkpoint.made': EVERYBODY,
  'log.joined': SUPERVISOR,
  'checkpoint.anchored': NOBODY,
  'clock.jumped': NOBODY,
};

/**
 * The kinds that the workstation may sign with its own key, because no person decides them. The recovery key signs only
 * vault.recovered.
 */
export const DEVICE_MAY_SIGN = [
  'intake.stored',
  'assessment.paralleled',
  'referral.delivered',
  'referral.refused',
  'referral.parked',
  'takedown.recorded',
  'case.merged',
  'case.reopened',
  'session.unlock-failed',
  'session.administrator-seen',
  'session.unrecorded',
  'checkpoint.anchored',
  'clock.jumped',
  'matching.completed',
  'match.quarantined',
  'backup.scheduled',
];

/** The kinds that a workstation signs only in contact with the others: a later one that had not seen an earlier is void. */
export const FIRM = [
  'vault.created',
  'vault.recovered',
  'vault.recovery-key-changed',
  'person.added',
  'person.role-changed',
  'person.invited',
  'person.disabled',
  'device.added',
  'device.removed',
  'epoch.opened',
  'policy.proposed',
  'policy.withdrawn',
  'policy.activated',
  'labels.loaded',
  'list.imported',
  'list.changed',
  'list.removed',
  'sampling.opened',
  'sampling.sealed',
  'sampling.drawn',
  'sampling.closed',
  'destination.added',
  'destination.removed',
  'contacts.imported',
  'blocklist.exported',
  'log.joined',
];

// ------------------------------------------------------------------------------------- bytes, hashes, signatures

const sha256 = (...parts) => {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest();
};
const LEAF = Buffer.of(0);
const NODE = Buffer.of(1);
const nodeHash = (left, right) => sha256(NODE, left, right);

/** Base64 with padding, in its one canonical form; null where the text is not. */
function base64(text) {
  if (
    typeof text !== 'string' ||
    !/^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(text)
  )
    return null;
  const bytes = Buffer.from(text, 'base64');
  return bytes.toString('base64') === text ? bytes : null;
}

/** The end of the year 9999: later cosignatures are refused. */
const LATEST_SECONDS = 253_402_300_799;

// Libraries differ about Ed25519 points of small order and about non-canonical encodings. Cases in which they differ
// are refused before a library is asked, so that a ledger verifies either for everyone or for no one.
const FIELD = 2n ** 255n - 19n;
const ORDER = 2n ** 252n + 27742317777372353535851937790883648493n;
/** The y coordinates of the eight points whose order divides 8; their x may have either sign. */
const SMALL_ORDER = [
  0n,
  1n,
  FIELD - 1n,
  0x05fc536d880238b13933c6d305acdfd5f098eff289f4c345b027b2c28f95e826n,
  0x7a03ac9277fdc74ec6cc392cfa53202a0f67100d760b3cba4fd84d3d706a17c7n,
];
const numberOf = (bytes) => BigInt(`0x${Buffer.from(bytes).reverse().toString('hex')}`);

/**
 * Whether this is the canonical encoding of a point whose order is not small; the library checks whether it is on the
 * curve.
 */
function isPlainPoint(bytes) {
  const y = numberOf(bytes) & (2n ** 255n - 1n);
  return y < FIELD && !SMALL_ORDER.includes(y);
}

const isEd25519Form = (publicKey, signature) =>
  publicKey.length === 32 &&
  signature.length === 64 &&
  isPlainPoint(publicKey) &&
  isPlainPoint(signature.subarray(0, 32)) &&
  numberOf(signature.subarray(32)) < ORDER;

const SPKI = Buffer.from('302a300506032b6570032100', 'hex');
const keys = new Map();

export function isSigned(publicKey, message, signature) {
  if (publicKey === null || signature === null || !isEd25519Form(publicKey, signature)) return false;
  const name = publicKey.toString('base64');
  try {
    if (!keys.has(name)) {
      if (keys.size > 1000) keys.clear();
      keys.set(name, createPublicKey({ key: Buffer.concat([SPKI, publicKey]), format: 'der', type: 'spki' }));
    }
    if (later === null) return verifySignature(null, message, keys.get(name), signature);
    later.check(message, keys.get(name), signature);
    return true;
  } catch {
    return false;
  }
}

/**
 * Where signatures are checked in Node's threads while the file is read on, taking them for valid meanwhile; null where
 * each is checked at once. If one proves invalid, nothing that was concluded counts, and the file is read again.
 */
let later = null;
/** Checks under way, above which reading waits. */
const UNDER_WAY = 1024;

function checksInThreads() {
  let underWay = 0;
  let allValid = true;
  let changed = () => {};
  const atMost = async (count) => {
    while (underWay > count)
      await new Promise((resolve) => {
        changed = resolve;
      });
  };
  return {
    check(message, key, signature) {
      const bytes = typeof message === 'string' ? Buffer.from(message) : message;
      underWay += 1;
      verifySignature(null, bytes, key, signature, (error, isValid) => {
        underWay -= 1;
        allValid &&= error === null && isValid;
        changed();
      });
    },
    isBusy: () => underWay >= UNDER_WAY,
    catchUp: () => atMost(UNDER_WAY / 2),
    async wereValid() {
      await atMost(0);
      return allValid;
    },
  };
}

const leafHash = (line) => sha256(LEAF, line);

/** RFC 6962: adds a leaf to the roots of the complete subtrees, largest first. */
function append(tree, leaf) {
  let node = leaf;
  for (let size = tree.size; size % 2 === 1; size = Math.floor(size / 2))
    node = nodeHash(tree.roots.pop(), node);
  tree.roots.push(node);
  tree.size += 1;
}

function rootOf({ roots }) {
  if (roots.length === 0) return sha256('');
  return roots.reduceRight((right, left) => nodeHash(left, right));
}

// --------------------------------------------------------------------------------------------- canonical JSON

/** RFC 8785. Throws for a value without a canonical form. */
function canonical(value, depth = 0) {
  if (typeof value === 'string') {
    if (!value.isWellFormed()) throw new Error('half a character');
    return JSON.stringify(value);
  }
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new Error('no finite number');
    return JSON.stringify(value);
  }
  if (value === null || typeof value === 'boolean') return String(value);
  if (depth === DEEPEST) throw new Error('too deep');
  if (Array.isArray(value)) return `[${value.map((item) => canonical(item, depth + 1)).join(',')}]`;
  const names = Object.keys(value).sort();
  return `{${names.map((name) => `${canonical(name)}:${canonical(value[name], depth + 1)}`).join(',')}}`;
}

/**
 * Whether all names of a parsed value are in canonical order: then JSON.stringify writes the canonical form, except that
 * it also writes half a character, as an escape.
 */
function isInOrder(value, depth = 0) {
  if (typeof value !== 'object' || value === null) return true;
  if (depth === DEEPEST) return false;
  if (Array.isArray(value)) return value.every((item) => isInOrder(item, depth + 1));
  let last = null;
  for (const name of Object.keys(value)) {
    if (last !== null && last >= name) return false;
    last = name;
    if (!isInOrder(value[name], depth + 1)) return false;
  }
  return true;
}

/** The value of a line that is exactly its canonical JSON; otherwise undefined. */
function parse(line) {
  try {
    const value = JSON.parse(line);
    const isPlain = !line.includes('\\ud') && isInOrder(value);
    return (isPlain ? JSON.stringify(value) : canonical(value)) === line ? value : undefined;
  } catch {
    return undefined;
  }
}

const isObject = (value) => typeof value === 'object' && value !== null && !Array.isArray(value);
const hasExactly = (value, ...names) =>
  isObject(value) &&
  Object.keys(value).length === names.length &&
  names.every((name) => Object.hasOwn(value, name));
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[478][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const isId = (value) => typeof value === 'string' && UUID.test(value);

/** Whether the text is an existing date, T, a time with seconds, up to nine digits of a fraction, Z. */
function isInstant(text) {
  const parts =
    typeof text === 'string' &&
    /^(\d{4})-(\d\d)-(\d\d)T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,9})?Z$/.exec(text);
  if (!parts) return false;
  const [year, month, day] = [Number(parts[1]), Number(parts[2]), Number(parts[3])];
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  const days = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
  return month >= 1 && month <= 12 && day >= 1 && day <= days[month - 1];
}

const isActor = (actor) =>
  (hasExactly(actor, 'person') && isId(actor.person)) ||
  (hasExactly(actor, 'device') && isId(actor.device)) ||
  (hasExactly(actor, 'recovery') && actor.recovery === true);

/** The members of every entry; `enclosed` and `seen` may come in addition. */
const MEMBERS = ['v', 'id', 'device', 'seq', 'prev', 'at', 'actor', 'kind', 'data', 'sig'];
/** Canonical base64 of 32 bytes. */
const isDigest = (value) => typeof value === 'string' && /^[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=$/.test(value);

const isSeen = (seen) =>
  hasExactly(seen, 'size', 'root') && Number.isSafeInteger(seen.size) && seen.size > 0 && isDigest(seen.root);

function parseEntry(line) {
  const entry = parse(line);
  const fits =
    isObject(entry) &&
    hasExactly(entry, ...MEMBERS, ...['enclosed', 'seen'].filter((name) => Object.hasOwn(entry, name))) &&
    entry.v === 2 &&
    isId(entry.id) &&
    isId(entry.device) &&
    Number.isSafeInteger(entry.seq) &&
    entry.seq >= 0 &&
    (entry.prev === null || isDigest(entry.prev)) &&
    (entry.enclosed === undefined || isDigest(entry.enclosed)) &&
    (entry.seen === undefined || isSeen(entry.seen)) &&
    isInstant(entry.at) &&
    isActor(entry.actor) &&
    typeof entry.kind === 'string' &&
    Object.hasOwn(MAY_SIGN, entry.kind) &&
    isObject(entry.data) &&
    !Object.hasOwn(entry.data, '__proto__') &&
    typeof entry.sig === 'string';
  return fits ? entry : null;
}

const isEnclosure = (value) =>
  hasExactly(value, 'enclosure') &&
  hasExactly(value.enclosure, 'salt', 'text') &&
  typeof value.enclosure.salt === 'string' &&
  typeof value.enclosure.text === 'string';

/** What is wrong with an enclosure after this line of an entry; null where it is the one that the entry names. */
function enclosureProblem({ salt, text }, before) {
  const named = before === null ? undefined : parseEntry(before)?.enclosed;
  if (named === undefined) return 'an enclosure stands after it that it does not name';
  const bytes = base64(salt);
  const fits = bytes?.length === 32 && sha256(bytes, Buffer.from(text, 'utf8')).toString('base64') === named;
  return fits ? null : 'the enclosure after it is not the one it names';
}

function parseHeader(line) {
  const header = parse(line);
  const fits =
    hasExactly(header, 'format', 'device', 'publicKey', 'hotline') &&
    header.format === 'hashline-ledger/2' &&
    isId(header.device) &&
    typeof header.publicKey === 'string' &&
    typeof header.hotline === 'string';
  return fits ? header : null;
}

// ---------------------------------------------------------------------------------------- checkpoints and witnesses

const NOTE = /^([^\n]+)\n(0|[1-9]\d{0,15})\n([A-Za-z0-9+/=]+)\n\n((?:— [^\n ]+ [A-Za-z0-9+/=]+\n)+)$/;
const COSIGNATURE = /^— ([!-*,-~]+) ([A-Za-z0-9+/=]+)$/;

/** Reads a C2SP signed note with a tlog-checkpoint in it; null where the text is none. */
function parseNote(note) {
  const [, origin, size, root64, lines] = NOTE.exec(note) ?? [];
  const root = base64(root64);
  if (root === null || root.length !== 32) return null;
  const signatures = lines.split('\n').slice(0, -1);
  return { origin, size: Number(size), root, text: `${origin}\n${size}\n${root64}\n`, signatures };
}

const keyId = (name, algorithm, publicKey) =>
  sha256(`${name}\n`, Buffer.of(algorithm), publicKey).subarray(0, 4);

function isNoteSignedBy({ origin, text, signatures }, publicKey) {
  return signatures.some((line) => {
    const [, name, blob] = line.split(' ');
    const bytes = base64(blob);
    if (name !== origin || publicKey === null || bytes === null || bytes.length !== 68) return false;
    return (
      bytes.subarray(0, 4).equals(keyId(origin, 1, publicKey)) && isSigned(publicKey, text, bytes.subarray(4))
    );
  });
}

/** Seconds since 1970 at which a witness cosigned; null where it did not (C2SP tlog-cosignature, Ed25519). */
function cosignedAt(line, text, name, publicKey) {
  const [, signer, blob] = COSIGNATURE.exec(line) ?? [];
  const bytes = base64(blob);
  if (signer !== name || publicKey === null || bytes === null || bytes.length !== 76) return null;
  if (!bytes.subarray(0, 4).equals(keyId(name, 4, publicKey))) return null;
  const seconds = Number(bytes.readBigUInt64BE(4));
  if (seconds > LATEST_SECONDS) return null;
  return isSigned(publicKey, `cosignature/v1\ntime ${seconds}\n${text}`, bytes.subarray(12)) ? seconds : null;
}

// --------------------------------------------------------------------------------------------------- verification

/**
 * The state carried from line to line, changed in place. It grows with people, workstations, witnesses and waiting items,
 * and with what a workstation has not seen yet, not with the log.
 */
function begin(header) {
  const devices = { [header.device]: { key: null, removed: false } };
  const signers = { people: {}, devices, recovery: null, epoch: 0 };
  return {
    header,
    size: 0,
    roots: [],
    checkpointed: 0,
    checkpoints: 0,
    sealed: [],
    last: null,
    // Who may sign. It is replaced where it changes, and kept in `changes`.
    signers,
    changes: [{ at: -1, device: header.device, signers, entry: null }],
    places: { [header.device]: firstPlace() },
    lastDevice: header.device,
    // The leaves since the log has more than one workstation, and whose line each is.
    tail: { base: { size: 0, roots: [] }, leaves: [], devices: [] },
    // Branches that were joined, as far as their entries are here.
    branches: [],
    touches: new Map(),
    // What workstations knew that introduced themselves without effect.
    introduced: {},
    late: 0,
    overtaken: 0,
    reviews: {},
    undrawn: {},
    periods: new Map(),
    policies: {},
    exports: 0,
    lastExportBy: {},
    quorum: 0,
    named: [],
    anchored: 0,
    cosigned: {},
    unsealed: true,
  };
}

/**
 * How far a workstation is: its next number, its last leaf, what it has seen of the log and of a branch, and where its
 * last firm entry stands.
 */
const firstPlace = () => ({
  next: 0,
  prev: null,
  seen: { size: 0, roots: [] },
  branch: null,
  firmAt: -1,
});

function takeEntry(log, line, bytes, problem, withoutEffect) {
  const seq = log.size;
  const due = SEALED_KINDS.includes(log.last) || (seq > 0 && seq % CHECKPOINT_EVERY === 0);
  if (due && log.checkpointed !== seq) problem(seq - 1, 'is not sealed: a checkpoint is missing');
  const leaf = leafHash(bytes);
  const before = { size: log.size, roots: [...log.roots] };
  append(log, leaf);
  const entry = parseEntry(line);
  log.last = entry?.kind ?? null;
  if (entry === null) {
    takeOtherLine(log, leaf, false);
    return problem(seq, 'is not a well-formed entry');
  }
  const { data, kind, device } = entry;
  const isIntroduced = Object.hasOwn(log.introduced, device);
  if (!Object.hasOwn(log.signers.devices, device) && !isIntroduced && !introducesItself(entry)) {
    takeOtherLine(log, leaf, true);
    return problem(seq, 'is of a workstation nobody added');
  }
  const isRemoved = log.signers.devices[device]?.removed ?? false;
  const { view, faults } = judgePlace(log, entry, before, !isRemoved);
  const last = signersSeen(log, device, view);
  // In its own view a workstation that introduced itself is at work until it has seen who else adds it.
  const known = isIntroduced && !Object.hasOwn(last.devices, device) ? log.introduced[device] : last;
  const isBarred = known.devices[device]?.removed ?? false;
  if (isBarred) problem(seq, 'is of a workstation that was removed before');
  for (const what of faults) problem(seq, what);
  if (seq > 0 && kind === 'vault.created') problem(seq, 'makes the vault a second time');
  if (seq === 0 && kind !== 'vault.created')
    problem(0, 'the log does not begin with the making of the vault');
  if (seq === 0 && kind === 'vault.created') {
    if (data.logPublicKey !== log.header.publicKey)
      problem(0, 'names another key of the log than the one given');
    if (data.hotline !== log.header.hotline) problem(0, 'names another hotline');
    const text = (value) => (typeof value === 'string' ? value : null);
    log.signers = {
      people: log.signers.people,
      devices: { [device]: { key: text(data.devicePublicKey), removed: false } },
      recovery: text(data.recoveryPublicKey),
      epoch: 0,
    };
  }
  const change = signersChange(log.signers, entry);
  const second = fourEyes(log, entry);
  // The founding entry is signed by the very person it introduces.
  const judges = seq > 0 ? known : change.problem ? log.signers : change.signers;
  const objection = actorProblem(entry, line, judges);
  const isMisfit = Boolean(change.problem || second.problem);
  const idle = objection || seq === 0 ? null : idleness(log, entry, line, known, view, isMisfit);
  // A checkpoint of a branch says nothing of the log.
  const isOfBranch = kind === 'checkpoint.anchored' && isSealOfBranch(log, view, data);
  const anchor = kind === 'checkpoint.anchored' && !isOfBranch ? anchorProblem(log, entry) : null;
  const join = kind === 'log.joined' ? joinProblem(log, entry, before) : null;
  const found = [change.problem, objection, anchor, second.problem, join];
  const objections = idle ? [] : found.filter(Boolean);
  for (const what of objections) problem(seq, what);
  if (idle) {
    log[idle] += 1;
    withoutEffect(seq, idle);
  }
  // A change by a person without the right to make it has no effect.
  const hasEffect = !idle && !objection && !isBarred;
  if (hasEffect && !change.problem) log.signers = change.signers;
  if (hasEffect && !second.problem) second.take?.();
  // A second founding entry introduces no one: the first one stands.
  const isLawful = hasEffect && objections.length === 0;
  if (isLawful && (kind === 'vault.created') === (seq === 0) && !isOfBranch) takeWitnesses(log, entry);
  const own = idle && introducesItself(entry) ? signersChange(known, entry) : { problem: 'none' };
  if (!own.problem) log.introduced[device] = own.signers;
  const hasPlace = Object.hasOwn(log.signers.devices, device) || Object.hasOwn(log.introduced, device);
  if (!hasPlace) return takeOtherLine(log, leaf, true);
  const firmBefore = log.places[device]?.firmAt ?? -1;
  takePlace(log, entry, leaf, seq, view, isLawful);
  const newest = { at: seq, entry, seen: (view.branch?.seen ?? view.seen).size, firmAt: firmBefore };
  growBranches(log, { ...newest, isRightful: !objection && !isBarred }, problem);
  if (kind === 'log.joined' && isLawful) joinBranch(log, seq, data, problem);
  prune(log);
}

/** What an entry says of its place: its number, the line it follows, and what its workstation had seen of the log. */
function judgePlace(log, { device, seq, prev, seen }, before, compares) {
  const place = log.places[device] ?? firstPlace();
  const { branch } = place;
  const faults = [];
  if (seq !== place.next) faults.push(`says it is entry ${seq}: one is missing, added or moved`);
  if (prev !== place.prev) faults.push('does not follow the entry that stands before it');
  const stays = { view: { seen: place.seen, branch }, faults };
  if (seen === undefined) return stays;
  const onBranch = branchSeen(log, place, seen);
  if (onBranch !== null) return { view: { seen: place.seen, branch: onBranch }, faults };
  // What is before the branch is the same on it. Who saw more of it goes on here once they saw that it was joined.
  const isCommon = branch !== null && seen.size > branch.seen.size && seen.size <= branchOf(log, place).from;
  const viewAt = (tree) => ({ seen: tree, branch: isCommon ? { at: branch.at, seen: tree } : null });
  if (seen.size <= place.seen.size || (branch !== null && seen.size <= branch.at && !isCommon)) {
    faults.push('says that its workstation had seen less of the log than before');
    return stays;
  }
  if (seen.size > before.size) {
    faults.push('says that its workstation had seen more of the log than there was');
    return stays;
  }
  // A removed workstation has no effect any more.
  if (!compares) return { view: viewAt({ size: seen.size, roots: [] }), faults };
  const tree = treeAt(log, seen.size, before);
  if (tree !== null && rootOf(tree).toString('base64') === seen.root) return { view: viewAt(tree), faults };
  faults.push('was made by a workstation that had seen another log');
  return stays;
}

/** The tree over the first `size` entries; null where that is too long ago. */
function treeAt({ places, tail }, size, before) {
  if (size === before.size) return before;
  if (size < tail.base.size) return null;
  let from = tail.base;
  for (const { seen } of Object.values(places))
    if (seen.size <= size && seen.size > from.size && seen.roots.length > 0) from = seen;
  const tree = { size: from.size, roots: [...from.roots] };
  while (tree.size < size) append(tree, tail.leaves[tree.size - tail.base.size]);
  return tree;
}

/** What a workstation states to have seen of a branch; null where that is no branch's tree. */
function branchSeen({ branches, places }, { seen, branch }, { size, root }) {
  for (const one of branches) {
    const { from } = one;
    if (branch === null ? seen.size > from : one.at !== branch.at) continue;
    if (size <= from || size <= (branch?.seen.size ?? from) || size > one.size) continue;
    const starts = Object.values(places).flatMap(({ branch: there }) =>
      there?.at === one.at && there.seen.size >= from ? [there.seen] : [],
    );
    const tree = treeOn(one, size, starts);
    if (tree !== null && rootOf(tree).toString('base64') === root) return { at: one.at, seen: tree };
  }
  return null;
}

/** The tree of a branch at a size; null where an entry is missing up to there. */
function treeOn({ base, leaves }, size, starts = []) {
  if (size > base.size + leaves.length || size < base.size) return null;
  let from = base;
  for (const one of starts) if (one.size <= size && one.size > from.size) from = one;
  const tree = { size: from.size, roots: [...from.roots] };
  while (tree.size < size) append(tree, leaves[tree.size - base.size]);
  return tree;
}

const branchOf = (log, view) =>
  view.branch === null ? undefined : log.branches.find(({ at }) => at === view.branch.at);

/** The signers as the workstation of an entry knew them. */
function signersSeen(log, device, view) {
  const { changes } = branchOf(log, view) ?? log;
  const { size } = view.branch?.seen ?? view.seen;
  return (changes.findLast((change) => change.at < size || change.device === device) ?? changes[0]).signers;
}

function isSealOfBranch(log, view, { size, root }) {
  const branch = branchOf(log, view);
  if (branch === undefined || !Number.isSafeInteger(size) || size <= branch.from || !isDigest(root))
    return false;
  const tree = treeOn(branch, size);
  return tree !== null && rootOf(tree).toString('base64') === root;
}

/** What an entry says of the branch it joins. */
const isJoining = ({ from, size, root, devices, order }) =>
  [from, size].every((number) => Number.isSafeInteger(number) && number > 0) &&
  typeof root === 'string' &&
  Array.isArray(devices) &&
  devices.every((device) => isId(device)) &&
  Array.isArray(order) &&
  order.every(
    (run) =>
      Array.isArray(run) &&
      run.length === 2 &&
      run.every((number) => Number.isSafeInteger(number)) &&
      run[0] >= 0 &&
      run[1] > 0,
  );

/** What is wrong with an entry that joins a branch. */
function joinProblem(log, { device: here, data }, before) {
  if (!isJoining(data)) return 'does not say which branch it joins';
  const { from, size, devices, order } = data;
  const count = order.reduce((sum, [, some]) => sum + some, 0);
  // Whoever saw that branch has seen no more of this log than to where it left.
  const mayBeSeen = Object.entries(log.places).some(
    ([device, { seen }]) => device !== here && !log.signers.devices[device]?.removed && seen.size <= from,
  );
  const canBe =
    count > 0 &&
    size - from === count &&
    new Set(devices).size === devices.length &&
    order.every(([whose]) => whose < devices.length) &&
    Object.keys(log.places).length > 1 &&
    from <= before.size &&
    from >= log.tail.base.size;
  return canBe && mayBeSeen ? null : 'joins a branch that cannot be one of this log';
}

/** Begins a branch: who has entries on it had seen no more of this log than to where it left. */
function joinBranch(log, at, { from, size, root, devices, order }, problem) {
  const { base, leaves, devices: whose } = log.tail;
  const tree = { size: base.size, roots: [...base.roots] };
  while (tree.size < from) append(tree, leaves[tree.size - base.size]);
  const since = whose.slice(from - base.size);
  const next = {};
  for (const device of devices) {
    const place = log.places[device];
    next[device] = (place?.next ?? 0) - since.filter((one) => one === device).length;
    if (place && place.branch === null && place.seen.size <= from) place.branch = { at, seen: place.seen };
  }
  const changes = log.changes.filter((change) => change.at < from);
  const branch = {
    at,
    from,
    size,
    root,
    devices,
    order,
    base: tree,
    leaves: [],
    places: [],
    run: 0,
    inRun: 0,
  };
  log.branches.push({ ...branch, next, changes, firms: {} });
  growBranch(log, log.branches.at(-1), null, problem);
}

function growBranches(log, newest, problem) {
  for (const branch of log.branches) {
    growBranch(log, branch, newest, problem);
    const known = branch.changes.at(-1).signers;
    for (const [device, { removed }] of Object.entries(known.devices))
      if (!removed && !Object.hasOwn(log.signers.devices, device)) log.introduced[device] ??= known;
  }
}

/** Takes as many of the next entries of a branch as are in the log. */
function growBranch(log, branch, newest, problem) {
  for (;;) {
    if (branch.run === branch.order.length) return;
    const [whose, count] = branch.order[branch.run];
    const device = branch.devices[whose];
    const at = placeOfLine(log, device, (log.places[device]?.next ?? 0) - branch.next[device]);
    if (at === null) return;
    if (newest?.at === at) takeNewest(branch, newest);
    else changeBranch(branch, log.changes.find((change) => change.at === at)?.entry ?? null);
    branch.leaves.push(log.tail.leaves[at - log.tail.base.size]);
    branch.places.push(at);
    branch.next[device] += 1;
    branch.inRun += 1;
    if (branch.inRun === count) {
      branch.run += 1;
      branch.inRun = 0;
    }
    if (
      branch.run === branch.order.length &&
      rootOf(treeOn(branch, branch.size)).toString('base64') !== branch.root
    )
      problem(branch.at, 'joins a branch whose entries are not the ones that are here');
  }
}

/** Where the line of a workstation stands that is so many before its next one. */
function placeOfLine({ tail: { base, devices } }, device, back) {
  if (back <= 0) return null;
  let left = back;
  for (let at = devices.length - 1; at >= 0; at -= 1) {
    if (devices[at] !== device) continue;
    left -= 1;
    if (left === 0) return base.size + at;
  }
  return null;
}

function takeNewest(branch, { entry, seen, firmAt, isRightful }) {
  const { device, kind } = entry;
  const isFirm = FIRM.includes(kind);
  const index = branch.from + branch.leaves.length;
  const isOvertaken =
    isFirm && Object.entries(branch.firms).some(([other, firm]) => other !== device && firm.index >= seen);
  if (!isRightful || isOvertaken) return;
  changeBranch(branch, entry);
  if (!isFirm) return;
  const before = branch.places.includes(firmAt) ? (branch.firms[device]?.before ?? -1) : firmAt;
  branch.firms[device] = { index, before };
}

function changeBranch(branch, entry) {
  if (entry === null) return;
  const before = branch.changes.at(-1).signers;
  const { signers, problem } = signersChange(before, entry);
  if (problem || signers === before) return;
  branch.changes.push({ at: branch.from + branch.leaves.length, device: entry.device, signers, entry });
}

/** Whether an entry names others by places that they have on the branch alone. */
const namesPlacesOn = ({ from }, { kind, data }) =>
  kind === 'enclosures.erased' &&
  Array.isArray(data.entries) &&
  data.entries.some((entry) => typeof entry === 'number' && entry >= from);

/** Whether the signer of an entry had not seen a firm entry of another workstation. */
function isFirmUnseen(branch, view, { firmAt }, other) {
  if (branch === undefined) return firmAt >= view.seen.size;
  const firm = branch.firms[other];
  if (firm !== undefined && firm.index >= view.branch.seen.size) return true;
  return (branch.places.includes(firmAt) ? (firm?.before ?? -1) : firmAt) >= view.seen.size;
}

/** Why an entry that its signer had the right to make has no effect; null where it has. */
function idleness(log, entry, line, known, view, isMisfit) {
  const { device, kind } = entry;
  const { seen } = view;
  if (known !== log.signers) {
    const isRemoved = log.signers.devices[device]?.removed ?? false;
    const wasKnown = known.devices[device]?.removed === false || introducesItself(entry);
    if (wasKnown && (isRemoved || actorProblem(entry, line, log.signers))) return 'late';
  }
  const others = Object.keys(log.places).filter((other) => other !== device);
  if (Object.keys(log.places).length === 1) return null;
  const branch = branchOf(log, view);
  if (branch !== undefined && namesPlacesOn(branch, entry)) return 'overtaken';
  if (FIRM.includes(kind) && others.some((other) => isFirmUnseen(branch, view, log.places[other], other)))
    return 'overtaken';
  const isForeign = (id) => {
    const touch = log.touches.get(id);
    return touch !== undefined && (touch.device === device ? touch.otherAt : touch.at) >= seen.size;
  };
  return isMisfit && subjectsOf(entry).some(isForeign) ? 'overtaken' : null;
}

/** What an entry is about, where two people could act on it at once. */
function subjectsOf({ data }) {
  const { person, device, assessment, decision, proposal, period, secondReview, drawn, passed } = data;
  const draw = isObject(secondReview) ? secondReview.period : undefined;
  const lists = [drawn, passed].filter(Array.isArray).flat();
  return [person, device, assessment, decision, proposal, period, draw, ...lists].filter(
    (id) => typeof id === 'string',
  );
}

/** How many entries are taken in before what everybody has seen is given back. */
const KEPT_AT_LEAST = 4096;

function takePlace(log, entry, leaf, at, view, hasEffect) {
  const { device, kind, seq } = entry;
  const before = log.places[device] ?? firstPlace();
  for (const other of [...Object.keys(log.signers.devices), device]) log.places[other] ??= firstPlace();
  const counts = hasEffect && Object.keys(log.places).length > 1;
  // One that joins a branch changes nothing that others could have changed meanwhile.
  const firmAt = counts && FIRM.includes(kind) && kind !== 'log.joined' ? at : before.firmAt;
  log.places[device] = { next: seq + 1, prev: leaf.toString('base64'), ...view, firmAt };
  log.lastDevice = device;
  if (log.changes.at(-1).signers !== log.signers)
    log.changes.push({ at, device, signers: log.signers, entry });
  takeLeaf(log, leaf, device);
  if (!counts) return;
  for (const id of subjectsOf(entry)) {
    const last = log.touches.get(id);
    const otherAt = last === undefined ? -1 : last.device === device ? last.otherAt : last.at;
    log.touches.set(id, { device, at, otherAt });
  }
}

/** Takes a line that is no entry, which counts as one of the last workstation, or one of a workstation nobody added. */
function takeOtherLine(log, leaf, isEntry) {
  takeLeaf(log, leaf, isEntry ? '' : log.lastDevice);
  if (isEntry) return;
  const place = log.places[log.lastDevice];
  place.next += 1;
  place.prev = leaf.toString('base64');
}

/** Keeps the leaves since the log has more than one workstation. */
function takeLeaf(log, leaf, device) {
  if (Object.keys(log.places).length > 1) {
    log.tail.leaves.push(leaf);
    log.tail.devices.push(device);
  } else log.tail = { base: { size: log.size, roots: [...log.roots] }, leaves: [], devices: [] };
}

function prune(log) {
  const { base, leaves, devices } = log.tail;
  if (leaves.length < 2 * KEPT_AT_LEAST) return;
  let least = null;
  for (const [id, { seen }] of Object.entries(log.places))
    if (!log.signers.devices[id]?.removed && (least === null || seen.size < least.size)) least = seen;
  if (least === null || least.size - base.size < KEPT_AT_LEAST) return;
  const seen = least.size - base.size;
  log.tail = { base: least, leaves: leaves.slice(seen), devices: devices.slice(seen) };
  for (const [id, { at }] of log.touches) if (at < least.size) log.touches.delete(id);
}

/** Updates the named witnesses and their signatures after a valid entry. */
function takeWitnesses(log, { kind, data }) {
  if (kind === 'vault.created' || kind === 'policy.activated') Object.assign(log, namedBy(data.policy));
  else if (kind === 'checkpoint.anchored') {
    const { size, root, witness, cosignature } = data;
    const publicKey = base64(data.publicKey);
    const seconds = cosignedAt(
      cosignature,
      `hashline/${log.header.device}\n${size}\n${root}\n`,
      witness,
      publicKey,
    );
    const key = witnessKey(witness, publicKey);
    const before = log.cosigned[key] ?? { size: 0, seconds: 0, counted: 0 };
    const latest = size >= before.size ? { size, seconds } : before;
    const counted = log.named.includes(key) ? Math.max(before.counted, size) : before.counted;
    log.cosigned[key] = { size: latest.size, seconds: latest.seconds, counted };
  } else return;
  const sizes = log.named.map((key) => log.cosigned[key]?.counted ?? 0);
  log.anchored = Math.max(log.anchored, quorumSize(log.quorum, sizes));
}

/** How many entries, from the first, a quorum signed, given the largest checkpoint that each witness signed. */
const quorumSize = (quorum, sizes) => (quorum === 0 ? 0 : (sizes.sort((a, b) => b - a)[quorum - 1] ?? 0));

/** The witnesses a policy names; none where its text does not match its digest, or names them in another form. */
function namedBy(policy) {
  const none = { quorum: 0, named: [] };
  if (!isObject(policy) || !isObject(policy.body) || typeof policy.sha256 !== 'string') return none;
  if (sha256(canonical(policy.body)).toString('hex') !== policy.sha256) return none;
  const { witnesses } = policy.body;
  if (!hasExactly(witnesses, 'quorum', 'keys')) return none;
  const { quorum, keys } = witnesses;
  if (!Array.isArray(keys) || keys.length > MOST_WITNESSES) return none;
  if (!Number.isInteger(quorum) || quorum < 0 || quorum > keys.length || quorum > 0 !== keys.length > 0)
    return none;
  return areWitnesses(keys) ? { quorum, named: keys } : none;
}

/** Whether each is the verifier key of a witness, and no two share a name or a key. */
function areWitnesses(keys) {
  const parts = keys.map((key) =>
    typeof key === 'string' ? /^([!-*,-~]+)\+[0-9a-f]{8}\+([A-Za-z0-9+/=]+)$/.exec(key) : null,
  );
  const fits = parts.every((part, index) => {
    const material = part && part[0] === keys[index] ? base64(part[2]) : null;
    if (material === null || material.length !== 33 || material[0] !== 4) return false;
    return witnessKey(part[1], material.subarray(1)) === keys[index];
  });
  return fits && [1, 2].every((at) => new Set(parts.map((part) => part[at])).size === keys.length);
}

/** C2SP verifier key: `name+keyid+base64(0x04 || public key)`. */
const witnessKey = (name, publicKey) =>
  `${name}+${keyId(name, 4, publicKey).toString('hex')}+${Buffer.concat([Buffer.of(4), publicKey]).toString('base64')}`;

/** Adds or replaces one of the waiting items, or removes it where `item` is undefined. */
function put(items, id, item) {
  if (item === undefined) delete items[id];
  else items[id] = item;
}

/** The parts in which two assessments must be equal to agree; null where one is not stated. */
function decidedIn({ assessment, judgement, route }) {
  if (!isId(assessment) || !isObject(judgement) || !isObject(route)) return null;
  const { legality, classification = '-' } = judgement;
  if ([legality, classification, route.category].some((text) => typeof text !== 'string')) return null;
  return `${legality} ${classification} ${route.category}`;
}

/**
 * The rules of two people: the rule that an entry breaks (`problem`), or how it changes what waits (`take`), which is
 * called where nothing else speaks against the entry.
 */
function fourEyes(log, { actor, kind, data }) {
  const { reviews, policies } = log;
  const { people } = log.signers;
  const by = actor.person;
  if (kind === 'assessment.paralleled') return parallelRules(log, data);
  if (!by) return {};
  if (kind.startsWith('policy.')) return policyRules(policies, kind, data, by, people);
  if (kind.startsWith('sampling.')) return samplingRules(log, kind, data);
  const review = isId(data.assessment) ? reviews[data.assessment] : undefined;
  const undrawn = isId(data.assessment) ? log.undrawn[data.assessment] : undefined;
  const draw = isObject(data.secondReview) ? data.secondReview : {};
  const isDrawn = draw.drawn === true;
  const waits = isDrawn || draw.drawn === null;
  const hasSeen = (first) => first.seen.includes(by) || (log.lastExportBy[by] ?? 0) > first.exportsBefore;
  /** What speaks against an assessment that waits from here on. */
  const misdrawn = () => {
    if (isDrawn) return null;
    if (typeof draw.period !== 'string') return 'does not say what was decided';
    return log.periods.has(draw.period) ? null : 'is about a sampling period that is not open';
  };
  const wait = (id, decided) => {
    const first = { by, decided, seen: [], exportsBefore: log.exports, second: null };
    if (isDrawn) put(reviews, id, first);
    else {
      drawNoMore(log, id);
      put(log.undrawn, id, { period: draw.period, first });
      log.periods.set(draw.period, log.periods.get(draw.period) + 1);
    }
  };
  const waitNoMore = () => put(reviews, data.assessment, undefined);
  const notWaiting = { problem: 'is about an assessment that does not wait for it' };
  if (kind === 'case.assessed' && waits) {
    const decided = decidedIn(data);
    const problem = decided === null ? 'does not say what was decided' : misdrawn();
    if (problem !== null) return { problem };
    return { take: () => wait(data.assessment, decided) };
  }
  // An export shows all that waits to the person who takes it.
  if (kind === 'audit.exported')
    return {
      take: () => {
        log.exports += 1;
        log.lastExportBy[by] = log.exports;
      },
    };
  if (kind === 'assessment.revealed') {
    const first = undrawn?.first ?? review;
    if (!first) return notWaiting;
    return hasSeen(first) ? {} : { take: () => first.seen.push(by) };
  }
  if (kind === 'assessment.reviewed') {
    const decided = decidedIn(data);
    if (decided === null || typeof data.agrees !== 'boolean')
      return { problem: 'does not say what was decided' };
    if (!review || review.second !== null) return notWaiting;
    if (review.by === by) return { problem: 'is a second review by the author of the first' };
    if (hasSeen(review)) return { problem: 'is a second review by somebody who had seen the first' };
    if ((review.decided === decided) !== data.agrees)
      return { problem: 'does not say truly whether both agree' };
    return {
      take: data.agrees ? waitNoMore : () => put(reviews, data.assessment, { ...review, second: by }),
    };
  }
  if (kind === 'assessment.upheld' || kind === 'assessment.overturned') {
    if (!review || review.second === null) return notWaiting;
    if (review.by === by || review.second === by)
      return { problem: 'is a disagreement settled by one of the two who disagree' };
    return { take: waitNoMore };
  }
  if (kind === 'assessment.withdrawn' || kind === 'assessment.corrected') {
    if (!isId(data.assessment)) return { problem: 'does not say which assessment' };
    if (review && review.second !== null)
      return { problem: 'replaces an assessment two people disagree about' };
    const isTakenBack = kind === 'assessment.withdrawn';
    const first = review ?? undrawn?.first;
    if (isTakenBack && first && first.by !== by) return { problem: 'takes back what somebody else assessed' };
    const stays = review ? isDrawn : waits;
    if (first && !isTakenBack && !stays) return { problem: 'takes an assessment out of the sample' };
    const leave = () => {
      waitNoMore();
      drawNoMore(log, data.assessment);
    };
    if (isTakenBack || !waits) return { take: leave };
    const decided = decidedIn({ ...data, assessment: data.decision });
    const problem = decided === null ? 'does not say what was decided' : misdrawn();
    if (problem !== null) return { problem };
    return {
      take: () => {
        leave();
        wait(data.decision, decided);
      },
    };
  }
  return {};
}

/** Two who decided at once and otherwise are two sides, as if the second had reviewed the first. */
function parallelRules(log, { assessment, by, second, agrees }) {
  if (![assessment, by, second].every((id) => isId(id)) || typeof agrees !== 'boolean')
    return { problem: 'does not say what was decided' };
  const review = log.reviews[assessment];
  if (agrees || by === second || (review && review.second !== null)) return {};
  const first = review ?? { by, decided: '', seen: [], exportsBefore: log.exports };
  return { take: () => put(log.reviews, assessment, { ...first, second }) };
}

function drawNoMore(log, id) {
  const found = log.undrawn[id];
  if (found === undefined) return;
  put(log.undrawn, id, undefined);
  log.periods.set(found.period, log.periods.get(found.period) - 1);
}

/** Periods open, draw and close: what is drawn waited for the draw of that period, and nothing is left when it closes. */
function samplingRules(log, kind, { period, drawn, passed }) {
  if (kind === 'sampling.sealed') return {};
  const isList = (ids) => Array.isArray(ids) && ids.every((id) => isId(id));
  if (typeof period !== 'string' || (kind === 'sampling.drawn' && !(isList(drawn) && isList(passed))))
    return { problem: 'does not say what was drawn, in which period' };
  if (kind === 'sampling.drawn') {
    const all = [...drawn, ...passed];
    if (new Set(all).size < all.length || all.some((id) => log.undrawn[id]?.period !== period))
      return { problem: 'draws what does not wait for the draw of that period' };
    return {
      take: () => {
        // One that two people already disagree about waits for who settles it.
        for (const id of drawn) if (!log.reviews[id]) put(log.reviews, id, log.undrawn[id].first);
        for (const id of all) drawNoMore(log, id);
      },
    };
  }
  const left = log.periods.get(period);
  if (kind === 'sampling.opened')
    return left === undefined
      ? { take: () => log.periods.set(period, 0) }
      : { problem: 'opens a sampling period that is open' };
  if (left === undefined) return { problem: 'is about a sampling period that is not open' };
  if (left > 0) return { problem: 'closes a sampling period before its draw' };
  return { take: () => log.periods.delete(period) };
}

function policyRules(policies, kind, data, by, people) {
  const policy = isId(data.proposal) ? policies[data.proposal] : undefined;
  const rules = [data.policy, data.members].map((one) => (isObject(one) ? one.sha256 : undefined));
  const named = isId(data.proposal) && rules.every((text) => typeof text === 'string');
  if (kind === 'policy.proposed')
    return named
      ? { take: () => put(policies, data.proposal, { by, rules }) }
      : { problem: 'does not say which policy' };
  if (!policy) return { problem: 'is about a policy nobody proposed' };
  if (kind === 'policy.activated') {
    if (!named || rules.some((text, index) => text !== policy.rules[index]))
      return { problem: 'activates another policy than the one proposed' };
    const others = Object.entries(people).filter(
      ([id, { role, disabled }]) => id !== by && role === 'supervisor' && !disabled,
    );
    if (policy.by === by && others.length > 0) return { problem: 'is a policy activated by its author' };
  }
  return { take: () => put(policies, data.proposal, undefined) };
}

/** The signers according to the ledger after an entry; the same where it changes none. */
function signersChange(signers, entry) {
  const { kind, data } = entry;
  const { people: changed, problem } = peopleChange(signers.people, entry);
  if (problem) return { problem };
  const change = devicesChange(signers.devices, entry);
  if (change.problem) return change;
  const unfit = kind === 'epoch.opened' ? epochProblem(signers, data) : null;
  if (unfit !== null) return { problem: unfit };
  const epoch = kind === 'epoch.opened' ? data.epoch : signers.epoch;
  const people = keysMoved(changed, additionIn(entry));
  const isNewKey = kind === 'vault.recovery-key-changed' && data.recoveryPublicKey !== signers.recovery;
  const isSame = people === signers.people && change.devices === signers.devices && epoch === signers.epoch;
  if (isSame && !isNewKey) return { signers };
  const recovery = isNewKey ? data.recoveryPublicKey : signers.recovery;
  return { signers: { people, devices: change.devices, recovery, epoch } };
}

/** What is wrong with an entry that opens an epoch: it is the next one, for every workstation that is not removed. */
function epochProblem({ devices, epoch: last }, { epoch, seats }) {
  const isSaid =
    typeof epoch === 'number' &&
    Array.isArray(seats) &&
    seats.every((seat) => isObject(seat) && isId(seat.device));
  if (!isSaid) return 'does not say which epoch it opens, for which workstations';
  if (epoch !== last + 1) return 'opens an epoch that is not the next';
  const given = seats.map(({ device }) => device);
  const due = Object.keys(devices).filter((device) => !devices[device].removed);
  const isForThem = given.length === due.length && due.every((device) => given.includes(device));
  return isForThem ? null : 'opens an epoch for others than the workstations there are';
}

/** What an entry says of a workstation it adds; undefined where its kind adds none, or it need not. */
const additionIn = ({ kind, data }) =>
  kind === 'device.added' ? data : kind === 'vault.recovered' ? data.added : undefined;

const isAddition = (added) =>
  isObject(added) &&
  isId(added.device) &&
  typeof added.publicKey === 'string' &&
  typeof added.sealingKey === 'string' &&
  (added.replaces === undefined || isId(added.replaces));

/** Whether an entry is the first of a workstation that introduces itself, as one that continues a restored vault does. */
function introducesItself(entry) {
  const added = additionIn(entry);
  return isAddition(added) && added.device === entry.device;
}

/** The workstations according to the ledger after an entry that changes them. */
function devicesChange(devices, entry) {
  const without = (known, device, than) =>
    !Object.hasOwn(known, device) || device === than
      ? { problem: 'is about a workstation nobody added' }
      : { devices: { ...known, [device]: { ...known[device], removed: true } } };
  const added = additionIn(entry);
  if (added !== undefined) {
    if (!isAddition(added)) return { problem: 'does not say which workstation, with which key' };
    const { device, publicKey, replaces } = added;
    if (Object.hasOwn(devices, device)) return { problem: 'adds a workstation a second time' };
    const known = { ...devices, [device]: { key: publicKey, removed: false } };
    return replaces === undefined ? { devices: known } : without(known, replaces, device);
  }
  if (entry.kind === 'device.removed') {
    const { device } = entry.data;
    return isId(device)
      ? without(devices, device, null)
      : { problem: 'does not say which workstation, with which key' };
  }
  return { devices };
}

/** Who had a key at a workstation has it at the one that takes its place too, unless they have one there. */
function keysMoved(people, added) {
  if (added?.replaces === undefined) return people;
  const { device, replaces } = added;
  const moved = Object.entries(people)
    .filter(([, { keys }]) => keys[replaces] && !keys[device])
    .map(([id, known]) => [id, { ...known, keys: { ...known.keys, [device]: known.keys[replaces] } }]);
  return moved.length === 0 ? people : { ...people, ...Object.fromEntries(moved) };
}

/** The people according to the ledger after an entry that changes them. */
function peopleChange(people, { kind, data, actor, device }) {
  if (kind === 'person.disabled') {
    const known = isId(data.person) ? people[data.person] : undefined;
    if (!known) return { problem: 'disables somebody nobody added' };
    return { people: { ...people, [data.person]: { ...known, disabled: true } } };
  }
  if (kind === 'vault.recovery-key-changed' && typeof data.recoveryPublicKey !== 'string')
    return { problem: 'does not say the new recovery key' };
  if (kind === 'person.enrolled') return enrolment(people, data, actor, device);
  if (kind === 'person.invited') return invitation(people, data, device);
  const isNew = ['vault.created', 'person.added', 'vault.recovered'].includes(kind);
  if (!isNew && kind !== 'person.role-changed') return { people };
  // Who founds or recovers a vault makes their own key; everybody else enrols with an invitation first.
  const enrolled = kind === 'vault.created' || kind === 'vault.recovered';
  const isElsewhere = !enrolled && data.device !== undefined;
  const isUnsaid = !isId(data.person) || !ROLES.includes(data.role) || typeof data.publicKey !== 'string';
  if (isUnsaid || (isElsewhere && !isId(data.device)))
    return { problem: 'does not say which person, in which role, with which key' };
  if (isNew && people[data.person]) return { problem: 'adds somebody a second time' };
  if (!isNew && !people[data.person]) return { problem: 'changes somebody nobody added' };
  const keys = { [isElsewhere ? data.device : device]: { publicKey: data.publicKey, enrolled } };
  return { people: { ...people, [data.person]: { role: data.role, disabled: false, keys } } };
}

/** A known person gets the key of an invitation to one workstation, in place of one they may have there. */
function invitation(people, { person, publicKey, device }, here) {
  if (!isId(person) || typeof publicKey !== 'string' || (device !== undefined && !isId(device)))
    return { problem: 'does not say which person, with which key' };
  const known = people[person];
  if (!known) return { problem: 'changes somebody nobody added' };
  if (known.disabled) return { problem: 'invites somebody who was disabled' };
  const keys = { ...known.keys, [device ?? here]: { publicKey, enrolled: false } };
  return { people: { ...people, [person]: { ...known, keys } } };
}

/** A person puts a key of their own in the place of the invitation's, once for each invitation. */
function enrolment(people, { person, publicKey }, actor, device) {
  if (!isId(person) || typeof publicKey !== 'string')
    return { problem: 'does not say which person, with which key' };
  const known = people[person];
  if (!known) return { problem: 'enrols somebody nobody added' };
  if (actor.person !== person) return { problem: 'enrols somebody else' };
  const invited = known.keys[device];
  if (!invited) return { problem: 'enrols somebody who was not invited to this workstation' };
  if (invited.enrolled) return { problem: 'enrols a second time with one invitation' };
  if (publicKey === invited.publicKey) return { problem: 'keeps the key of the invitation' };
  if (Object.values(known.keys).some((key) => key.publicKey === publicKey))
    return { problem: 'enrols with a key that signs at another workstation' };
  const keys = { ...known.keys, [device]: { publicKey, enrolled: true } };
  return { people: { ...people, [person]: { ...known, keys } } };
}

/** Whether the entry's actor signed it, and had the duty at that point of the ledger. */
function actorProblem(entry, line, { people, devices, recovery }) {
  // The names of a canonical line are in order: after the signature, only the version.
  const end = ',"v":2}';
  const signed = line.slice(0, -`,"sig":${JSON.stringify(entry.sig)}${end}`.length) + end;
  const message = `hashline-entry/2\n${signed}`;
  const signedWith = (key) => isSigned(base64(key), Buffer.from(message), base64(entry.sig));
  if (entry.actor.device) {
    if (!DEVICE_MAY_SIGN.includes(entry.kind)) return `${entry.kind} needs a person, not a device`;
    const fits = entry.actor.device === entry.device && signedWith(devices[entry.device]?.key);
    return fits ? null : "the device's signature does not fit";
  }
  if (entry.actor.recovery) {
    if (entry.kind !== 'vault.recovered') return `${entry.kind} needs a person, not the recovery key`;
    return signedWith(recovery) ? null : "the recovery key's signature does not fit";
  }
  const person = people[entry.actor.person];
  if (!person) return 'is signed by somebody nobody added';
  // The first entry of a workstation in another's place is signed with a key of that one.
  const key = person.keys[(introducesItself(entry) && additionIn(entry).replaces) || entry.device];
  if (!key) return 'is signed by somebody who has no key at this workstation';
  if (!signedWith(key.publicKey)) return "the person's signature does not fit";
  if (person.disabled) return 'is signed by somebody who was disabled before';
  // Whoever works at a workstation may say that it leaves.
  const isLeaving = entry.kind === 'device.removed' && entry.data.device === entry.device;
  const roles = isLeaving ? EVERYBODY : MAY_SIGN[entry.kind];
  if (roles === NOBODY) return `${entry.kind} is not for a person to sign`;
  if (!roles.includes(person.role)) return `a person with the role ${person.role} may not sign ${entry.kind}`;
  return key.enrolled || entry.kind === 'person.enrolled' ? null : 'is signed with the key of an invitation';
}

/** Whether a witness cosigned a checkpoint that comes before this entry. */
function anchorProblem(log, { data }) {
  const { size, witness, cosignature } = data;
  const states = [data.root, witness, data.publicKey, cosignature].every((text) => typeof text === 'string');
  if (!states || !Number.isSafeInteger(size) || size < 1)
    return 'does not say which checkpoint a witness cosigned';
  if (base64(data.root) === null || !log.sealed.some((seal) => seal.size === size && seal.root === data.root))
    return 'anchors a checkpoint that does not stand before it';
  const seconds = cosignedAt(
    cosignature,
    `hashline/${log.header.device}\n${size}\n${data.root}\n`,
    witness,
    base64(data.publicKey),
  );
  if (seconds === null) return "the witness's cosignature does not fit";
  return null;
}

function takeCheckpoint(log, note, problem) {
  const { size } = log;
  const here = (what) => problem(size === 0 ? null : size - 1, what);
  const checkpoint = parseNote(note);
  if (checkpoint === null) return here('a checkpoint is not a signed note');
  const root = rootOf(log);
  if (log.checkpoints > 0 && log.checkpointed === size) here('a checkpoint stands here twice');
  if (checkpoint.origin !== `hashline/${log.header.device}`) here('a checkpoint of another log stands here');
  if (checkpoint.size !== size) here(`a checkpoint over ${checkpoint.size} entries stands after ${size}`);
  else if (!checkpoint.root.equals(root))
    here(`entries ${log.checkpointed} to ${size - 1} are not the ones the checkpoint was made over`);
  if (!isNoteSignedBy(checkpoint, base64(log.header.publicKey)))
    here("a checkpoint's signature does not fit");
  if (checkpoint.signatures.length > 1) here('a checkpoint carries more than the signature of the log');
  log.sealed = [...log.sealed.slice(1 - ANCHORABLE), { size, root: root.toString('base64') }];
  log.checkpointed = size;
  log.checkpoints += 1;
}

/** The anchors, by the size of the log that each covers. */
function readAnchors(notes, header, problem) {
  const bySize = new Map();
  for (const note of notes) {
    const checkpoint = parseNote(note);
    const ours = checkpoint?.origin === `hashline/${header.device}`;
    if (ours && isNoteSignedBy(checkpoint, base64(header.publicKey)))
      bySize.set(checkpoint.size, [...(bySize.get(checkpoint.size) ?? []), checkpoint.root]);
    else problem(null, 'a checkpoint kept elsewhere is not one of this log');
  }
  return bySize;
}

/** A line's text; empty where the line is not UTF-8. */
function decode(bytes) {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return '';
  }
}

/** Lines end only at a line feed. A line that is too long, or not ended, comes out empty. */
async function* linesOf(chunks) {
  let begun = [];
  let length = 0;
  for await (const chunk of chunks) {
    let from = 0;
    for (let end = chunk.indexOf(10); end >= 0; end = chunk.indexOf(10, from)) {
      length += end - from;
      const bytes =
        length > LONGEST_LINE ? Buffer.alloc(0) : Buffer.concat([...begun, chunk.subarray(from, end)]);
      yield { bytes, length: length + 1 };
      begun = [];
      length = 0;
      from = end + 1;
    }
    length += chunk.length - from;
    begun = length > LONGEST_LINE ? [] : [...begun, chunk.subarray(from)];
  }
  if (length > 0) yield { bytes: Buffer.alloc(0), length };
}

/**
 * Verifies an exported ledger.
 * @param chunks the file's bytes, from `resume.offset` on where there is a state to resume
 * @param trusted { keys, quorum }: witnesses whose keys came from another source
 * @returns { ok, entries, checkpoints, root, problems: [{ seq, what }], witnesses, trusted, state }
 */
export async function verifyLedger(
  chunks,
  { anchors = [], key, resume, trusted = null, onProgress = () => {} } = {},
) {
  const problems = [];
  const problem = (seq, what) => void (problems.length < LISTED && problems.push({ seq, what }));
  let log = resume ? restored(resume.log) : null;
  const withoutEffect = [];
  const idle = (seq, why) => void (withoutEffect.length < LISTED && withoutEffect.push({ seq, why }));
  let offset = resume?.offset ?? 0;
  let known = new Map();
  // The line of an entry whose enclosure may follow.
  let before = null;
  const meet = (header) => {
    if (key !== undefined && header.publicKey !== key)
      problem(null, 'the log is of another workstation than the key given');
    known = readAnchors(anchors, header, problem);
  };
  if (log) meet(log.header);
  for await (const { bytes, length } of linesOf(chunks)) {
    if (later?.isBusy()) await later.catchUp();
    const line = decode(bytes);
    offset += length;
    if (log === null) {
      const header = parseHeader(line);
      if (header === null) return refusal('the first line is not the header of an exported ledger');
      log = begin(header);
      meet(header);
      continue;
    }
    const told = line.startsWith('{"enclosure":') ? parse(line) : undefined;
    if (isEnclosure(told)) {
      const what = enclosureProblem(told.enclosure, before);
      if (what !== null) problem(log.size - 1, what);
      before = null;
      continue;
    }
    before = line;
    const value = line.startsWith('{"checkpoint":') ? parse(line) : undefined;
    if (hasExactly(value, 'checkpoint') && typeof value.checkpoint === 'string') {
      takeCheckpoint(log, value.checkpoint, problem);
      before = null;
      log.unsealed = false;
    } else {
      takeEntry(log, line, line === '' ? '' : bytes, problem, idle);
      log.unsealed = true;
      for (const root of known.get(log.size) ?? [])
        if (!root.equals(rootOf(log)))
          problem(
            log.size - 1,
            `entries 0 to ${log.size - 1} are not the ones a checkpoint kept elsewhere was made over`,
          );
    }
    if (log.size % 5000 === 0) onProgress(log.size);
  }
  if (log === null) return refusal('the file is empty');
  for (const { at, from, size, leaves } of log.branches)
    if (from + leaves.length < size)
      problem(at, `joins a branch of which entries are missing: ${size - from - leaves.length}`);
  if (log.last !== 'audit.exported')
    problem(log.size, 'does not end with its own export: entries may be missing');
  if (log.unsealed) problem(log.size, 'no checkpoint seals the end: entries may be missing');
  const largest = Math.max(0, ...known.keys());
  if (log.size < largest)
    problem(log.size, `a checkpoint kept elsewhere was made over ${largest} entries: the rest is missing`);
  const trust = trusted && {
    ...trusted,
    anchored: quorumSize(
      trusted.quorum,
      trusted.keys.map((one) => log.cosigned[one]?.size ?? 0),
    ),
  };
  if (trust?.anchored === 0) problem(null, `fewer than ${trust.quorum} of the witnesses given signed it`);
  return {
    ok: problems.length === 0,
    entries: log.size,
    checkpoints: log.checkpoints,
    root: rootOf(log).toString('base64'),
    problems,
    late: log.late,
    overtaken: log.overtaken,
    withoutEffect,
    witnesses: {
      quorum: log.quorum,
      named: log.named,
      anchored: log.anchored,
      cosigned: Object.entries(log.cosigned).map(([witness, record]) => ({ key: witness, ...record })),
    },
    trusted: trust,
    header: log.header,
    state: problems.length === 0 ? { format: STATE, offset, log: snapshot(log) } : null,
  };
}

const refusal = (what) => ({
  ok: false,
  entries: 0,
  checkpoints: 0,
  root: '',
  problems: [{ seq: null, what }],
  late: 0,
  overtaken: 0,
  withoutEffect: [],
  witnesses: { quorum: 0, named: [], anchored: 0, cosigned: [] },
  trusted: null,
});

/** The state with its hashes in another form. */
const mapped = (log, hashes, tree) => {
  const branch = (one) => one && { ...one, seen: tree(one.seen) };
  const place = (one) => ({ ...one, seen: tree(one.seen), branch: branch(one.branch) });
  const ofBranch = (one) => ({ ...one, base: tree(one.base), leaves: hashes(one.leaves) });
  const { tail } = log;
  return {
    ...log,
    ...tree(log),
    places: log.places.map(([id, one]) => [id, place(one)]),
    tail: { ...tail, base: tree(tail.base), leaves: hashes(tail.leaves) },
    branches: log.branches.map(ofBranch),
  };
};

/** The state as JSON can hold it; `changes` hold the signers, and the last of them are those of the state. */
function snapshot(log) {
  const texts = (hashes) => hashes.map((hash) => hash.toString('base64'));
  const tree = ({ size, roots }) => ({ size, roots: texts(roots) });
  const { signers: _, ...rest } = log;
  const listed = { ...rest, places: Object.entries(log.places) };
  return { ...mapped(listed, texts, tree), touches: [...log.touches], periods: [...log.periods] };
}

/** The state that was saved so. */
function restored(saved) {
  const bytes = (texts) => texts.map((text) => Buffer.from(text, 'base64'));
  const tree = ({ size, roots }) => ({ size, roots: bytes(roots) });
  const log = mapped(structuredClone(saved), bytes, tree);
  return {
    ...log,
    places: Object.fromEntries(log.places),
    signers: log.changes.at(-1).signers,
    touches: new Map(log.touches),
    periods: new Map(log.periods),
  };
}

// ------------------------------------------------------------------------------------------------ the command

const usage = (problem) => {
  process.stderr.write(
    `error: ${problem}\nusage: hashline-verify.mjs FILE [--key BASE64] [--anchor NOTE]... `,
  );
  process.stderr.write('[--witness KEY]... [--quorum N] [--save STATE] [--resume STATE] [--json]\n');
  process.exit(2);
};

function readOptions(args) {
  const options = { anchors: [], files: [], trusted: null };
  const keys = [];
  let quorum;
  for (let at = 0; at < args.length; at++) {
    const arg = args[at];
    const value = () => args[++at] ?? usage(`${arg} needs a value`);
    if (arg === '--json' || arg === '--batch') options[arg.slice(2)] = true;
    else if (arg === '--anchor') options.anchors.push(...notesIn(value()));
    else if (arg === '--witness') keys.push(value());
    else if (arg === '--quorum') quorum = value();
    else if (arg === '--key' || arg === '--save' || arg === '--resume') options[arg.slice(2)] = value();
    else if (arg.startsWith('--')) usage(`there is no option ${arg}`);
    else options.files.push(arg);
  }
  if (!areWitnesses(keys)) usage('--witness takes the verifier keys of witnesses, each once');
  if (quorum !== undefined && !(/^[1-9]\d{0,2}$/.test(quorum) && Number(quorum) <= keys.length))
    usage('--quorum is a number from 1 to that of the witnesses given');
  if (keys.length > 0) options.trusted = { quorum: Number(quorum ?? keys.length), keys };
  return options;
}

/** The notes in a saved file: a note, the record of a referral at a receiving desk, or a proof of an entry. */
function notesIn(path) {
  const text = keptText(path);
  if (text.startsWith('c2sp.org/tlog-proof@')) return [text.slice(text.indexOf('\n\n') + 2)];
  if (!text.startsWith('{')) return parseNote(text) ? [text] : usage(`${path} ${NO_CHECKPOINT}`);
  const record = JSON.parse(text);
  const { checkpoint } = typeof record.body === 'string' ? JSON.parse(record.body) : record;
  return typeof checkpoint === 'string' ? [checkpoint] : usage(`${path} ${NO_CHECKPOINT}`);
}

const NO_CHECKPOINT = 'holds no checkpoint, or its text was changed; take another copy of it';

/**
 * Restores a saved text to the form in which it was handed out: no byte order mark, line feeds, one of them at the end.
 */
function keptText(path) {
  const bytes = readFileSync(path);
  const marks = { 'utf-16le': [0xff, 0xfe], 'utf-16be': [0xfe, 0xff] };
  const [marked] =
    Object.entries(marks).find(([, mark]) => mark.every((byte, at) => bytes[at] === byte)) ?? [];
  const zeros = bytes.length > 1 && bytes.length % 2 === 0 ? [bytes[0], bytes[1]].indexOf(0) : -1;
  const encoding = marked ?? ['utf-16be', 'utf-16le'][zeros] ?? 'utf-8';
  let text;
  try {
    text = new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    // The dash is the only character of a note beyond ASCII; the signature shows whether this decoding was right.
    text = new TextDecoder('windows-1252').decode(bytes);
  }
  return `${text
    .replace(/\r\n?/g, '\n')
    .replace(/[ \t]+$/gm, '')
    .trim()}\n`;
}

function readState(path) {
  const state = JSON.parse(readFileSync(path, 'utf8'));
  if (state.format !== STATE) usage(`${path} is not a state of this verifier`);
  return state;
}

const WORTH_THREADS = 1024 * 1024;

async function verifyFile(path, options, onProgress) {
  const resume = options.resume === undefined ? undefined : readState(options.resume);
  const run = () => {
    const stream = createReadStream(path, { start: resume?.offset ?? 0, highWaterMark: 256 * 1024 });
    return verifyLedger(stream, { ...options, resume, onProgress });
  };
  // What is no file cannot be read again, and a short one is not worth it.
  const stat = statSync(path, { throwIfNoEntry: false });
  if (!stat?.isFile() || stat.size < WORTH_THREADS) return run();
  const checks = checksInThreads();
  later = checks;
  try {
    const report = await run();
    if ((await checks.wereValid()) && report.ok) return report;
  } finally {
    later = null;
  }
  return run();
}

const WHY = {
  late: 'its signer or their workstation was removed meanwhile',
  overtaken: 'somebody else had come first',
};

function tell(report) {
  const words = [
    report.ok
      ? `The ledger holds: ${report.entries} entries, ${report.checkpoints} checkpoints.`
      : `The ledger does NOT hold: ${report.problems.length} problems in ${report.entries} entries.`,
    `Root: ${report.root}`,
  ];
  if (report.header) {
    words.push(`Hotline: ${report.header.hotline}`, `Workstation: ${report.header.device}`);
    words.push(`Its public key: ${report.header.publicKey} (compare it with one you got another way)`);
  }
  words.push(...tellWitnesses(report));
  if (report.late + report.overtaken > 0)
    words.push(`Right, but without effect: ${report.late} late, ${report.overtaken} overtaken.`);
  for (const { seq, why } of report.withoutEffect) words.push(`  entry ${seq}: ${WHY[why]}`);
  for (const { seq, what } of report.problems)
    words.push(`  ${seq === null ? 'the log' : `entry ${seq}`}: ${what}`);
  return words.join('\n');
}

function tellWitnesses({ witnesses: { quorum, named, anchored, cosigned }, trusted }) {
  const words = [
    quorum === 0
      ? 'The ledger names no witness at its end.'
      : `Witnesses the ledger names: ${named.length}, of whom ${quorum} must sign.`,
    anchored === 0
      ? 'No quorum of witnesses it named signed it.'
      : `A quorum of witnesses it named signed it up to entry ${anchored - 1}.`,
  ];
  if (!trusted)
    words.push("Whom it names is the hotline's own word: give the keys you trust with --witness.");
  for (const { key, size, seconds, counted } of cosigned) {
    const standing = counted > 0 ? 'named by the ledger' : 'by nobody this hotline named: not counted';
    words.push(
      `  signed up to entry ${size - 1} at ${new Date(seconds * 1000).toISOString()}, ${standing}: ${key}`,
    );
  }
  if (trusted) {
    const reached = trusted.anchored === 0 ? 'they did not' : `they did up to entry ${trusted.anchored - 1}`;
    words.push(
      `Witnesses you trust: ${trusted.keys.length}, of whom ${trusted.quorum} must sign: ${reached}.`,
    );
  }
  return words;
}

async function main() {
  const options = readOptions(process.argv.slice(2));
  if (options.batch) {
    for await (const path of createInterface({ input: process.stdin })) {
      const { state: _, ...report } = await verifyFile(path, options, () => {});
      process.stdout.write(`${JSON.stringify(report)}\n`);
    }
    return;
  }
  if (options.files.length !== 1) usage('name one file');
  const shown = process.stderr.isTTY ? (text) => process.stderr.write(`\r\x1b[K${text}`) : () => {};
  const { state, ...report } = await verifyFile(options.files[0], options, (entries) =>
    shown(`${entries} entries`),
  );
  shown('');
  if (options.save !== undefined && state) writeFileSync(options.save, JSON.stringify(state));
  process.stdout.write(`${options.json ? JSON.stringify(report) : tell(report)}\n`);
  process.exitCode = report.ok ? 0 : 5;
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) await main();
