import type { MemberTable } from '../../../shared/domain/member-table.ts';
import type { Policy } from '../../../shared/domain/policy.ts';
import type { Protocol } from '../../../shared/domain/protocol.ts';

/**
 * The rules in force, as one object while the vault is open. Code that depends on the rules keeps this object and reads
 * it each time, so that an activated policy applies at once, without a restart.
 */
export class ProtocolInForce implements Protocol {
  #current: Protocol;

  constructor(protocol: Protocol) {
    this.#current = protocol;
  }

  get policy(): Policy {
    return this.#current.policy;
  }

  get members(): MemberTable {
    return this.#current.members;
  }

  replaceWith(protocol: Protocol): void {
    this.#current = protocol;
  }
}
