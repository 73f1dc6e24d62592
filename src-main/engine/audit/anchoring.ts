import type { Anchors, WitnessAnchor } from '../../../shared/contract/audit.contract.ts';
import type { Protocol } from '../../../shared/domain/protocol.ts';
import { addCheckpointText } from '../../../shared/ledger/add-checkpoint.ts';
import { ANCHORABLE_CHECKPOINTS, anchoredData } from '../../../shared/ledger/anchored.ts';
import { parseCheckpoint } from '../../../shared/ledger/checkpoint.ts';
import { cosignedAt, readWitnessKey, type WitnessKey } from '../../../shared/ledger/cosignature.ts';
import type { Witnessed } from '../../../shared/ledger/witnessed.ts';
import { nodeLedgerCrypto } from '../keys/signing-key.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { LogTree } from '../ledger/log-tree.ts';
import type { StoredRecord } from '../ledger/stored-record.ts';
import { conflict, damaged, notFound } from '../storage/failure.ts';
import type { SentCheckpoints } from './sent-checkpoints.ts';
import type { WitnessRecords } from './witness-records.ts';

export interface AnchoringParts {
  store: StoredRecord;
  ledger: Ledger;
  sent: SentCheckpoints;
  witnesses: WitnessRecords;
  protocol: Protocol;
}

/** Obtains and records checkpoints that outsiders hold, and says how far they reach. */
export class Anchoring {
  readonly #parts: AnchoringParts;

  constructor(parts: AnchoringParts) {
    this.#parts = parts;
  }

  /** Must not be called inside a transaction. */
  anchors(): Anchors {
    const { store, witnesses, sent } = this.#parts;
    const { size } = store.frontier();
    const witnessed = witnesses.now();
    const { quorum, anchored } = witnessed;
    return {
      size,
      anchored,
      since: size - anchored,
      quorum,
      witnesses: witnessAnchors(witnessed),
      desks: sent.desks(),
    };
  }

  /**
   * The body of a C2SP tlog-witness request for the whole ledger. Called inside a transaction.
   * @throws Failure CONFLICT where the policy in force names no such witness, INTEGRITY where the witness has seen more
   * than there is
   */
  request(witness: string, askedSize: number | undefined): { size: number; oldSize: number; body: string } {
    this.#named(witness);
    const { store, ledger } = this.#parts;
    const { size, note } = ledger.statedCheckpoint();
    const oldSize = askedSize ?? store.cosignatures.lastSizeOf(witness);
    if (oldSize > size) {
      throw damaged({ problem: 'witness-saw-more', seen: oldSize, size });
    }
    const proof = new LogTree(store).consistency(oldSize, size);
    return { size, oldSize, body: addCheckpointText({ oldSize, proof, note }) };
  }

  /**
   * Records a witness's answer. Called inside a transaction; the same answer again changes nothing.
   * @throws Failure CONFLICT where the policy in force names no such witness, INTEGRITY where it is not this witness's
   * cosignature over that checkpoint
   */
  record(witnessText: string, size: number, answer: string): void {
    const witness = this.#named(witnessText);
    const { store, ledger } = this.#parts;
    const note = store.checkpointAt(size);
    const checkpoint = note === null ? null : parseCheckpoint(note);
    if (checkpoint === null) throw notFound({ what: 'checkpoint', size });
    if (store.checkpointsAfter(size) >= ANCHORABLE_CHECKPOINTS)
      throw conflict({ reason: 'checkpoint-too-old' });
    for (const line of answer.split('\n')) {
      const seconds = cosignedAt(line, checkpoint.text, witness, nodeLedgerCrypto);
      if (seconds === null) continue;
      const cosignedAtText = new Date(seconds * 1000).toISOString();
      const isNews = store.cosignatures.insert({
        size,
        witness: witnessText,
        line,
        cosignedAt: cosignedAtText,
      });
      if (isNews) ledger.byDevice('checkpoint.anchored', anchoredData(checkpoint, witness, line));
      return;
    }
    throw damaged({ problem: 'wrong-cosignature' });
  }

  /**
   * Which witness is believed is decided by two supervisors through the policy, and not by the person who brings a
   * signature.
   */
  #named(text: string): WitnessKey {
    const isNamed = this.#parts.protocol.policy.witnesses.keys.includes(text);
    const witness = isNamed ? readWitnessKey(text, nodeLedgerCrypto) : null;
    if (witness === null) throw conflict({ reason: 'witness-not-named' });
    return witness;
  }
}

/** The named witnesses first, in the policy's order. */
function witnessAnchors({ named, records }: Witnessed): WitnessAnchor[] {
  const others = [...records.keys()].filter((key) => !named.includes(key));
  return [...named, ...others].map((by) => {
    const { size, seconds, counted } = records.get(by) ?? { size: 0, seconds: 0, counted: 0 };
    const standing = named.includes(by) ? 'named' : counted > 0 ? 'removed' : 'unnamed';
    const shown = standing === 'unnamed' ? size : counted;
    return { by, size: shown, at: shown === 0 ? null : new Date(seconds * 1000).toISOString(), standing };
  });
}
