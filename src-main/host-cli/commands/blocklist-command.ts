import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { type Command, InvalidArgumentError } from 'commander';
import { z } from 'zod';
import { Serial } from '../../../shared/domain/blocklist.ts';
import { writeWhole } from '../../ports/write-whole.ts';
import { UsageError } from '../terminal/exit-code.ts';
import { type VaultOptions, withVault } from '../terminal/open-engine.ts';
import type { Shell } from '../terminal/shell.ts';
import { vaultCommand } from '../terminal/vault-command.ts';

type ExportOptions = VaultOptions & { out: string; since?: number };

/** Files of an earlier export that a later one may not have; a reader would take them for its own. */
const SOMETIMES = ['blocklist-added.txt', 'blocklist-removed.txt'];
const About = z.object({ format: z.literal('hashline-blocklist/1'), serial: Serial });

export function addBlocklistCommand(program: Command, shell: Shell): void {
  const blocklist = program
    .command('blocklist')
    .description('confirmed addresses abroad, for those who block');
  vaultCommand(blocklist, 'export', 'writes the signed list into a folder, and records that')
    .requiredOption('--out <dir>', 'the folder to write to')
    .option('--since <serial>', 'also writes what was added and removed since this serial', serial)
    .action((options: ExportOptions) => exportList(shell, options));
}

async function exportList(shell: Shell, options: ExportOptions): Promise<void> {
  const { out, since } = options;
  const published = publishedIn(out);
  const given = {
    ...(since === undefined ? {} : { since }),
    ...(published === null ? {} : { published }),
  };
  const { files, ...said } = await withVault(shell, options, (client) => client.blocklist.export(given));
  mkdirSync(out, { recursive: true });
  const names = files.map(({ name }) => name);
  for (const name of SOMETIMES) if (!names.includes(name)) rmSync(join(out, name), { force: true });
  // The signature is last: while files change, those there do not match it.
  for (const { name, text } of files) await writeWhole(join(out, name), once(text));
  const { leftOut, signer } = said;
  const left = Object.entries(leftOut).filter(([, cases]) => cases > 0);
  shell
    .terminal(options)
    .answer(
      { ...said, files: names },
      [
        `Serial ${said.serial} in ${out}: ${said.urls} addresses and ${said.hosts} whole hosts`,
        `${said.added} added, ${said.removed} removed since ${since ?? said.previous ?? 'the beginning'}`,
        ...left.map(([why, cases]) => `  left out: ${cases} (${why})`),
        `Signed by ${signer.fingerprint}; give resolvers this line for their allowed_signers, by another way than the list:`,
        `hotline namespaces="hashline-blocklist" ${signer.publicKey}`,
      ].join('\n'),
    );
}

/**
 * The serial of the list in the folder, which a vault restored from a backup may not know.
 * @throws UsageError where a file is there and says none: its serial might be given out again
 */
function publishedIn(dir: string): number | null {
  const path = join(dir, 'blocklist.json');
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw new UsageError(`${path} cannot be read`);
  }
  try {
    return About.parse(JSON.parse(text)).serial;
  } catch {
    throw new UsageError(
      `${path} does not say which serial was published: move it away, or export elsewhere`,
    );
  }
}

function serial(text: string): number {
  const parsed = Serial.safeParse(Number(text));
  if (!parsed.success) throw new InvalidArgumentError('it is no serial.');
  return parsed.data;
}

async function* once(text: string): AsyncGenerator<string> {
  yield text;
}
