import type { Command } from 'commander';
import { ProfileName } from '../../../shared/domain/import-profile.ts';
import { UsageError } from '../terminal/exit-code.ts';
import { readKeptFile } from '../terminal/kept-file.ts';
import { newCommand, type VaultOptions, withVault } from '../terminal/open-engine.ts';
import type { Shell } from '../terminal/shell.ts';
import { table } from '../terminal/terminal.ts';
import { vaultCommand } from '../terminal/vault-command.ts';

/** The profiles with which tables are imported. */
export function addProfileCommands(imports: Command, shell: Shell): void {
  const profiles = imports.command('profile').description('how tables of one layout are read');
  const command = (usage: string, description: string) => vaultCommand(profiles, usage, description);
  command('save <name> <file>', 'saves a profile from a file in JSON, as "show" prints it').action(
    async (name: string, file: string, options: VaultOptions) => {
      const text = readKeptFile(file);
      const saved = await withVault(shell, options, (client) =>
        client.intake.saveProfile({ command: newCommand(), name: nameOf(name), text }),
      );
      shell.terminal(options).answer(saved, `Saved ${saved.name}, version ${saved.version}.`);
    },
  );
  command('list', 'the profiles in force').action(async (options: VaultOptions) => {
    const saved = await withVault(shell, options, (client) => client.intake.profiles());
    const rows = saved.map(({ name, version, profile, savedAt, savedBy }) => [
      name,
      String(version),
      profile.encoding,
      [...Object.keys(profile.columns), ...(profile.notes.length > 0 ? ['notes'] : [])].join(' '),
      savedAt,
      savedBy,
    ]);
    const head = ['NAME', 'VERSION', 'ENCODING', 'COLUMNS', 'SAVED', 'BY'];
    const text = saved.length === 0 ? 'No profile was saved yet.' : table([head, ...rows]);
    shell.terminal(options).answer({ profiles: saved }, text);
  });
  command('show <name>', 'prints a profile, to be changed and saved again').action(
    async (name: string, options: VaultOptions) => {
      const saved = await withVault(shell, options, (client) => client.intake.profiles());
      const found = saved.find((profile) => profile.name === name);
      if (found === undefined) throw new UsageError(`no profile is called ${name}`);
      shell.terminal(options).answer(found, JSON.stringify(found.profile, null, 2));
    },
  );
  command('remove <name>', 'removes a profile; files that were read with it stay as they are').action(
    async (name: string, options: VaultOptions) => {
      const removed = await withVault(shell, options, (client) =>
        client.intake.removeProfile({ command: newCommand(), name: nameOf(name) }),
      );
      shell.terminal(options).answer(removed, `Removed ${removed.name}.`);
    },
  );
}

function nameOf(text: string): string {
  const name = ProfileName.safeParse(text);
  if (!name.success) throw new UsageError('give the profile a name of at most 60 letters');
  return name.data;
}
