import { isAbsolute } from 'node:path';
import { z } from 'zod';
import {
  type HostingLookUp,
  HostingTableState,
  LOOKED_UP,
  type LookedUp,
  type NoCountry,
} from '../../../shared/contract/hosting.contract.ts';
import {
  type AddressOfCase,
  addressesOfCase,
  countryOfRecord,
} from '../../../shared/domain/hosting-table.ts';
import { readIp } from '../../../shared/domain/ip-network.ts';
import type { EnginePorts } from '../../ports/engine-ports.ts';
import { type HostingTable, NoHostingTable } from '../../ports/hosting-table.ts';
import type { Cases } from '../cases/cases.ts';
import type { Blindness } from '../second-review/blindness.ts';
import type { Session } from '../session/session.ts';
import { conflict, notFound, storageFailure, storageProblem } from '../storage/failure.ts';
import type { VaultFacts } from '../storage/vault-facts.ts';
import type { AddressStore } from './address.store.ts';

export interface HostingParts {
  session: Session;
  vault: VaultFacts;
  cases: Cases;
  blindness: Pick<Blindness, 'refuse'>;
  ports: Pick<EnginePorts, 'hostingTable'>;
}

/** The fact with the file. It is this seat's alone: another has other disks. */
const FACT = 'hosting-table';

/** The countries of IP addresses by a table that the hotline supplies. It is asked here alone, and nothing is contacted. */
export class Hosting {
  readonly #parts: HostingParts;
  readonly #addresses: AddressStore;
  #read: { path: string; mark: string; table: HostingTable } | null = null;

  constructor(parts: HostingParts, addresses: AddressStore) {
    this.#parts = parts;
    this.#addresses = addresses;
  }

  state(): HostingTableState {
    return this.#open().state;
  }

  /** @throws Failure CONFLICT where it is no absolute path or no table, STORAGE where it cannot be read */
  set(command: string, path: string | null): HostingTableState {
    const { session, vault } = this.#parts;
    if (path !== null) {
      if (!isAbsolute(path)) throw conflict({ reason: 'hosting-table-not-absolute' });
      try {
        this.#tableAt(path);
      } catch (error) {
        if (error instanceof NoHostingTable) throw conflict({ reason: 'no-hosting-table' });
        throw storageFailure(error) ?? error;
      }
    }
    session.perform(command, z.object({}), ['queue'], () => {
      if (path === null) vault.removeFact(FACT);
      else vault.setFact(FACT, path);
      return {};
    });
    return this.state();
  }

  /** @throws Failure NOT_FOUND, or CONFLICT where the case waits for this person's second review */
  lookUp(id: string): HostingLookUp {
    const { cases, blindness } = this.#parts;
    const stored = cases.find(id);
    if (!stored) throw notFound({ what: 'case', id });
    blindness.refuse(stored.id);
    const seen = this.#addresses.ofCase(stored.id, LOOKED_UP + 1);
    const { addresses, without } = addressesOfCase(stored.kind, seen.slice(0, LOOKED_UP));
    const { state, table } = this.#open();
    const found = table === null ? [] : addresses.map((address) => lookedUp(table, address));
    return { table: state, found, without, isCut: seen.length > LOOKED_UP };
  }

  #open(): { state: HostingTableState; table: HostingTable | null } {
    const path = this.#parts.vault.findFact(FACT);
    if (path === null) return { state: { state: 'none' }, table: null };
    try {
      const table = this.#tableAt(path);
      const { builtAt, type, ipVersion } = table;
      const addresses = ipVersion === 4 ? 'ipv4' : 'ipv4-and-ipv6';
      return { state: HostingTableState.parse({ state: 'ready', path, builtAt, type, addresses }), table };
    } catch (error) {
      const problem = error instanceof NoHostingTable ? error.message : storageProblem(error);
      if (problem === null) throw error;
      return { state: { state: 'unusable', path, problem }, table: null };
    }
  }

  #tableAt(path: string): HostingTable {
    const { hostingTable } = this.#parts.ports;
    const mark = hostingTable.mark(path);
    if (this.#read?.path !== path || this.#read.mark !== mark) {
      // What was read goes first, so that two tables are never in memory at once.
      this.#read = null;
      this.#read = { path, mark, table: hostingTable.read(path) };
    }
    return this.#read.table;
  }
}

function lookedUp(table: HostingTable, address: AddressOfCase): LookedUp {
  const none = (why: NoCountry, prefix: number | null = null): LookedUp => ({
    ...address,
    country: null,
    prefix,
    why,
  });
  const ip = readIp(address.ip);
  // The library would look up the first bits of an IPv6 address as if they were IPv4.
  if (ip?.version === 6 && table.ipVersion === 4) return none('other-addresses');
  try {
    const found = table.find(ip?.version === 4 ? dotted(ip.bits) : address.ip);
    if (found === null) return none('not-in-table');
    const country = countryOfRecord(found.record);
    return country === null
      ? none('without-country', found.prefix)
      : { ...address, country, prefix: found.prefix, why: null };
  } catch {
    // The library throws whatever damaged bytes lead it to.
    return none('unreadable');
  }
}

const dotted = (bits: bigint): string =>
  [24n, 16n, 8n, 0n].map((shift) => String((bits >> shift) & 0xffn)).join('.');
