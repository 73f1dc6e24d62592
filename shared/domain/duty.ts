import { z } from 'zod';

/** The role of a person at the hotline. Each person has one. */
export const Role = z.enum(['analyst', 'supervisor', 'administrator', 'auditor']);
export type Role = z.infer<typeof Role>;

/**
 * Every right a request to Hashline can need. `work` is the right to be at the workstation at all: the session itself,
 * its lock and its duty time.
 */
export const Duty = z.enum([
  'import',
  'report',
  'review',
  'assess',
  'send',
  'read-outbox',
  'manage-destinations',
  'read-ledger',
  'export-ledger',
  /** What entries enclose: notes, narratives of single reports, the bodies of referrals. */
  'export-enclosures',
  'read-statistics',
  'read-people',
  'manage-people',
  'manage-policy',
  'manage-lists',
  /** Copies of the whole vault. */
  'back-up',
  /** What the retention of personal data ends: texts of decided cases. */
  'erase',
  /** Lists of addresses for those who block them. */
  'block',
  /** Disagreements of second reviews, golden cases, people's workload, assigning and withdrawing cases. */
  'oversee',
  'work',
]);
export type Duty = z.infer<typeof Duty>;

/** Which roles have each duty. The engine, the database and the ledger verifier all read this table. */
export const DUTIES: Readonly<Record<Duty, readonly Role[]>> = {
  import: ['analyst', 'supervisor'],
  report: ['analyst', 'supervisor'],
  review: ['analyst', 'supervisor'],
  assess: ['analyst', 'supervisor'],
  send: ['analyst', 'supervisor'],
  'read-outbox': ['analyst', 'supervisor', 'auditor'],
  'manage-destinations': ['supervisor'],
  'read-ledger': ['analyst', 'supervisor', 'auditor'],
  'export-ledger': ['supervisor', 'auditor'],
  'export-enclosures': ['supervisor'],
  'read-statistics': ['analyst', 'supervisor', 'auditor'],
  'read-people': ['analyst', 'supervisor', 'auditor'],
  'manage-people': ['supervisor'],
  'manage-policy': ['supervisor'],
  'manage-lists': ['supervisor'],
  'back-up': ['supervisor'],
  erase: ['supervisor'],
  block: ['supervisor'],
  oversee: ['supervisor'],
  work: ['analyst', 'supervisor', 'auditor'],
};

/**
 * Roles that hold the key to case content. An administrator keeps the workstation running and has no wrap of that key,
 * so they can do nothing that needs the open vault.
 */
export const CONTENT_ROLES: readonly Role[] = ['analyst', 'supervisor', 'auditor'];

export function mayDo(role: Role, duty: Duty): boolean {
  return DUTIES[duty].includes(role);
}
