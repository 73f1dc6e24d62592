import { setImmediate as nextTurn } from 'node:timers/promises';
import { z } from 'zod';
import type { JoinStep } from '../../../shared/contract/team.contract.ts';
import { fromBase64, toBase64, utf8 } from '../../../shared/ledger/bytes.ts';
import { textLeafHash } from '../../../shared/ledger/merkle.ts';
import { HotlineKey } from '../../exchange/hotline-signature.ts';
import type { EnginePorts } from '../../ports/engine-ports.ts';
import type { Hub } from '../../ports/hub.ts';
import { HubFailure } from '../../ports/hub.ts';
import { readCode } from '../keys/enrolment-code.ts';
import { changeKeyring, databaseOf, type Keyring, loadKeyring } from '../keys/keyring.ts';
import { invite, personKeyFrom } from '../keys/person-keys.ts';
import { readRecipient, recoveryFileOf, sealRecovery } from '../keys/recovery.ts';
import { deviceSealingKey, sealingSecret } from '../keys/sealing-key.ts';
import { nodeLedgerCrypto, signingKeyFrom } from '../keys/signing-key.ts';
import { LogTree } from '../ledger/log-tree.ts';
import { openLedger, openRecord } from '../ledger/open-ledger.ts';
import { deriveIndexKey } from '../lists/start-matching-index.ts';
import { peopleApplies } from '../people/people-applies.ts';
import { policyApplies } from '../policy/policy-applies.ts';
import { Acts } from '../session/acts.ts';
import { Announcer } from '../session/announcer.ts';
import { Database } from '../storage/database.ts';
import { conflict } from '../storage/failure.ts';
import { idSource } from '../storage/id-source.ts';
import { migrate } from '../storage/migration.ts';
import { openFacts } from '../storage/open-facts.ts';
import { HUB } from '../storage/vault-facts.ts';
import { sharedWith } from '../team/agreed-secret.ts';
import { DiscordFailure } from '../team/discord.ts';
import {
  type FileAndCode,
  type Grant,
  type Invitation,
  invitedSeed,
  readGrant,
  readInvitation,
  requestName,
  underCode,
  writeRequest,
} from '../team/invitation.ts';
import { openNewSeat } from '../team/open-team.ts';
import { openDeed, seal, unseal } from '../team/sealed-deed.ts';
import type { House, OpenedVault } from './opening.ts';
import { keepRecovery } from './recovery-keeper.ts';

const { sha256 } = nodeLedgerCrypto;

/** The key of a workstation that asked to join, under the code, so that it can go on asking after a restart. */
const JOINING_FILE = 'joining.json';
const Joining = z.strictObject({ signing: z.base64() });

const ASK_EVERY_MS = 2000;
const X25519_BYTES = 32;

/** What became of it. */
type Joined = Omit<Extract<JoinStep, { state: 'joined' }>, 'state'>;

/**
 * Makes of an empty folder a seat of a hotline: asks the supervisor's seat that invited, waits for its answer, and reads
 * the hotline's log. There is no vault in the folder until its keyring is written, at the very end; the invited person
 * then sets their passphrase with the same code.
 * @throws Failure CONFLICT where there is a vault, the file does not open with the code, the log is another's, or the hub is not to be had
 */
export async function* joinVault<Opened extends OpenedVault>(
  { file, code: text }: FileAndCode,
  ports: EnginePorts,
  house: House<Opened>,
  signal: AbortSignal,
): AsyncGenerator<JoinStep, void, void> {
  const { files, clock } = ports;
  if (loadKeyring(files) !== null) throw conflict({ reason: 'vault-exists' });
  const code = readCode(text);
  const invitation = code && readInvitation(code, file);
  if (!code || !invitation) throw conflict({ reason: 'invitation-unfit' });
  files.prepare();
  const hub = ports.hub(invitation.hub);
  try {
    const signing = joiningKey(code, ports);
    await hub.putLetter(
      invitation.inviter,
      requestName(invitation.hub.device),
      writeRequest(code, {
        format: 'hashline-seat-request/1',
        device: invitation.hub.device,
        publicKey: signingKeyFrom(signing).publicKeyText,
        sealingKey: deviceSealingKey(signing),
      }),
    );
    let grant = await grantFor(hub, invitation, code, signing);
    while (grant === null) {
      yield { state: 'waiting' };
      await clock.sleep(ASK_EVERY_MS, signal);
      signal.throwIfAborted();
      grant = await grantFor(hub, invitation, code, signing);
    }
    const joined = yield* readLog({ invitation, grant, code, signing, hub, ports, house, signal });
    await hub.removeLetter(invitation.hub.device, 'grant').catch((error: unknown) => {
      // The letter stays, sealed to a key that is gone with the file.
      if (!(error instanceof HubFailure)) throw error;
    });
    yield { state: 'joined', ...joined };
  } catch (error) {
    throw told(error);
  } finally {
    await hub.close();
  }
}

/** What the hub says or gives, as the person who joins can act on it. */
function told(error: unknown): unknown {
  if (error instanceof DiscordFailure) return conflict({ reason: 'hub-log-unfit' });
  if (!(error instanceof HubFailure)) return error;
  return conflict({ reason: error.trouble.code === 'not-admitted' ? 'seat-not-let-in' : 'needs-contact' });
}

function joiningKey(code: Uint8Array, { files, entropy }: EnginePorts): Uint8Array {
  const key = underCode(code, 'file');
  const bound = utf8('hashline-joining/1');
  const kept = files.read(JOINING_FILE);
  const opened = kept && unseal(key, bound, kept);
  if (opened) {
    const { signing } = Joining.parse(JSON.parse(new TextDecoder().decode(opened)));
    return Buffer.from(signing, 'base64');
  }
  const signing = entropy.bytes(32);
  files.write(JOINING_FILE, seal(key, bound, utf8(JSON.stringify({ signing: toBase64(signing) }))));
  return signing;
}

async function grantFor(
  hub: Hub,
  { hub: { device } }: Invitation,
  code: Uint8Array,
  signing: Uint8Array,
): Promise<Grant | null> {
  const letters = await hub.letters(device);
  const letter = letters.find(({ name }) => name === 'grant');
  if (letter === undefined) return null;
  const shared = sharedWith(sealingSecret(signing), letter.sealed.subarray(0, X25519_BYTES));
  const grant = shared && readGrant(code, shared, device, letter.sealed.subarray(X25519_BYTES));
  if (grant === null) throw conflict({ reason: 'invitation-unfit' });
  return grant;
}

interface Reading<Opened extends OpenedVault> {
  invitation: Invitation;
  grant: Grant;
  code: Uint8Array;
  /** The seed of the workstation's key. */
  signing: Uint8Array;
  hub: Hub;
  ports: EnginePorts;
  house: House<Opened>;
  signal: AbortSignal;
}

async function* readLog<Opened extends OpenedVault>(
  reading: Reading<Opened>,
): AsyncGenerator<JoinStep, Joined> {
  const { invitation, grant, code, signing, hub, ports, house, signal } = reading;
  const { files, entropy, deviceSecret } = ports;
  const { device } = invitation.hub;
  const contentKey = entropy.bytes(32);
  const database = databaseOf(device);
  // What an attempt before this one left is worth nothing.
  for (const name of files.list()) if (name.startsWith(database)) files.remove(name);
  const db = Database.draft(files.locate(database), contentKey);
  let vault: Opened | null = null;
  try {
    migrate(db, house.migrations);
    await beginAtFounding(db, reading);
    const { person } = invitation;
    const seed = invitedSeed(code);
    vault = house.open({
      ...{ db, person, personKey: personKeyFrom(seed), unseal: null, contentKey: null },
      ...{ indexKey: deriveIndexKey(contentKey), ports, announcer: new Announcer(), unrecorded: null },
    });
    const { size: of } = await hub.head();
    const { teamSync } = vault;
    const done = { is: false };
    const reader = teamSync.catchUp().finally(() => {
      done.is = true;
    });
    reader.catch(() => {});
    const onAbort = () => teamSync.stop();
    signal.addEventListener('abort', onAbort);
    while (!done.is) {
      yield { state: 'reading', entries: teamSync.log?.settled ?? 0, of };
      await Promise.race([reader.catch(() => {}), ports.clock.sleep(200)]);
      await nextTurn();
    }
    signal.removeEventListener('abort', onAbort);
    await reader;
    signal.throwIfAborted();
    const entries = teamSync.log?.settled ?? 0;
    expectKnown(db, grant);
    const recipient = readRecipient(grant.recovery.recipient, vault.record().recoveryPublicKey);
    if (recipient === null) throw conflict({ reason: 'invitation-unfit' });
    const sealedRecovery = await sealRecovery(recipient, { device, database, contentKey });
    db.transaction(() => keepRecovery(openFacts(db), { sealed: sealedRecovery, ...grant.recovery }));
    db.finish();
    vault.close();
    vault = null;
    files.write(recoveryFileOf(database), sealedRecovery);
    const invited = invite(person, { contentKey, signingSeed: seed }, code, deviceSecret.create(), entropy);
    const keyring: Keyring = { format: 'hashline-keyring/1', device, database, people: [invited] };
    changeKeyring(files, (now) => {
      if (now !== null) throw conflict({ reason: 'vault-exists' });
      return keyring;
    });
    files.remove(JOINING_FILE);
    return { device, person: person.name, entries };
  } finally {
    if (vault) vault.close();
    else if (db.isOpen) db.close();
    contentKey.fill(0);
    signing.fill(0);
  }
}

/** Writes what a seat has before its log, and the first entry, from which rooms can be opened. */
async function beginAtFounding<Opened extends OpenedVault>(
  db: Database,
  { invitation, grant, code, signing, hub, ports }: Reading<Opened>,
): Promise<void> {
  const { clock, entropy } = ports;
  const { device } = invitation.hub;
  const [first] = await hub.pull(0, 1);
  const epochKey = grant.epochs.find(({ epoch }) => epoch === first?.epoch);
  const key = epochKey && fromBase64(epochKey.key);
  const deed = first && key && openDeed(key, { hotline: invitation.log, ...first }, first.sealed);
  if (!deed || toBase64(textLeafHash(deed.line, sha256)) !== invitation.founding)
    throw conflict({ reason: 'invitation-unfit' });
  const facts = openFacts(db);
  const team = openNewSeat(db);
  db.transaction(() => {
    facts.setFact('log', invitation.log);
    facts.setFact('device', device);
    facts.setFact('database', databaseOf(device));
    facts.setFact('hotline', invitation.hotline);
    facts.setFact('sample', grant.sample ? 'yes' : 'no');
    facts.setFact(HUB, JSON.stringify(invitation.hub));
    facts.insertKey('log', grant.keys.log);
    facts.insertKey('device', toBase64(signing));
    facts.insertKey('hotline', JSON.stringify(HotlineKey.parse(JSON.parse(grant.keys.hotline))));
    facts.insertKey('identity', grant.keys.identity);
    const acts = new Acts();
    acts.add(peopleApplies(db));
    acts.add(policyApplies(db));
    const logKey = signingKeyFrom(Buffer.from(grant.keys.log, 'base64'));
    const deviceKey = signingKeyFrom(signing);
    const ledger = openLedger(db, {
      keys: {
        person: { id: invitation.person.id, key: signingKeyFrom(invitedSeed(code)) },
        device: { id: device, key: deviceKey },
        log: { id: invitation.log, key: logKey },
      },
      ...{ clock, newId: idSource(clock, entropy), entropy, acts },
    });
    ledger.admit(deed.line, deed.enclosure, { takesEffect: true, hasSeen: () => false });
    team.begin(openRecord(db).frontier(), 1, 0);
    for (const { epoch, key: one } of grant.epochs) team.putKey(epoch, fromBase64(one) ?? new Uint8Array(32));
  });
}

/** Compares the log that was read with what the supervisor's seat had. @throws Failure CONFLICT where it is another */
function expectKnown(db: Database, { known }: Grant): void {
  const record = openRecord(db);
  const isThere = record.frontier().size >= known.size;
  if (!isThere || toBase64(new LogTree(record).rootAt(known.size)) !== known.root)
    throw conflict({ reason: 'invitation-unfit' });
}
