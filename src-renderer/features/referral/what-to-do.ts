import type { TFunction } from 'i18next';
import type { DeliveryTrouble } from '../../../shared/domain/delivery-trouble.ts';
import { contactSign, isWithoutContact } from '../../../shared/domain/desk-contact.ts';

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
  'no-starttls',
  'login-refused',
  'folder-unusable',
]);

/** What a person does about a referral that stopped for this reason; null where the reason's own text says it. */
export function whatToDo(t: TFunction, trouble: DeliveryTrouble): string | null {
  if (trouble.code === 'not-ordered') return t('outbox.todo.notOrdered');
  if (SET_UP.has(trouble.code)) return t('outbox.todo.setUp');
  if (contactSign(trouble) === 'none' || trouble.code.startsWith('partner-')) return null;
  return t(isWithoutContact(trouble) ? 'outbox.todo.resume' : 'outbox.todo.askDesk');
}
