import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { programFile } from './programs.ts';

const ROOT = join(import.meta.dirname, '..', '..');

/** The loopback host in a process of its own, as a person starts it; the page must have been built. */
export interface LoopbackProcess {
  pid: number;
  origin: string;
  token: string;
  /** Everything it has written so far. */
  output: () => string;
  /** Kills the process, as a power cut does. */
  kill: () => Promise<void>;
}

export async function aLoopbackProcess(vault: string, env: NodeJS.ProcessEnv = {}): Promise<LoopbackProcess> {
  const child = spawn(
    process.execPath,
    [programFile('loopback'), '--vault', vault, '--port', '0', '--no-open', '--ephemeral'],
    { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ...env } },
  );
  const parts: Buffer[] = [];
  child.stdout.on('data', (part: Buffer) => parts.push(part));
  child.stderr.on('data', (part: Buffer) => parts.push(part));
  const output = () => Buffer.concat(parts).toString('utf8');
  const address = await readyAt(child, output);
  return {
    pid: child.pid ?? 0,
    origin: new URL(address).origin,
    token: new URL(address).hash.replace('#token=', ''),
    output,
    kill: async () => {
      const gone = once(child, 'exit');
      child.kill('SIGKILL');
      await gone;
    },
  };
}

async function readyAt(child: ChildProcess, output: () => string): Promise<string> {
  if (child.stdout === null) throw new Error('the host has no output');
  for await (const line of createInterface({ input: child.stdout })) {
    const address = /^Hashline is ready: (\S+)$/.exec(line)?.[1];
    if (address !== undefined) return address;
  }
  throw new Error(`the host ended before it was ready: ${output()}`);
}
