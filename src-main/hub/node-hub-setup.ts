import type { Assets } from '../ports/assets.ts';
import type { HubAddress } from '../ports/hub-address.ts';
import type { HubSetup } from '../ports/hub-setup.ts';
import { checkHub } from './check-hub.ts';
import type { HubSurroundings } from './hub-connection.ts';
import { PostgresHub } from './postgres-hub.ts';
import { issueHubAuthority, issueStationCertificate } from './setup/hub-certificates.ts';
import { hubFolder } from './setup/hub-folder.ts';

/** A hub in PostgreSQL: its certificates, the folder for who sets it up, and a look at it. */
export const nodeHubSetup = (assets: Assets, surroundings: HubSurroundings): HubSetup => {
  const nowMs = () => surroundings.clock.nowMs();
  return {
    authority: (hotline) => issueHubAuthority(hotline, nowMs()),
    station: (authority, device) => issueStationCertificate(authority, device, nowMs()),
    files: async (request) =>
      (await hubFolder({ ...request, nowMs: nowMs() }, assets)).map(({ name, content, mode }) => ({
        ...{ name, text: content, mode },
      })),
    check: async (address) =>
      (await checkHub(address, tlsOf(address), surroundings)).map(({ what, ok, finding }) => ({
        ...{ check: what, ok, finding },
      })),
  };
};

/** A connection to a hub in PostgreSQL, made when it is first asked something. */
export const postgresHub = (address: HubAddress, surroundings: HubSurroundings): PostgresHub =>
  new PostgresHub(address, tlsOf(address), surroundings);

const tlsOf = ({ authority, certificate, key }: HubAddress) => ({ ca: authority, cert: certificate, key });
