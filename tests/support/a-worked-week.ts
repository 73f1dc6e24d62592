import type { CaseId } from '../../shared/domain/ids.ts';
import { ManualClock } from '../../src-main/ports/clock.ts';
import { argon2id } from '../../src-main/ports/passphrase-hash.ts';
import { aCommand } from './a-command.ts';
import { aReport } from './a-report.ts';
import { anEngine, HOTLINE } from './a-vault.ts';
import { legal } from './an-assessment.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

/** The work of one person on one past day. */
interface Shift {
  name: string;
  daysAgo: number;
  minutes: number;
  cases: number;
}

interface Team {
  folder: string;
  supervisor: { name: string; passphrase: string };
  analysts: readonly { name: string; passphrase: string }[];
}

/**
 * Makes a vault in a folder in which people worked these shifts before today. A begun case stays with the person who
 * began it.
 */
export async function aWorkedWeek(
  { folder, supervisor, analysts }: Team,
  shifts: readonly Shift[],
): Promise<void> {
  const today = new Date().toISOString().slice(0, 10);
  const nineOClock = (days: number) => Date.parse(`${today}T09:00:00.000Z`) - days * DAY_MS;
  const longest = Math.max(...shifts.map(({ daysAgo }) => daysAgo));
  const clock = new ManualClock(nineOClock(longest + 1));
  const { engine, client } = anEngine(folder, { clock, passphraseHash: argon2id });
  await client.vault.create({ hotline: HOTLINE, ...supervisor });
  for (const { name, passphrase } of analysts) {
    const { code } = await client.people.add({ command: aCommand(), name, role: 'analyst' });
    await client.vault.enrol({ name, code, passphrase });
  }
  const waiting: CaseId[] = [];
  const needed = shifts.reduce((sum, { cases }) => sum + cases, 0) + shifts.length;
  for (let at = 0; at < needed; at += 1) {
    const report = aReport().of(`https://site${at}.example/`).receivedAt(clock.nowMs()).build();
    waiting.push((await client.intake.report({ command: aCommand(), report })).cases[0]!.id);
  }
  const passphraseOf = (name: string) =>
    [supervisor, ...analysts].find((person) => person.name === name)?.passphrase ?? '';
  for (const { name, daysAgo, minutes, cases } of [...shifts].sort((a, b) => b.daysAgo - a.daysAgo)) {
    engine.close();
    const startMs = nineOClock(daysAgo);
    if (clock.nowMs() < startMs) clock.advance(startMs - clock.nowMs());
    await client.vault.unlock({ name, passphrase: passphraseOf(name) });
    for (let worked = 0; worked < Math.min(minutes, 120); worked += 1) await oneMinute();
    if (minutes > 120) await client.vault.extendDuty({ command: aCommand(), reason: 'A child at risk' });
    for (let worked = 120; worked < minutes; worked += 1) await oneMinute();
    for (let at = 0; at < cases; at += 1) {
      await client.review.assess({ command: aCommand(), case: waiting.pop()!, judgement: legal() });
    }
    const begun = waiting.pop()!;
    await client.review.claim({ command: aCommand(), id: begun });
    await client.review.saveDraft({ case: begun, draft: { json: '{}' } });
  }
  engine.close();

  async function oneMinute(): Promise<void> {
    clock.advance(MINUTE_MS);
    await client.vault.active();
  }
}
