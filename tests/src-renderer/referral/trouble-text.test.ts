import i18next, { type TFunction } from 'i18next';
import { expect, test } from 'vitest';
import type { DeliveryTrouble } from '../../../shared/domain/delivery-trouble.ts';
import { type Language, locales } from '../../../shared/locales/locales.ts';
import { recordedReason } from '../../../src-main/engine/referral/recorded-reason.ts';
import { troubleText } from '../../../src-renderer/features/referral/trouble-text.ts';
import { formatFor } from '../../../src-renderer/ui/format.ts';

const spoken = (language: Language): Promise<TFunction> =>
  i18next.createInstance().init({
    lng: language,
    resources: { [language]: { translation: locales[language] } },
    interpolation: { escapeValue: false },
  });

const TROUBLES: DeliveryTrouble[] = [
  { code: 'no-answer-in-time', milliseconds: 30_000 },
  { code: 'answered-with', status: 503, error: 'busy', detail: null },
  { code: 'refused-and-signed', status: 422, error: 'not-accepted', detail: 'no', receiver: 'Example Desk' },
  { code: 'receipt-unproven', status: 201, problem: 'bad-signature' },
];

test('why a referral is not delivered is said in the language of the page, with a desk’s own words as they came', async () => {
  const german = await spoken('de');
  expect(TROUBLES.map((trouble) => troubleText(german, formatFor('de', locales.de.unit), trouble))).toEqual([
    'Keine vollständige Antwort innerhalb von 30.000 ms.',
    'Die Stelle antwortete mit 503 busy: „(Text zurückgehalten: sieht nach Medien aus)“',
    'Die Stelle hat abgelehnt, signiert von Example Desk: 422 not-accepted: „no“',
    'Die Stelle antwortete mit 201, aber ihre Quittung ist ungültig: die Signatur passt nicht.',
  ]);
});

test('the ledger and the terminal have the same in words that are never translated', () => {
  expect(TROUBLES.map(recordedReason)).toEqual([
    'timeout: no complete answer in 30000 ms',
    'the destination answered 503 busy: (text withheld: looks like media)',
    'the destination answered 422 not-accepted: no (signed by Example Desk)',
    'the destination answered 201, but its receipt does not hold (bad-signature)',
  ]);
});
