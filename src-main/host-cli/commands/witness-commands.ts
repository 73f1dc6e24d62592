import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { nodeLedgerCrypto, signingKeyFrom } from '../../engine/keys/signing-key.ts';
import { startWitness } from '../../witness/start-witness.ts';
import { UsageError } from '../terminal/exit-code.ts';
import type { Shell } from '../terminal/shell.ts';

interface WitnessFlags {
  dir: string;
  port: number;
  host: string;
  name: string;
  tlsCert?: string;
  tlsKey?: string;
  trustOnFirstUse?: boolean;
  json?: boolean;
}

/** `hashline witness`: the reference witness (C2SP tlog-witness). */
export function addWitnessCommands(program: Command, shell: Shell): void {
  program
    .command('witness')
    .description('the reference witness: signs that a ledger contains what it signed before, and remembers')
    .requiredOption('--dir <dir>', 'where it keeps its key, the logs it knows and what it signed')
    .addOption(new Option('--port <port>', '0: a free one').default(0).argParser(port))
    .option('--host <address>', 'the address to listen on; beyond the loopback with TLS only', '127.0.0.1')
    .option('--name <name>', 'its key name, chosen at the first start', 'localhost/hashline-witness')
    .option('--tls-cert <file>', 'PEM; speaks TLS 1.3')
    .option('--tls-key <file>', 'PEM')
    .option('--trust-on-first-use', 'takes any log that makes itself known; otherwise those in logs.txt')
    .option('--json')
    .action(async (options: WitnessFlags) => {
      const { tlsCert, tlsKey, trustOnFirstUse } = options;
      if ((tlsCert === undefined) !== (tlsKey === undefined))
        throw new UsageError('TLS needs both --tls-cert and --tls-key');
      const terminal = shell.terminal(options);
      const witness = await startWitness({
        dir: options.dir,
        port: options.port,
        host: options.host,
        name: options.name,
        ...(tlsCert && tlsKey
          ? { tls: { cert: readFileSync(tlsCert, 'utf8'), key: readFileSync(tlsKey, 'utf8') } }
          : {}),
        ...(trustOnFirstUse ? { trustOnFirstUse } : {}),
        crypto: nodeLedgerCrypto,
        keyFrom: signingKeyFrom,
        log: (event) => terminal.say(JSON.stringify(event)),
      }).catch((error: unknown) => {
        throw error instanceof RangeError ? new UsageError(error.message) : error;
      });
      // Registered before the answer is printed, because its reader may stop the witness at once.
      const stopped = Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
      terminal.answer(
        { url: witness.url, verifierKey: witness.verifierKey },
        `Witnessing at ${witness.url}\nIts key: ${witness.verifierKey}`,
      );
      await stopped;
      await witness.close();
    });
}

function port(text: string): number {
  if (!/^\d{1,5}$/.test(text) || Number(text) > 65_535) throw new InvalidArgumentError('from 0 to 65535');
  return Number(text);
}
