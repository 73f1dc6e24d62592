import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { MemberTable } from '../../shared/domain/member-table.ts';
import { Policy } from '../../shared/domain/policy.ts';

const ASSETS = join(import.meta.dirname, '..', '..', 'assets');
const read = (name: string): unknown => JSON.parse(readFileSync(join(ASSETS, name), 'utf8'));

/** A bundled policy as it is in the file, before any schema has read it. */
export const rawPolicy = (id: string): Record<string, unknown> =>
  read(`policies/${id}.json`) as Record<string, unknown>;

/** A bundled policy with a test's changes. */
export const aPolicy = (id = 'be-2017', change: Record<string, unknown> = {}): Policy =>
  Policy.parse({ ...rawPolicy(id), ...change });

/** The bundled member table. */
export const theMembers = (): MemberTable => MemberTable.parse(read('members.json'));

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
