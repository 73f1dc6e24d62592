import type { Duty } from '../domain/duty.ts';

/**
 * The duty each procedure needs. With the table of roles (shared/domain/duty.ts) this is the whole of who may do what;
 * the engine's middleware reads it and a procedure that does not stand here cannot be called.
 */
export const DUTY_OF_PROCEDURE: Readonly<Record<string, Duty>> = {
  'vault.session': 'work',
  'vault.active': 'work',
  'vault.extendDuty': 'work',
  'people.list': 'read-people',
  'people.add': 'manage-people',
  'people.setRole': 'manage-people',
  'people.disable': 'manage-people',
  'intake.open': 'import',
  'intake.append': 'import',
  'intake.run': 'import',
  'intake.cancel': 'import',
  'intake.report': 'report',
  'intake.batches': 'import',
  'intake.refusals': 'import',
  'matching.lookup': 'review',
  'review.queue': 'review',
  'review.counts': 'review',
  'review.case': 'review',
  'review.claim': 'review',
  'review.assess': 'assess',
  'review.saveDraft': 'review',
  'referral.destinations': 'read-outbox',
  'referral.addDestination': 'manage-destinations',
  'referral.removeDestination': 'manage-destinations',
  'referral.outbox': 'read-outbox',
  'referral.resume': 'send',
  'referral.send': 'send',
  'referral.refreshTakedowns': 'send',
  'audit.entries': 'read-ledger',
  'audit.verify': 'read-ledger',
  'audit.checkpoint': 'read-ledger',
  'audit.export': 'export-ledger',
  'insight.summary': 'read-statistics',
};
