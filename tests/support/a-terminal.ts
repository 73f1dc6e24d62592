import { spawn } from 'node:child_process';
import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { aFolder } from './a-folder.ts';
import { type Ran, runHere } from './a-shell.ts';
import { aPreparedVault, PASSPHRASE } from './a-vault.ts';
import { programFile } from './programs.ts';

/** A shell's view of Hashline: a folder of its own with a vault folder and a passphrase file in it. */
export interface Terminal extends Disposable {
  folder: string;
  vault: string;
  /** Writes a file and returns its path. */
  file(name: string, content: string | Uint8Array): string;
  /** Runs `hashline` with these arguments. */
  run(...args: string[]): Promise<Ran>;
  /** Runs a command on the vault with its passphrase and `--json`; it must succeed. Returns its answer. */
  ask(...args: string[]): Promise<Record<string, unknown>>;
  /** The options every command on the vault takes. */
  readonly options: string[];
}

/** Runs the bundled program, as a shell does. */
async function runProgram(args: readonly string[]): Promise<Ran> {
  const child = spawn(process.execPath, [programFile('hashline'), ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH: process.env.PATH, NODE_COMPILE_CACHE: join(tmpdir(), 'hashline-compile-cache') },
  });
  const exited = new Promise<number | null>((resolve) => child.on('close', resolve));
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)]);
  return { exit: await exited, stdout, stderr };
}

/** @param how runs each command in a process of its own, or all in this one, which takes a tenth of the time */
export function aTerminal(how: 'process' | 'here' = 'here'): Terminal {
  const folder = aFolder();
  const vault = join(folder.path, 'vault');
  const passphrase = join(folder.path, 'passphrase');
  writeFileSync(passphrase, `${PASSPHRASE}\n`);
  const options = ['--vault', vault, '--passphrase-file', passphrase];
  const run = (...args: string[]): Promise<Ran> => (how === 'here' ? runHere(args) : runProgram(args));
  return {
    folder: folder.path,
    vault,
    options,
    file: (name, content) => {
      const path = join(folder.path, 'files', name);
      mkdirSync(join(folder.path, 'files'), { recursive: true });
      writeFileSync(path, content);
      return path;
    },
    run,
    ask: async (...args) => {
      const { exit, stdout, stderr } = await run(...args, ...options, '--json');
      if (exit !== 0) throw new Error(`hashline ${args.join(' ')} ended with ${exit}: ${stderr}`);
      return JSON.parse(stdout);
    },
    [Symbol.dispose]: () => folder[Symbol.dispose](),
  };
}

/**
 * A terminal with a vault in it: a copy of one that was made before.
 * @param graceSeconds how long a decision is held; as the bundled policy says unless given
 */
export async function aTerminalWithVault(
  graceSeconds?: number,
  how: 'process' | 'here' = 'here',
): Promise<Terminal> {
  const terminal = aTerminal(how);
  const { folder } = await aPreparedVault({
    ...(graceSeconds === undefined ? { secondReview: null } : { secondReview: 0, graceSeconds }),
    forPrograms: how === 'process',
  });
  cpSync(folder, terminal.vault, { recursive: true });
  return terminal;
}
