import { once } from 'node:events';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { ReferralId } from '../../../shared/domain/ids.ts';
import { TakedownEvent, TakedownStatus } from '../../../shared/domain/takedown.ts';
import { parseFaultSwitches } from '../../receiver/fault-switches.ts';
import { startReceiver } from '../../receiver/receiver.ts';
import { addTakedown } from '../../receiver/takedown-log.ts';
import { UsageError } from '../terminal/exit-code.ts';
import type { Shell } from '../terminal/shell.ts';

interface ReceiverFlags {
  dir: string;
  port: number;
  host: string;
  name: string;
  fail?: string;
  delay?: string;
  dropAfterAccept?: string;
  refuse?: string;
  json?: boolean;
}

export function addReceiverCommands(program: Command, shell: Shell): void {
  const receiver = program
    .command('receiver')
    // Needed because `receiver takedown` has options --dir and --json too.
    .enablePositionalOptions()
    .description('the reference receiving desk; makes its certificates at the first start')
    .option('--dir <dir>', 'where it keeps certificates and referrals')
    .addOption(new Option('--port <port>', '0: a free one').default(0).argParser(port))
    .option('--host <address>', 'the address to listen on', '127.0.0.1')
    .option('--name <name>', 'what it calls itself in receipts', 'Reference desk')
    .option('--fail <status:share>', 'answers this share with an error, for example 503:0.2')
    .option('--delay <ms>', 'waits before every answer')
    .option('--drop-after-accept <share>', 'stores, then hangs up without an answer')
    .option('--refuse <share>', 'refuses this share for good, and signs that')
    .option('--json')
    .action(async (options: ReceiverFlags) => {
      if (options.dir === undefined) throw new UsageError('say where the desk keeps its files with --dir');
      const switches = parseFaultSwitches(options);
      if ('problem' in switches) throw new UsageError(switches.problem);
      const terminal = shell.terminal(options);
      const desk = await startReceiver({
        dir: options.dir,
        port: options.port,
        host: options.host,
        name: options.name,
        fail: switches.faults,
        log: (event) => terminal.say(JSON.stringify(event)),
      });
      const files = `${desk.certificates.dir}/`;
      // Registered before the answer is printed, because its reader may stop the desk at once.
      const stopped = Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
      terminal.answer(
        { url: desk.url, ca: `${files}ca.pem`, cert: `${files}hotline.pem`, key: `${files}hotline.key` },
        `Receiving at ${desk.url}\nA hotline needs ${files}ca.pem, ${files}hotline.pem and ${files}hotline.key`,
      );
      await stopped;
      await desk.close();
    });

  receiver
    .command('takedown <referral>')
    .description('records what was done about a referral, for the hotline to ask')
    .requiredOption('--dir <dir>', 'the folder of the desk')
    .addOption(new Option('--status <status>').choices(TakedownStatus.options).makeOptionMandatory())
    .option('--country <cc>', 'where it moved to')
    .option('--json')
    .action(
      async (
        referral: string,
        options: { dir: string; status: string; country?: string; json?: boolean },
      ) => {
        const id = ReferralId.safeParse(referral);
        if (!id.success) throw new UsageError('this is not the id of a referral');
        const { status, country } = options;
        const event = TakedownEvent.parse({
          status,
          at: new Date().toISOString(),
          ...(country ? { country } : {}),
        });
        await addTakedown(options.dir, id.data, event);
        shell.terminal(options).answer({ referral: id.data, event }, `${id.data}: ${status}`);
      },
    );
}

function port(text: string): number {
  if (!/^\d{1,5}$/.test(text) || Number(text) > 65_535) throw new InvalidArgumentError('from 0 to 65535');
  return Number(text);
}
