import { parseEntry } from '../../shared/ledger/entry.ts';
import { readData } from '../../shared/ledger/kinds/all-kinds.ts';
import { unsealWith } from '../../src-main/engine/keys/sealing-key.ts';
import { openDeed, unseal } from '../../src-main/engine/team/sealed-deed.ts';
import type { MemoryHubBackup } from '../../src-main/ports/memory-hub.ts';
import type { Seat } from './a-team.ts';
import { inDatabaseOf } from './vault-database.ts';

/** What somebody has who copied the disk of a seat and opened it. */
export interface Loot {
  log: string;
  device: string;
  /** The seed of the workstation's key, from which that one follows to which epochs are sealed. */
  seed: Uint8Array;
  epochs: Uint8Array[];
}

/** Copies all keys of a seat, which is locked by that. */
export async function lootOf(seat: Seat): Promise<Loot> {
  seat.lock();
  return inDatabaseOf(seat.folder, (db) => {
    const fact = (name: string) =>
      String(db.prepare('SELECT value FROM facts WHERE name = ?').get([name])?.value);
    const key = (purpose: string) =>
      String(db.prepare('SELECT private_key FROM keys WHERE purpose = ?').get([purpose])?.private_key);
    return {
      log: fact('log'),
      device: fact('device'),
      seed: Buffer.from(key('device'), 'base64'),
      epochs: db
        .prepare('SELECT key FROM team_keys')
        .all()
        .map((row) => Buffer.from(String(row.key), 'base64')),
    };
  });
}

/**
 * Tries every key on everything that a hub holds, and every key on what those opened, until nothing more opens.
 * @returns the places of deeds that opened, and how many parcels and registers
 */
export function openedWith({ log, device, seed, epochs }: Loot, { content }: MemoryHubBackup) {
  const keys = [...epochs];
  const places = new Set<number>();
  const others = new Set<string>();
  const named: [name: string, sealed: Uint8Array][] = [
    ...[...content.parcels].flatMap(([name, sealed]) =>
      sealed ? [[name, sealed] as [string, Uint8Array]] : [],
    ),
    ...[...content.registers].flatMap(([name, each]) =>
      [...each].map(([, { sealed }]) => [name, sealed] as [string, Uint8Array]),
    ),
  ];
  // A key that comes to light is tried too: the list grows under the loop.
  for (const key of keys) {
    content.deeds.forEach((deed, position) => {
      const line = openDeed(key, { hotline: log, ...deed }, deed.sealed)?.line;
      if (line === undefined) return;
      places.add(position);
      const entry = parseEntry(line);
      const opened = entry?.kind === 'epoch.opened' ? readData('epoch.opened', entry.data) : null;
      for (const share of opened?.seats ?? []) {
        const context = { purpose: 'epoch-key' as const, log, device: share.device, epoch: opened!.epoch };
        for (const one of [context, { ...context, device }]) {
          const found = unsealWith(seed)(share.sealed, one);
          if (found !== null && !keys.some((known) => Buffer.compare(known, found) === 0)) keys.push(found);
        }
      }
    });
    for (const [name, sealed] of named)
      if (unseal(key, Buffer.from(name, 'hex'), sealed.subarray(4))) others.add(`${name} ${sealed.length}`);
  }
  return { places: [...places].sort((a, b) => a - b), others: others.size };
}
