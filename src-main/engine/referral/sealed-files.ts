import { calculateJwkThumbprint } from 'jose';
import type { ReceiptsImported, SealedFile } from '../../../shared/contract/referral.contract.ts';
import type { ProofProblem } from '../../../shared/domain/delivery-trouble.ts';
import { statedEvidence } from '../../../shared/domain/evidence.ts';
import type { DestinationId } from '../../../shared/domain/ids.ts';
import { utf8 } from '../../../shared/ledger/bytes.ts';
import type { HotlineKey } from '../../exchange/hotline-signature.ts';
import { MOST_SEALED, sealReferrals } from '../../exchange/sealed-file.ts';
import { sha256Hex } from '../../exchange/sha256-hex.ts';
import type { Warrants } from '../ledger/warrants.ts';
import type { Session } from '../session/session.ts';
import { conflict } from '../storage/failure.ts';
import type { VaultFacts } from '../storage/vault-facts.ts';
import { channelOf } from './all-channels.ts';
import type { Sealing } from './channels/channel.ts';
import { carriedReason } from './channels/https-json/desk-reason.ts';
import { namedIn, verifyReceipt, verifyRefusal } from './channels/https-json/receipt.ts';
import type { DestinationStore } from './destination.store.ts';
import type { OutboxStore } from './outbox.store.ts';
import { recordedReason } from './recorded-reason.ts';
import type { SealableReferral, SealedStore } from './sealed.store.ts';
import { stateDestination } from './state-destination.ts';

export interface SealedFilesParts {
  session: Session;
  vault: Pick<VaultFacts, 'transaction'>;
  store: SealedStore;
  outbox: OutboxStore;
  destinations: DestinationStore;
  warrants: Warrants;
  hotline: { name: string; country: string };
  hotlineKey: HotlineKey;
}

/** What a file of receipts told, with the ids of the referrals. */
export type ReceiptsRead = Omit<ReceiptsImported, 'statements' | 'unanswered'> & {
  statements: (Omit<ReceiptsImported['statements'][number], 'referral'> & { referral: string })[];
  unanswered: string[];
};

/** A desk's statement about a referral, verified. */
type Told =
  | { receipt: Extract<ReturnType<typeof verifyReceipt>, { valid: true }>['receipt'] }
  | {
      refusal: Extract<ReturnType<typeof verifyRefusal>, { valid: true }>['refusal'];
    };

/**
 * Referrals that are carried to a desk by hand, and the receipts that come back. The bytes and keys are those that would
 * go over the network, so that a desk knows a referral that comes both ways for one.
 */
export class SealedFiles {
  readonly #parts: SealedFilesParts;

  constructor(parts: SealedFilesParts) {
    this.#parts = parts;
  }

  /**
   * Puts what a desk has no receipt for into one encrypted file; also what waits for a person, and what was sealed
   * before.
   * @throws Failure CONFLICT where nothing waits, or files for the destination cannot be sealed
   */
  async seal(id: DestinationId): Promise<SealedFile> {
    const { session, vault, store, warrants, hotline, hotlineKey } = this.#parts;
    const { recipient } = this.#sealingOf(id);
    const waiting = store.toSeal(id, session.nowMs(), MOST_SEALED + 1);
    const ordered = waiting.slice(0, MOST_SEALED).filter((referral) => warrants.isOrdered(referral));
    if (ordered.length === 0) throw conflict({ reason: 'nothing-to-seal' });
    const sealedAt = session.now();
    const file = await sealReferrals(
      {
        hotline: { name: hotline.name, country: hotline.country },
        destination: id,
        recipient,
        sealedAt,
        referrals: ordered.map(({ idempotencyKey, body }) => ({ idempotencyKey, body })),
      },
      hotlineKey,
    );
    const fileSha256 = sha256Hex(file);
    const { kty, crv, x } = hotlineKey;
    const thumbprint = await calculateJwkThumbprint({ kty, crv, x });
    vault.transaction(() =>
      session.byPerson('referral.sealed', {
        destination: id,
        recipient,
        fileSha256,
        referrals: ordered.map((referral) => ({ case: referral.caseId, referral: referral.id })),
      }),
    );
    session.announce('outbox', 'ledger');
    return {
      file: Buffer.from(file).toString('base64'),
      cover: {
        destination: id,
        hotline: { name: hotline.name, country: hotline.country },
        thumbprint,
        recipient,
        fileSha256,
        sealedAt,
        referrals: ordered.map((referral) => referral.id),
        again: ordered.filter((referral) => referral.sealedAt !== null).length,
      },
      unordered: Math.min(waiting.length, MOST_SEALED) - ordered.length,
      more: waiting.length > MOST_SEALED,
    };
  }

  /**
   * Records what a desk signed about referrals that were carried to it: one compact JWS a line, receipts and refusals.
   * What cannot be proven is told and changes nothing; the same again changes nothing either.
   */
  async importReceipts(text: string): Promise<ReceiptsRead> {
    const { session, store } = this.#parts;
    const read: ReceiptsRead = {
      ...{ delivered: 0, refused: 0, known: 0 },
      ...{ statements: [], problems: [], unanswered: [] },
    };
    const desks = new Set<string>();
    for (const [index, line] of text.split('\n').entries()) {
      const jws = line.trim();
      if (jws === '') continue;
      const one = await this.#importOne(jws);
      if ('problem' in one) read.problems.push({ line: index + 1, problem: one.problem });
      else {
        read[one.told] += 1;
        desks.add(one.destination);
        read.statements.push({ line: index + 1, told: one.told, referral: one.referral });
      }
    }
    read.unanswered = [...desks].flatMap((desk) => store.unanswered(desk));
    if (read.delivered + read.refused > 0) session.announce('queue', 'outbox', 'ledger');
    return read;
  }

  async #importOne(
    jws: string,
  ): Promise<
    | { told: ReceiptsRead['statements'][number]['told']; referral: string; destination: string }
    | { problem: ProofProblem | 'not-ours' }
  > {
    const { store, destinations, vault } = this.#parts;
    const named = namedIn(jws);
    if (named === null) return { problem: 'not-a-receipt' };
    const found = 'referral' in named ? store.find(named.referral) : store.findByKey(named.idempotencyKey);
    const desk = destinations.list().find(({ id }) => id === found?.destination);
    if (found === null || desk === undefined) return { problem: 'not-ours' };
    const told = this.#verify(jws, found, this.#sealingOf(desk.id));
    if ('problem' in told) return told;
    const about = { referral: found.id, destination: found.destination };
    return vault.transaction(() => {
      // The courier may have been faster, and read anew inside the transaction nobody can be.
      const now = store.find(found.id) ?? found;
      if (now.state === 'delivered' || now.state === 'refused') return { told: 'known', ...about } as const;
      return { told: this.#record(now, told, jws), ...about };
    });
  }

  #verify(
    jws: string,
    { id, idempotencyKey, body }: SealableReferral,
    { ca }: Sealing,
  ): Told | { problem: ProofProblem } {
    const expected = { referral: id, idempotencyKey, body: utf8(body) };
    const at = new Date(this.#parts.session.nowMs());
    const receipt = verifyReceipt(jws, expected, ca, at);
    if (receipt.valid) return { receipt: receipt.receipt };
    if (receipt.problem !== 'not-a-receipt') return { problem: receipt.problem };
    const refusal = verifyRefusal(jws, expected, ca, at);
    return refusal.valid ? { refusal: refusal.refusal } : { problem: refusal.problem };
  }

  #record(referral: SealableReferral, told: Told, jws: string): 'delivered' | 'refused' {
    const { session, outbox } = this.#parts;
    const { id, caseId, destination, attempts } = referral;
    const named = { case: caseId, referral: id, destination, attempts };
    if ('receipt' in told) {
      const evidence = { type: 'receipt', receipt: told.receipt, jws } as const;
      session.byDevice('referral.delivered', { ...named, ...statedEvidence(evidence) }, { signed: jws });
      return 'delivered';
    }
    const reason = carriedReason(told.refusal);
    session.byDevice(
      'referral.refused',
      { ...named, reason: recordedReason(reason), refusal: told.refusal },
      { signed: jws },
    );
    outbox.explain(id, reason);
    return 'refused';
  }

  /** @throws Failure CONFLICT where files for the destination cannot be sealed */
  #sealingOf(id: DestinationId): Sealing {
    const { destinations, warrants } = this.#parts;
    const desk = destinations.list().find((one) => one.id === id);
    const sealing = desk && channelOf(desk.channel).sealing(desk.channel.settings);
    if (!desk || !sealing) throw conflict({ reason: 'not-sealable' });
    if (!warrants.isSetUp(stateDestination(desk))) throw conflict({ reason: 'destination-changed' });
    return sealing;
  }
}
