import { PersonId, ProposalId } from '../../../shared/domain/ids.ts';
import type { Database, SqlRow, SqlValue } from '../storage/database.ts';
import { damaged } from '../storage/failure.ts';

/** Canonical JSON of a policy and of the member table that belongs to it. */
export interface StoredRules {
  id: string;
  version: number;
  body: string;
  members: string;
}

/** Rules that are or were in force. */
export interface StoredPolicy extends StoredRules {
  activatedAt: string;
  activatedBy: string | null;
  proposedBy: string | null;
  /** The proposal it came from; null for the policy with which the vault was created. */
  proposal: string | null;
}

export interface StoredProposal extends StoredRules {
  proposal: ProposalId;
  proposedBy: PersonId;
  proposedAt: string;
}

const POLICIES = `SELECT q.id, q.version, q.body, q.members, q.activated_at, q.activated_by, q.proposal, p.proposed_by
  FROM policies q LEFT JOIN policy_proposals p ON p.id = q.proposal`;
const PROPOSALS = `SELECT id AS proposal, policy_id AS id, version, body, members, proposed_by, proposed_at
  FROM policy_proposals`;

/** The rules in force, earlier ones, and proposed ones. */
export class PolicyStore {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  /** Puts rules in force. Only the first need no proposal. */
  insert(
    policy: StoredRules & { activatedAt: string; activatedBy: PersonId; proposal: string | null },
  ): void {
    this.#db
      .prepare(
        `INSERT INTO policies (id, version, body, members, activated_at, activated_by, proposal, number)
         SELECT ?, ?, ?, ?, ?, ?, ?, coalesce(max(number), 0) + 1 FROM policies`,
      )
      .run([
        policy.id,
        policy.version,
        policy.body,
        policy.members,
        policy.activatedAt,
        policy.activatedBy,
        policy.proposal,
      ]);
  }

  inForce(): StoredPolicy {
    const [newest] = this.list(1);
    if (!newest) throw damaged({ problem: 'no-policy-in-force' });
    return newest;
  }

  /** In the order in which they came into force, the newest first, whatever the clock said. */
  list(limit: number): StoredPolicy[] {
    return this.#db
      .prepare(`${POLICIES} ORDER BY q.number DESC, q.version DESC LIMIT +?`)
      .all([limit])
      .map(toPolicy);
  }

  find(id: string, version: number): StoredPolicy | null {
    const row = this.#db.prepare(`${POLICIES} WHERE q.id = ? AND q.version = ?`).get([id, version]);
    return row ? toPolicy(row) : null;
  }

  count(): number {
    return Number(this.#db.prepare('SELECT count(*) AS n FROM policies').get()?.n ?? 0);
  }

  /** The highest version of this id that was ever in force; 0 where there is none. */
  highestInForce(id: string): number {
    const row = this.#db.prepare('SELECT max(version) AS version FROM policies WHERE id = ?').get([id]);
    return Number(row?.version ?? 0);
  }

  /** The highest version ever proposed or in force, so that a number names only one text. */
  highestVersion(id: string): number {
    const row = this.#db
      .prepare('SELECT max(version) AS version FROM policy_proposals WHERE policy_id = ?')
      .get([id]);
    return Math.max(this.highestInForce(id), Number(row?.version ?? 0));
  }

  propose(proposal: StoredProposal): void {
    this.#db
      .prepare(
        `INSERT INTO policy_proposals (id, policy_id, version, body, members, proposed_by, proposed_at)
         VALUES (?, ?, ?, ?, ?, ?, ?)`,
      )
      .run([
        proposal.proposal,
        proposal.id,
        proposal.version,
        proposal.body,
        proposal.members,
        proposal.proposedBy,
        proposal.proposedAt,
      ]);
  }

  /** The newest first. */
  waiting(): StoredProposal[] {
    return this.#db
      .prepare(`${PROPOSALS} WHERE settled_as IS NULL ORDER BY policy_proposals.number DESC`)
      .all()
      .map(toProposal);
  }

  findWaiting(proposal: string): StoredProposal | null {
    const row = this.#db
      .prepare(`${PROPOSALS} WHERE settled_as IS NULL AND policy_proposals.id = ?`)
      .get([proposal]);
    return row ? toProposal(row) : null;
  }

  /** A proposal, settled or not. */
  proposal(id: string): StoredProposal | null {
    const row = this.#db.prepare(`${PROPOSALS} WHERE policy_proposals.id = ?`).get([id]);
    return row ? toProposal(row) : null;
  }

  settle(proposal: string, as: 'activated' | 'withdrawn', by: PersonId, at: string): void {
    this.#db
      .prepare('UPDATE policy_proposals SET settled_as = ?, settled_by = ?, settled_at = ? WHERE id = ?')
      .run([as, by, at, proposal]);
  }
}

const rules = (row: SqlRow): StoredRules => ({
  id: String(row.id),
  version: Number(row.version),
  body: String(row.body),
  members: String(row.members),
});

const textOf = (value: SqlValue | undefined): string | null =>
  value === null || value === undefined ? null : String(value);

const toPolicy = (row: SqlRow): StoredPolicy => ({
  ...rules(row),
  activatedAt: String(row.activated_at),
  activatedBy: textOf(row.activated_by),
  proposedBy: textOf(row.proposed_by),
  proposal: textOf(row.proposal),
});

const toProposal = (row: SqlRow): StoredProposal => ({
  ...rules(row),
  proposal: ProposalId.parse(row.proposal),
  proposedBy: PersonId.parse(row.proposed_by),
  proposedAt: String(row.proposed_at),
});
