import type { DryRunStep, RulesText } from '../../../shared/contract/policy.contract.ts';
import type { Protocol } from '../../../shared/domain/protocol.ts';
import type { CaseBook } from '../cases/case-book.ts';
import type { PeopleDirectory } from '../people/directory.ts';
import { readProtocol } from '../session/protocol.ts';
import { ProtocolInForce } from '../session/protocol-in-force.ts';
import type { Room } from '../session/room.ts';
import type { Session } from '../session/session.ts';
import type { Database } from '../storage/database.ts';
import { damaged } from '../storage/failure.ts';
import { openFacts } from '../storage/open-facts.ts';
import { LabelSetStore } from './label-set.store.ts';
import { LabelSets } from './label-sets.ts';
import type { PastAssessments } from './past-assessments.ts';
import { Policies } from './policies.ts';
import { PolicyStore } from './policy.store.ts';
import { policyApplies } from './policy-applies.ts';
import { PolicyCheck } from './policy-check.ts';
import { Reprioritising } from './reprioritising.ts';
import { runDry } from './run-dry.ts';

export interface PolicyRoomParts {
  session: Session;
  protocol: ProtocolInForce;
  book: CaseBook;
  people: PeopleDirectory;
  past: () => PastAssessments;
  /** Cases whose assessments must be hidden from the person at the workstation. */
  hidden: () => ReadonlySet<string>;
  /** The destinations that are set up. */
  configured: () => readonly string[];
}

export interface PolicyRoom {
  policies: Policies;
  labelSets: LabelSets;
  /** Applies newly activated rules to the waiting cases. */
  reprioritising: Reprioritising;
  /** Shows how rules would route the last assessments. */
  dryRun(rules: RulesText, last: number): AsyncGenerator<DryRunStep>;
  /**
   * Rules that are or were in force.
   * @throws Failure INTEGRITY where they are missing
   */
  protocolOf(policy: { id: string; version: number }): Protocol;
  /** Reads the rules in force again, after they changed. */
  followRules(): void;
}

/** Loads the rules in force. */
export function protocolInForce(db: Database): ProtocolInForce {
  const { body, members } = new PolicyStore(db).inForce();
  return new ProtocolInForce(readProtocol(body, members));
}

export function policyRoom(db: Database, parts: PolicyRoomParts): Room<PolicyRoom> {
  const { session, protocol, book, past, hidden } = parts;
  const store = new PolicyStore(db);
  const labels = new LabelSetStore(db);
  const reprioritising = new Reprioritising(openFacts(db), book, session);
  const followRules = () => {
    const { body, members } = store.inForce();
    protocol.replaceWith(readProtocol(body, members));
  };
  return {
    api: {
      followRules,
      policies: new Policies({ ...parts, store, labels, reprioritising, followRules }),
      labelSets: new LabelSets(session, labels, protocol),
      reprioritising,
      dryRun: (rules, last) => runDry(past(), protocol, rules, last, hidden()),
      protocolOf: ({ id, version }) => {
        const stored = store.find(id, version);
        if (stored) return readProtocol(stored.body, stored.members);
        throw damaged({ problem: 'policy-missing', id, version });
      },
    },
    kinds: policyApplies(db),
    checks: () => [new PolicyCheck(store)],
    begin: { as: 'reprioritising', work: () => reprioritising.run() },
    stop: () => reprioritising.stop(),
  };
}
