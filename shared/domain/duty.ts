import { z } from 'zod';

/** What a person of the hotline does. One person, one role. */
export const Role = z.enum(['analyst', 'supervisor', 'administrator', 'auditor']);
export type Role = z.infer<typeof Role>;

/** Everything a person can ask of Hashline that needs a right. */
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
  'manage-people',
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
  'manage-people': ['supervisor'],
};

export function mayDo(role: Role, duty: Duty): boolean {
  return DUTIES[duty].includes(role);
}
