import { createInterface } from 'node:readline/promises';
import { ORPCError } from '@orpc/client';
import { createRouterClient } from '@orpc/server';
import type { EngineClient } from '../../../shared/contract/contract.ts';
import { CommandId, uuidv7 } from '../../../shared/domain/ids.ts';
import { personName } from '../../../shared/domain/person-name.ts';
import { createEngine, type Engine } from '../../engine/engine.ts';
import { systemEntropy } from '../../ports/entropy.ts';
import { UsageError } from './exit-code.ts';
import { readFirstLine } from './kept-file.ts';
import type { Shell } from './shell.ts';

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
  shell: Shell,
  vaultFolder: string,
  work: (client: EngineClient, engine: Engine) => Promise<Result>,
): Promise<Result> {
  const engine = createEngine(shell.ports(vaultFolder));
  try {
    return await work(createRouterClient(engine.router, { context: engine.context }), engine);
  } finally {
    engine.close();
  }
}

/** The same as `withEngine`, with the vault unlocked for the named person or, where there is only one, for that one. */
export function withVault<Result>(
  shell: Shell,
  options: VaultOptions,
  work: (client: EngineClient) => Promise<Result>,
): Promise<Result> {
  return withEngine(shell, options.vault, async (client) => {
    const name = await nameAt(client, options);
    const passphrase = await obtainPassphrase(shell, options);
    const { readOnly } = await client.vault.unlock({ name, passphrase });
    if (readOnly !== null) {
      const why = `the vault is open to look only, because it cannot be written: ${readOnly.problem}`;
      shell.terminal({}).say(why);
    }
    const isSeat = readOnly === null && (await client.team.status()).hub !== null;
    if (isSeat) await exchange(shell, client);
    const answer = await work(client);
    if (isSeat) await exchange(shell, client);
    return answer;
  });
}

/** A seat of several takes in what the others did before a command, and gives them what it did. */
async function exchange(shell: Shell, client: EngineClient): Promise<void> {
  try {
    await client.team.exchange();
  } catch (error) {
    if (!(error instanceof ORPCError) || error.code !== 'CONFLICT') throw error;
    shell.terminal({}).say('no contact with the other seats: what is done here waits for it');
  }
}

/** The person who gives the command: the named one, or the only one there is. */
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
  // Otherwise a wrong name would be reported as a wrong passphrase, and make the next try wait.
  if (!names.some((other) => personName(other) === personName(name))) {
    throw new UsageError(`nobody here is called ${name}: ${names.join(', ')}`);
  }
  return name;
}

/** Reads the passphrase from the named file, or asks for it on the terminal without showing it. */
export async function obtainPassphrase(
  { stdin, stderr }: Shell,
  { passphraseFile }: Pick<VaultOptions, 'passphraseFile'>,
): Promise<string> {
  if (passphraseFile !== undefined) return readFirstLine(passphraseFile);
  if (!stdin.isTTY) throw new UsageError('give the passphrase with --passphrase-file');
  stderr.write('Passphrase: ');
  const lines = createInterface({ input: stdin, terminal: true });
  const answer = await lines.question('');
  lines.close();
  stderr.write('\n');
  return answer;
}
