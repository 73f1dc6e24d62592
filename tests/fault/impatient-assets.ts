import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { z } from 'zod';
import type { Policy } from '../../shared/domain/policy.ts';
import { MemoryAssets } from '../../src-main/ports/assets.ts';
import { ASSETS } from '../support/a-vault.ts';

/** The bundled protocol with a change. */
export function assetsWith(change: (policy: z.input<typeof Policy>) => void): MemoryAssets {
  const read = (name: string) => readFileSync(join(ASSETS, name), 'utf8');
  const policy = JSON.parse(read('policies/be-2017.json'));
  change(policy);
  const files = { 'policies/be-2017.json': JSON.stringify(policy), 'members.json': read('members.json') };
  return new MemoryAssets(new Map(Object.entries(files).map(([name, text]) => [name, Buffer.from(text)])));
}

/**
 * The bundled protocol with a courier that hardly waits and never gives up, so that many faults fit into a short run.
 * @param destinations where what is hosted in the own country goes
 */
export const impatientAssets = (destinations: string[] = ['police']): MemoryAssets =>
  assetsWith((policy) => {
    policy.review.graceSeconds = 0;
    policy.categories[0]!.destinations = destinations;
    policy.courier = { maxAttempts: 100_000, baseDelayMs: 2, maxDelayMs: 20, timeoutMs: 5000 };
  });
