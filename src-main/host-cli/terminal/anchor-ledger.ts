import type { Anchors } from '../../../shared/contract/audit.contract.ts';
import type { EngineClient } from '../../../shared/contract/contract.ts';
import { askWitness, type WitnessReply } from '../../witness/ask-witness.ts';
import { EXIT, IntegrityError, tellError } from './exit-code.ts';

export interface AnchorOptions {
  /** Submission prefixes of the witnesses. */
  urls: readonly string[];
  /** C2SP verifier key of the only witness, if it does not state its key itself; the policy must name it. */
  key?: string | undefined;
  ca?: string | undefined;
  /** Introduces the ledger to witnesses that trust on first use. */
  introduce?: boolean | undefined;
  say: (words: string) => void;
}

/** A witness's answer for the checkpoint it was asked to sign. */
interface Cosigned {
  witness: string;
  size: number;
  answer: string;
}

/**
 * Has the witnesses that the policy names sign the ledger up to now, and records their signatures. All are asked before
 * any is recorded, so that they sign the same checkpoint: recording makes the ledger longer.
 * @throws IntegrityError where a witness's memory or key contradicts the ledger. The other witnesses' signatures are
 * recorded all the same.
 */
export async function anchorLedger(client: EngineClient, options: AnchorOptions): Promise<Anchors> {
  const cosigned: Cosigned[] = [];
  const failed: unknown[] = [];
  for (const url of options.urls) {
    try {
      cosigned.push(await cosignedBy(client, url, options));
    } catch (error) {
      failed.push(error);
    }
  }
  let recorded = 0;
  for (const answer of cosigned) {
    try {
      await client.audit.recordAnchor(answer);
      recorded += 1;
    } catch (error) {
      failed.push(error);
    }
  }
  if (failed.length === 0) return client.audit.anchors();
  if (recorded > 0) options.say(`${recorded} of ${options.urls.length} witnesses signed.`);
  const [worst, ...others] = failed.toSorted((a, b) => gravity(b) - gravity(a));
  for (const error of others) for (const words of tellError(error).words) options.say(words);
  throw worst;
}

/** Ranks errors: that the ledger was reset or forked is reported before any other problem. */
const gravity = (error: unknown): number => (tellError(error).exit === EXIT.integrity ? 1 : 0);

async function cosignedBy(client: EngineClient, url: string, options: AnchorOptions): Promise<Cosigned> {
  const { ca, say } = options;
  const witness = options.key ?? (await keyOf(client, url, ca));
  let request = await client.audit.anchorRequest({ witness });
  if (options.introduce) {
    const { key } = await client.audit.checkpoint();
    const { status, body } = await askWitness(url, 'trust-log', key, ca);
    say(status === 200 ? 'The witness knows this ledger now.' : `Not introduced: ${status} ${body.trim()}`);
  }
  let reply = await askWitness(url, 'add-checkpoint', request.body, ca);
  const known = sizeKnown(reply);
  if (Number.isSafeInteger(known) && known !== request.oldSize) {
    // The witness has signed more than the ledger holds; the engine reports that itself.
    request = await client.audit.anchorRequest({ witness, oldSize: known });
    reply = await askWitness(url, 'add-checkpoint', request.body, ca);
  }
  if (reply.status === 200) return { witness, size: request.size, answer: reply.body };
  throw await refusal(client, reply.status, reply.body, request.oldSize);
}

/** The size a witness says it signed, where it was asked about another; NaN where it does not say. */
const sizeKnown = ({ status, body }: WitnessReply): number =>
  status === 409 ? Number(/^(0|[1-9]\d{0,15})\n$/.exec(body)?.[1] ?? Number.NaN) : Number.NaN;

async function refusal(client: EngineClient, status: number, body: string, oldSize: number): Promise<Error> {
  if (status === 409 || status === 422) {
    return new IntegrityError(
      `the first ${oldSize} entries are not the ones the witness signed: the ledger was written anew or forked since (${status})`,
    );
  }
  const { key } = await client.audit.checkpoint();
  if (status === 404)
    return new Error(`the witness does not know this ledger; it needs this line in its logs.txt:\n${key}`);
  if (status === 403)
    return new IntegrityError(
      `the witness knows this ledger under another key than ${key}: the key was exchanged`,
    );
  return new Error(`the witness answered ${status}: ${body.trim().slice(0, 200)}`);
}

/**
 * The key the witness states, if the policy names it.
 * @throws IntegrityError where the policy names another key for a witness of this name
 */
async function keyOf(client: EngineClient, url: string, ca: string | undefined): Promise<string> {
  const { status, body } = await askWitness(url, 'verifier-key', null, ca);
  const key = body.trim();
  if (status !== 200) throw new Error('the witness does not say its key; give it with --key');
  const { witnesses } = await client.audit.anchors();
  const named = witnesses.filter(({ standing }) => standing === 'named');
  if (named.some(({ by }) => by === key)) return key;
  const name = nameOf(key);
  if (named.some(({ by }) => nameOf(by) === name))
    throw new IntegrityError(`the witness ${name} says it has another key than the one the policy names`);
  throw new Error(
    `the policy in force does not name this witness, so nothing was sent. Where it should, compare its key with one you got another way and have it put into the policy. Where it did before, an older vault was put back.\n${key}`,
  );
}

const nameOf = (key: string): string => key.split('+')[0] ?? '';
