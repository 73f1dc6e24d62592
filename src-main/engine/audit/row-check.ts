import { z } from 'zod';
import { canonicalText, type Entry, type EntryKind } from '../../../shared/ledger/entry.ts';
import type { PeopleRecord } from '../../../shared/ledger/people-record.ts';
import type { Problem } from '../../../shared/ledger/verify.ts';
import { sha256Hex } from '../../exchange/sha256-hex.ts';
import type { PeopleStore } from '../people/people.store.ts';
import type { OutboxStore } from '../referral/outbox.store.ts';
import type { AssessmentStore } from '../review/assessment.store.ts';
import type { AssignmentStore } from '../review/assignment.store.ts';
import { ASSIGNMENT_KINDS, AssignmentCheck } from '../review/assignment-check.ts';
import type { VaultStore } from '../vault/vault.store.ts';

export interface DecidedRows {
  vault: VaultStore;
  people: PeopleStore;
  assessments: AssessmentStore;
  assignments: AssignmentStore;
  outbox: OutboxStore;
}

const Assessed = z.object({
  assessment: z.string(),
  judgement: z.unknown(),
  noteSha256: z.string(),
  route: z.unknown(),
  referrals: z.array(z.object({ id: z.string(), destination: z.string(), bodySha256: z.string() })),
});
const InForce = z.object({
  policy: z.object({ id: z.string(), version: z.number(), sha256: z.string() }),
  members: z.object({ sha256: z.string() }),
});

/** Kinds of entries that rows follow from. */
const CHECKED: ReadonlySet<string> = new Set<EntryKind>([
  'case.assessed',
  'vault.created',
  'policy.activated',
  ...ASSIGNMENT_KINDS,
]);

/**
 * Compares what Hashline works with, rows that anybody with the key to case content can write, with what the record
 * proves: people, policies, decisions and what is to be sent because of them.
 */
export class RowCheck {
  readonly #rows: DecidedRows;
  readonly #assignments: AssignmentCheck;
  #assessments = 0;
  #referrals = 0;
  #policies = 0;

  constructor(rows: DecidedRows) {
    this.#rows = rows;
    this.#assignments = new AssignmentCheck(rows.assignments);
  }

  /** @param line of an entry in which verification found nothing wrong */
  take(kind: string, line: string): Problem[] {
    if (!CHECKED.has(kind)) return [];
    const entry = JSON.parse(line) as Entry;
    return this.#compare(entry).map((what) => ({ seq: entry.seq, what }));
  }

  /** What must hold once every entry was taken; nothing may have been written meanwhile. */
  end(people: PeopleRecord): Problem[] {
    const { vault, assessments, outbox } = this.#rows;
    const counts: [string, number, number][] = [
      ['assessments', assessments.count(), this.#assessments],
      ['referrals', outbox.count(), this.#referrals],
      ['policies', vault.countPolicies(), this.#policies],
    ];
    return [
      ...counts
        .filter(([, rows, recorded]) => rows !== recorded)
        .map(([what, rows, recorded]) => `there are ${rows} ${what} and the record knows ${recorded}`),
      ...this.#assignments.end(),
      ...this.#comparePeople(people),
    ].map((what) => ({ seq: null, what }));
  }

  #compare(entry: Entry): string[] {
    if (entry.kind === 'case.assessed') return this.#compareDecision(entry);
    if (ASSIGNMENT_KINDS.includes(entry.kind)) return this.#assignments.take(entry);
    return this.#comparePolicy(entry);
  }

  #compareDecision({ actor, data }: Entry): string[] {
    const said = Assessed.safeParse(data);
    if (!said.success) return ['does not say what was decided'];
    this.#assessments += 1;
    this.#referrals += said.data.referrals.length;
    const { assessment, noteSha256, judgement, route, referrals } = said.data;
    const row = this.#rows.assessments.signed(assessment);
    const wrong: string[] = [];
    if (row === null) wrong.push('its assessment is missing');
    else {
      const { note, ...rest } = row.judgement;
      const same =
        'person' in actor &&
        actor.person === row.person &&
        sha256Hex(`${assessment}\n${String(note)}`) === noteSha256 &&
        canonicalText([rest, row.route]) === canonicalText([judgement, route]);
      if (!same) wrong.push('its assessment is not the one that was signed');
    }
    for (const { id, destination, bodySha256 } of referrals) {
      const sent = this.#rows.outbox.frozen(id);
      if (sent === null) wrong.push('a referral of it is missing');
      else if (sent.destination !== destination || sha256Hex(sent.body) !== bodySha256)
        wrong.push('a referral of it is not the one that was signed');
    }
    return wrong;
  }

  #comparePolicy({ data }: Entry): string[] {
    const said = InForce.safeParse(data);
    if (!said.success) return ['does not say which policy is in force'];
    this.#policies += 1;
    const { policy, members } = said.data;
    const row = this.#rows.vault.policy(policy.id, policy.version);
    if (row === null) return ['its policy is missing'];
    const same = sha256Hex(row.body) === policy.sha256 && sha256Hex(row.members) === members.sha256;
    return same ? [] : ['its policy or member table is not the one that was signed'];
  }

  #comparePeople(people: PeopleRecord): string[] {
    const rows = this.#rows.people.list();
    const strange = rows.filter(({ id, role, publicKey, disabledAt }) => {
      const known = people.get(id);
      return (
        known?.role !== role || known.publicKey !== publicKey || known.disabled !== (disabledAt !== null)
      );
    });
    const there = new Set<string>(rows.map(({ id }) => id));
    const missing = [...people.keys()].filter((id) => !there.has(id));
    return [
      ...strange.map(({ id }) => `the table of people has ${id} otherwise than the record`),
      ...missing.map((id) => `the table of people lacks ${id}`),
    ];
  }
}
