import type { Command } from 'commander';
import { obtainPassphrase, type VaultOptions, withEngine } from '../open-engine.ts';
import { terminalFor, vaultCommand } from '../vault-command.ts';

export function addVaultCommands(program: Command): void {
  vaultCommand(program, 'init', 'makes a vault and its first supervisor')
    .requiredOption('--name <name>', 'the first supervisor')
    .option('--hotline <name>', 'the name of the hotline', 'Hotline')
    .option('--policy <id>', 'a policy of assets/policies', 'be-2017')
    .option('--sample', 'fills the vault with the bundled synthetic reports')
    .action(
      async (options: VaultOptions & { name: string; hotline: string; policy: string; sample?: boolean }) => {
        const passphrase = await obtainPassphrase(options);
        await withEngine(options.vault, async (client) => {
          const { name, hotline, policy, sample = false } = options;
          const session = await client.vault.create({ name, hotline, policy, sample, passphrase });
          terminalFor(options).answer(
            {
              person: session.person,
              hotline: session.hotline,
              device: session.device,
              policy: session.policy.id,
            },
            `Made a vault in ${options.vault} for ${hotline}; ${name} is its first supervisor.\n` +
              'The device secret lies beside it as a file: whoever copies the folder has both.',
          );
        });
      },
    );
}
