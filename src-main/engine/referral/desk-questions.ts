import type { DestinationInput, TakedownsAsked } from '../../../shared/contract/referral.contract.ts';
import type { DeliveryTrouble } from '../../../shared/domain/delivery-trouble.ts';
import { ReferralId } from '../../../shared/domain/ids.ts';
import { utf8 } from '../../../shared/ledger/bytes.ts';
import type { Session } from '../session/session.ts';
import type { VaultFacts } from '../storage/vault-facts.ts';
import { channelOf } from './all-channels.ts';
import type { AskedReferral, AskedReferralStore } from './asked-referral.store.ts';
import type { ReferralExchange, TakedownAnswer } from './channels/channel.ts';
import type { CourierTurn } from './courier-turn.ts';
import type { Takedowns, ToldReport } from './takedowns.ts';

interface DeskQuestionsParts {
  session: Session;
  vault: Pick<VaultFacts, 'transaction'>;
  asked: AskedReferralStore;
  takedowns: Takedowns;
  turn: CourierTurn;
  /** A destination as it stands now; null where nothing may be exchanged with it. */
  deskNow: (id: string) => DestinationInput | null;
  exchangeAbout: (referral: AskedReferral, desk: DestinationInput) => ReferralExchange;
  /** Aborts when the vault is locked. */
  stopped: AbortSignal;
}

const ASKED_AT_ONCE = 200;

/** Asks desks what became of the referrals that were delivered to them, and has their answers recorded. */
export class DeskQuestions {
  readonly #parts: DeskQuestionsParts;

  constructor(parts: DeskQuestionsParts) {
    this.#parts = parts;
  }

  /**
   * Asks about delivered referrals that were not asked about since `askedBeforeMs`. A desk that does not answer is not
   * asked again in the same round.
   */
  async ask(askedBeforeMs: number): Promise<TakedownsAsked> {
    const { asked: shelf, stopped, turn, takedowns } = this.#parts;
    const silent = new Set<string>();
    let asked = 0;
    let events = 0;
    let refused = 0;
    let unproven = 0;
    for (const referral of shelf.toAsk(askedBeforeMs, ASKED_AT_ONCE)) {
      const desk = this.#parts.deskNow(referral.destination);
      if (desk === null || silent.has(desk.id) || stopped.aborted) continue;
      if (!(await turn.take(desk))) continue;
      const channel = channelOf(desk.channel);
      if (!channel.ask) continue;
      if (channel.asksOnlyLast && shelf.isReplaced(referral.id)) {
        this.#noteUnasked(referral);
        continue;
      }
      const frozen = { referral: ReferralId.parse(referral.id), body: utf8(referral.body) };
      const exchange = this.#parts.exchangeAbout(referral, desk);
      const answer = await channel.ask(frozen, desk.channel.settings, exchange);
      if (stopped.aborted) break;
      if (answer.type === 'failed') {
        silent.add(desk.id);
        continue;
      }
      asked += 1;
      if (answer.type === 'unproven') {
        unproven += 1;
        this.#noteUnproven(referral, answer.reason);
        continue;
      }
      const told = takedowns.record(referral, toldBy(answer));
      events += told.fresh.length;
      refused += told.refused + (answer.type === 'statement' ? answer.unread : 0);
    }
    return { asked, events, refused, unproven, unanswered: silent.size };
  }

  /** The reason is shown with the referral until the desk gives an answer that verifies. */
  #noteUnproven({ id }: AskedReferral, reason: DeliveryTrouble): void {
    const { session, vault, asked } = this.#parts;
    if (vault.transaction(() => asked.markAsked(id, session.nowMs(), reason))) session.announce('outbox');
  }

  /** A referral that another one replaced: the desk's news is about the other. */
  #noteUnasked({ id }: AskedReferral): void {
    const { session, vault, asked } = this.#parts;
    vault.transaction(() => asked.markAsked(id, session.nowMs(), null));
  }
}

/** What an answer says, who says it, and its text as it came. */
const toldBy = (answer: Extract<TakedownAnswer, { type: 'report' | 'statement' }>): ToldReport =>
  answer.type === 'report'
    ? { source: 'desk', report: answer.reportJws, events: answer.report.events }
    : { source: answer.source, report: answer.statement, events: answer.events };
