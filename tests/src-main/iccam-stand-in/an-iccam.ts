import type { SettingsOf } from '../../../shared/domain/channels/all-channels.ts';
import { type ApiOptions, type ApiUser, IccamApi } from '../../../src-main/iccam-stand-in/iccam-api.ts';
import { type StandIn, startStandIn } from '../../../src-main/iccam-stand-in/iccam-stand-in.ts';
import { InMemoryNetwork, type Network, NetworkFailure } from '../../../src-main/ports/network.ts';
import { NodeNetwork } from '../../../src-main/ports/node-network.ts';
import { makeCertificates } from '../../../src-main/receiver/certificates.ts';
import { aFolder, tlsOf } from '../receiver/a-desk.ts';

export const PASSWORD = 'a password for tests alone';
export const BELGIUM: ApiUser = { id: 24, country: 'BE', username: 'hotline-be', password: PASSWORD };
export const NETHERLANDS: ApiUser = { id: 43, country: 'NL', username: 'hotline-nl', password: PASSWORD };

export interface AnIccam extends AsyncDisposable {
  api: IccamApi;
  network: Network;
  /** How the Belgian hotline sets it up. */
  settings: SettingsOf<'iccam'>;
  /** Null where there is no server: the calls go to the interface in memory. */
  standIn: StandIn | null;
}

const REST = {
  username: BELGIUM.username,
  password: PASSWORD,
  analyst: 'hashline-be',
  pull: '0',
  pause: '0',
};

const withUsers = (options: Partial<ApiOptions>): IccamApi =>
  new IccamApi({ users: [BELGIUM, NETHERLANDS], ...options });

/** A stand-in for ICCAM on a free port of 127.0.0.1. */
export async function anIccam(options: Partial<ApiOptions> & { delayMs?: number } = {}): Promise<AnIccam> {
  const { delayMs = 0, ...ofApi } = options;
  const folder = await aFolder();
  const api = withUsers(ofApi);
  const standIn = await startStandIn({ dir: folder.path, port: 0, api, delayMs });
  const network = new NodeNetwork([`127.0.0.1:${standIn.port}`]);
  return {
    api,
    network,
    standIn,
    settings: { url: standIn.url, ...tlsOf(standIn.certificates), ...REST },
    [Symbol.asyncDispose]: async () => {
      network.close();
      await standIn.close();
      await folder[Symbol.asyncDispose]();
    },
  };
}

/** The same interface without a server. */
export async function anIccamInMemory(options: Partial<ApiOptions> = {}): Promise<AnIccam> {
  const folder = await aFolder();
  const certificates = await makeCertificates({ dir: folder.path });
  const api = withUsers(options);
  const url = 'https://iccam.example/';
  const network = new InMemoryNetwork(({ method, url: address, headers, body }) => {
    const outcome = api.answer({
      method,
      path: address.slice(url.length),
      authorization: headers.authorization ?? null,
      body: new TextDecoder().decode(body ?? new Uint8Array()),
    });
    if (outcome === 'hang-up') throw new NetworkFailure({ code: 'ended-unanswered', error: 'ECONNRESET' });
    return { status: outcome.status, headers: {}, body: new TextEncoder().encode(outcome.body) };
  });
  return {
    api,
    network,
    standIn: null,
    settings: { url, ...tlsOf(certificates), ...REST },
    [Symbol.asyncDispose]: () => folder[Symbol.asyncDispose](),
  };
}
