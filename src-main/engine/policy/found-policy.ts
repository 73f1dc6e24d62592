import type { PersonId } from '../../../shared/domain/ids.ts';
import type { Database } from '../storage/database.ts';
import { PolicyStore } from './policy.store.ts';
import type { Rules } from './rules.ts';

/** Puts the first rules of a vault in force. */
export function foundPolicy(db: Database, { policy, texts }: Rules, by: PersonId, at: string): void {
  new PolicyStore(db).insert({
    id: policy.id,
    version: policy.version,
    body: texts.policy,
    members: texts.members,
    activatedAt: at,
    activatedBy: by,
    proposal: null,
  });
}
