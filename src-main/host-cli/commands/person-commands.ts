import { type Command, Option } from 'commander';
import type { EngineClient } from '../../../shared/contract/contract.ts';
import { Role } from '../../../shared/domain/duty.ts';
import type { PersonId } from '../../../shared/domain/ids.ts';
import { personName } from '../../../shared/domain/person-name.ts';
import { UsageError } from '../terminal/exit-code.ts';
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

const roleOption = () => new Option('--role <role>').choices(Role.options).makeOptionMandatory();

export function addPersonCommands(program: Command, shell: Shell): void {
  const person = program.command('person').description('who works here; changes are a supervisor’s');
  vaultCommand(person, 'add <name>', 'invites somebody; answers their one-time code')
    .addOption(roleOption())
    .action(async (name: string, options: VaultOptions & { role: Role }) => {
      const invitation = await withVault(shell, options, (client) =>
        client.people.add({ command: newCommand(), name, role: options.role }),
      );
      shell.terminal(options).answer(invitation, invitationText(name, invitation.code));
    });
  vaultCommand(
    person,
    'role <name>',
    'gives a role and a new one-time code; the same role resets a passphrase at this seat',
  )
    .addOption(roleOption())
    .action(async (name: string, options: VaultOptions & { role: Role }) => {
      const invitation = await withVault(shell, options, async (client) =>
        client.people.setRole({
          command: newCommand(),
          person: await idOf(client, name),
          role: options.role,
        }),
      );
      shell.terminal(options).answer(invitation, invitationText(name, invitation.code));
    });
  vaultCommand(person, 'disable <name>', 'ends somebody’s access').action(
    async (name: string, options: VaultOptions) => {
      const disabled = await withVault(shell, options, async (client) =>
        client.people.disable({ command: newCommand(), person: await idOf(client, name) }),
      );
      shell
        .terminal(options)
        .answer(
          { person: disabled },
          `${name} is let in no more. The database keeps its key: keep old copies of the keyring and the device secret from them.`,
        );
    },
  );
  vaultCommand(person, 'list', 'shows who works here').action(async (options: VaultOptions) => {
    const people = await withVault(shell, options, (client) => client.people.list());
    const rows = people.map(({ name, role, state, lastUnlockAt }) => [
      name,
      role,
      state,
      lastUnlockAt ?? 'never',
    ]);
    shell.terminal(options).answer({ people }, table([['NAME', 'ROLE', 'STATE', 'LAST HERE'], ...rows]));
  });
  vaultCommand(person, 'enrol', 'chooses a passphrase with a one-time code; say who with --as')
    .requiredOption('--code <code>')
    .action(async (options: VaultOptions & { code: string }) => {
      const { as: name, code } = options;
      if (name === undefined) throw new UsageError('say who you are with --as');
      const passphrase = await obtainPassphrase(shell, options);
      const enrolled = await withEngine(shell, options.vault, (client) =>
        client.vault.enrol({ name, code, passphrase }),
      );
      shell.terminal(options).answer({ person: enrolled }, `${name} is enrolled as ${enrolled.role}.`);
    });
}

const invitationText = (name: string, code: string): string =>
  `${name} enrols with this code, once, on this workstation:\n\n  ${code}\n`;

async function idOf(client: EngineClient, name: string): Promise<PersonId> {
  const found = (await client.people.list()).find((person) => person.name === personName(name));
  if (!found) throw new UsageError(`nobody here is called ${name}`);
  return found.id;
}
