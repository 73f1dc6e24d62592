import { readFileSync } from 'node:fs';
import { type Command, Option } from 'commander';
import { BaseName } from '../../../shared/domain/base-name.ts';
import { ConsultationResult } from '../../../shared/domain/consultation.ts';
import { CaseId } from '../../../shared/domain/ids.ts';
import type { Instant } from '../../../shared/domain/report.ts';
import { UsageError } from '../terminal/exit-code.ts';
import { instantOption } from '../terminal/instant-option.ts';
import { newCommand, type VaultOptions, withVault } from '../terminal/open-engine.ts';
import type { Shell } from '../terminal/shell.ts';
import { vaultCommand } from '../terminal/vault-command.ts';

interface ConsultFlags extends VaultOptions {
  base: string;
  result: ConsultationResult;
  at?: Instant;
  noteFile?: string;
}

/** Records that a person looked in a base for the material of a case. */
export function addConsultCommand(program: Command, shell: Shell): void {
  vaultCommand(program, 'consult <case>', 'records that a base was consulted for a case')
    .addOption(new Option('--base <name>', 'which base, for example ICSE').makeOptionMandatory())
    .addOption(
      new Option('--result <result>', 'whether the material was found there')
        .choices(ConsultationResult.options)
        .makeOptionMandatory(),
    )
    .addOption(instantOption('when it was consulted'))
    .option('--note-file <file>', 'a file with a note in your own words; it stays in the vault')
    .action(async (caseText: string, { base, result, at, noteFile, ...options }: ConsultFlags) => {
      const id = CaseId.safeParse(caseText);
      if (!id.success) throw new UsageError('name the case by its id');
      const name = BaseName.safeParse(base);
      if (!name.success) throw new UsageError('--base: a name of one line, at most 60 characters');
      const note = noteFile === undefined ? '' : readNote(noteFile);
      const consultations = await withVault(shell, options, (client) =>
        client.referral.recordConsultation({
          ...{ command: newCommand(), case: id.data, base: name.data, result, note },
          at: at ?? new Date().toISOString(),
        }),
      );
      shell.terminal(options).answer({ consultations }, `Recorded: ${name.data}, ${result}.`);
    });
}

function readNote(file: string): string {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch {
    throw new UsageError(`${file} cannot be read`);
  }
}
