import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SettingsOf } from '../../../shared/domain/channels/all-channels.ts';
import type { DeliveryOutcome } from '../../../shared/domain/delivery.ts';
import type { DeliveryTrouble } from '../../../shared/domain/delivery-trouble.ts';
import type {
  Exchange,
  FrozenReferral,
  Notices,
  TakedownAnswer,
} from '../../../src-main/engine/referral/channels/channel.ts';
import { httpsJson } from '../../../src-main/engine/referral/channels/https-json/https-json.ts';
import { recordedReason } from '../../../src-main/engine/referral/recorded-reason.ts';
import type { HotlineKey } from '../../../src-main/exchange/hotline-signature.ts';
import { InMemoryMail } from '../../../src-main/ports/mail.ts';
import type { NetworkTls } from '../../../src-main/ports/network.ts';
import { NodeNetwork } from '../../../src-main/ports/node-network.ts';
import type { DeskCertificates } from '../../../src-main/receiver/certificates.ts';
import type { Receiver, ReceiverOptions } from '../../../src-main/receiver/receiver.ts';
import { startReceiver } from '../../../src-main/receiver/receiver.ts';
import type { ReceiverEvent } from '../../../src-main/receiver/receiver-event.ts';

/** A folder that is gone when the test is. */
export async function aFolder(): Promise<AsyncDisposable & { path: string }> {
  const path = await mkdtemp(join(tmpdir(), 'hashline-desk-'));
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) };
}

export interface RunningDesk extends AsyncDisposable {
  dir: string;
  receiver: Receiver;
  network: NodeNetwork;
  /** How a hotline sets it up. */
  settings: SettingsOf<'https-json'>;
  tls: NetworkTls;
  events: ReceiverEvent[];
}

/** A desk that runs on a free port of 127.0.0.1, and a network that may reach it and nothing else. */
export async function aDesk(options: Partial<ReceiverOptions> = {}): Promise<RunningDesk> {
  const folder = options.dir === undefined ? await aFolder() : null;
  const dir = options.dir ?? folder?.path ?? '';
  const events: ReceiverEvent[] = [];
  const receiver = await startReceiver({
    dir,
    port: 0,
    name: 'Example Desk',
    log: (event) => events.push(event),
    ...options,
  });
  const network = new NodeNetwork([`127.0.0.1:${receiver.port}`]);
  return {
    dir,
    receiver,
    network,
    events,
    settings: { url: receiver.url, ...tlsOf(receiver.certificates) },
    tls: tlsOf(receiver.certificates),
    [Symbol.asyncDispose]: async () => {
      network.close();
      await receiver.close();
      await folder?.[Symbol.asyncDispose]();
    },
  };
}

export const tlsOf = ({ ca, client }: DeskCertificates) => ({ ca, cert: client.cert, key: client.key });

/** Numbers in [0, 1) that are the same in every run (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

type WithoutKey = Pick<Exchange, 'network' | 'timeoutMs' | 'nowMs'>;

/** For channels that write to nobody. */
const NO_NOTICES: Notices = {
  mail: new InMemoryMail(),
  contactFor: () => 'none',
  hasWrittenTo: () => false,
};

/** What a desk of Hashline's own exchange does not use. */
const UNUSED = {
  sleep: async () => {},
  kept: { read: () => null, write: () => {} },
  references: () => [],
  notices: NO_NOTICES,
};

/** An outcome with its trouble in the words of the ledger. */
export type Told<Outcome> = Outcome extends { reason: DeliveryTrouble }
  ? Omit<Outcome, 'reason'> & { reason: string }
  : Outcome;

const told = <Outcome extends object>(outcome: Outcome): Told<Outcome> =>
  ('reason' in outcome
    ? { ...outcome, reason: recordedReason(outcome.reason as DeliveryTrouble) }
    : outcome) as Told<Outcome>;

/** Sends a referral once, as the hotline of this key. */
export const deliver = (
  frozen: FrozenReferral,
  settings: SettingsOf<'https-json'>,
  hotlineKey: HotlineKey,
  exchange: WithoutKey,
): Promise<Told<DeliveryOutcome>> =>
  httpsJson.deliver!({ ...frozen, attempted: false, released: false }, settings, {
    ...UNUSED,
    ...exchange,
    hotlineKey,
  }).then(told);

/** Asks what became of a referral, as the hotline of this key. */
export const fetchTakedown = (
  frozen: Pick<FrozenReferral, 'referral' | 'body'>,
  settings: SettingsOf<'https-json'>,
  hotlineKey: HotlineKey,
  exchange: WithoutKey,
): Promise<Told<TakedownAnswer>> =>
  httpsJson.ask!(frozen, settings, { ...UNUSED, ...exchange, hotlineKey }).then(told);
