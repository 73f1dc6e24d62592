import { Command } from 'commander';
import packageJson from '../../package.json' with { type: 'json' };
import { addAuditCommands } from './commands/audit-commands.ts';
import { addBackupCommands } from './commands/backup-commands.ts';
import { addBlocklistCommand } from './commands/blocklist-command.ts';
import { addConsultCommand } from './commands/consult-command.ts';
import { addContactCommands } from './commands/contact-commands.ts';
import { addDemoCommand } from './commands/demo-command.ts';
import { addDestinationCommands } from './commands/destination-commands.ts';
import { addEraseCommand } from './commands/erase-command.ts';
import { addFiguresCommand } from './commands/figures-command.ts';
import { addHostingCommands } from './commands/hosting-commands.ts';
import { addIccamCommands } from './commands/iccam-commands.ts';
import { addIntakeCommands } from './commands/intake-commands.ts';
import { addLabelCommands } from './commands/label-commands.ts';
import { addListCommands } from './commands/list-commands.ts';
import { addMatchCommands } from './commands/match-commands.ts';
import { addOutboxCommands } from './commands/outbox-commands.ts';
import { addPersonCommands } from './commands/person-commands.ts';
import { addRebuildCommand } from './commands/rebuild-command.ts';
import { addReceiverCommands } from './commands/receiver-commands.ts';
import { addReferralCommands } from './commands/referral-commands.ts';
import { addReplyCommand } from './commands/reply-command.ts';
import { addReportCommand } from './commands/report-command.ts';
import { addReviewCommands } from './commands/review-commands.ts';
import { addSealedCommands } from './commands/sealed-commands.ts';
import { addSecondReviewCommands } from './commands/second-review-commands.ts';
import { addTakedownCommands } from './commands/takedown-commands.ts';
import { addTeamCommands } from './commands/team-commands.ts';
import { addTogetherCommands } from './commands/together-commands.ts';
import { addVaultCommands } from './commands/vault-commands.ts';
import { addWatchCommand } from './commands/watch-command.ts';
import { addWitnessCommands } from './commands/witness-commands.ts';
import type { Shell } from './terminal/shell.ts';

/** Builds the terminal's commands without running any. */
export function createProgram(shell: Shell): Command {
  const program = new Command('hashline')
    .description('The hash-only workstation for hotlines, at the terminal')
    .version(packageJson.version)
    // Options belong to the command they follow, so that a sub-command may share an option's name with its parent.
    // Commander needs this at every level (see `receiver`).
    .enablePositionalOptions()
    .configureHelp({ showGlobalOptions: true })
    .addHelpText(
      'after',
      '\nExit codes: 0 done, 1 failed, 2 usage, 3 input refused, 4 not permitted, 5 integrity failure',
    );

  // Usage errors are thrown instead of ending the process, so that the exit code is ours. Both are set before the
  // commands, which inherit them.
  program.exitOverride().configureOutput({
    writeOut: (words) => shell.stdout.write(words),
    writeErr: (words) => shell.stderr.write(words),
  });
  addVaultCommands(program, shell);
  addRebuildCommand(program, shell);
  addBackupCommands(program, shell);
  addEraseCommand(program, shell);
  addPersonCommands(program, shell);
  addTeamCommands(program, shell);
  addIntakeCommands(program, shell);
  addFiguresCommand(program, shell);
  addReportCommand(program, shell);
  addReplyCommand(program, shell);
  addWatchCommand(program, shell);
  addListCommands(program, shell);
  addMatchCommands(program, shell);
  addReviewCommands(program, shell);
  addHostingCommands(program, shell);
  addTogetherCommands(program, shell);
  addSecondReviewCommands(program, shell);
  addDestinationCommands(program, shell);
  addReferralCommands(program, shell);
  addOutboxCommands(program, shell);
  addTakedownCommands(program, shell);
  addConsultCommand(program, shell);
  addContactCommands(program, shell);
  addSealedCommands(program, shell);
  addIccamCommands(program, shell);
  addBlocklistCommand(program, shell);
  addLabelCommands(program, shell);
  addAuditCommands(program, shell);
  addReceiverCommands(program, shell);
  addWitnessCommands(program, shell);
  addDemoCommand(program, shell);
  return program;
}
