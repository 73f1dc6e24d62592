import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Command } from 'commander';
import type { EngineClient } from '../../../shared/contract/contract.ts';
import type { AssessResult, QueuePage } from '../../../shared/contract/review.contract.ts';
import { Assessment, type Legality } from '../../../shared/domain/assessment.ts';
import type { CaseSummary } from '../../../shared/domain/case.ts';
import { CountryCode } from '../../../shared/domain/country.ts';
import { type CaseId, DestinationId } from '../../../shared/domain/ids.ts';
import { hostingZone, type MemberTable } from '../../../shared/domain/member-table.ts';
import type { HostingZone } from '../../../shared/domain/policy.ts';
import { defangSubject } from '../../../shared/domain/subject.ts';
import { datesFromNow } from '../../engine/intake/sample-dates.ts';
import { PROJECT_ROOT } from '../../ports/program-files.ts';
import { startReceiver } from '../../receiver/receiver.ts';
import { IntegrityError } from '../terminal/exit-code.ts';
import { newCommand, withEngine } from '../terminal/open-engine.ts';
import type { Shell } from '../terminal/shell.ts';
import type { Terminal } from '../terminal/terminal.ts';
import { toldReferral } from '../terminal/told-referral.ts';
import { verifyVault } from './audit-commands.ts';
import { importFile } from './intake-commands.ts';

const SAMPLES = join(PROJECT_ROOT, 'assets', 'samples');
const FILES = ['scart.csv', 'vics.json', 'hashline.jsonl'];
const SEND_TIMEOUT_MS = 30_000;

/** The cases that the demonstration decides: the protocol's four categories and one undetermined case. */
const DECISIONS: readonly { category: string; legality: Legality; zone: HostingZone | null }[] = [
  { category: '1', legality: 'illegal', zone: 'own' },
  { category: '2', legality: 'illegal', zone: 'inhope' },
  { category: '3', legality: 'illegal', zone: 'other' },
  { category: '4', legality: 'legal', zone: null },
  { category: 'undetermined', legality: 'undetermined', zone: null },
];

export function addDemoCommand(program: Command, shell: Shell): void {
  program
    .command('demo')
    .description('the main job from report to verified ledger, on synthetic data, against the reference desk')
    .option('--json', 'answers with JSON alone on stdout')
    .action(async (options: { json?: boolean }) => {
      const folder = mkdtempSync(join(tmpdir(), 'hashline-demo-'));
      try {
        await demonstrate(shell, folder, shell.terminal(options), (words) => {
          if (options.json) shell.stderr.write(`${words}\n`);
          else shell.stdout.write(`${words}\n`);
        });
      } finally {
        rmSync(folder, { recursive: true, force: true });
      }
    });
}

interface DecidedCase {
  id: CaseId;
  result: AssessResult;
}

const POLICE = DestinationId.parse('police');

async function demonstrate(
  shell: Shell,
  folder: string,
  terminal: Terminal,
  tell: (words: string) => void,
): Promise<void> {
  const police = await startReceiver({
    dir: join(folder, 'police'),
    port: 0,
    name: 'Police desk (demonstration)',
  });
  const iccam = await startReceiver({
    dir: join(folder, 'iccam'),
    port: 0,
    name: 'ICCAM desk (demonstration)',
  });
  try {
    await withEngine(shell, join(folder, 'vault'), async (client) => {
      const session = await client.vault.create({
        hotline: 'Demonstration hotline',
        name: 'Dana Demo',
        passphrase: 'a passphrase for the demonstration only',
      });
      tell(
        `1. Vault made for ${session.hotline.name}; policy ${session.policy.id} version ${session.policy.version}.`,
      );
      const imports = [];
      for (const file of FILES) {
        const path = join(folder, file);
        writeFileSync(path, datesFromNow(readFileSync(join(SAMPLES, file), 'utf8'), Date.now()));
        const result = await importFile(client, path, {}, terminal);
        imports.push(result);
        tell(
          `2. ${file}: ${result.reports} reports, ${result.casesNew} new cases, ${result.casesJoined} joined.`,
        );
      }
      for (const [id, desk] of [
        ['police', police],
        ['iccam', iccam],
      ] as const) {
        const { ca, client: own } = desk.certificates;
        await client.referral.addDestination({
          command: newCommand(),
          destination: {
            id: DestinationId.parse(id),
            channel: { kind: 'https-json', settings: { url: desk.url, ca, ...own } },
          },
        });
      }
      tell('3. Two desks configured over HTTPS with mutual TLS: police and iccam.');
      const queue = await client.review.queue({ limit: 500 });
      tell(`4. ${queue.total} cases wait. The first: ${caseText(queue.cases[0])}.`);
      const decided = await decideOneOfEach(client, queue, session.members, session.hotline.country, tell);
      const { graceSeconds } = session.policy.review;
      tell(`   Each decision can be taken back for ${graceSeconds} s; then the courier sends.`);
      const sent = await sendAll(client);
      tell(`6. ${sent.delivered} referrals delivered, ${sent.retrying} waiting, ${sent.parked} parked.`);
      const referrals = (await client.referral.outbox({})).referrals.map(toldReferral);
      for (const referral of [...referrals].reverse()) {
        tell(
          `   ${referral.destination}: receipt ${referral.reference ?? '(none)'}, ${referral.attempts} attempt.`,
        );
      }
      tell(`   The desks hold ${police.size()} and ${iccam.size()} referrals.`);
      const moved = await tellMoved(client, decided, tell);
      const ledger = await verifyVault(client, terminal);
      tell(
        `8. Ledger ${ledger.ok ? 'verified' : 'NOT verified'}: ${ledger.entries} entries, root ${ledger.root}`,
      );
      terminal.answer(
        { imports, decided: decided.map(({ result }) => result), sent, referrals, moved, ledger },
        ledger.ok ? 'Done.' : 'Failed.',
      );
      const missing = decided.flatMap(({ result }) => result.referrals).length - sent.delivered;
      if (!ledger.ok || missing !== 0) throw new IntegrityError('the demonstration did not end as it must');
    });
  } finally {
    await Promise.all([police.close(), iccam.close()]);
  }
}

async function decideOneOfEach(
  client: EngineClient,
  queue: QueuePage,
  members: MemberTable,
  own: string,
  tell: (words: string) => void,
): Promise<DecidedCase[]> {
  const waiting = [...queue.cases];
  const results: DecidedCase[] = [];
  for (const { category, legality, zone } of DECISIONS) {
    const index = waiting.findIndex(
      (entry) => zone === null || hostingZone(entry.hosting, own, members) === zone,
    );
    const [entry] = waiting.splice(index, 1);
    if (index < 0 || !entry) throw new Error(`the sample holds no case for category ${category}`);
    const judgement = Assessment.parse({
      legality,
      hosting: { country: entry.hosting, source: entry.hosting === null ? 'unknown' : 'reported' },
      ...(legality === 'illegal' ? { classification: 'baseline', age: 'not-categorised' } : {}),
      reasons: legality === 'undetermined' ? ['needs-second-opinion'] : [],
    });
    const result = await client.review.assess({ command: newCommand(), case: entry.id, judgement });
    if (result.route.category !== category) throw new Error(`expected category ${category}`);
    const to = result.route.destinations.join(' and ') || result.state;
    tell(`5. ${caseText(entry)}: ${legality}, category ${result.route.category} -> ${to}.`);
    results.push({ id: entry.id, result });
  }
  return results;
}

/** What the police learnt afterwards: one of the two was taken down, the other moved to another country and waits again. */
async function tellMoved(
  client: EngineClient,
  decided: readonly DecidedCase[],
  tell: (words: string) => void,
): Promise<CaseSummary> {
  const at = new Date().toISOString();
  const told = decided.filter(({ result }) => result.route.destinations.includes(POLICE));
  const [removed, gone] = told;
  if (!removed || !gone) throw new Error('the sample holds no two cases for the police');
  const source = 'phone' as const;
  await client.referral.stateTakedown({
    command: newCommand(),
    case: removed.id,
    event: { status: 'permanently-removed', at },
    source,
    note: '',
  });
  await client.referral.stateTakedown({
    command: newCommand(),
    case: gone.id,
    event: { status: 'moved', at, country: CountryCode.parse('NL') },
    source,
    note: '',
  });
  const { summary } = await client.review.case({ id: gone.id });
  if (summary.state !== 'open') throw new IntegrityError('a case that moved does not wait again');
  tell(`7. Police by phone: one address is gone for good; ${caseText(summary)} moved and waits again.`);
  return summary;
}

async function sendAll(client: EngineClient) {
  let last = { delivered: 0, retrying: 0, refused: 0, parked: 0 };
  const stream = await client.referral.send({ untilEmpty: true, timeoutMs: SEND_TIMEOUT_MS });
  for await (const step of stream) last = step;
  return last;
}

const caseText = (entry: CaseSummary | undefined): string =>
  entry
    ? `${defangSubject(entry.kind, entry.subject)} (${entry.hosting ?? 'hosting unknown'}, priority ${entry.priority})`
    : 'none';
