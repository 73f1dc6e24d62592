import { chmodSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Command, InvalidArgumentError, Option } from 'commander';
import type {
  JoinStep,
  OpenSeatInvitation,
  SeatInfo,
  TeamStatus,
} from '../../../shared/contract/team.contract.ts';
import { Role } from '../../../shared/domain/duty.ts';
import { DeviceId } from '../../../shared/domain/ids.ts';
import en from '../../../shared/locales/en.json' with { type: 'json' };
import { writeWhole } from '../../ports/write-whole.ts';
import { arrivalText } from '../terminal/arrival-text.ts';
import { EntriesPace } from '../terminal/entries-pace.ts';
import { EXIT, UsageError } from '../terminal/exit-code.ts';
import { readFirstLine } from '../terminal/kept-file.ts';
import {
  newCommand,
  obtainPassphrase,
  type VaultOptions,
  withEngine,
  withVault,
} from '../terminal/open-engine.ts';
import type { Shell } from '../terminal/shell.ts';
import { table } from '../terminal/terminal.ts';
import { vaultCommand } from '../terminal/vault-command.ts';
import { addCarryCommands } from './carry-commands.ts';
import { addJoinLogsCommand, toldBranches } from './join-logs-command.ts';
import { addLeaveCommand } from './leave-command.ts';
import { addReadmitCommands } from './readmit-commands.ts';

type InitOptions = VaultOptions & { host: string; port: number; database: string; out: string };
type InviteOptions = VaultOptions & { role?: Role; seat?: true; out: string };
type JoinOptions = { vault: string; codeFile?: string; newPassphraseFile: string; json?: boolean };

/** Several workstations as one hotline. */
export function addTeamCommands(program: Command, shell: Shell): void {
  const team = program.command('team').description('several workstations as one hotline; docs/team.md');
  vaultCommand(team, 'init', 'makes this vault the first seat, and a folder with which IT sets the hub up')
    .requiredOption('--host <name>', 'the name or address at which all seats reach the hub')
    .option('--port <n>', 'its port', port, 5432)
    .option('--database <name>', 'its database', 'hashline')
    .requiredOption('--out <dir>', 'the folder to write to')
    .action((options: InitOptions) => init(shell, options));
  vaultCommand(team, 'check', 'looks at the hub as this seat sees it').action(
    async (options: VaultOptions) => {
      const { checks } = await withVault(shell, options, (client) => client.team.check());
      const rows = checks.map(({ check, ok, finding }) => [ok ? 'ok' : 'FAILED', check, finding]);
      shell.terminal(options).answer({ checks }, table([['', 'CHECK', 'FINDING'], ...rows]));
      if (!checks.every(({ ok }) => ok)) shell.exit = EXIT.failed;
    },
  );
  vaultCommand(
    team,
    'invite <name>',
    'invites somebody to a seat of their own: a file for it, and a code for them',
  )
    .addOption(new Option('--role <role>', 'for a new person: what they do').choices(Role.options))
    .option('--seat', 'for somebody who works here already: a further seat of theirs')
    .requiredOption('--out <file>', 'where to write the file')
    .action((name: string, options: InviteOptions) => invite(shell, name, options));
  team
    .command('join <file>')
    .description('makes of an empty folder a seat of the hotline that sent this file')
    .requiredOption('--vault <dir>', 'the folder of the new vault')
    .option('--code-file <file>', 'reads the code from the first line of a file')
    .requiredOption('--new-passphrase-file <file>', 'reads your new passphrase from the first line of a file')
    .option('--json', 'answers with JSON alone on stdout')
    .action((file: string, options: JoinOptions) => joinTeam(shell, file, options));
  vaultCommand(team, 'sync', 'exchanges with the other seats now').action((options: VaultOptions) =>
    tell(shell, options, 'exchange'),
  );
  vaultCommand(team, 'seats', 'shows the seats, and what is known of each').action((options: VaultOptions) =>
    tell(shell, options, 'look'),
  );
  addCarryCommands(team, shell);
  addReadmitCommands(team, shell);
  addJoinLogsCommand(team, shell);
  addLeaveCommand(team, shell);
  vaultCommand(
    team,
    'withdraw <device>',
    'withdraws an invitation: its file and code open nothing any more',
  ).action((device: string, options: VaultOptions) => withdraw(shell, device, options));
  vaultCommand(team, 'remove <device>', 'removes a seat: what it signs from here on has no effect').action(
    async (text: string, options: VaultOptions) => {
      const device = DeviceId.safeParse(text);
      if (!device.success) throw new UsageError('name the seat by its id, as "team seats" shows it');
      const removed = await withVault(shell, options, (client) =>
        client.team.remove({ command: newCommand(), device: device.data }),
      );
      shell
        .terminal(options)
        .answer(
          removed,
          'Removed. What it had stays readable on its disk; what the others do from now on it cannot open.',
        );
    },
  );
}

async function withdraw(shell: Shell, text: string, options: VaultOptions): Promise<void> {
  const device = DeviceId.safeParse(text);
  if (!device.success) throw new UsageError('name the seat by its id, as "team seats" shows it');
  const withdrawn = await withVault(shell, options, (client) =>
    client.team.withdraw({ command: newCommand(), device: device.data }),
  );
  shell.terminal(options).answer(withdrawn, 'Withdrawn. The file and the code open nothing any more.');
}

async function init(shell: Shell, { out, ...options }: InitOptions): Promise<void> {
  const { host, port: at, database } = options;
  if (existsSync(out)) throw new UsageError(`${out} is there already`);
  const { files } = await withVault(shell, options, (client) =>
    client.team.found({ host, port: at, database }),
  );
  mkdirSync(out, { recursive: true });
  for (const { name, text, mode } of files) {
    const path = join(out, name);
    await writeWhole(path, once(text));
    chmodSync(path, mode);
  }
  const names = files.map(({ name }) => name);
  shell
    .terminal(options)
    .answer(
      { files: names },
      `This vault is the first seat of a team. Give ${out} to who runs the hub; its README says what to do.\nThen: hashline team check`,
    );
}

async function invite(shell: Shell, name: string, options: InviteOptions): Promise<void> {
  const { out, role = null, seat = false } = options;
  if (seat === (role !== null))
    throw new UsageError('say --role for a new person, or --seat for one who works here already');
  if (existsSync(out)) throw new UsageError(`${out} is there already`);
  const { file, code, device } = await withVault(shell, options, (client) =>
    client.team.invite({ command: newCommand(), name, role }),
  );
  await writeWhole(out, once(file));
  shell
    .terminal(options)
    .answer(
      { code, device, file: out },
      [
        `Bring ${out} to the new workstation, and tell ${name} this code by another way:`,
        `  ${code}`,
        'The new seat waits until you are at work at this one, in contact with the hub.',
      ].join('\n'),
    );
}

async function joinTeam(shell: Shell, path: string, options: JoinOptions): Promise<void> {
  const terminal = shell.terminal(options);
  const file = readFileSync(path, 'utf8');
  const code = await obtainPassphrase(
    shell,
    options.codeFile === undefined ? {} : { passphraseFile: options.codeFile },
  );
  const passphrase = readFirstLine(options.newPassphraseFile);
  await withEngine(shell, options.vault, async (client) => {
    let last: JoinStep | null = null;
    const pace = new EntriesPace(() => performance.now());
    for await (const step of await client.team.join({ file, code })) {
      last = step;
      if (step.state === 'waiting') terminal.progress('waiting for the supervisor who invited');
      if (step.state === 'reading') terminal.progress(pace.told(step.entries, step.of));
    }
    terminal.endProgress();
    if (last?.state !== 'joined') throw new Error('joining ended without a result');
    const { device, person, entries } = last;
    await client.vault.enrol({ name: person, code, passphrase });
    terminal.answer(
      { device, person, entries },
      `Joined: ${entries} entries. ${person} works at this seat now, with the new passphrase.`,
    );
  });
}

async function tell(shell: Shell, options: VaultOptions, what: 'look' | 'exchange'): Promise<void> {
  const status = await withVault(shell, options, (client) =>
    what === 'exchange' ? client.team.exchange() : client.team.status(),
  );
  shell.terminal(options).answer(status, toldStatus(status));
}

function toldStatus(status: TeamStatus): string {
  const { hub, seats, waiting, settled, unapplied, lists, invitations } = status;
  if (hub === null) return 'This vault works alone.';
  return [
    `Hub: ${hub.host}:${hub.port}/${hub.database}. ${settled} entries have their place, ${waiting} wait for theirs.`,
    ...(status.trouble === null ? [] : [en.team.trouble[status.trouble]]),
    ...toldBranches(status),
    ...toldRestored(status),
    ...unapplied.map(({ position, kind, why }) => `  entry ${position}, ${kind}: ${en.team.unapplied[why]}`),
    ...lists.map(({ name, version, ...arrival }) => `  ${name}: ${arrivalText(arrival, version)}`),
    table([['SEAT', 'WHO', 'LAST HEARD OF', 'WAITING', 'BEHIND'], ...seats.map(toRow)]),
    ...(invitations.length === 0
      ? []
      : [table([['INVITED TO', 'WHO', 'BY', 'SINCE'], ...invitations.map(toInvitedRow)])]),
  ].join('\n');
}

function toldRestored({ restored }: TeamStatus): string[] {
  if (restored === null) return [];
  const { device, replaces } = restored;
  return [
    `This vault was restored, and is not let in again: it was seat ${replaces}. At a supervisor's seat:`,
    `  hashline team readmit ${device} --replaces ${replaces} --out FILE`,
  ];
}

const toInvitedRow = ({ device, name, by, at, replaces }: OpenSeatInvitation): string[] => [
  ...[device, replaces === null ? name : `restored ${replaces}`, by, at],
];

const toRow = ({ device, isHere, isRemoved, person, heardAt, waiting, behind }: SeatInfo): string[] => [
  device,
  person?.name ?? '-',
  isRemoved ? 'removed' : isHere ? 'this seat' : (heardAt ?? 'never'),
  String(waiting ?? '-'),
  String(behind ?? '-'),
];

function port(text: string): number {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 1 || number > 65_535)
    throw new InvalidArgumentError('it is no port.');
  return number;
}

async function* once(text: string): AsyncGenerator<string> {
  yield text;
}
