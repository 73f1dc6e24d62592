import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Command, InvalidArgumentError, Option } from 'commander';
import type { DestinationPulled } from '../../../shared/contract/referral.contract.ts';
import { recordedReason } from '../../engine/referral/recorded-reason.ts';
import { anyFault, faultsSometimes } from '../../iccam-stand-in/faults.ts';
import { IccamApi } from '../../iccam-stand-in/iccam-api.ts';
import { startStandIn } from '../../iccam-stand-in/iccam-stand-in.ts';
import { EXIT, UsageError } from '../terminal/exit-code.ts';
import { type VaultOptions, withVault } from '../terminal/open-engine.ts';
import type { Shell } from '../terminal/shell.ts';
import { vaultCommand } from '../terminal/vault-command.ts';

interface ServeFlags {
  dir: string;
  port: number;
  country: string;
  dropAfter: string;
  fail: string;
  json?: boolean;
}

export function addIccamCommands(program: Command, shell: Shell): void {
  const iccam = program.command('iccam').description('what comes from ICCAM');
  vaultCommand(
    iccam,
    'pull',
    'takes in what ICCAM assigned to the hotline, and asks for news of what was referred',
  ).action(async (options: VaultOptions) => {
    const { destinations, news } = await withVault(shell, options, async (client) => ({
      destinations: await client.referral.pull(),
      news: await client.referral.refreshTakedowns(),
    }));
    const told = destinations.map(toldPull);
    const lines =
      told.length === 0 ? ['No destination is of a kind that can be pulled.'] : told.map(pullLine);
    shell
      .terminal(options)
      .answer(
        { destinations: told, news },
        [...lines, `${news.events} steps of takedowns recorded.`].join('\n'),
      );
    if (told.some(({ trouble }) => trouble !== null)) shell.exit = EXIT.failed;
  });

  program
    .command('iccam-stand-in')
    .description('a stand-in for ICCAM')
    .command('serve')
    .description('plays ICCAM for trying the channel, with the rules that public code shows; keeps nothing')
    .requiredOption('--dir <dir>', 'where it keeps its certificates and writes the password')
    .addOption(new Option('--port <port>', '0: a free one').default(0).argParser(port))
    .option('--country <cc>', 'the country of the hotline that logs in', 'BE')
    .option('--drop-after <share>', 'takes this share of the reports, and hangs up without an answer', '0')
    .option('--fail <share>', 'answers this share of the calls with 503', '0')
    .option('--json')
    .action(async (options: ServeFlags) => {
      const password = randomBytes(12).toString('base64url');
      const api = new IccamApi({
        users: [{ id: 1, country: options.country, username: 'hotline', password }],
        faults: anyFault(
          faultsSometimes(
            /POST rest\/reports/,
            { type: 'drop-after' },
            share(options.dropAfter),
            Math.random,
          ),
          faultsSometimes(/./, { type: 'answer', status: 503 }, share(options.fail), Math.random),
        ),
      });
      const { dir } = options;
      const standIn = await startStandIn({ dir, port: options.port, api });
      const passwordFile = join(dir, 'password');
      await writeFile(passwordFile, `${password}\n`, { mode: 0o600 });
      const files = `${standIn.certificates.dir}/`;
      // Registered before the answer is printed, because its reader may stop it at once.
      const stopped = Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
      const settings = {
        url: standIn.url,
        ca: `${files}ca.pem`,
        cert: `${files}hotline.pem`,
        key: `${files}hotline.key`,
        username: 'hotline',
        password: passwordFile,
      };
      const flags = Object.entries(settings).map(([name, value]) => `--${name} ${value}`);
      shell
        .terminal(options)
        .answer(
          settings,
          `Playing ICCAM at ${standIn.url}\nhashline destination add iccam --kind iccam ${flags.join(' ')} --analyst hashline --pull 0 --pause 0`,
        );
      await stopped;
      await standIn.close();
    });
}

/** A pull as the terminal and its answers in JSON show it: with its trouble as a sentence. */
type ToldPull = Omit<DestinationPulled, 'trouble'> & { trouble: string | null };

const toldPull = (pulled: DestinationPulled): ToldPull => ({
  ...pulled,
  trouble: pulled.trouble === null ? null : recordedReason(pulled.trouble),
});

function pullLine(pulled: ToldPull): string {
  const { destination, listed, taken, known, own, elsewhere, refused, unmarked, isMore, trouble } = pulled;
  if (trouble !== null) return `${destination}: not pulled: ${trouble}`;
  const notTaken = refused.map(({ reference }) => reference).join(', ');
  return [
    `${destination}: ${listed} listed, ${taken} taken in, ${known} here already, ${own} of our own, ${elsewhere} assigned elsewhere`,
    ...(refused.length > 0 ? [`${refused.length} cannot be taken in: ${notTaken}`] : []),
    ...(unmarked > 0 ? [`${unmarked} could not be marked as taken`] : []),
    ...(isMore ? ['the list was full: there may be more, pull again'] : []),
  ].join('; ');
}

function share(text: string): number {
  const value = Number(text);
  if (!(value >= 0 && value <= 1)) throw new UsageError('a share is from 0 to 1');
  return value;
}

function port(text: string): number {
  if (!/^\d{1,5}$/.test(text) || Number(text) > 65_535) throw new InvalidArgumentError('from 0 to 65535');
  return Number(text);
}
