import type { Anchors } from '../../shared/contract/audit.contract.ts';
import type { EngineClient } from '../../shared/contract/contract.ts';
import { askWitness } from '../witness/ask-witness.ts';
import { IntegrityError } from './exit-code.ts';

export interface AnchorOptions {
  /** Submission prefix of the witness. */
  url: string;
  /** Its C2SP verifier key; without it the witness is believed what it says the first time. */
  key?: string | undefined;
  ca?: string | undefined;
  /** Makes the ledger known to a witness that trusts on first use. */
  introduce?: boolean | undefined;
  say: (words: string) => void;
}

/**
 * Has a witness sign the ledger up to now, and records the signature.
 * @throws IntegrityError where the witness's memory and the ledger do not go together
 */
export async function anchorLedger(client: EngineClient, options: AnchorOptions): Promise<Anchors> {
  const { url, ca, say } = options;
  const witness = options.key ?? (await firstUse(client, options));
  if (options.introduce) {
    const { key } = await client.audit.checkpoint();
    const { status, body } = await askWitness(url, 'trust-log', key, ca);
    say(status === 200 ? 'The witness knows this ledger now.' : `Not introduced: ${status} ${body.trim()}`);
  }
  let request = await client.audit.anchorRequest({ witness });
  let reply = await askWitness(url, 'add-checkpoint', request.body, ca);
  const known =
    reply.status === 409 ? Number(/^(0|[1-9]\d{0,15})\n$/.exec(reply.body)?.[1] ?? Number.NaN) : Number.NaN;
  if (Number.isSafeInteger(known) && known !== request.oldSize) {
    // More than there is: the engine says so itself.
    request = await client.audit.anchorRequest({ witness, oldSize: known });
    reply = await askWitness(url, 'add-checkpoint', request.body, ca);
  }
  if (reply.status === 200) {
    return client.audit.recordAnchor({ witness, size: request.size, answer: reply.body });
  }
  throw await refusal(client, reply.status, reply.body, request.oldSize);
}

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

/** The key of a witness that anchored before, or the one it names now. */
async function firstUse(client: EngineClient, { url, ca, say }: AnchorOptions): Promise<string> {
  const { status, body } = await askWitness(url, 'verifier-key', null, ca);
  const key = body.trim();
  if (status !== 200) throw new Error('the witness does not say its key; give it with --key');
  const name = key.split('+')[0] ?? '';
  const { anchors } = await client.audit.anchors();
  const known = anchors.filter(({ kind, by }) => kind === 'witness' && by.split('+')[0] === name);
  if (known.length > 0 && !known.some(({ by }) => by === key))
    throw new IntegrityError(`the witness ${name} has another key than the one that signed before`);
  if (known.length === 0)
    say(`First use of this witness; compare its key with one you got another way:\n${key}`);
  return key;
}
