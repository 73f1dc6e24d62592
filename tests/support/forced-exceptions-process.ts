/**
 * Makes an engine's surroundings throw, again and again, errors whose messages hold canaries, and says on stdout what
 * the engine noted: `node forced-exceptions-process.ts <folder> <how many>`. Its stderr is the real log.
 */
import { createRouterClient } from '@orpc/server';
import { createEngine } from '../../src-main/engine/engine.ts';
import { nodeHubPorts } from '../../src-main/hub/setup/node-hub-ports.ts';
import type { EnginePorts } from '../../src-main/ports/engine-ports.ts';
import { type LogEvent, stderrLog } from '../../src-main/ports/log.ts';
import { nodeEnginePorts } from '../../src-main/ports/node-engine-ports.ts';
import { aCommand } from './a-command.ts';
import { aReport } from './a-report.ts';
import { ASSETS, HOTLINE, PASSPHRASE, PERSON } from './a-vault.ts';
import { Canaries } from './canaries.ts';

const [folder = '', count = '0'] = process.argv.slice(2);
const canaries = new Canaries();
const events: LogEvent[] = [];

let armed: keyof EnginePorts | null = null;

const THROWN: readonly ((text: string) => unknown)[] = [
  (text) => new Error(text),
  (text) => new TypeError(`${text} is not a function`),
  (text) => new RangeError(text, { cause: new Error(text) }),
  (text) => new AggregateError([new Error(text)], text),
  (text) => Object.assign(new Error(text), { code: text, path: text }),
  (text) => Object.assign(new Error('x'), { name: text, stack: text }),
  (text) => text,
  (text) => ({ message: text, toString: () => text }),
];
let thrown = 0;

/** The port as it is, until it is armed: then everything it is asked throws. */
function failing<Name extends keyof EnginePorts>(name: Name, port: EnginePorts[Name]): EnginePorts[Name] {
  return new Proxy(port as object, {
    get: (target, member) => {
      const value = Reflect.get(target, member);
      if (typeof value !== 'function') return value;
      return (...parameters: unknown[]) => {
        if (armed === name) throw THROWN[thrown++ % THROWN.length]!(canaries.text());
        return value.apply(target, parameters);
      };
    },
  }) as EnginePorts[Name];
}

const ports = nodeEnginePorts(folder, ASSETS, {
  ...nodeHubPorts(ASSETS),
  host: { kind: 'cli', capabilities: [] },
  version: '0.0.0-test',
  background: false,
});
const engine = createEngine({
  ...ports,
  clock: failing('clock', ports.clock),
  entropy: failing('entropy', ports.entropy),
  files: failing('files', ports.files),
  deviceSecret: failing('deviceSecret', ports.deviceSecret),
  log: {
    note: (event) => {
      events.push(event);
      stderrLog.note(event);
    },
  },
});
const client = createRouterClient(engine.router, { context: engine.context });
await client.vault.create({ hotline: HOTLINE, name: PERSON, passphrase: PASSPHRASE });

const report = () =>
  client.intake.report({
    command: aCommand(),
    report: aReport().of(`https://${canaries.text()}.example/`).saying(canaries.text()).build(),
  });
const add = () => client.people.add({ command: aCommand(), name: canaries.text(), role: 'analyst' });
const CALLS: readonly [keyof EnginePorts, () => Promise<unknown>][] = [
  ['clock', report],
  ['clock', () => client.review.queue({})],
  ['clock', () => client.vault.active()],
  ['clock', () => client.vault.extendDuty({ command: aCommand(), reason: canaries.text() })],
  ['clock', () => client.vault.unlock({ name: canaries.text(), passphrase: canaries.text() })],
  ['entropy', report],
  ['entropy', () => client.intake.open({ name: canaries.text(), sizeBytes: 1 })],
  ['entropy', add],
  ['files', add],
  ['files', () => client.people.list()],
  ['files', () => client.vault.people()],
  ['files', () => client.vault.doctor()],
  [
    'files',
    () => client.vault.enrol({ name: canaries.text(), code: '0'.repeat(32), passphrase: PASSPHRASE }),
  ],
  ['deviceSecret', add],
];

let failed = 0;
for (let number = 0; thrown < Number(count); number++) {
  const [port, call] = CALLS[number % CALLS.length]!;
  const before = thrown;
  armed = port;
  const ended = await call().then(
    () => 'well',
    () => 'badly',
  );
  armed = null;
  // Some randomness is drawn ahead, so not every call asks for it.
  if (thrown > before && ended === 'badly') failed += 1;
}
engine.close();
process.stdout.write(JSON.stringify({ failed, thrown, planted: canaries.planted.length, events }));
