import type { DutyTime } from '../../../shared/contract/vault.contract.ts';
import type { Protocol } from '../../../shared/domain/protocol.ts';
import {
  beginRest,
  freshStint,
  putOffRest,
  type RestRule,
  restRule,
  type Stint,
  stintAt,
  stintWorked,
  untilRestMs,
} from '../../../shared/domain/rest.ts';
import type { Session } from '../session/session.ts';
import { Failure } from '../storage/failure.ts';
import type { OwnStore } from './own.store.ts';

/** Says when the policy asks a person to rest. Only their work since the last rest is kept, and no entry is made of it. */
export class RestClock {
  readonly #store: OwnStore;
  readonly #session: Session;
  readonly #protocol: Protocol;
  #stint: Stint;

  constructor(store: OwnStore, session: Session, protocol: Protocol) {
    this.#store = store;
    this.#session = session;
    this.#protocol = protocol;
    const nowMs = session.nowMs();
    const stored = store.stint(session.person.id) ?? freshStint(nowMs);
    const rule = this.#rule;
    // An absence as long as a rest ends here, and not with their first sign of work, which would then not count.
    this.#stint = rule === null ? stored : stintAt(stored, nowMs, rule);
  }

  /** Notes that the person is active, having worked so long since the last such note. Answers whether it counts as work. */
  seen(workedMs: number): boolean {
    const rule = this.#rule;
    if (rule === null) return true;
    const nowMs = this.#session.nowMs();
    const before = stintAt(this.#stint, nowMs, rule);
    this.#stint = stintWorked(before, nowMs, before === this.#stint ? workedMs : 0);
    return before.restUntilMs === null;
  }

  /** @throws Failure REST_DUE where a rest is due or being taken */
  allowWork(): void {
    const rest = this.standing();
    if (rest === null || rest.dueInMs > 0) return;
    throw new Failure({ code: 'REST_DUE', data: { minutes: rest.minutes, endsAt: rest.endsAt } });
  }

  begin(): void {
    const rule = this.#rule;
    if (rule === null) return;
    this.#stint = beginRest(this.#stint, this.#session.nowMs(), rule);
    this.store();
  }

  putOff(byMs: number): void {
    const rule = this.#rule;
    if (rule === null) return;
    this.#stint = putOffRest(this.#stint, byMs, rule);
    this.store();
  }

  store(): void {
    if (!this.#session.isReadOnly && this.#rule !== null)
      this.#store.putStint(this.#session.person.id, this.#stint);
  }

  standing(): DutyTime['rest'] {
    const rule = this.#rule;
    if (rule === null) return null;
    const stint = stintAt(this.#stint, this.#session.nowMs(), rule);
    const { restUntilMs } = stint;
    return {
      minutes: rule.minutes,
      dueInMs: untilRestMs(stint, rule),
      endsAt: restUntilMs === null ? null : new Date(restUntilMs).toISOString(),
    };
  }

  get #rule(): RestRule | null {
    return restRule(this.#protocol.policy.session);
  }
}
