import { setTimeout as sleep } from 'node:timers/promises';
import { ORPCError } from '@orpc/client';
import { type Command, InvalidArgumentError } from 'commander';
import { CountryCode } from '../../../shared/domain/country.ts';
import en from '../../../shared/locales/en.json' with { type: 'json' };
import { LOCK_REQUEST_FILE } from '../../engine/vault/idle-lock.ts';
import { FolderFiles } from '../../ports/files.ts';
import { EXIT, NotPermittedError } from '../terminal/exit-code.ts';
import { filled } from '../terminal/filled.ts';
import { readRecoveryKey } from '../terminal/identity-file.ts';
import {
  nameAt,
  obtainPassphrase,
  type VaultOptions,
  withEngine,
  withVault,
} from '../terminal/open-engine.ts';
import type { Shell } from '../terminal/shell.ts';
import { table } from '../terminal/terminal.ts';
import { vaultCommand } from '../terminal/vault-command.ts';
import { repair } from './rebuild-command.ts';

interface InitFlags extends VaultOptions {
  name: string;
  hotline: string;
  policy: string;
  country?: CountryCode;
  sample?: boolean;
}

/** How long a process that has the vault open may take to notice a lock request. */
const LOCK_NOTICED_MS = 6000;

export function addVaultCommands(program: Command, shell: Shell): void {
  vaultCommand(program, 'init', 'makes a vault and its first supervisor; shows the recovery key once')
    .requiredOption('--name <name>', 'the first supervisor')
    .option('--hotline <name>', 'the name of the hotline', 'Hotline')
    .option('--policy <id>', 'a policy of assets/policies', 'be-2017')
    .option(
      '--country <code>',
      'the country of the hotline, where it is another than the policy’s',
      countryCode,
    )
    .option('--sample', 'fills the vault with the bundled synthetic reports')
    .action((options: InitFlags) => init(shell, options));

  vaultCommand(program, 'recover', 'opens the vault with the offline recovery key and makes a new supervisor')
    .requiredOption('--identity <file>', 'the recovery key, AGE-SECRET-KEY-1…, in a file')
    .option('--name <name>', 'the supervisor to make; nobody here may have this name', 'Recovered supervisor')
    .action(async (options: VaultOptions & { identity: string; name: string }) => {
      const identity = await readRecoveryKey(options.identity);
      const passphrase = await obtainPassphrase(shell, options);
      const session = await withEngine(shell, options.vault, (client) =>
        client.vault.recover({ identity, name: options.name, passphrase }),
      ).catch((error: unknown) => {
        throw isWrongKey(error)
          ? new NotPermittedError(
              `the recovery key in ${options.identity} opens no vault in ${options.vault}`,
            )
          : error;
      });
      shell
        .terminal(options)
        .answer(
          { person: session.person },
          `${session.person.name} is a supervisor now. The ledger says that the recovery key was used.`,
        );
    });

  vaultCommand(program, 'passphrase', 'changes your own passphrase; say who you are with --as')
    .requiredOption('--new-passphrase-file <file>', 'reads the new passphrase from the first line of a file')
    .action(async (options: VaultOptions & { newPassphraseFile: string }) => {
      const next = await obtainPassphrase(shell, { passphraseFile: options.newPassphraseFile });
      const person = await withEngine(shell, options.vault, async (client) => {
        const name = await nameAt(client, options);
        return client.vault.changePassphrase({
          name,
          passphrase: await obtainPassphrase(shell, options),
          next,
        });
      });
      shell.terminal(options).answer({ person }, `The passphrase of ${person.name} is changed.`);
    });

  const recoveryKey = program
    .command('recovery-key')
    .description('another recovery key in the place of the one there is, in two steps');
  vaultCommand(recoveryKey, 'make', 'shows a new recovery key, which opens nothing yet').action(
    async (options: VaultOptions) => {
      const recovery = await withVault(shell, options, (client) => client.vault.makeRecoveryKey());
      shell.terminal(options).answer(
        { recovery },
        `A new recovery key. Print it and keep it away from this machine; "recovery-key use" makes it the one that holds:

  ${recovery.identity}
`,
      );
    },
  );
  vaultCommand(
    recoveryKey,
    'use',
    'makes a recovery key you have kept the one that holds; the one before opens nothing',
  )
    .requiredOption('--identity <file>', 'the new recovery key, AGE-SECRET-KEY-1…, in a file')
    .action(async (options: VaultOptions & { identity: string }) => {
      const identity = await readRecoveryKey(options.identity);
      const { recipient } = await withVault(shell, options, async (client) =>
        client.vault.changeRecoveryKey({ identity, passphrase: await obtainPassphrase(shell, options) }),
      );
      shell.terminal(options).answer({ recipient }, 'The recovery key is changed. The ledger says so.');
    });

  vaultCommand(program, 'lock', 'asks whatever has this vault open to lock it').action(
    async (options: VaultOptions) => {
      const locked = await requestLock(options.vault);
      shell.terminal(options).answer({ locked }, locked ? 'Locked.' : 'Nobody had it open.');
    },
  );

  vaultCommand(program, 'doctor', 'checks every at-rest property of this vault')
    .option('--closed', 'looks from outside only, without a passphrase')
    .option('--repair', 'puts the rows right that do not follow from the record, for supervisors')
    .action(async (options: VaultOptions & { closed?: boolean; repair?: boolean }) => {
      if (options.repair) return repair(shell, options);
      const checks = options.closed
        ? await withEngine(shell, options.vault, (client) => client.vault.doctor())
        : await withVault(shell, options, (client) => client.vault.doctor());
      const ok = checks.every((check) => check.ok);
      const told = checks.map(({ check, ok, finding }) => ({
        ...{ check: filled(en.vault.doctor.check[check.name], check), ok },
        detail: filled(en.vault.doctor.found[finding.found], finding),
        ...{ examined: check, finding },
      }));
      const rows = told.map(({ check, ok, detail }) => [ok ? 'ok' : 'FAILED', check, detail]);
      shell.terminal(options).answer({ ok, checks: told }, table([['', 'CHECK', 'FOUND'], ...rows]));
      if (!ok) shell.exit = EXIT.integrity;
    });
}

async function init(shell: Shell, options: InitFlags): Promise<void> {
  const passphrase = await obtainPassphrase(shell, options);
  await withEngine(shell, options.vault, async (client) => {
    const { name, hotline, policy, country, sample = false } = options;
    const { person, device, recovery } = await client.vault.create({
      name,
      hotline,
      policy,
      ...(country === undefined ? {} : { country }),
      sample,
      passphrase,
    });
    shell.terminal(options).answer(
      { person, hotline, device, policy, recovery },
      `Made a vault in ${options.vault} for ${hotline}; ${name} is its first supervisor.

Recovery key, shown this once. Print it and keep it away from this machine:

  ${recovery.identity}

The device secret lies beside the vault as a file: whoever copies the folder has both.`,
    );
  });
}

const isWrongKey = (error: unknown): boolean =>
  error instanceof ORPCError && error.code === 'WRONG_PASSPHRASE';

async function requestLock(folder: string): Promise<boolean> {
  const files = new FolderFiles(folder);
  files.write(LOCK_REQUEST_FILE, new Uint8Array(0));
  for (let waitedMs = 0; waitedMs < LOCK_NOTICED_MS; waitedMs += 200) {
    await sleep(200);
    if (files.read(LOCK_REQUEST_FILE) === null) return true;
  }
  files.remove(LOCK_REQUEST_FILE);
  return false;
}

function countryCode(text: string): CountryCode {
  const code = CountryCode.safeParse(text.toUpperCase());
  if (!code.success) throw new InvalidArgumentError('a country of ISO 3166-1, for example BE');
  return code.data;
}
