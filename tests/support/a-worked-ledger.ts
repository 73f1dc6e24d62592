import { aLedger, idOf, personData } from './a-ledger.ts';

/**
 * The export of a hotline at work: sessions of a supervisor and two analysts, imports, claims, judgements, referrals and
 * what came of them, each session sealed at its lock.
 */
export function aWorkedLedger(entries: number, name = 'one'): string[] {
  const ledger = aLedger(name);
  ledger.foundedBy('Sam').by('Sam', 'session.unlocked', { host: 'cli' });
  ledger.by('Sam', 'person.added', personData('Ann', 'analyst'));
  ledger.by('Sam', 'person.added', personData('Bob', 'analyst'));
  ledger.by('Sam', 'person.added', personData('Uma', 'auditor'));
  ledger.by('Sam', 'destination.added', { destination: 'police', url: 'https://desk.example' });
  ledger.by('Sam', 'session.locked').sealed();
  for (let turn = 0; ledger.size < entries - 2; turn++) {
    const who = ['Ann', 'Bob', 'Sam'][turn % 3]!;
    const left = () => entries - 2 - ledger.size;
    if (turn % 4 === 0)
      ledger.byDevice('session.unlock-failed', { name: who, at: '2026-11-21T08:00:00.000Z' });
    if (left() > 0) ledger.by(who, 'session.unlocked', { host: 'electron' });
    if (left() > 0)
      ledger.by(who, 'intake.imported', {
        batch: idOf(`batch ${turn}`),
        file: 'scart.csv',
        reports: 61,
        refused: 2,
      });
    for (let work = 0; work < 5 && left() > 2; work++) {
      const subject = idOf(`case ${turn} ${work}`);
      ledger.by(who, 'case.claimed', { case: subject });
      ledger.by(who, 'case.assessed', {
        case: subject,
        judgement: { legality: 'illegal', hosting: { country: 'BE', source: 'analyst' }, reasons: [] },
        route: { category: '1', zone: 'own', outcome: 'refer', destinations: ['police'], deadlineHours: 24 },
      });
      ledger.byDevice(work % 2 === 0 ? 'referral.delivered' : 'takedown.recorded', {
        case: subject,
        reference: `2026/00${turn}${work} “é”\u0001`,
      });
    }
    if (left() > 0) ledger.by(who, 'session.locked').sealed();
  }
  ledger.by('Uma', 'session.unlocked', { host: 'cli' });
  return ledger.exportedBy('Uma');
}
