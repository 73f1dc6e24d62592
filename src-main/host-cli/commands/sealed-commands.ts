import { readFileSync } from 'node:fs';
import type { Command } from 'commander';
import { DestinationId } from '../../../shared/domain/ids.ts';
import { writeWhole } from '../../ports/write-whole.ts';
import { openDesk } from '../../receiver/receiver.ts';
import { openArrival, type TakenIn, takeIn } from '../../receiver/sealed-arrival.ts';
import { coverText } from '../terminal/cover-text.ts';
import { EXIT, IntegrityError, NotPermittedError, UsageError } from '../terminal/exit-code.ts';
import { readAgeIdentity } from '../terminal/identity-file.ts';
import { readKeptFile } from '../terminal/kept-file.ts';
import { type VaultOptions, withVault } from '../terminal/open-engine.ts';
import type { Shell } from '../terminal/shell.ts';
import { vaultCommand } from '../terminal/vault-command.ts';

interface OpenFlags {
  identity: string;
  dir?: string;
  receipts?: string;
  name: string;
  acceptKey?: string;
  json?: boolean;
}

/** Sealing referrals into files, opening them at the desk, and taking the receipts in. */
export function addSealedCommands(program: Command, shell: Shell): void {
  vaultCommand(program, 'seal', 'puts what waits for a desk into an encrypted file, to be carried there')
    .requiredOption('--destination <id>', 'the desk')
    .requiredOption('--out <file>', 'the file to write; its cover sheet is written beside it, with .txt')
    .action((options: VaultOptions & { destination: string; out: string }) => seal(shell, options));
  program
    .command('open-sealed <file>')
    .description('at the desk: opens a sealed file, checks its signatures, and shows the referrals')
    .requiredOption('--identity <file>', 'the age identity of the desk, in a file')
    .option('--dir <dir>', 'the folder of the reference desk, which then takes the referrals in')
    .option('--receipts <file>', 'with --dir: writes the signed receipts, for the hotline to import')
    .option('--name <name>', 'with --dir: what the desk calls itself in receipts', 'Reference desk')
    .option(
      '--accept-key <thumbprint>',
      'with --dir: the signing key of a hotline that never came over the network, as on its cover sheet',
    )
    .option('--json')
    .action((file: string, options: OpenFlags) => open(shell, file, options));
  const receipt = program.command('receipt').description('receipts that a desk gave back as a file');
  vaultCommand(receipt, 'import <file>', 'records the signed receipts and refusals in a file').action(
    async (file: string, options: VaultOptions) => {
      const text = readKeptFile(file);
      const imported = await withVault(shell, options, (client) => client.referral.importReceipts({ text }));
      const { delivered, refused, known, statements, problems, unanswered } = imported;
      const terminal = shell.terminal(options);
      for (const { line, told, referral } of statements)
        terminal.say(`line ${line}: ${told} ${referral?.id ?? '(withheld)'}`);
      for (const { line, problem } of problems) terminal.say(`line ${line}: ${problem}`);
      terminal.answer(
        {
          ...imported,
          statements: statements.map(({ referral, ...one }) => ({ ...one, referral: referral?.id ?? null })),
          unanswered: unanswered.map(({ id }) => id),
        },
        [
          `${delivered} delivered, ${refused} refused, ${known} known before, ${problems.length} not proven`,
          ...unanswered.map(({ id, sealedAt }) => `no receipt yet: ${id}, sealed ${sealedAt}`),
        ].join('\n'),
      );
      if (problems.length > 0) shell.exit = EXIT.integrity;
    },
  );
}

async function seal(
  shell: Shell,
  options: VaultOptions & { destination: string; out: string },
): Promise<void> {
  const destination = DestinationId.safeParse(options.destination);
  if (!destination.success) throw new UsageError(`${options.destination} is not the name of a desk`);
  const sealed = await withVault(shell, options, (client) =>
    client.referral.seal({ destination: destination.data }),
  );
  const { file, cover, unordered, more } = sealed;
  const sheet = `${options.out}.txt`;
  await writeWhole(options.out, pieces(Buffer.from(file, 'base64')));
  await writeWhole(sheet, pieces(coverText(cover, options.out)));
  const terminal = shell.terminal(options);
  if (unordered > 0) terminal.say(`${unordered} left out: no signed decision orders them`);
  if (more) terminal.say('more wait than one file carries; seal again when these have receipts');
  terminal.answer(
    { file: options.out, coverSheet: sheet, ...cover, unordered, more },
    `${cover.referrals.length} referrals for ${cover.destination} in ${options.out}\nSHA-256 ${cover.fileSha256}\nThe cover sheet is ${sheet}`,
  );
}

async function open(shell: Shell, path: string, options: OpenFlags): Promise<void> {
  const identity = await readAgeIdentity(options.identity);
  if (options.receipts !== undefined && options.dir === undefined)
    throw new UsageError('receipts come from a desk: say which with --dir');
  const opened = await openArrival(bytesOf(path), identity);
  if ('problem' in opened) throw failureOf(opened.problem, path);
  const { content, thumbprint } = opened;
  const referrals = content.referrals.map(({ body }) => JSON.parse(body) as unknown);
  const taken = options.dir === undefined ? null : await bringIn(opened, options.dir, options);
  if (options.receipts !== undefined && taken !== null)
    await writeWhole(options.receipts, pieces(taken.statements.map((jws) => `${jws}\n`).join('')));
  const { hotline, destination, sealedAt } = content;
  const counts = taken === null ? {} : { stored: taken.stored, known: taken.known, refused: taken.refused };
  const words = [
    `${referrals.length} referrals of ${hotline.name} (${hotline.country}) for ${destination}, sealed ${sealedAt}`,
    `Signing key ${thumbprint}: compare it with the one you know`,
    ...(taken === null
      ? []
      : [`${taken.stored} stored, ${taken.known} were here before, ${taken.refused} refused`]),
  ];
  shell
    .terminal(options)
    .answer({ hotline, thumbprint, destination, sealedAt, referrals, ...counts }, words.join('\n'));
}

/** Gives the referrals to the desk in a folder, which may be listening meanwhile. */
async function bringIn(opened: OpenedArrival, dir: string, { name, acceptKey }: OpenFlags): Promise<TakenIn> {
  const { desk } = await openDesk({ dir, name });
  const taken = await takeIn(opened, desk, acceptKey ?? null);
  if (taken !== null) return taken;
  throw new NotPermittedError(
    `no hotline is known with the signing key ${opened.thumbprint}; compare it with the cover sheet, and give it with --accept-key`,
  );
}

type OpenedArrival = Exclude<Awaited<ReturnType<typeof openArrival>>, { problem: string }>;
type SealedProblem = Extract<Awaited<ReturnType<typeof openArrival>>, { problem: string }>['problem'];

function failureOf(problem: SealedProblem, path: string): Error {
  switch (problem) {
    case 'not-for-this-identity':
      return new NotPermittedError(`${path} is damaged, or encrypted to somebody else`);
    case 'not-a-sealed-file':
      return new IntegrityError(`${path} opens, but is no sealed file of Hashline`);
    case 'bad-signature':
      return new IntegrityError(`a signature in ${path} does not hold`);
    case 'for-another-recipient':
      return new IntegrityError(`${path} was sealed for somebody else, who encrypted it to you`);
  }
}

function bytesOf(path: string): Uint8Array {
  try {
    return readFileSync(path);
  } catch {
    throw new UsageError(`${path} cannot be read`);
  }
}

async function* pieces(bytes: Uint8Array | string): AsyncGenerator<Uint8Array | string> {
  yield bytes;
}
