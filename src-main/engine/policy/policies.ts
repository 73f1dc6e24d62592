import { z } from 'zod';
import type {
  PolicyInFull,
  PolicyVersion,
  Proposal,
  RulesDigests,
  RulesText,
} from '../../../shared/contract/policy.contract.ts';
import { mayDo } from '../../../shared/domain/duty.ts';
import { PersonId, ProposalId } from '../../../shared/domain/ids.ts';
import type { Protocol } from '../../../shared/domain/protocol.ts';
import type { Refusal } from '../../../shared/domain/refusal.ts';
import type { RefusalDetail } from '../../../shared/domain/refusal-detail.ts';
import { readWitnessKey } from '../../../shared/ledger/cosignature.ts';
import { nodeLedgerCrypto } from '../keys/signing-key.ts';
import type { PeopleDirectory } from '../people/directory.ts';
import { readProtocol } from '../session/protocol.ts';
import type { Session } from '../session/session.ts';
import { conflict, notFound } from '../storage/failure.ts';
import { unknownDestinations } from './destination-names.ts';
import type { LabelSetStore } from './label-set.store.ts';
import type { PolicyStore, StoredPolicy, StoredProposal } from './policy.store.ts';
import type { Reprioritising } from './reprioritising.ts';
import { digestsOf, type Rules, readRules, refused, rulesOf, statedRules } from './rules.ts';

export interface PoliciesParts {
  session: Session;
  store: PolicyStore;
  labels: Pick<LabelSetStore, 'find'>;
  people: PeopleDirectory;
  protocol: Protocol;
  reprioritising: Reprioritising;
  /** Reads the rules in force again. */
  followRules: () => void;
  /** The destinations that are set up. */
  configured: () => readonly string[];
}

const Proposed = z.object({ proposal: ProposalId });
const Withdrawn = z.object({ withdrawn: z.literal(true) });
const Activated = z.object({ id: z.string(), version: z.number().int() });
const ALL = 10_000;

/**
 * The rules of the hotline: those in force, earlier ones, and how new ones come into force by the word of two
 * supervisors.
 */
export class Policies {
  readonly #parts: PoliciesParts;

  constructor(parts: PoliciesParts) {
    this.#parts = parts;
  }

  inForce(): PolicyInFull {
    return this.#inFull(this.#parts.store.inForce());
  }

  versions(): PolicyVersion[] {
    return this.#parts.store.list(ALL).map((stored) => this.#inFull(stored).version);
  }

  version(id: string, version: number): PolicyInFull {
    const stored = this.#parts.store.find(id, version);
    if (!stored) throw notFound({ what: 'policy-version', id, version });
    return this.#inFull(stored);
  }

  proposals(): Proposal[] {
    return this.#parts.store.waiting().map((stored) => ({
      id: stored.proposal,
      ...readProtocol(stored.body, stored.members),
      digests: digestsOf({ policy: stored.body, members: stored.members }),
      proposedAt: stored.proposedAt,
      proposedBy: { id: stored.proposedBy, name: this.#nameOf(stored.proposedBy) },
      activation: this.#activation(stored),
    }));
  }

  /** @throws Failure REFUSED with every faulty place */
  check(sent: RulesText): RulesDigests {
    return this.#readNew(sent).digests;
  }

  /** @throws Failure REFUSED; CONFLICT where the digests are not those of the rules */
  propose(command: string, sent: RulesText, digests: RulesDigests): z.infer<typeof Proposed> {
    const { session } = this.#parts;
    return session.perform(command, Proposed, ['policy', 'ledger'], () => {
      const rules = this.#readNew(sent);
      sameDigests(rules.digests, digests);
      const proposal = ProposalId.parse(session.newId());
      session.byPerson('policy.proposed', { proposal, ...statedRules(rules) });
      return { proposal };
    });
  }

  withdraw(command: string, proposal: ProposalId): z.infer<typeof Withdrawn> {
    const { session } = this.#parts;
    return session.perform(command, Withdrawn, ['policy', 'ledger'], () => {
      this.#findWaiting(proposal);
      session.byPerson('policy.withdrawn', { proposal });
      return { withdrawn: true as const };
    });
  }

  /**
   * @throws Failure NOT_FOUND; CONFLICT for one's own proposal while there is another supervisor, and for an older
   * version
   */
  activate(command: string, proposal: ProposalId, digests: RulesDigests): z.infer<typeof Activated> {
    const { session, reprioritising, followRules } = this.#parts;
    // Announced further below, once the rules in memory are the new ones.
    const answer = session.perform(command, Activated, [], () => {
      const stored = this.#findWaiting(proposal);
      const activation = this.#activation(stored);
      if (activation === 'own') throw conflict({ reason: 'own-proposal' });
      if (activation === 'outdated') throw conflict({ reason: 'proposal-outdated' });
      const rules = rulesOf(readProtocol(stored.body, stored.members));
      sameDigests(rules.digests, digests);
      reprioritising.begin();
      session.byPerson('policy.activated', { proposal, ...statedRules(rules) });
      return { id: stored.id, version: stored.version };
    });
    followRules();
    void reprioritising.run();
    session.announce('policy', 'destinations', 'queue', 'ledger');
    return answer;
  }

  /** Reads rules that may be proposed now. */
  #readNew(sent: RulesText): Rules {
    const { store, labels, protocol, people, configured } = this.#parts;
    const rules = readRules(sent, protocol);
    const refusals: Refusal[] = [];
    const refuse = (field: string, detail: RefusalDetail) =>
      refusals.push({ row: null, field, reason: 'bad-value', detail });
    const highest = store.highestVersion(rules.policy.id);
    if (rules.policy.version <= highest) refuse('policy.version', { code: 'version-too-low', highest });
    for (const id of Object.keys(rules.policy.review.secondReviewByPerson)) {
      if (people.find(id) === null)
        refuse(`policy.review.secondReviewByPerson.${id}`, { code: 'nobody-here' });
    }
    for (const { field, detail } of unknownDestinations(rules.policy, protocol.policy, configured()))
      refuse(field, detail);
    for (const [index, key] of rules.policy.witnesses.keys.entries()) {
      if (readWitnessKey(key, nodeLedgerCrypto) === null)
        refuse(`policy.witnesses.keys.${index}`, { code: 'not-the-key-id' });
    }
    const set = rules.policy.labels;
    if (set !== null && labels.find(set.id, set.version) === null)
      refuse('policy.labels', { code: 'labels-not-loaded' });
    const { asOf } = protocol.members;
    if (rules.members.asOf < asOf && rules.digests.members !== rulesOf(protocol).digests.members)
      refuse('members.asOf', { code: 'members-too-old', asOf });
    if (refusals.length > 0) throw refused(refusals);
    return rules;
  }

  #activation(stored: StoredProposal): Proposal['activation'] {
    const { session, store, people } = this.#parts;
    if (!mayDo(session.person.role, 'manage-policy')) return 'not-permitted';
    if (stored.version <= store.highestInForce(stored.id)) return 'outdated';
    const hasOther = people
      .list()
      .some(
        ({ id, role, disabledAt }) =>
          id !== session.person.id && role === 'supervisor' && disabledAt === null,
      );
    return stored.proposedBy === session.person.id && hasOther ? 'own' : 'allowed';
  }

  #findWaiting(proposal: ProposalId): StoredProposal {
    const stored = this.#parts.store.findWaiting(proposal);
    if (!stored) throw notFound({ what: 'proposal', id: proposal });
    return stored;
  }

  #inFull(stored: StoredPolicy): PolicyInFull {
    const { policy, members } = readProtocol(stored.body, stored.members);
    const somebody = (id: string | null) =>
      id === null ? null : { id: PersonId.parse(id), name: this.#nameOf(id) };
    const inForce = this.#parts.store.inForce();
    const version: PolicyVersion = {
      id: stored.id,
      version: stored.version,
      name: policy.name,
      membersAsOf: members.asOf,
      digests: digestsOf({ policy: stored.body, members: stored.members }),
      activatedAt: stored.activatedAt,
      proposedBy: somebody(stored.proposedBy),
      activatedBy: somebody(stored.activatedBy),
      inForce: inForce.id === stored.id && inForce.version === stored.version,
    };
    return { version, policy, members };
  }

  #nameOf(id: string): string {
    return this.#parts.people.find(id)?.name ?? '';
  }
}

function sameDigests(found: RulesDigests, confirmed: RulesDigests): void {
  if (found.policy === confirmed.policy && found.members === confirmed.members) return;
  throw conflict({ reason: 'rules-not-confirmed' });
}
