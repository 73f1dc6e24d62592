import { cpSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Policy } from '../../shared/domain/policy.ts';
import { type Assets, FolderAssets } from '../../src-main/ports/assets.ts';
import { argon2id } from '../../src-main/ports/passphrase-hash.ts';
import { AssetsWithRate } from '../../tools/assets-with-rate.ts';
import { aCommand } from '../support/a-command.ts';
import { refer } from '../support/a-referring-vault.ts';
import { ASSETS, aVault, PASSPHRASE, PERSON } from '../support/a-vault.ts';
import { legal } from '../support/an-assessment.ts';
import { prepared } from '../support/prepared-vault.ts';
import { type Loopback, startLoopback } from './loopback.ts';

export { PASSPHRASE, PERSON as SAM };

/**
 * A host whose policy allows blocking lists. `first`, `second`, `third` and `far-away` wait for the police, who are not set up. One
 * list was given out; since then `taken-back` was found to be legal, and `new-abroad` was confirmed.
 */
export async function startGivingHost(): Promise<Loopback> {
  const { folder } = await prepared('a giving host', makeGivingVault);
  const vault = mkdtempSync(join(tmpdir(), 'hashline-e2e-'));
  cpSync(folder, vault, { recursive: true });
  return startLoopback(vault);
}

async function makeGivingVault(folder: string): Promise<void> {
  const bundled = new AssetsWithRate(new FolderAssets(ASSETS), 0);
  using vault = await aVault({
    ports: { assets: new AssetsThatBlock(bundled), passphraseHash: argon2id },
    staff: [['Ann', 'analyst']],
  });
  const { client } = vault;
  for (const name of ['first', 'second', 'third']) await refer(vault, name);
  for (const name of ['stays', 'whole']) await refer(vault, name, 'RO');
  const { case: id } = await refer(vault, 'taken-back', 'RO');
  await refer(vault, 'far-away', 'VN');
  await client.blocklist.export({});
  const [decision] = (await client.review.case({ id })).assessments;
  await client.review.correct({
    command: aCommand(),
    case: id,
    assessment: decision!.id,
    judgement: legal(),
    reason: 'an adult',
  });
  await refer(vault, 'new-abroad', 'RO');
  vault.lock();
  cpSync(vault.folder, folder, { recursive: true });
}

/** Assets whose policies allow blocking lists; one host carries nothing else. */
class AssetsThatBlock implements Assets {
  readonly #assets: Assets;

  constructor(assets: Assets) {
    this.#assets = assets;
  }

  read(name: string): Uint8Array {
    const bytes = this.#assets.read(name);
    if (!name.startsWith('policies/')) return bytes;
    const policy = Policy.parse(JSON.parse(Buffer.from(bytes).toString('utf8')));
    const blocking = { export: true, dedicatedHosts: ['whole.example'] };
    return new Uint8Array(Buffer.from(JSON.stringify({ ...policy, blocking })));
  }
}
