import { canonicalText } from '../../shared/ledger/canonical-json.ts';
import type { DataOf } from '../../shared/ledger/kinds/all-kinds.ts';
import { sha256Hex } from '../../src-main/exchange/sha256-hex.ts';
import { aLedger, idOf } from './a-ledger.ts';

const AT = '2026-11-21T08:00:00.000Z';

/**
 * The export of a hotline at work: sessions of a supervisor and two analysts, imports, claims, judgements, referrals and
 * what came of them, each session sealed at its lock. Every entry says all that its kind says.
 */
export function aWorkedLedger(entries: number, name = 'one'): string[] {
  const ledger = aLedger(name);
  ledger.foundedBy('Sam', statedRules()).by('Sam', 'session.unlocked', { host: 'cli' });
  ledger.joined('Ann', 'analyst');
  ledger.joined('Bob', 'analyst');
  ledger.joined('Uma', 'auditor');
  ledger.by('Sam', 'destination.added', police());
  ledger.by('Sam', 'session.locked').sealed();
  for (let turn = 0; ledger.size < entries - 2; turn++) {
    const who = ['Ann', 'Bob', 'Sam'][turn % 3]!;
    const left = () => entries - 2 - ledger.size;
    if (turn % 4 === 0)
      ledger.byDevice('session.unlock-failed', {
        name: `${who} “é”\u0001`,
        at: AT,
      } satisfies DataOf<'session.unlock-failed'>);
    if (left() > 0) ledger.by(who, 'session.unlocked', { host: 'electron' });
    if (left() > 0) ledger.by(who, 'intake.imported', imported(`batch ${turn}`));
    for (let work = 0; work < 5 && left() > 2; work++) {
      const subject = `${turn} ${work}`;
      ledger.by(who, 'case.claimed', { case: idOf(`case ${subject}`) });
      ledger.by(who, 'case.assessed', assessed(subject));
      if (work % 2 === 0)
        ledger.byDevice('referral.delivered', delivered(subject, `2026/00${turn}${work} “é”`));
      else ledger.byDevice('takedown.recorded', takenDown(subject));
    }
    if (left() > 0) ledger.by(who, 'session.locked').sealed();
  }
  ledger.by('Uma', 'session.unlocked', { host: 'cli' });
  return ledger.exportedBy('Uma');
}

function statedRules(): Pick<DataOf<'vault.created'>, 'policy' | 'members'> {
  const policy = { id: 'be-2017', version: 1 };
  const members = { asOf: '2026-02-10' };
  return {
    policy: { ...policy, sha256: sha256Hex(canonicalText(policy)), body: policy },
    members: { ...members, sha256: sha256Hex(canonicalText(members)), body: members },
  };
}

const police = (): DataOf<'destination.added'> => ({
  destination: 'police',
  kind: 'https-json',
  url: 'https://desk.example',
  caSha256: sha256Hex('authority'),
  certSha256: sha256Hex('certificate'),
});

const imported = (batch: string): DataOf<'intake.imported'> => ({
  batch: idOf(batch),
  fileSha256: sha256Hex(batch),
  rowsRoot: Buffer.from(sha256Hex(`rows of ${batch}`), 'hex').toString('base64'),
  format: 'scart-csv',
  reports: 61,
  subjects: 70,
  refused: 2,
  received: [{ on: '2026-11-20', channel: 'web-form', reports: 61 }],
});

const assessed = (subject: string): DataOf<'case.assessed'> => ({
  case: idOf(`case ${subject}`),
  assessment: idOf(`assessment ${subject}`),
  judgement: { legality: 'illegal', hosting: { country: 'BE', source: 'analyst' }, reasons: [] },
  noteSha256: sha256Hex(`note ${subject}`),
  route: {
    category: '1',
    zone: 'own',
    outcome: 'refer',
    destinations: ['police'],
    deadlineHours: 24,
    policy: { id: 'be-2017', version: 1 },
  },
  referrals: [
    {
      id: idOf(`referral ${subject}`),
      destination: 'police',
      purpose: 'new',
      bodySha256: sha256Hex(`body ${subject}`),
      idempotencyKey: sha256Hex(`key ${subject}`),
    },
  ],
  secondReview: { period: '2026-11', rate: 0.1, drawn: false },
});

const ofReferral = (subject: string): DataOf<'referral.resumed'> => ({
  case: idOf(`case ${subject}`),
  referral: idOf(`referral ${subject}`),
  destination: 'police',
});

const delivered = (subject: string, reference: string): DataOf<'referral.delivered'> => ({
  ...ofReferral(subject),
  receipt: {
    format: 'hashline-receipt/1',
    referral: idOf(`referral ${subject}`),
    idempotencyKey: sha256Hex(`key ${subject}`),
    bodySha256: sha256Hex(`body ${subject}`),
    receivedAt: AT,
    receiver: 'Federal Police',
    reference,
  },
  attempts: 1,
});

const takenDown = (subject: string): DataOf<'takedown.recorded'> => ({
  ...ofReferral(subject),
  event: { status: 'permanently-removed', at: AT },
  source: 'desk',
  reportSha256: sha256Hex(`report ${subject}`),
});
