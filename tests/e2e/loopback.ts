import { type ChildProcess, spawn } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Policy } from '../../shared/domain/policy.ts';
import { FolderAssets } from '../../src-main/ports/assets.ts';
import { AssetsWithRate } from '../../tools/assets-with-rate.ts';
import { programFile } from '../support/programs.ts';

/** Another checkout's host and engine can be tried with this page. */
const root = process.env.HASHLINE_ROOT ?? join(import.meta.dirname, '..', '..');

/** A running host with a vault of its own. */
export interface Loopback {
  pid: number;
  address: string;
  vault: string;
  /** By what rules a vault made here begins. */
  secondReview: number;
  matching: Partial<Policy['matching']>;
  graceSeconds: number;
  stop: () => Promise<void>;
}

/**
 * Starts the loopback host in a process of its own, as a person would, and waits until it says that it is ready.
 * @param matching rules of matching that differ from the bundled policies
 * @param graceSeconds how long a decision is held: not at all unless a test says so
 * @param secondReviewRate how much of what is decided is drawn; by the bundled policies a few in a hundred would be, at random
 */
export async function startLoopback(
  vault = mkdtempSync(join(tmpdir(), 'hashline-e2e-')),
  secondReviewRate = 0,
  matching: Partial<Policy['matching']> = {},
  graceSeconds = 0,
): Promise<Loopback> {
  const assets = assetsWithRate(secondReviewRate, matching, graceSeconds);
  const host = spawn(
    process.execPath,
    [
      programFile('loopback'),
      ...['--vault', vault, '--assets', assets, '--port', '0', '--no-open', '--ephemeral'],
    ],
    { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const address = await ready(host);
  return {
    pid: host.pid ?? 0,
    address,
    vault,
    secondReview: secondReviewRate,
    matching,
    graceSeconds,
    stop: async () => {
      const gone = new Promise((resolve) => host.once('exit', resolve));
      host.kill('SIGTERM');
      const impatience = setTimeout(() => host.kill('SIGKILL'), 3000);
      await gone;
      clearTimeout(impatience);
      rmSync(vault, { recursive: true, force: true });
      rmSync(dirname(assets), { recursive: true, force: true });
    },
  };
}

function assetsWithRate(rate: number, matching: Partial<Policy['matching']>, graceSeconds: number): string {
  const bundled = join(root, 'assets');
  const home = mkdtempSync(join(tmpdir(), 'hashline-assets-'));
  const folder = join(home, 'assets');
  cpSync(bundled, folder, { recursive: true });
  // The matching kernel is looked for beside the assets.
  symlinkSync(join(root, 'dist'), join(home, 'dist'));
  const assets = new AssetsWithRate(new FolderAssets(bundled), rate, matching, graceSeconds);
  for (const name of readdirSync(join(bundled, 'policies')))
    writeFileSync(join(folder, 'policies', name), assets.read(`policies/${name}`));
  return folder;
}

async function ready(host: ChildProcess): Promise<string> {
  if (host.stdout === null) throw new Error('the host has no output');
  for await (const line of createInterface({ input: host.stdout })) {
    const address = /^Hashline is ready: (\S+)$/.exec(line)?.[1];
    if (address !== undefined) return address;
  }
  throw new Error('the host ended before it was ready');
}
