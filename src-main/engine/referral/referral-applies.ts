import { referenceOf } from '../../../shared/domain/evidence.ts';
import type { CaseId, ReferralId } from '../../../shared/domain/ids.ts';
import type { TakedownEvent } from '../../../shared/domain/takedown.ts';
import type { CaseBook } from '../cases/case-book.ts';
import { livingCase } from '../cases/case-of.ts';
import type { Cases } from '../cases/cases.ts';
import { type Applies, type Follow, signerOf } from '../session/acts.ts';
import type { ConsultationStore } from './consultation.store.ts';
import type { ContactStore } from './contact.store.ts';
import type { OutboxStore } from './outbox.store.ts';
import type { SealedStore } from './sealed.store.ts';
import type { TakedownStore } from './takedown.store.ts';

interface AppliesParts {
  outbox: OutboxStore;
  sealed: SealedStore;
  takedowns: TakedownStore;
  contacts: ContactStore;
  consultations: ConsultationStore;
  cases: Pick<Cases, 'living'>;
  book: CaseBook;
}

/** How what became of referrals follows from the record. */
export const referralApplies = ({
  outbox,
  sealed,
  takedowns,
  contacts,
  consultations,
  cases: allCases,
  book,
}: AppliesParts): Applies => ({
  'referral.delivered': ({ entry, enclosure }) => {
    const { data, at } = entry;
    const { signed, to = null } = enclosure;
    const { referral, attempts } = data;
    outbox.markDelivered(referral, {
      at,
      reference: referenceOf(data),
      receipt: signed,
      sentTo: to,
      attempts,
    });
  },
  'referral.confirmed': ({ entry }) => {
    const arrived = { at: entry.at, reference: null, receipt: null, sentTo: null, attempts: null };
    outbox.markDelivered(entry.data.referral, arrived);
  },
  'referral.sealed': ({ entry }) => {
    for (const { referral } of entry.data.referrals) sealed.markSealed(referral, entry.at);
  },
  'contacts.imported': ({ enclosure }) => contacts.replace(enclosure.contacts),
  'referral.refused': ({ entry, enclosure }, follow) => {
    const { referral, attempts, case: caseId } = entry.data;
    outbox.markStopped(referral, 'refused', enclosure.signed, attempts);
    book.refused(livingCase(allCases, caseId).id, referral, entry.at, follow);
  },
  'referral.parked': ({ entry }) => {
    const { referral, attempts } = entry.data;
    outbox.markStopped(referral, 'parked', null, attempts);
  },
  'enclosures.erased': ({ entry }) => {
    const { cases } = entry.data;
    takedowns.erase(cases);
    consultations.erase(cases);
    outbox.erase(cases, entry.at);
  },
  'referral.resumed': ({ entry }) => outbox.resume(entry.data.referral, Date.parse(entry.at)),
  'takedown.recorded': ({ entry, enclosure }, follow) => {
    const { referral, event, source, reportSha256 } = entry.data;
    if (enclosure.report !== null) takedowns.insertReport(reportSha256, enclosure.report);
    takedowns.add(referral, event, entry.at, { source, reportSha256 });
    followMove({ book, cases: allCases }, entry, follow);
  },
  'takedown.stated': ({ entry, enclosure }, follow) => {
    const { referral, event, source } = entry.data;
    takedowns.add(referral, event, entry.at, { source, by: signerOf(entry), note: enclosure.note });
    followMove({ book, cases: allCases }, entry, follow);
  },
  'base.consulted': ({ entry, enclosure }) => {
    const { case: named, base, result, at } = entry.data;
    consultations.insert(livingCase(allCases, named).id, {
      ...{ base, result, at, recordedAt: entry.at },
      ...{ by: signerOf(entry), note: enclosure.note },
    });
  },
});

/** Material that moved to another country: its case waits again. Every seat finds the case, whatever it was merged into. */
function followMove(
  { book, cases }: Pick<AppliesParts, 'book' | 'cases'>,
  { at, data }: { at: string; data: { case: CaseId; referral: ReferralId; event: TakedownEvent } },
  follow: Follow,
): void {
  const { case: caseId, referral, event } = data;
  if (event.status !== 'moved' || event.country === undefined) return;
  const moved = { country: event.country, at: event.at };
  book.moved(livingCase(cases, caseId).id, moved, referral, at, follow);
}
