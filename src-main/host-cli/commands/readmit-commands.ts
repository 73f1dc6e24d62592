import { existsSync, readFileSync } from 'node:fs';
import type { Command } from 'commander';
import type { RejoinStep } from '../../../shared/contract/team.contract.ts';
import { DeviceId } from '../../../shared/domain/ids.ts';
import { writeWhole } from '../../ports/write-whole.ts';
import { UsageError } from '../terminal/exit-code.ts';
import { readFirstLine } from '../terminal/kept-file.ts';
import { newCommand, type VaultOptions, withVault } from '../terminal/open-engine.ts';
import type { Shell } from '../terminal/shell.ts';
import { vaultCommand } from '../terminal/vault-command.ts';

type ReadmitOptions = VaultOptions & { replaces: string; out: string };
type RejoinOptions = VaultOptions & { codeFile: string };

/** How a seat that was restored from a backup, or rebuilt, comes back. */
export function addReadmitCommands(team: Command, shell: Shell): void {
  vaultCommand(
    team,
    'readmit <device>',
    'lets a restored vault come back: a file for it, and a code; "team seats" shows both ids there',
  )
    .requiredOption('--replaces <seat>', 'the seat that it was, which is removed')
    .requiredOption('--out <file>', 'where to write the file')
    .action((device: string, options: ReadmitOptions) => readmit(shell, device, options));
  vaultCommand(team, 'rejoin <file>', 'brings this restored vault back into the team')
    .requiredOption('--code-file <file>', 'reads the code from the first line of a file')
    .action((file: string, options: RejoinOptions) => rejoin(shell, file, options));
}

async function readmit(
  shell: Shell,
  text: string,
  { replaces: seat, out, ...options }: ReadmitOptions,
): Promise<void> {
  const [device, replaces] = [DeviceId.safeParse(text), DeviceId.safeParse(seat)];
  if (!device.success || !replaces.success)
    throw new UsageError('name both by their ids, as "team seats" shows them in the restored vault');
  if (existsSync(out)) throw new UsageError(`${out} is there already`);
  const { file, code, hasCertificate } = await withVault(shell, options, (client) =>
    client.team.readmit({ command: newCommand(), device: device.data, replaces: replaces.data }),
  );
  await writeWhole(
    out,
    (async function* () {
      yield file;
    })(),
  );
  shell
    .terminal(options)
    .answer(
      { code, device: device.data, file: out, hasCertificate },
      [
        `Bring ${out} to the restored vault, and tell the person there this code by another way:`,
        `  ${code}`,
        `There: hashline team rejoin ${out} --code-file FILE`,
        'It waits until you are at work at this seat, in contact with the hub. The seat that it was is removed then.',
        ...(hasCertificate
          ? []
          : [
              'This seat makes no certificates: the file lets in only the vault of the seat that founded the team.',
            ]),
      ].join('\n'),
    );
}

async function rejoin(shell: Shell, path: string, { codeFile, ...options }: RejoinOptions): Promise<void> {
  if (!existsSync(path)) throw new UsageError(`there is no ${path}`);
  const [file, code] = [readFileSync(path, 'utf8'), readFirstLine(codeFile)];
  const terminal = shell.terminal(options);
  const last = await withVault(shell, options, async (client) => {
    let step: RejoinStep | null = null;
    for await (step of await client.team.rejoin({ file, code })) {
      if (step.state === 'waiting') terminal.progress('waiting for the supervisor who lets this vault in');
      if (step.state === 'carried') terminal.progress(`${step.entries} entries of the former seat brought`);
    }
    terminal.endProgress();
    return step;
  });
  if (last?.state !== 'rejoined') throw new Error('it ended without a result');
  const { carried, own, withoutEffect } = last;
  terminal.answer(
    { carried, own, withoutEffect },
    [
      `This vault is a seat again. ${carried} entries that waited at the former one and ${own} made here since have their place.`,
      ...(withoutEffect > 0
        ? [`${withoutEffect} of them have no effect, because others came first; "audit verify" counts them.`]
        : []),
    ].join('\n'),
  );
}
