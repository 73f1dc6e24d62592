import type { TFunction } from 'i18next';
import type { DeliveryTrouble } from '../../../shared/domain/delivery-trouble.ts';
import { isWithoutContact } from '../../../shared/domain/desk-contact.ts';

/** Troubles that lie in how the destination is set up. */
const SET_UP: ReadonlySet<DeliveryTrouble['code']> = new Set([
  'not-https',
  'certificates-unreadable',
  'not-certified',
  'other-key',
  'takes-strangers',
  'not-configured',
  'handshake-without-key',
  'redirected',
]);

/** What a person does about a referral that stopped for this reason. */
export function whatToDo(t: TFunction, trouble: DeliveryTrouble): string {
  if (trouble.code === 'not-ordered') return t('outbox.todo.notOrdered');
  if (SET_UP.has(trouble.code)) return t('outbox.todo.setUp');
  return t(isWithoutContact(trouble) ? 'outbox.todo.resume' : 'outbox.todo.askDesk');
}
