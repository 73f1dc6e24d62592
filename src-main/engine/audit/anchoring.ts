import type { Anchors } from '../../../shared/contract/audit.contract.ts';
import { findMedia } from '../../../shared/domain/hash-only.ts';
import { addCheckpointText } from '../../../shared/ledger/add-checkpoint.ts';
import { ANCHORABLE_CHECKPOINTS, anchoredData } from '../../../shared/ledger/anchored.ts';
import { parseCheckpoint } from '../../../shared/ledger/checkpoint.ts';
import { cosignedAt, readWitnessKey, type WitnessKey } from '../../../shared/ledger/cosignature.ts';
import { conflict, Failure, notFound } from '../failure.ts';
import { nodeLedgerCrypto } from '../vault/signing-key.ts';
import type { AuditStore } from './audit.store.ts';
import type { Ledger } from './ledger.ts';
import { LogTree } from './log-tree.ts';
import type { SentCheckpoints } from './sent-checkpoints.ts';

/** Checkpoints held by somebody outside: asking for them, recording them, and saying how far they reach. */
export class Anchoring {
  readonly #store: AuditStore;
  readonly #ledger: Ledger;
  readonly #sent: SentCheckpoints;

  constructor(store: AuditStore, ledger: Ledger, sent: SentCheckpoints) {
    this.#store = store;
    this.#ledger = ledger;
    this.#sent = sent;
  }

  anchors(): Anchors {
    const { size } = this.#store.frontier();
    const witnesses = this.#store.cosignatures.latest().map((cosignature) => ({
      kind: 'witness' as const,
      by: cosignature.witness,
      size: cosignature.size,
      at: cosignature.cosignedAt,
    }));
    const anchors = [...witnesses, ...this.#sent.anchors()];
    const anchored = Math.max(0, ...anchors.map((anchor) => anchor.size));
    return { size, anchored, since: size - anchored, anchors };
  }

  /**
   * The body of a C2SP tlog-witness request over everything so far. Called inside a transaction.
   * @throws Failure INTEGRITY where the witness has seen more than there is
   */
  request(witness: string, askedSize: number | undefined): { size: number; oldSize: number; body: string } {
    readKey(witness);
    const { size, note } = this.#ledger.statedCheckpoint();
    const oldSize = askedSize ?? this.#store.cosignatures.lastSizeOf(witness);
    if (oldSize > size) {
      const problem = `the witness has seen ${oldSize} entries of this ledger and here are ${size}: it was taken back`;
      throw new Failure({ code: 'INTEGRITY', data: { problem } });
    }
    const proof = new LogTree(this.#store).consistency(oldSize, size);
    return { size, oldSize, body: addCheckpointText({ oldSize, proof, note }) };
  }

  /**
   * Records what a witness answered. Called inside a transaction; the same answer again changes nothing.
   * @throws Failure INTEGRITY where it is not this witness's cosignature over that checkpoint
   */
  record(witnessText: string, size: number, answer: string): void {
    const witness = readKey(witnessText);
    const note = this.#store.checkpointAt(size);
    const checkpoint = note === null ? null : parseCheckpoint(note);
    if (checkpoint === null) throw notFound(`checkpoint over ${size} entries`);
    if (this.#store.checkpointsAfter(size) >= ANCHORABLE_CHECKPOINTS)
      throw conflict('this checkpoint is too old; anchor a newer one');
    for (const line of answer.split('\n')) {
      const seconds = cosignedAt(line, checkpoint.text, witness, nodeLedgerCrypto);
      if (seconds === null) continue;
      const cosignedAtText = new Date(seconds * 1000).toISOString();
      const isNews = this.#store.cosignatures.insert({
        size,
        witness: witnessText,
        line,
        cosignedAt: cosignedAtText,
      });
      if (isNews) this.#ledger.byDevice('checkpoint.anchored', anchoredData(checkpoint, witness, line));
      return;
    }
    const problem = 'the answer holds no cosignature of this witness over this checkpoint';
    throw new Failure({ code: 'INTEGRITY', data: { problem } });
  }
}

/**
 * Whoever makes a key chooses its name, and the key is kept.
 * @throws Failure CONFLICT where the text is not a witness's verifier key
 */
function readKey(text: string): WitnessKey {
  const witness = readWitnessKey(text, nodeLedgerCrypto);
  if (witness && findMedia(text) === null) return witness;
  throw conflict('this is not the verifier key of a witness');
}
