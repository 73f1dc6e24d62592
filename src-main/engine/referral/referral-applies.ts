import { referenceOf } from '../../../shared/domain/evidence.ts';
import type { CaseBook } from '../cases/case-book.ts';
import { type Applies, signerOf } from '../session/acts.ts';
import type { DeskContactStore } from './desk-contact.store.ts';
import type { OutboxStore } from './outbox.store.ts';
import type { TakedownStore } from './takedown.store.ts';

/** How what became of referrals follows from the record. */
export const referralApplies = (
  outbox: OutboxStore,
  takedowns: TakedownStore,
  contacts: DeskContactStore,
  book: CaseBook,
): Applies => ({
  'referral.delivered': ({ entry, enclosure }) => {
    const { data, at } = entry;
    outbox.markDelivered(data.referral, at, referenceOf(data), enclosure.signed, data.attempts);
  },
  'referral.refused': ({ entry, enclosure }, follow) => {
    const { referral, attempts, case: caseId } = entry.data;
    outbox.markStopped(referral, 'refused', enclosure.signed, attempts);
    book.refused(caseId, referral, entry.at, follow);
  },
  'referral.parked': ({ entry }) => {
    const { referral, attempts } = entry.data;
    outbox.markStopped(referral, 'parked', null, attempts);
  },
  'referral.resumed': ({ entry }) => outbox.resume(entry.data.referral, Date.parse(entry.at)),
  'takedown.recorded': ({ entry, enclosure }, follow) => {
    const { case: caseId, referral, event, reportSha256 } = entry.data;
    if (enclosure.report !== null) takedowns.insertReport(reportSha256, enclosure.report);
    takedowns.add(referral, event, entry.at, { reportSha256 });
    if (event.status !== 'moved' || event.country === undefined) return;
    book.moved(caseId, { country: event.country, at: event.at }, referral, entry.at, follow);
  },
  'destination.paused': ({ entry }) => contacts.pause(entry.data.destination, entry.at, signerOf(entry)),
  'destination.resumed': ({ entry }) => contacts.goOn(entry.data.destination),
  'takedown.stated': ({ entry, enclosure }, follow) => {
    const { case: caseId, referral, event, source } = entry.data;
    const { id: noteId, note } = enclosure;
    takedowns.add(referral, event, entry.at, { source, by: signerOf(entry), note, noteId });
    if (event.status !== 'moved' || event.country === undefined) return;
    book.moved(caseId, { country: event.country, at: event.at }, referral, entry.at, follow);
  },
});
