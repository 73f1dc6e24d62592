import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { ReferralId } from '../../../shared/domain/ids.ts';
import { TakedownEvent, TakedownStatus } from '../../../shared/domain/takedown.ts';
import { keyPin } from '../../ports/key-pin.ts';
import { PROJECT_ROOT } from '../../ports/program-files.ts';
import { writeWhole } from '../../ports/write-whole.ts';
import { answerSigner } from '../../receiver/answer-signer.ts';
import { makeCertificates, makeOfficerCertificate } from '../../receiver/certificates.ts';
import { parseFaultSwitches } from '../../receiver/fault-switches.ts';
import { startReceiver } from '../../receiver/receiver.ts';
import { readRecord } from '../../receiver/referral-store.ts';
import { signedReport } from '../../receiver/signed-report.ts';
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

const PAGE = join(PROJECT_ROOT, 'dist', 'page');
const DESK_NAME = 'Reference desk';

export function addReceiverCommands(program: Command, shell: Shell): void {
  const receiver = program
    .command('receiver')
    // Needed because `receiver takedown` has options --dir and --json too.
    .enablePositionalOptions()
    .description('the reference receiving desk; makes its certificates at the first start')
    .option('--dir <dir>', 'where it keeps certificates and referrals')
    .addOption(new Option('--port <port>', '0: a free one').default(0).argParser(port))
    .option('--host <address>', 'the address to listen on', '127.0.0.1')
    .option('--name <name>', 'what it calls itself in receipts', DESK_NAME)
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
        ...(existsSync(join(PAGE, 'desk.html')) ? { pageFolder: PAGE } : {}),
        log: (event) => terminal.say(JSON.stringify(event)),
      });
      const files = `${desk.certificates.dir}/`;
      const pin = keyPin(new X509Certificate(desk.certificates.server.cert));
      // Registered before the answer is printed, because its reader may stop the desk at once.
      const stopped = Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
      terminal.answer(
        { url: desk.url, ca: `${files}ca.pem`, cert: `${files}hotline.pem`, key: `${files}hotline.key`, pin },
        `Receiving at ${desk.url}, with the key ${pin}\nA hotline needs ${files}ca.pem, ${files}hotline.pem and ${files}hotline.key`,
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

  receiver
    .command('officer <name>')
    .description('makes the certificate with which an officer of the desk opens its page')
    .requiredOption('--dir <dir>', 'the folder of the desk')
    .option('--json')
    .action(async (name: string, options: { dir: string; json?: boolean }) => {
      if (!/^[a-z0-9-]{1,40}$/.test(name))
        throw new UsageError('an officer is named by small letters, digits and hyphens, for example kim');
      const folder = join(options.dir, 'certificates');
      await makeOfficerCertificate(folder, name);
      const [cert, key] = ['pem', 'key'].map((end) => join(folder, `officer-${name}.${end}`));
      shell.terminal(options).answer({ cert, key }, `The officer’s browser needs ${cert} and ${key}`);
    });

  receiver
    .command('report <referral>')
    .description('signs what was done about a referral into a file, for a hotline that cannot ask')
    .requiredOption('--dir <dir>', 'the folder of the desk')
    .requiredOption('--out <file>', 'where the signed report goes')
    .option('--name <name>', 'what the desk calls itself', DESK_NAME)
    .option('--json')
    .action(async (referral: string, options: { dir: string; out: string; name: string; json?: boolean }) => {
      const id = ReferralId.safeParse(referral);
      if (!id.success) throw new UsageError('this is not the id of a referral');
      const events = await writeReport(options, id.data);
      shell
        .terminal(options)
        .answer(
          { referral: id.data, events, file: options.out },
          `${events} steps signed into ${options.out}`,
        );
    });
}

/** Signs what the desk of this folder knows of a referral, for a hotline that cannot ask. */
async function writeReport(
  { dir, name, out }: { dir: string; name: string; out: string },
  referral: ReferralId,
): Promise<number> {
  const record = await readRecord(join(dir, 'referrals', `${referral}.json`));
  const { receipt } = await makeCertificates({ dir: join(dir, 'certificates') });
  const signer = answerSigner(receipt);
  const { report, events } = await signedReport(record, { dir, name, nowMs: Date.now, signer });
  await writeWhole(
    out,
    (async function* () {
      yield `${report}\n`;
    })(),
  );
  return events;
}

function port(text: string): number {
  if (!/^\d{1,5}$/.test(text) || Number(text) > 65_535) throw new InvalidArgumentError('from 0 to 65535');
  return Number(text);
}
