import { z } from 'zod';
import type { TakedownRecorded } from '../../../shared/contract/referral.contract.ts';
import type { ReferralSummary } from '../../../shared/contract/review.contract.ts';
import { ReferralId } from '../../../shared/domain/ids.ts';
import type { Protocol } from '../../../shared/domain/protocol.ts';
import type { TakedownEvent, TakedownSource, TakedownTeller } from '../../../shared/domain/takedown.ts';
import { utf8 } from '../../../shared/ledger/bytes.ts';
import { parseJsonBytes } from '../../exchange/parse-json-bytes.ts';
import { sha256Hex } from '../../exchange/sha256-hex.ts';
import { boundDigest } from '../ledger/bound-digest.ts';
import type { Warrants } from '../ledger/warrants.ts';
import type { Session } from '../session/session.ts';
import { conflict, notFound } from '../storage/failure.ts';
import type { VaultFacts } from '../storage/vault-facts.ts';
import { channelOf } from './all-channels.ts';
import type { AskedReferral, AskedReferralStore } from './asked-referral.store.ts';
import type { DestinationStore } from './destination.store.ts';
import type { OutboxStore } from './outbox.store.ts';
import { setUpDestinations } from './set-up-destinations.ts';
import type { TakedownStore } from './takedown.store.ts';
import { MOST_CLOCK_DIFFERENCE_MS, type ToldEvents, unrecordedEvents } from './unrecorded-events.ts';

export interface TakedownsParts {
  session: Session;
  vault: Pick<VaultFacts, 'transaction'>;
  outbox: OutboxStore;
  asked: AskedReferralStore;
  takedowns: TakedownStore;
  destinations: DestinationStore;
  warrants: Warrants;
  protocol: Protocol;
}

/** A step of the protocol as a person learnt of it. */
export interface StatedStep {
  event: TakedownEvent;
  source: TakedownSource;
  note: string;
}

/** What a desk or a partner says about a referral. */
export interface ToldReport {
  source: TakedownTeller;
  events: readonly TakedownEvent[];
  /** The report as the desk signed it, or the partner's whole answer. */
  report: string;
}

/** The referral that a report says it is about; the signature is verified afterwards. */
const About = z.object({ referral: ReferralId });

/**
 * Records what the world did about referrals: from a desk's signed report, polled or in a file, from a partner's
 * statement, or from a person.
 */
export class Takedowns {
  readonly #parts: TakedownsParts;

  constructor(parts: TakedownsParts) {
    this.#parts = parts;
  }

  /**
   * Records a step that a person learnt of.
   * @throws Failure CONFLICT where the referral is at no desk, or the time cannot be that of a step about it
   */
  state(command: string, { id, ...told }: ReferralSummary, { event, source, note }: StatedStep): void {
    const { session } = this.#parts;
    session.perform(command, z.object({ stated: z.literal(true) }), ['queue', 'outbox', 'ledger'], () => {
      if (
        told.case === null ||
        told.state === 'refused' ||
        told.state === 'withdrawn' ||
        told.state === 'void'
      )
        throw conflict({ reason: 'case-not-referred' });
      const atMs = Date.parse(event.at);
      if (atMs > session.nowMs() + A_MOMENT_MS) throw conflict({ reason: 'step-in-future' });
      if (atMs < Date.parse(told.queuedAt) - MOST_CLOCK_DIFFERENCE_MS)
        throw conflict({ reason: 'step-before-referral' });
      const act = session.newId();
      session.byPerson(
        'takedown.stated',
        {
          ...{ case: told.case, referral: id, destination: told.destination, event, source },
          noteSha256: boundDigest(act, note),
        },
        { id: act, note },
      );
      return { stated: true as const };
    });
  }

  /**
   * Records the fresh events of a report that came as a file, after the same checks as one that was polled.
   * @throws Failure CONFLICT where it does not hold; NOT_FOUND where it is about no referral of this vault
   */
  async read(jws: string): Promise<TakedownRecorded> {
    const { session, asked, destinations, warrants } = this.#parts;
    const about = About.safeParse(unverified(jws));
    if (!about.success) throw conflict({ reason: 'report-unproven', problem: 'not-a-report' });
    const referral = asked.find(about.data.referral);
    if (referral === null) throw notFound({ what: 'referral', id: about.data.referral });
    const desk = setUpDestinations(destinations, warrants).find(({ id }) => id === referral.destination);
    const channel = desk && channelOf(desk.channel);
    if (!desk || !channel?.readReport) throw conflict({ reason: 'desk-signs-no-reports' });
    const frozen = { referral: about.data.referral, body: utf8(referral.body) };
    const check = channel.readReport(jws, frozen, desk.channel.settings, new Date(session.nowMs()));
    if (!check.valid) throw conflict({ reason: 'report-unproven', problem: check.problem });
    const told = this.record(referral, { source: 'desk', events: check.report.events, report: jws });
    return { referral: about.data.referral, events: told.fresh, refused: told.refused };
  }

  /** Records what a verified report, or a partner's statement, tells that is not known from the same source yet. */
  record(referral: AskedReferral, { source, events, report }: ToldReport): ToldEvents {
    const { session, vault, asked, takedowns } = this.#parts;
    const known = takedowns.of(referral.id).filter((step) => step.source === source);
    const nowMs = session.nowMs();
    const told = unrecordedEvents(known, events, { queuedAtMs: referral.queuedAtMs, nowMs });
    const { fresh } = told;
    const reportSha256 = sha256Hex(report);
    const problemIsOver = vault.transaction(() => {
      const { id, caseId, destination } = referral;
      fresh.forEach((event, index) => {
        session.byDevice(
          'takedown.recorded',
          { case: caseId, referral: id, destination, event, source, reportSha256 },
          { report: index === 0 ? report : null },
        );
      });
      return asked.markAsked(referral.id, session.nowMs(), null);
    });
    if (fresh.length > 0) session.announce('queue', 'outbox', 'ledger');
    else if (problemIsOver) session.announce('outbox');
    return told;
  }

  /**
   * Referrals about which a person should ask again, the longest silent first.
   * @param hidden cases whose referrals are left out, and not counted
   */
  rechecks(hidden: ReadonlySet<string>): { total: number; referrals: ReferralSummary[] } {
    const { session, takedowns, outbox, protocol } = this.#parts;
    const before = new Date(session.nowMs() - protocol.policy.takedown.recheckDays * DAY_MS).toISOString();
    const silent = takedowns.silentSince(before, hidden);
    return {
      total: silent.length,
      referrals: silent.slice(0, MOST_SHOWN).flatMap((id) => outbox.find(id) ?? []),
    };
  }
}

const DAY_MS = 86_400_000;
/** A person's clock and the engine's are the same; a minute is for one typed to the minute. */
const A_MOMENT_MS = 60_000;
const MOST_SHOWN = 100;

function unverified(jws: string): unknown {
  const payload = /^[A-Za-z0-9_-]+\.([A-Za-z0-9_-]+)\.[A-Za-z0-9_-]+$/.exec(jws)?.[1];
  return payload === undefined ? null : parseJsonBytes(Buffer.from(payload, 'base64url'));
}
