import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Clock } from '../../ports/clock.ts';
import { type Hub, HubFailure, type HubTrouble } from '../../ports/hub.ts';
import type { HubAddress } from '../../ports/hub-address.ts';
import type { Session } from '../session/session.ts';
import { type Discord, DiscordFailure } from './discord.ts';
import type { Envelope } from './envelope.ts';
import { Exchange, type ExchangeParts, JOINING_AT_ONCE } from './exchange.ts';
import type { Fork } from './fork.ts';
import { HotlineLog, type HotlineLogParts, type Taken } from './hotline-log.ts';
import { Parcels, type ParcelsParts } from './parcels.ts';
import type { TeamStore } from './team.store.ts';
import type { Team } from './team.ts';

/** A hub gives notice of what is new; this backs it. */
const POLL_MS = 30_000;
/** What may look otherwise once others' deeds were taken in. */
const FOLLOWING = ['queue', 'batches', 'second-review', 'people', 'policy', 'lists', 'matching'] as const;
/** Growing pauses while it does not answer. */
const FIRST_RETRY_MS = 1000;
const LONGEST_RETRY_MS = 60_000;

/** Why nothing is exchanged; null while all is well. */
export type TeamTrouble = HubTrouble | Discord | null;

/** Where another branch of the log opened an epoch, what it has does not open here. */
const MAY_BE_FORK: ReadonlySet<Discord['code']> = new Set(['fork', 'deed-unfit', 'epoch-unknown']);

export interface TeamSyncParts {
  session: Session;
  clock: Clock;
  /** Connects to a hub. */
  connect: (address: HubAddress) => Hub;
  team: TeamStore;
  seats: Team;
  log: HotlineLogParts;
  batches: ParcelsParts['batches'];
  envelope: Envelope;
  /** What becomes of a log that is another branch than the hub's. */
  fork: Fork;
  hotline: string;
  device: string;
  /**
   * What a seat does besides exchanging deeds, at each contact.
   * @returns whether there are new deeds to exchange
   */
  atContact: ((hub: Hub) => Promise<boolean>)[];
}

/** Keeps this seat and the hub together: at each change, at the hub's notice, and every half minute. */
export class TeamSync {
  readonly #parts: TeamSyncParts;
  readonly #stopped = new AbortController();
  #hub: Hub | null = null;
  #log: HotlineLog | null = null;
  #trouble: TeamTrouble = null;
  #since: string | null = null;
  #apartSinceMs: number | null = null;
  #isInContact = false;
  #wake: () => void = () => {};
  #isWoken = false;
  #running: Promise<unknown> = Promise.resolve();

  constructor(parts: TeamSyncParts) {
    this.#parts = parts;
  }

  /** Whether the last exchange with the hub went well. */
  get isInContact(): boolean {
    return this.#isInContact;
  }

  /** Why nothing is exchanged, and since when. */
  get trouble(): { trouble: TeamTrouble; since: string | null } {
    return { trouble: this.#trouble, since: this.#since };
  }

  /** For how long the hub has not been reached, by this seat's own clock; 0 where it is, or something else is wrong. */
  get apartForMs(): number {
    return this.#apartSinceMs === null ? 0 : this.#parts.clock.monotonicMs() - this.#apartSinceMs;
  }

  get log(): HotlineLog | null {
    return this.#log;
  }

  /** The hub, while there is one. */
  get hub(): Hub | null {
    const address = this.#parts.seats.hub;
    if (this.#hub === null && address !== null) this.#hub = this.#parts.connect(address);
    return this.#hub;
  }

  /**
   * Exchanges with the hub once.
   * @throws HubFailure, DiscordFailure
   */
  once(): Promise<void> {
    return this.#next(() => this.#round());
  }

  /** The same for a seat at which nobody works yet: in larger pieces. */
  catchUp(): Promise<void> {
    return this.#next(() => this.#round(JOINING_AT_ONCE));
  }

  /** Does work with the log while nothing is exchanged. @param work is given what tells the rooms what was taken in */
  inTurn<Result>(work: (log: HotlineLog, tell: (taken: Taken) => void) => Promise<Result>): Promise<Result> {
    return this.#next(async () => {
      this.#log ??= await HotlineLog.open(this.#parts.log, nextTurn);
      return work(this.#log, (taken) => this.#tell(taken));
    });
  }

  /** One after the other, whatever became of the one before. */
  #next<Result>(work: () => Promise<Result>): Promise<Result> {
    const mine = this.#running.then(work);
    this.#running = mine.catch(() => {});
    return mine;
  }

  /** Exchanges until `stop`. Begins by itself where a team is founded meanwhile. */
  async run(): Promise<void> {
    const { session, clock } = this.#parts;
    const { signal } = this.#stopped;
    const unlisten = session.listen((topics) => {
      if (topics.includes('ledger')) this.nudge();
    });
    signal.addEventListener('abort', () => {
      unlisten();
      this.nudge();
    });
    const listening: { to: Hub | null; end: () => void } = { to: null, end: () => {} };
    for (let failures = 0; !signal.aborted; ) {
      try {
        await this.once();
        failures = 0;
        const { hub } = this;
        if (hub !== null && listening.to !== hub) {
          listening.end();
          const end = new AbortController();
          Object.assign(listening, { to: hub, end: () => end.abort() });
          signal.addEventListener('abort', () => end.abort());
          void hub.listen(() => this.nudge(), end.signal).catch(() => {});
        }
      } catch (error) {
        if (!(error instanceof HubFailure) && !(error instanceof DiscordFailure)) throw error;
        failures += 1;
      }
      if (signal.aborted) break;
      const pauseMs =
        failures === 0 ? POLL_MS : Math.min(FIRST_RETRY_MS * 2 ** (failures - 1), LONGEST_RETRY_MS);
      await this.#pause(clock, pauseMs, failures > 0);
    }
    listening.end();
  }

  /** Connects anew, where the hub's address or what proves this seat to it is another now. */
  async reconnect(): Promise<void> {
    await this.#next(async () => {
      const former = this.#hub;
      this.#hub = null;
      await former?.close().catch(() => {});
    });
  }

  /** Exchanges soon, rather than at the next poll. */
  nudge(): void {
    this.#isWoken = true;
    this.#wake();
  }

  stop(): void {
    this.#stopped.abort();
    this.#isInContact = false;
    void this.#hub?.close().catch(() => {});
  }

  async #pause(clock: Clock, ms: number, isRetry: boolean): Promise<void> {
    if (this.#isWoken && !isRetry) {
      this.#isWoken = false;
      return;
    }
    const done = new AbortController();
    this.#wake = () => {
      if (!isRetry || this.#stopped.signal.aborted) done.abort();
    };
    await clock.sleep(ms, done.signal);
    this.#wake = () => {};
    this.#isWoken = false;
  }

  async #round(atOnce?: number): Promise<void> {
    const { seats, atContact } = this.#parts;
    const { hub } = this;
    const { signal } = this.#stopped;
    if (signal.aborted || hub === null || !seats.isTeam) return;
    try {
      // A vault that goes on after a copy is another workstation, and has no certificate of its own yet.
      if (seats.hub?.device !== this.#parts.device) throw new HubFailure({ code: 'not-admitted' });
      this.#log ??= await HotlineLog.open(this.#parts.log, nextTurn);
      const exchange = this.#exchange(hub, this.#log, atOnce);
      await this.#exchanged(exchange, hub, this.#log);
      if (signal.aborted) return;
      this.#heard(null);
      const works = [async () => (await seats.admit(hub)) > 0, ...atContact];
      for (const work of works)
        while (!signal.aborted && (await work(hub))) await exchange.round(() => signal.aborted);
    } catch (error) {
      if (signal.aborted) return;
      if (error instanceof HubFailure) this.#heard(error.trouble);
      if (error instanceof DiscordFailure) this.#heard(error.discord);
      throw error;
    }
  }

  async #exchanged(exchange: Exchange, hub: Hub, log: HotlineLog): Promise<void> {
    const { fork } = this.#parts;
    const { signal } = this.#stopped;
    try {
      await exchange.round(() => signal.aborted);
      fork.over();
    } catch (error) {
      const code = error instanceof DiscordFailure ? error.discord.code : null;
      if (code === null || !MAY_BE_FORK.has(code) || signal.aborted) throw error;
      await fork.meet(hub, log);
      const { state } = fork;
      throw state === null || state.state === 'differs'
        ? error
        : new DiscordFailure({ code: 'fork', position: state.from });
    }
  }

  #exchange(hub: Hub, log: HotlineLog, atOnce?: number): Exchange {
    const { team, batches, envelope, hotline, device } = this.#parts;
    const parcels = new Parcels({ hub, batches, envelope });
    const parts: ExchangeParts = {
      ...{ hub, log, team, parcels, hotline, device, atOnce },
      taken: (taken) => this.#tell(taken),
    };
    return new Exchange(parts);
  }

  #tell(taken: Taken): void {
    const { session } = this.#parts;
    // Referrals of decisions that have their place now can go.
    if (taken.settled > 0) session.announce('outbox');
    if (taken.foreign > 0 || taken.moved > 0) session.announce(...FOLLOWING);
  }

  #heard(trouble: TeamTrouble): void {
    const { session } = this.#parts;
    const was = this.#trouble;
    const wasInContact = this.#isInContact;
    this.#isInContact = trouble === null;
    this.#trouble = trouble;
    if (trouble?.code !== 'unreachable') this.#apartSinceMs = null;
    else this.#apartSinceMs ??= this.#parts.clock.monotonicMs();
    const isSame = was?.code === trouble?.code && wasInContact === this.#isInContact;
    if (isSame && trouble?.code !== 'fork') return;
    this.#since = trouble === null ? null : session.now();
    session.announce('vault');
  }
}
