import { readAddCheckpoint, SIZE_MEDIA_TYPE } from '../../shared/ledger/add-checkpoint.ts';
import { equalBytes } from '../../shared/ledger/bytes.ts';
import { isCheckpointSignedBy, parseCheckpoint } from '../../shared/ledger/checkpoint.ts';
import { cosign, witnessVerifierKey } from '../../shared/ledger/cosignature.ts';
import type { LedgerCrypto, SignEd25519 } from '../../shared/ledger/crypto.ts';
import { verifyConsistency } from '../../shared/ledger/proof.ts';
import type { TrustedLogs } from './trusted-logs.ts';
import type { WitnessedLogs } from './witnessed-logs.ts';

export interface WitnessParts {
  name: string;
  publicKey: Uint8Array;
  sign: SignEd25519;
  crypto: LedgerCrypto;
  trusted: TrustedLogs;
  witnessed: WitnessedLogs;
  nowMs: () => number;
}

export interface WitnessAnswer {
  status: 200 | 400 | 403 | 404 | 409 | 422;
  mediaType: string;
  body: string;
}

/**
 * A witness of logs (C2SP tlog-witness): it signs a tree that contains the one it signed before, and never signs two
 * that contradict each other. It sees sizes and hashes, and nothing of what is logged.
 */
export class Witness {
  readonly #parts: WitnessParts;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(parts: WitnessParts) {
    this.#parts = parts;
  }

  /** The C2SP verifier key that everyone who trusts this witness must know. */
  get verifierKey(): string {
    return witnessVerifierKey(this.#parts, this.#parts.crypto);
  }

  /**
   * Answers requests one after the other: comparing with the last signed tree and storing the new one must not be
   * interrupted.
   */
  addCheckpoint(text: string): Promise<WitnessAnswer> {
    const mine = this.#turn.then(() => this.#add(text));
    this.#turn = mine.catch(() => undefined);
    return mine;
  }

  /** Starts to trust an unknown log; only for a witness that is configured to. */
  trust(logKey: string): Promise<boolean> {
    return this.#parts.trusted.trust(logKey);
  }

  async #add(text: string): Promise<WitnessAnswer> {
    const { trusted, witnessed, crypto, name, publicKey, sign, nowMs } = this.#parts;
    const request = readAddCheckpoint(text);
    const checkpoint = request === null ? null : parseCheckpoint(request.note);
    if (request === null || checkpoint === null) return refuse(400, 'this is not an add-checkpoint request');
    const { origin, size, root } = checkpoint;
    const keys = trusted.keysOf(origin);
    if (keys.length === 0) return refuse(404, 'this witness does not know the log');
    if (!keys.some((key) => isCheckpointSignedBy(request.note, key, crypto)))
      return refuse(403, 'none of the signatures is by a key of the log');
    const { oldSize, proof } = request;
    if (oldSize > size) return refuse(400, 'the old size is larger than the checkpoint');
    const last = witnessed.last(origin);
    const knownSize = last?.size ?? 0;
    if (oldSize !== knownSize) return conflict(knownSize);
    const oldRoot = last?.root ?? crypto.sha256(new Uint8Array(0));
    if (oldSize === size && !equalBytes(oldRoot, root) && proof.length === 0 && size > 0)
      return conflict(knownSize);
    const consistent = verifyConsistency(
      { oldSize, newSize: size, oldRoot, newRoot: root, path: proof },
      crypto.sha256,
    );
    if (!consistent) return refuse(422, 'the log is not proven to contain what this witness signed before');
    const line = cosign(checkpoint.text, Math.floor(nowMs() / 1000), { name, publicKey }, sign, crypto);
    await witnessed.remember({ origin, size, root, note: `${request.note}${line}\n` });
    return { status: 200, mediaType: 'text/plain; charset=utf-8', body: `${line}\n` };
  }
}

const refuse = (status: 400 | 403 | 404 | 422, why: string): WitnessAnswer => ({
  status,
  mediaType: 'text/plain; charset=utf-8',
  body: `${why}\n`,
});

const conflict = (size: number): WitnessAnswer => ({
  status: 409,
  mediaType: SIZE_MEDIA_TYPE,
  body: `${size}\n`,
});
