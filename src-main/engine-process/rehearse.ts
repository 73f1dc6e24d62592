import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRouterClient } from '@orpc/server';
import { createEngine } from '../engine/engine.ts';
import { nodeHubPorts } from '../hub/setup/node-hub-ports.ts';
import { systemEntropy } from '../ports/entropy.ts';
import { nodeEnginePorts } from '../ports/node-engine-ports.ts';

/**
 * Founds and locks a vault of no worth in a temporary folder, so that the code which opens a vault is compiled before
 * somebody waits for it: without this a person's unlock takes half as much processor time again. The vault is empty, its
 * keys are random, and as no passphrase leads to them it opens for nobody.
 * @param assets folder of the policies and the matching kernel
 */
export async function rehearse(assets: string): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'hashline-rehearsal-'));
  const remove = () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  // However early the process is asked to end.
  process.once('exit', remove);
  try {
    const host = { kind: 'loopback' as const, capabilities: [] };
    const ports = nodeEnginePorts(folder, assets, {
      ...{ host, version: '', background: true, ...nodeHubPorts(assets) },
    });
    const passphraseHash = async () => systemEntropy.bytes(32);
    const engine = createEngine({ ...ports, passphraseHash });
    const { vault } = createRouterClient(engine.router, { context: engine.context });
    try {
      await vault.create({ hotline: 'Rehearsal', name: 'Rehearsal', passphrase: 'leads to no key' });
    } finally {
      engine.close();
    }
  } finally {
    remove();
    process.off('exit', remove);
  }
}
