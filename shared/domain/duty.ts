import { z } from 'zod';

/** What a person of the hotline does. One person, one role. */
export const Role = z.enum(['analyst', 'supervisor', 'administrator', 'auditor']);
export type Role = z.infer<typeof Role>;

/**
 * Everything a person can ask of Hashline that needs a right. `work` is being at the workstation at all: the session
 * itself, its lock and its duty time.
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
  'read-statistics',
  'read-people',
  'manage-people',
  'manage-policy',
  'manage-lists',
  /** Second review's disagreements, golden cases, the load of people, cases taken from one and given to another. */
  'oversee',
  'work',
]);
export type Duty = z.infer<typeof Duty>;

/** Who may do what. The engine, the database and the ledger verifier read this one table. */
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
  'read-statistics': ['analyst', 'supervisor', 'auditor'],
  'read-people': ['analyst', 'supervisor', 'auditor'],
  'manage-people': ['supervisor'],
  'manage-policy': ['supervisor'],
  'manage-lists': ['supervisor'],
  oversee: ['supervisor'],
  work: ['analyst', 'supervisor', 'auditor'],
};

/**
 * Roles that hold the key to case content. An administrator keeps the workstation running and has no wrap of it, so
 * nothing that needs the open vault can be theirs.
 */
export const CONTENT_ROLES: readonly Role[] = ['analyst', 'supervisor', 'auditor'];

export function mayDo(role: Role, duty: Duty): boolean {
  return DUTIES[duty].includes(role);
}
