import { FolderAssets } from '../../ports/assets.ts';
import { systemClock } from '../../ports/clock.ts';
import { systemEntropy } from '../../ports/entropy.ts';
import type { Hub } from '../../ports/hub.ts';
import type { HubAddress } from '../../ports/hub-address.ts';
import type { HubSetup } from '../../ports/hub-setup.ts';
import { checkHub } from '../check-hub.ts';
import { PostgresHub } from '../postgres-hub.ts';
import { issueHubAuthority, issueStationCertificate } from './hub-certificates.ts';
import { hubFolder } from './hub-folder.ts';

/** What an engine reaches hubs in PostgreSQL with, and sets them up with. */
export function nodeHubPorts(assetsFolder: string): {
  hub: (address: HubAddress) => Hub;
  hubSetup: HubSetup;
} {
  const surroundings = { clock: systemClock, entropy: systemEntropy };
  const nowMs = () => systemClock.nowMs();
  return {
    hub: (address) => new PostgresHub(address, tlsOf(address), surroundings),
    hubSetup: {
      authority: (hotline) => issueHubAuthority(hotline, nowMs()),
      station: (authority, device) => issueStationCertificate(authority, device, nowMs()),
      files: async (request) => {
        const files = await hubFolder({ ...request, nowMs: nowMs() }, new FolderAssets(assetsFolder));
        return files.map(({ name, content, mode }) => ({ name, text: content, mode }));
      },
      check: async (address) => {
        const checks = await checkHub(address, tlsOf(address), surroundings);
        return checks.map(({ what, ok, finding }) => ({ check: what, ok, finding }));
      },
    },
  };
}

const tlsOf = ({ authority, certificate, key }: HubAddress) => ({ ca: authority, cert: certificate, key });
