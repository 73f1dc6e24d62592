import i18next, { type TFunction } from 'i18next';
import { expect, test } from 'vitest';
import type { Fault } from '../../../shared/ledger/fault.ts';
import { type Language, locales } from '../../../shared/locales/locales.ts';
import { faultText as atTheTerminal } from '../../../src-main/host-cli/terminal/fault-text.ts';
import { faultText } from '../../../src-renderer/features/audit/fault-text.ts';
import { formatFor } from '../../../src-renderer/ui/format.ts';

const spoken = (language: Language): Promise<TFunction> =>
  i18next.createInstance().init({
    lng: language,
    resources: { [language]: { translation: locales[language] } },
    interpolation: { escapeValue: false },
  });

const FAULTS: Fault[] = [
  { code: 'person-signature-unfit' },
  { code: 'checkpoint-misplaced', size: 12_345, after: 4 },
  { code: 'without-duty', role: 'analyst', duty: 'read-ledger' },
  { code: 'not-for-a-device', kind: 'case.assessed' },
  { code: 'list-settings-differ', list: 'X', settings: ['meaning', 'enabled'] },
];

test('a fault of the ledger is told in the language of the page, with its numbers and names as that writes them', async () => {
  const german = await spoken('de');
  expect(FAULTS.map((fault) => faultText(german, formatFor('de', locales.de.unit), fault))).toEqual([
    'die Signatur der Person passt nicht',
    'ein Prüfpunkt über 12.345 Einträge steht nach 4',
    'das ist mit der Rolle Analyst nicht erlaubt: das Register lesen',
    '„Fall bewertet“ muss von einer Person stammen, nicht von einem Gerät',
    'die Hash-Liste X hat andere Einstellungen als signiert: meaning, enabled',
  ]);
});

test('the terminal tells the same fault in the words that scripts read', () => {
  expect(FAULTS.map(atTheTerminal)).toEqual([
    "the person's signature does not fit",
    'a checkpoint over 12345 entries stands after 4',
    'a person with the role analyst may not read-ledger',
    'case.assessed needs a person, not a device',
    'the hash list X has another meaning, enabled than was signed',
  ]);
});
