import { join } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { createRouterClient } from '@orpc/server';
import packageJson from '../../package.json' with { type: 'json' };
import type { EngineClient } from '../../shared/contract/contract.ts';
import { CommandId, uuidv7 } from '../../shared/domain/ids.ts';
import { personName } from '../../shared/domain/person-name.ts';
import { createEngine } from '../engine/engine.ts';
import { systemEntropy } from '../ports/entropy.ts';
import { nodeEnginePorts } from '../ports/node-engine-ports.ts';
import { PROJECT_ROOT } from '../ports/program-files.ts';
import { letHeapGrow } from '../ports/roomy-heap.ts';
import { UsageError } from './exit-code.ts';
import { readFirstLine } from './kept-file.ts';

/** Options of every command that works on a vault. */
export interface VaultOptions {
  vault: string;
  as?: string;
  passphraseFile?: string;
  json?: boolean;
}

export const newCommand = (): CommandId => CommandId.parse(uuidv7(Date.now(), systemEntropy.bytes(10)));

/** Runs `work` with an engine over the vault folder, and closes it whatever happens. */
export async function withEngine<Result>(
  vaultFolder: string,
  work: (client: EngineClient) => Promise<Result>,
): Promise<Result> {
  letHeapGrow();
  const engine = createEngine(
    nodeEnginePorts(vaultFolder, join(PROJECT_ROOT, 'assets'), {
      host: { kind: 'cli', capabilities: [] },
      version: packageJson.version,
      background: false,
    }),
  );
  try {
    return await work(createRouterClient(engine.router, { context: engine.context }));
  } finally {
    engine.close();
  }
}

/** Like `withEngine`, with the vault unlocked for the person named or, where there is only one, for that one. */
export function withVault<Result>(
  options: VaultOptions,
  work: (client: EngineClient) => Promise<Result>,
): Promise<Result> {
  return withEngine(options.vault, async (client) => {
    const name = await nameAt(client, options);
    await client.vault.unlock({ name, passphrase: await obtainPassphrase(options) });
    return work(client);
  });
}

/** Who gives the command: the person named, or the only one there is. */
export async function nameAt(
  client: EngineClient,
  options: Pick<VaultOptions, 'vault' | 'as'>,
): Promise<string> {
  const people = await client.vault.people();
  if (people.length === 0)
    throw new UsageError(`there is no vault in ${options.vault}: make one with "init"`);
  const names = people.map((person) => person.name);
  const name = options.as ?? (names.length === 1 ? names[0] : undefined);
  if (name === undefined) throw new UsageError(`say who you are with --as: ${names.join(', ')}`);
  // A wrong name would be told as a wrong passphrase, and make the next try wait.
  if (!names.some((other) => personName(other) === personName(name))) {
    throw new UsageError(`nobody here is called ${name}: ${names.join(', ')}`);
  }
  return name;
}

/** From the file named, or asked for on the terminal without showing it. */
export async function obtainPassphrase({
  passphraseFile,
}: Pick<VaultOptions, 'passphraseFile'>): Promise<string> {
  if (passphraseFile !== undefined) return readFirstLine(passphraseFile);
  if (!process.stdin.isTTY) throw new UsageError('give the passphrase with --passphrase-file');
  process.stderr.write('Passphrase: ');
  const lines = createInterface({ input: process.stdin, terminal: true });
  const answer = await lines.question('');
  lines.close();
  process.stderr.write('\n');
  return answer;
}
