import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { MemberTable } from '../../shared/domain/member-table.ts';
import { Policy } from '../../shared/domain/policy.ts';

const ASSETS = join(import.meta.dirname, '..', '..', 'assets');
const texts = new Map<string, string>();

/** A value of its own for each caller, of a file that is read once. */
function read(name: string): unknown {
  const text = texts.get(name) ?? readFileSync(join(ASSETS, name), 'utf8');
  texts.set(name, text);
  return JSON.parse(text);
}

/** A bundled policy as it is in the file, before any schema has read it. */
export const rawPolicy = (id: string): Record<string, unknown> =>
  read(`policies/${id}.json`) as Record<string, unknown>;

/** A bundled policy with a test's changes. */
export const aPolicy = (id = 'be-2017', change: Record<string, unknown> = {}): Policy =>
  Policy.parse({ ...rawPolicy(id), ...change });

let members: MemberTable | null = null;

/** The bundled member table. Every test has the same one, which is parsed once: it is long. */
export function theMembers(): MemberTable {
  members ??= MemberTable.parse(read('members.json'));
  return members;
}

/** A member table of these countries. */
export const aMemberTable = (routing: Readonly<Record<string, 'inhope' | 'confirm'>>): MemberTable =>
  MemberTable.parse({
    format: 'hashline-members/1',
    asOf: '2026-01-01',
    source: 'synthetic',
    members: Object.entries(routing).map(([country, way]) => ({
      country,
      hotline: `Hotline of ${country}`,
      iccamId: null,
      confidence: way === 'inhope' ? 'A' : 'D',
      routing: way,
    })),
  });
