import fc from 'fast-check';
import i18next from 'i18next';
import { describe, expect, it } from 'vitest';
import { EntryKind } from '../../../shared/ledger/kinds/all-kinds.ts';
import { type Language, locales } from '../../../shared/locales/locales.ts';
import { entrySentence, type SentenceWords } from '../../../src-renderer/features/audit/entry-sentence.ts';
import { formatFor } from '../../../src-renderer/ui/format.ts';
import { entryData } from '../../support/entry-data.ts';
import { anId } from '../support/an-id.ts';

async function wordsIn(language: Language): Promise<SentenceWords> {
  const t = await i18next.createInstance().init({
    lng: language,
    resources: { [language]: { translation: locales[language] } },
    interpolation: { escapeValue: false },
  });
  return {
    t,
    format: formatFor(language, locales[language].unit),
    who: 'Ana',
    person: (id) => `person ${id}`,
    destination: (id) => locales[language].enum.destination[id as 'police'] ?? id,
    category: (code) => t('ledger.say.category', { code }),
    list: (parts) => new Intl.ListFormat(language).format(parts),
  };
}

const assessed = {
  kind: 'case.assessed' as const,
  data: {
    judgement: {
      legality: 'illegal',
      classification: 'baseline',
      hosting: { country: 'BE', source: 'registry' },
    },
    route: { category: '1', outcome: 'refer', destinations: ['police', 'iccam'] },
  },
};

describe('an entry in one sentence', () => {
  it('says who decided what, and what follows from it', async () => {
    const say = async (language: Language) => entrySentence(assessed, await wordsIn(language));
    expect([await say('en'), await say('de'), await say('fr'), await say('nl')]).toEqual([
      'Ana assessed it: illegal, baseline, hosted in Belgium; category 1; sent to Federal Police and ICCAM',
      'Ana hat bewertet: illegal, Baseline, gehostet in: Belgien; Kategorie 1; gesendet an: Föderale Polizei und ICCAM',
      expect.stringContaining('envoyé à'),
      expect.stringContaining('verzonden naar'),
    ]);
  });

  it('is there for what happens in the life of a case', async () => {
    const words = await wordsIn('en');
    const say = (kind: Parameters<typeof entrySentence>[0]['kind'], data: object = {}) =>
      entrySentence({ kind, data: { ...data } }, words);
    expect([
      say('case.claimed'),
      say('referral.delivered', { destination: 'police', receipt: { reference: 'P-7' } }),
      say('referral.delivered', { destination: 'iccam', partnerId: '4711' }),
      say('referral.delivered', { destination: 'x', fileSha256: 'ab' }),
      say('takedown.recorded', { destination: 'x', event: { status: 'moved', country: 'NL' } }),
      say('case.merged', { case: anId(1), into: anId(2) }),
      say('audit.exported', { entries: 3, selection: {} }),
      say('audit.exported', { entries: 3 }),
      say('audit.disclosed', { of: 'record', entries: 3 }),
      say('clock.jumped', { byMs: -7_200_000 }),
      say('case.reassigned', { from: null, to: 'x' }),
      say('assessment.reviewed', { ...assessed.data, agrees: false }),
      say('policy.proposed', { policy: { id: 'be', version: 2 } }),
    ]).toEqual([
      'Ana started work on the case',
      'Federal Police received it, file number P-7',
      'ICCAM received it, file number 4711',
      'The file for x was handed over',
      'x reports: Moved (Netherlands)',
      `A report named both: case ${anId(1).slice(-6)} went into case ${anId(2).slice(-6)}`,
      'Ana exported 3 entries with their proofs',
      'Ana exported the whole ledger',
      'Ana exported the whole ledger with what its entries enclose',
      'The workstation’s clock jumped 2 h back',
      'Ana gave the case to person x',
      'Ana judged it a second time and disagreed: illegal, baseline, hosted in Belgium; category 1',
      'Ana proposed policy be, version 2',
    ]);
  });

  it('is there for every kind in every language, and leaves no gap', async () => {
    const languages = await Promise.all((['en', 'nl', 'fr', 'de'] as const).map(wordsIn));
    for (const kind of EntryKind.options) {
      fc.assert(
        fc.property(entryData(kind), (data) => {
          const said = languages.map((words) => entrySentence({ kind, data }, words));
          const gaps = said.filter((text) => !text || /ledger\.say|\{\{\w+\}\}/.test(text));
          expect([kind, gaps]).toEqual([kind, []]);
        }),
        { numRuns: 8 },
      );
    }
  });

  it('says what happened to hash lists and to what matched them', async () => {
    const words = await wordsIn('en');
    const say = (kind: Parameters<typeof entrySentence>[0]['kind'], data: object = {}) =>
      entrySentence({ kind, data: { ...data } }, words);
    const name = 'Known files';
    expect([
      say('list.imported', { name, version: 3, counts: { records: 1200 } }),
      say('list.changed', { name, changed: ['licence', 'trust'], enabled: true }),
      say('list.changed', { name, changed: ['enabled'], enabled: false }),
      say('list.changed', { name, changed: ['enabled'], enabled: true }),
      say('list.removed', { name }),
      say('match.confirmed', { meaning: 'baseline' }),
      say('match.rejected', { meaning: 'watch' }),
      say('match.quarantined', { cases: 51, hours: 24 }),
      say('match.released', { as: 'released' }),
      say('match.released', { as: 'removed' }),
      say('match.reported', { files: 2 }),
      say('matching.completed', { cases: 294, matched: 12 }),
      say('device.added', { device: anId(1) }),
      say('epoch.opened', { epoch: 2 }),
    ]).toEqual([
      'Ana imported the hash list Known files, version 3; records: 1,200',
      'Ana changed the settings of the hash list Known files',
      'Ana switched off the hash list Known files',
      'Ana switched on the hash list Known files',
      'Ana removed the hash list Known files',
      'Ana confirmed a match with a hash list: Baseline',
      'Ana rejected a match with a hash list: Watch',
      'A record of a hash list was put in quarantine: it matched 51 cases within 24 h',
      'Ana released a quarantined record of a hash list',
      'Ana blocked a quarantined record of a hash list for good',
      'Ana prepared feedback for the owner of a hash list; files: 2',
      'All cases were compared with the hash lists; cases: 294, with matches: 12',
      `Ana admitted the workstation ${anId(1).slice(-6)}`,
      'Ana made a new key for the seats (2)',
    ]);
  });

  it('is none where a fact is missing or of another type, or where the kind is unknown', async () => {
    const words = await wordsIn('en');
    expect([
      entrySentence({ kind: 'referral.delivered', data: { destination: 'police' } }, words),
      entrySentence({ kind: 'intake.imported', data: { reports: 'many' } }, words),
      entrySentence({ kind: 'case.assessed', data: {} }, words),
      entrySentence({ kind: 'something.new' as never, data: { a: 1 } }, words),
    ]).toEqual([null, null, null, null]);
  });
});
