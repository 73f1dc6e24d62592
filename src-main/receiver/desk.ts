import type { X509Certificate } from 'node:crypto';
import { join } from 'node:path';
import type { ZodError } from 'zod';
import { Digest, ReferralBody } from '../../shared/domain/referral.ts';
import { utf8 } from '../../shared/ledger/bytes.ts';
import { canonicalText } from '../../shared/ledger/canonical-json.ts';
import {
  type SignatureCheck,
  verifyReferralSignature,
  verifyStatusRequest,
} from '../exchange/hotline-signature.ts';
import { parseJsonBytes } from '../exchange/parse-json-bytes.ts';
import type { DeskErrorCode } from '../exchange/referral-wire.ts';
import type { SealedReferral } from '../exchange/sealed-file.ts';
import { sha256Hex } from '../exchange/sha256-hex.ts';
import { type AnswerSigner, answerSigner } from './answer-signer.ts';
import { HotlinePins } from './hotline-pins.ts';
import type { CertifiedKey } from './issue-certificate.ts';
import type { Acceptance, DeskRecord } from './referral-store.ts';
import { ReferralStore } from './referral-store.ts';
import { signedReport } from './signed-report.ts';

/** A referral as received, not yet validated. */
export interface ArrivedReferral {
  /** The TLS client certificate of the connection. */
  certificate: X509Certificate;
  idempotencyKey: string;
  signature: string;
  body: Uint8Array;
}

/** A question about the status of a referral, not yet validated. */
export interface StatusRequest {
  /** The TLS client certificate of the connection. */
  certificate: X509Certificate;
  signature: string;
  referral: string;
}

export interface DeskRefusal {
  type: 'refused';
  status: number;
  error: DeskErrorCode;
  detail: string;
  /**
   * The signed refusal; null where the desk does not know for certain which referral it is, or which hotline's. Then
   * the sender must not take it for final.
   */
  refusal: string | null;
}

export interface DeskOptions {
  dir: string;
  /** Named in every receipt. */
  name: string;
  receiptKey: CertifiedKey;
  nowMs: () => number;
  /** Whether to refuse a referral that would be acceptable. */
  refuses?: () => boolean;
}

/**
 * The decisions of a receiving desk, without a network: who may refer, what is accepted, and that it is accepted once.
 */
export class Desk {
  readonly #options: DeskOptions;
  readonly #store: ReferralStore;
  readonly #pins: HotlinePins;
  readonly #signer: AnswerSigner;
  #last: Promise<unknown> = Promise.resolve();

  private constructor(options: DeskOptions, store: ReferralStore, pins: HotlinePins) {
    this.#options = options;
    this.#store = store;
    this.#pins = pins;
    this.#signer = answerSigner(options.receiptKey);
  }

  static async open(options: DeskOptions): Promise<Desk> {
    const store = await ReferralStore.open(join(options.dir, 'referrals'));
    return new Desk(options, store, await HotlinePins.open(join(options.dir, 'hotlines.json')));
  }

  get size(): number {
    return this.#store.size;
  }

  /** What the desk has, the newest first, for its officers. */
  records(): DeskRecord[] {
    return this.#store.all();
  }

  /**
   * Accepts referrals one after the other, so that of two copies arriving together one is the first and the other a
   * repeat.
   */
  accept(arrived: ArrivedReferral): Promise<Extract<Acceptance, { record: DeskRecord }> | DeskRefusal> {
    const turn = this.#last.then(() => this.#acceptNow(arrived));
    this.#last = turn.catch(() => undefined);
    return turn;
  }

  /**
   * The same for a referral that came in a sealed file, whose signature its opening checked. The hotline is its signing
   * key, so what came by hand and what comes over the network are one referral.
   * @param hotline thumbprint of the key that signed
   */
  acceptSealed(
    sealed: SealedReferral,
    hotline: string,
  ): Promise<Extract<Acceptance, { record: DeskRecord }> | DeskRefusal> {
    const { idempotencyKey, body, signature } = sealed;
    const turn = this.#last.then(() => this.#keep({ idempotencyKey, signature, body: utf8(body) }, hotline));
    this.#last = turn.catch(() => undefined);
    return turn;
  }

  /** The names under which a key is known; none where its hotline never came over the network. */
  namesOf(thumbprint: string): string[] {
    return this.#pins.namesOf(thumbprint);
  }

  /**
   * The signed report on the takedown of a referral, only for the hotline whose key signed the referral. To any other
   * hotline, the referral does not seem to exist.
   */
  async takedown({
    certificate,
    signature,
    referral,
  }: StatusRequest): Promise<
    { type: 'told'; report: string; events: number; damagedLines: number } | DeskRefusal
  > {
    const check = await verifyStatusRequest(signature, referral, certificate);
    const hotline = this.#recognise(check, certificate);
    if ('type' in hotline) return hotline;
    const record = await this.#store.find(referral, hotline.thumbprint);
    if (record === null) return refuse(404, 'not-found', 'no referral of yours has this id');
    return { type: 'told', ...(await signedReport(record, { ...this.#options, signer: this.#signer })) };
  }

  /**
   * Identifies the sender by the signing key. The certificate admits the connection, and its name must not be known
   * with another key.
   */
  #recognise(
    check: SignatureCheck,
    { subject }: X509Certificate,
  ): Extract<SignatureCheck, { valid: true }> | DeskRefusal {
    if (!check.valid) return refuse(401, 'bad-signature', `the signature does not hold: ${check.problem}`);
    // For a certificate without a subject, Node returns undefined, whatever its types say.
    if (!subject) return refuse(403, 'unnamed-certificate', 'this client certificate names nobody');
    return this.#pins.isOther(subject, check.thumbprint)
      ? refuse(
          403,
          'other-hotline-key',
          'the name in this client certificate is known with another signing key',
        )
      : check;
  }

  async #acceptNow({ certificate, idempotencyKey, signature, body }: ArrivedReferral) {
    if (!Digest.safeParse(idempotencyKey).success) {
      return refuse(400, 'bad-request', 'idempotency-key needs 64 lower-case hexadecimal digits');
    }
    const check = await verifyReferralSignature(signature, body, certificate);
    const hotline = this.#recognise(check, certificate);
    if ('type' in hotline) return hotline;
    await this.#pins.keep(certificate.subject, hotline.thumbprint, hotline.publicKey, this.#options.nowMs());
    return this.#keep({ idempotencyKey, signature, body }, hotline.thumbprint);
  }

  /** Stores a referral of a hotline that is known by its key, or refuses it. */
  async #keep({ idempotencyKey, signature, body }: Omit<ArrivedReferral, 'certificate'>, hotline: string) {
    const refuseForGood = (status: number, error: DeskErrorCode, detail: string) =>
      this.#refuseForGood({ idempotencyKey, body }, status, error, detail);
    const value = parseJsonBytes(body);
    if (value === null) {
      return refuseForGood(
        422,
        'bad-referral',
        'the body is no JSON, or JSON with a member that stands twice',
      );
    }
    const referral = ReferralBody.safeParse(value);
    if (!referral.success) return refuseForGood(422, 'bad-referral', problemOf(referral.error));
    const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(body);
    if (canonicalText(value) !== text) {
      return refuseForGood(422, 'not-canonical', 'the body is not RFC 8785 canonical JSON');
    }
    if (this.#options.refuses?.()) {
      return refuseForGood(422, 'not-accepted', 'the desk does not take this referral');
    }
    const identity = {
      referral: referral.data.referral,
      hotline,
      idempotencyKey,
      bodySha256: sha256Hex(body),
    };
    const outcome = await this.#store.accept(identity, () => this.#record(identity, text, signature));
    if (outcome.type === 'key-reused') {
      return refuseForGood(409, 'key-reused', 'this idempotency key came with another body before');
    }
    if (outcome.type === 'referral-reused') {
      return refuseForGood(
        409,
        'referral-reused',
        'this referral is here already, under another idempotency key',
      );
    }
    // Not final: a sender who learnt the id and came first must not be able to end the hotline's own referral.
    if (outcome.type === 'referral-of-another') {
      return refuse(409, 'referral-of-another', 'a referral of another hotline has this id');
    }
    return outcome;
  }

  async #refuseForGood(
    { idempotencyKey, body }: Pick<ArrivedReferral, 'idempotencyKey' | 'body'>,
    status: number,
    error: DeskErrorCode,
    detail: string,
  ): Promise<DeskRefusal> {
    const { name, nowMs } = this.#options;
    const refusal = await this.#signer.refusal({
      format: 'hashline-refusal/1',
      idempotencyKey,
      bodySha256: sha256Hex(body),
      refusedAt: new Date(nowMs()).toISOString(),
      receiver: name,
      error,
      detail: detail.slice(0, LONGEST_DETAIL),
    });
    return { type: 'refused', status, error, detail, refusal };
  }

  async #record(
    identity: Pick<DeskRecord, 'referral' | 'hotline' | 'idempotencyKey' | 'bodySha256'>,
    body: string,
    signature: string,
  ): Promise<DeskRecord> {
    const receivedAt = new Date(this.#options.nowMs()).toISOString();
    const number = String(this.#store.size + 1).padStart(6, '0');
    const reference = `${receivedAt.slice(0, 4)}/${number}`;
    const receipt = await this.#signer.receipt({
      format: 'hashline-receipt/1',
      referral: identity.referral,
      idempotencyKey: identity.idempotencyKey,
      bodySha256: identity.bodySha256,
      receivedAt,
      receiver: this.#options.name,
      reference,
    });
    return { format: 'hashline-desk-record/1', ...identity, receivedAt, reference, body, signature, receipt };
  }
}

/** The longest detail a refusal can carry. */
const LONGEST_DETAIL = 1000;

const refuse = (status: number, error: DeskErrorCode, detail: string): DeskRefusal => ({
  type: 'refused',
  status,
  error,
  detail,
  refusal: null,
});

/** Names the first bad field; never repeats what was sent, neither content nor an invented field name. */
function problemOf({ issues: [issue] }: ZodError): string {
  const what = issue?.code === 'unrecognized_keys' ? 'has members a referral does not have' : issue?.message;
  return `${issue?.path.map(String).join('.') || 'body'}: ${what ?? 'is not a referral'}`;
}
