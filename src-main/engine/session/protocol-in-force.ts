import type { MemberTable } from '../../../shared/domain/member-table.ts';
import type { Policy } from '../../../shared/domain/policy.ts';
import type { Protocol } from '../../../shared/domain/protocol.ts';

/**
 * The rules in force, one object for as long as the vault is open. Whoever works by them keeps this object and asks it
 * each time, so that an activated policy holds from the next moment on without a restart.
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
