import type { DestinationInput, DestinationPulled } from '../../../shared/contract/referral.contract.ts';
import { mayDo } from '../../../shared/domain/duty.ts';
import type { BatchId } from '../../../shared/domain/ids.ts';
import type { Protocol } from '../../../shared/domain/protocol.ts';
import { Channel as ReportChannel, type ReportInput } from '../../../shared/domain/report.ts';
import { utf8 } from '../../../shared/ledger/bytes.ts';
import { errorKind, type Log } from '../../ports/log.ts';
import type { Importer } from '../intake/importer.ts';
import type { Reports } from '../intake/reports.ts';
import { Upload } from '../intake/upload.ts';
import type { Session } from '../session/session.ts';
import { channelOf } from './all-channels.ts';
import { type Exchange, nothingPulled } from './channels/channel.ts';
import type { OutboxStore } from './outbox.store.ts';

export interface PullsParts {
  session: Session;
  protocol: Protocol;
  importer: Importer;
  reports: Reports;
  outbox: OutboxStore;
  destinations: () => DestinationInput[];
  /** The tools for an exchange that ends with the signal. */
  exchange: (signal: AbortSignal, destination: string) => Exchange;
  log: Log;
  /** Whether this seat is the one that exchanges with it. */
  isMine: (desk: DestinationInput) => Promise<boolean>;
}

/** How often it is looked whether a pull is due. */
const LOOKED_EVERY_MS = 30_000;

/**
 * Fetches what partners have for the hotline. It comes in as an import like any file: the reports go through the same
 * checks, and the entry that takes them in is signed by the person who works here.
 */
export class Pulls {
  readonly #parts: PullsParts;
  readonly #stopped = new AbortController();
  /** By destination: when it was pulled last. Not kept: after an unlock everything is pulled. */
  readonly #pulledAtMs = new Map<string, number>();
  #underWay: Promise<DestinationPulled[]> | null = null;

  constructor(parts: PullsParts) {
    this.#parts = parts;
  }

  /** Pulls from every destination that can be pulled; a pull that is under way is waited for and is not repeated. */
  pull(): Promise<DestinationPulled[]> {
    return this.#once(() => true);
  }

  /** Pulls at each destination's interval until `stop`, while a person works who may take reports in. */
  async runInBackground(): Promise<void> {
    const { session, log } = this.#parts;
    if (!mayDo(session.person.role, 'import')) return;
    while (!this.#stopped.signal.aborted) {
      try {
        await this.#once((desk) => this.#isDue(desk));
      } catch (error) {
        if (this.#stopped.signal.aborted) return;
        log.note({ event: 'background-failed', room: 'pulls', error: errorKind(error) });
      }
      await session.clock.sleep(LOOKED_EVERY_MS, this.#stopped.signal);
    }
  }

  stop(): void {
    this.#stopped.abort();
  }

  #once(wanted: (desk: DestinationInput) => boolean): Promise<DestinationPulled[]> {
    this.#underWay ??= this.#pullAll(wanted).finally(() => {
      this.#underWay = null;
    });
    return this.#underWay;
  }

  async #pullAll(wanted: (desk: DestinationInput) => boolean): Promise<DestinationPulled[]> {
    const results: DestinationPulled[] = [];
    for (const desk of this.#parts.destinations()) {
      if (this.#stopped.signal.aborted) break;
      if (!channelOf(desk.channel).pull || !wanted(desk)) continue;
      if (await this.#parts.isMine(desk)) results.push(await this.#pullFrom(desk));
    }
    return results;
  }

  #isDue({ id, channel }: DestinationInput): boolean {
    const everyMs = channelOf(channel).pullsEveryMs?.(channel.settings) ?? null;
    const last = this.#pulledAtMs.get(id);
    return (
      everyMs !== null && (last === undefined || this.#parts.session.clock.monotonicMs() >= last + everyMs)
    );
  }

  async #pullFrom({ id, channel }: DestinationInput): Promise<DestinationPulled> {
    const { session, protocol, reports, outbox, exchange } = this.#parts;
    this.#pulledAtMs.set(id, session.clock.monotonicMs());
    const through = ReportChannel.parse(channel.kind);
    let batch: BatchId | null = null;
    const answer = await channelOf(channel).pull!(channel.settings, exchange(this.#stopped.signal, id), {
      country: protocol.policy.jurisdiction,
      isKnown: (reference) => reports.isKnown(through, reference) || outbox.isReference(id, reference),
      take: async (fresh) => {
        if (fresh.length > 0) batch = await this.#import(`${id}-${session.now()}.jsonl`, fresh);
      },
    });
    const isPulled = answer.type === 'pulled';
    return {
      destination: id,
      ...(isPulled ? answer.pulled : nothingPulled()),
      batch,
      trouble: isPulled ? null : answer.reason,
    };
  }

  async #import(name: string, reports: readonly ReportInput[]): Promise<BatchId> {
    const lines = reports.map((report) => `${JSON.stringify({ format: 'hashline-report/1', ...report })}\n`);
    const bytes = utf8(lines.join(''));
    const upload = new Upload(name, bytes.length);
    const sent = upload.append(bytes).then(() => upload.append(new Uint8Array()));
    sent.catch(() => {});
    try {
      let batch: BatchId | null = null;
      // All or nothing: each report passed the same schema when it was made of the partner's answer.
      for await (const step of this.#parts.importer.run(upload, {
        format: 'hashline-jsonl',
        keepGood: false,
      }))
        if (step.phase === 'done') batch = step.result.batch;
      if (batch === null) throw new Error('an import ended without a result');
      return batch;
    } finally {
      upload.abort(new Error('the import is over'));
    }
  }
}
