import type { RejoinStep } from '../../../shared/contract/team.contract.ts';
import { fromBase64, toBase64 } from '../../../shared/ledger/bytes.ts';
import { parseEntry } from '../../../shared/ledger/entry.ts';
import { textLeafHash } from '../../../shared/ledger/merkle.ts';
import type { Clock } from '../../ports/clock.ts';
import { type Hub, HubFailure } from '../../ports/hub.ts';
import type { HubAddress } from '../../ports/hub-address.ts';
import type { BatchParcel } from '../intake/batch-parcel.ts';
import { readCode } from '../keys/enrolment-code.ts';
import { deviceSealingKey, sealingSecret } from '../keys/sealing-key.ts';
import { nodeLedgerCrypto, signingKeyFrom } from '../keys/signing-key.ts';
import type { TeamRecord } from '../ledger/stored-record.ts';
import type { Session } from '../session/session.ts';
import { conflict } from '../storage/failure.ts';
import { HUB, type VaultFacts } from '../storage/vault-facts.ts';
import { sharedWith } from './agreed-secret.ts';
import { DiscordFailure } from './discord.ts';
import { Envelope } from './envelope.ts';
import type { WaitingDeed } from './hotline-log.ts';
import {
  type FileAndCode,
  type Grant,
  type Readmission,
  readGrant,
  readReadmission,
  requestName,
  writeRequest,
} from './invitation.ts';
import { type LogAhead, NotNextFailure } from './log-ahead.ts';
import { Parcels } from './parcels.ts';
import { openDeed, sealDeed } from './sealed-deed.ts';
import type { TeamStore } from './team.store.ts';
import type { TeamSync } from './team-sync.ts';

export interface RejoinParts {
  session: Session;
  facts: VaultFacts;
  team: TeamStore;
  sync: TeamSync;
  record: Pick<TeamRecord, 'linesFrom'>;
  batches: BatchParcel;
  /** The seat that this vault was before it was restored. */
  restoredFrom: () => string | null;
  /** The address with what proves this seat. @throws Failure CONFLICT where that is missing */
  certified: (address: HubAddress) => Promise<HubAddress>;
  connect: (address: HubAddress) => Hub;
  clock: Clock;
  /** Id of the hotline's log. */
  hotline: string;
  /** This workstation. */
  device: string;
}

const ASK_EVERY_MS = 2000;
const X25519_BYTES = 32;
const AT_ONCE = 500;
/** How often others may come first while deeds are put at the hub. */
const ATTEMPTS = 10;
const { sha256 } = nodeLedgerCrypto;

/**
 * How a vault that was restored from a backup, or rebuilt, comes back into the team. It goes on as another workstation
 * already, and what it did since waits. A supervisor's seat gives it the present keys; with these it puts what waited at
 * the former workstation, and is not at the hub, behind the head of the log, under that one's name and numbers; then
 * the supervisor's seat adds it in the place of the former one. In this order, because what the former one signed
 * would be late behind that. At last its own entries go out.
 */
export class Rejoin {
  readonly #parts: RejoinParts;

  constructor(parts: RejoinParts) {
    this.#parts = parts;
  }

  /** @throws Failure CONFLICT where it is not for here, there is no contact, or what is here cannot follow the hotline's log */
  async *run(input: FileAndCode, signal: AbortSignal): AsyncGenerator<RejoinStep, void> {
    const { session, facts, team, sync, device } = this.#parts;
    const { code, readmission } = this.#read(input);
    const address = await this.#parts.certified(readmission.hub);
    const hub = this.#parts.connect(address);
    const asking: Asking = { hub, code, readmission };
    try {
      let answer = yield* this.#answered(asking, false, signal);
      const nothing = { entries: 0, withoutEffect: 0 };
      const carried = answer.isAdded ? nothing : await this.#carry(asking, answer.grant);
      // One that was added before and did not hear of it has carried what there was.
      if (!answer.isAdded) {
        yield { state: 'carried', entries: carried.entries };
        answer = yield* this.#answered(asking, true, signal);
      }
      const own = await this.#foresee(asking, answer.grant);
      team.transaction(() => {
        facts.setFact(HUB, JSON.stringify(address));
        for (const [epoch, key] of keysOf(answer.grant)) team.putKey(epoch, key);
      });
      await sync.reconnect();
      await sync.once();
      for (const name of ['keys', 'grant']) await hub.removeLetter(device, name);
      session.announce('vault', 'people', 'ledger');
      yield {
        ...{ state: 'rejoined', carried: carried.entries, own: own.entries },
        withoutEffect: carried.withoutEffect + own.withoutEffect,
      };
    } catch (error) {
      throw told(error);
    } finally {
      await hub.close();
    }
  }

  #read({ file, code: text }: FileAndCode): { code: Uint8Array; readmission: Readmission } {
    const { team, record, hotline, device } = this.#parts;
    if (team.state() === null) throw conflict({ reason: 'no-team' });
    const former = this.#parts.restoredFrom();
    if (former === null) throw conflict({ reason: 'not-restored' });
    const code = readCode(text);
    const readmission = code && readReadmission(code, file);
    if (!code || !readmission) throw conflict({ reason: 'invitation-unfit' });
    const [founding = ''] = record.linesFrom(0, 1);
    if (readmission.log !== hotline || readmission.founding !== toBase64(textLeafHash(founding, sha256)))
      throw conflict({ reason: 'invitation-unfit' });
    if (readmission.hub.device !== device || readmission.replaces !== former)
      throw conflict({ reason: 'readmission-of-other' });
    return { code, readmission };
  }

  /** Asks the supervisor's seat until it answers: with keys alone, or with what a seat gets that was added. */
  async *#answered(
    asking: Asking,
    hasCarried: boolean,
    signal: AbortSignal,
  ): AsyncGenerator<RejoinStep, Answer> {
    const { hub, code, readmission } = asking;
    const { clock, device } = this.#parts;
    const seed = Buffer.from(this.#parts.facts.key('device'), 'base64');
    const before = await this.#letter(asking, seed, hasCarried);
    if (before !== null) return before;
    const request = writeRequest(code, {
      format: 'hashline-seat-request/1',
      device: readmission.hub.device,
      publicKey: signingKeyFrom(seed).publicKeyText,
      sealingKey: deviceSealingKey(seed),
      rejoins: { replaces: readmission.replaces, hasCarried },
    });
    await hub.putLetter(readmission.inviter, requestName(device), request);
    for (;;) {
      const answer = await this.#letter(asking, seed, hasCarried);
      if (answer !== null) return answer;
      yield { state: 'waiting' };
      await clock.sleep(ASK_EVERY_MS, signal);
      signal.throwIfAborted();
    }
  }

  async #letter({ hub, code }: Asking, seed: Uint8Array, hasCarried: boolean): Promise<Answer | null> {
    const { device } = this.#parts;
    const letters = await hub.letters(device);
    const added = letters.find(({ name }) => name === 'grant');
    const letter = added ?? (hasCarried ? undefined : letters.find(({ name }) => name === 'keys'));
    if (letter === undefined) return null;
    const shared = sharedWith(sealingSecret(seed), letter.sealed.subarray(0, X25519_BYTES));
    const grant = shared && readGrant(code, shared, device, letter.sealed.subarray(X25519_BYTES));
    if (grant === null) throw conflict({ reason: 'invitation-unfit' });
    return { grant, isAdded: letter === added };
  }

  /** Puts what waited at the former workstation at the hub, where it is not, as that one itself would. */
  async #carry({ hub, readmission: { replaces } }: Asking, grant: Grant): Promise<Entries> {
    const { batches, facts, hotline, device } = this.#parts;
    const keys = keysOf(grant);
    const epoch = Math.max(...keys.keys());
    const key = keys.get(epoch) ?? new Uint8Array();
    const envelope = new Envelope(
      { epochKey: (one) => keys.get(one) ?? null, lastEpoch: () => epoch },
      facts.key('identity'),
    );
    const parcels = new Parcels({ hub, batches, envelope });
    const done = { entries: 0, withoutEffect: 0 };
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      const { ahead, waiting } = await this.#ahead();
      if (waiting.some((deed) => deed.device !== replaces && deed.device !== device))
        throw conflict({ reason: 'restored-twice' });
      await this.#followHub(hub, ahead, grant);
      this.#expectPerson(ahead, replaces);
      const deeds = waiting.filter((deed) => deed.device === replaces && deed.seq >= ahead.nextOf(replaces));
      const some = deeds.slice(0, AT_ONCE);
      if (some.length === 0) return done;
      const from = ahead.size;
      const withoutEffect = ahead.follow(some);
      ahead.follow(deeds.slice(AT_ONCE));
      for (const deed of some) await parcels.send(deed);
      const placed = some.map(({ seq, ...deed }, index) => ({
        ...{ position: from + index, device: replaces, seq, epoch },
        sealed: sealDeed(key, { hotline, device: replaces, seq, epoch }, deed),
      }));
      try {
        await hub.refill(placed);
        done.entries += some.length;
        done.withoutEffect += withoutEffect;
        attempt = -1;
      } catch (error) {
        // Somebody else's deeds got these places.
        if (!(error instanceof HubFailure && ['fork', 'gap'].includes(error.trouble.code))) throw error;
      }
    }
    throw conflict({ reason: 'needs-contact' });
  }

  /** What becomes of what was done here since the vault was restored. */
  async #foresee({ hub }: Asking, grant: Grant): Promise<Entries> {
    const { ahead, waiting } = await this.#ahead();
    await this.#followHub(hub, ahead, grant);
    this.#expectPerson(ahead, this.#parts.device);
    // Its introduction is overtaken by the one that lets it in, and is not counted.
    const [introduction, ...own] = waiting.filter(({ device }) => device === this.#parts.device);
    if (introduction !== undefined) ahead.follow([introduction]);
    return { entries: own.length, withoutEffect: ahead.follow(own) };
  }

  #ahead(): Promise<{ ahead: LogAhead; waiting: WaitingDeed[] }> {
    return this.#parts.sync.inTurn(async (log) => ({
      ahead: log.ahead(),
      waiting: log.waiting(log.countWaiting()),
    }));
  }

  /** Follows the hub's log to its end, without taking anything in. */
  async #followHub(hub: Hub, ahead: LogAhead, { known, ...grant }: Grant): Promise<void> {
    const { hotline } = this.#parts;
    const keys = keysOf(grant);
    for (;;) {
      // A root is compared where the supervisor's seat stated one.
      const toKnown = known.size - ahead.size;
      const pulled = await hub.pull(ahead.size, toKnown > 0 ? Math.min(toKnown, AT_ONCE) : AT_ONCE);
      if (pulled.length === 0) break;
      const deeds = pulled.map(({ position, device, seq, epoch, sealed }, index) => {
        const key = keys.get(epoch);
        const deed = key === undefined ? null : openDeed(key, { hotline, device, seq, epoch }, sealed);
        const entry = deed && parseEntry(deed.line);
        if (!entry || entry.device !== device || entry.seq !== seq || position !== ahead.size + index)
          throw new DiscordFailure({ code: 'deed-unfit', position, device });
        return deed;
      });
      ahead.follow(deeds);
      if (ahead.size === known.size && toBase64(ahead.root) !== known.root)
        throw new DiscordFailure({ code: 'fork', position: known.size });
    }
    if (ahead.size < known.size) throw new DiscordFailure({ code: 'place-missing', position: ahead.size });
  }

  /** @throws Failure CONFLICT where what the person at work here signs would not count at that workstation */
  #expectPerson({ signers }: LogAhead, device: string): void {
    const { id, publicKey } = this.#parts.session.person;
    const known = signers.people.get(id);
    const key = known?.keys.get(device);
    if (!known || known.disabled || key?.publicKey !== publicKey || !key.enrolled)
      throw conflict({ reason: 'rejoin-as-another' });
  }
}

interface Asking {
  readonly hub: Hub;
  readonly code: Uint8Array;
  readonly readmission: Readmission;
}

interface Entries {
  entries: number;
  withoutEffect: number;
}

interface Answer {
  readonly grant: Grant;
  /** Whether the record has this workstation. */
  readonly isAdded: boolean;
}

const keysOf = ({ epochs }: Pick<Grant, 'epochs'>): Map<number, Uint8Array> =>
  new Map(epochs.map(({ epoch, key }) => [epoch, fromBase64(key) ?? new Uint8Array()]));

/** What the hub says or gives, as the person can act on it. */
function told(error: unknown): unknown {
  if (error instanceof NotNextFailure) return conflict({ reason: 'restored-differs' });
  if (error instanceof DiscordFailure) return conflict({ reason: 'hub-log-unfit' });
  if (!(error instanceof HubFailure)) return error;
  return conflict({ reason: error.trouble.code === 'not-admitted' ? 'seat-not-let-in' : 'needs-contact' });
}
