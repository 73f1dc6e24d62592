import { defangSubject } from '../domain/subject.ts';
import { defang } from '../domain/url.ts';
import type { EntryView } from './audit.contract.ts';
import type { DossierMaterial } from './dossier-material.ts';
import type { AssessmentRecord, ReferralSummary, Sighting } from './review.contract.ts';

/** The words of a dossier, in the language of its reader. */
export interface DossierWords {
  language: string;
  /** A text of the page by its key. */
  text: (key: string, values?: Readonly<Record<string, string | number>>) => string;
  dateTime: (instant: string) => string;
  country: (code: string) => string;
  destination: (id: string) => string;
  sentence: (entry: EntryView) => string;
}

type Row = readonly [name: string, value: string | null | undefined];

/**
 * One case on paper: what was reported, decided and sent, its record, and the proofs as text. The file stands alone, loads nothing
 * and runs nothing.
 */
export function dossierHtml(material: DossierMaterial, words: DossierWords): string {
  const { detail, sightings, entries, narratives } = material;
  const { summary } = detail;
  const say = words.text;
  const subject = defangSubject(summary.kind, summary.subject);
  const hashes = Object.entries(summary.hashes ?? {}).map(([name, value]): Row => [name, value]);
  const standing = detail.assessments.filter(({ withdrawnAt }) => withdrawnAt === null);
  const parts = [
    `<h1>${escaped(say('dossier.title'))}</h1>`,
    `<p class="subject">${escaped(subject)}</p>`,
    rowsHtml([
      [say('settings.hotline'), material.hotline],
      [say('case.label'), summary.id],
      [say('dossier.made'), say('dossier.by', { at: words.dateTime(material.madeAt), name: material.by })],
      [say('case.state'), say(`enum.state.${summary.state}`)],
      [say('case.hosting'), hostingText(summary.hosting, words)],
      [say('case.received'), summary.receivedAt === null ? null : words.dateTime(summary.receivedAt)],
      ...hashes,
    ]),
    `<p class="soft">${escaped(say(narratives === null ? 'dossier.withoutNarratives' : 'dossier.withNarratives'))}</p>`,
    section(
      `${say('case.sightings')} · ${sightings.length}`,
      sightings.map((sighting) => sightingHtml(sighting, material, words)).join(''),
    ),
    section(
      say('dossier.decisions'),
      standing.map((record) => decisionHtml(record, words)).join('') || nothing(words),
    ),
    section(
      say('case.referrals'),
      detail.referrals.map((referral) => referralHtml(referral, words)).join('') || nothing(words),
    ),
    section(
      say('dossier.record'),
      tableHtml(
        [say('ledger.seq'), say('ledger.when'), say('ledger.what'), say('ledger.leafHash')],
        entries.map((entry) => [
          String(entry.seq),
          entry.at === '' ? '' : words.dateTime(entry.at),
          words.sentence(entry),
          entry.leafHash,
        ]),
      ),
    ),
    proofHtml(material, words),
  ];
  return [
    '<!doctype html>',
    `<html lang="${escaped(words.language)}">`,
    '<head><meta charset="utf-8">',
    // Whatever stood in a text by mistake: nothing is loaded, nothing is run.
    '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; style-src \'unsafe-inline\'">',
    '<meta name="viewport" content="width=device-width">',
    `<title>${escaped(`${say('dossier.title')} ${summary.id}`)}</title>`,
    `<style>${STYLE}</style></head>`,
    `<body><main>${parts.join('\n')}</main></body>`,
    '</html>',
    '',
  ].join('\n');
}

function sightingHtml(sighting: Sighting, { narratives }: DossierMaterial, words: DossierWords): string {
  const say = words.text;
  const told = narratives?.get(sighting.report);
  return article(
    `${say(`enum.channel.${sighting.channel}`)} · ${
      sighting.receivedAt === null ? say('case.unknownDate') : words.dateTime(sighting.receivedAt)
    }`,
    rowsHtml([
      [say('dossier.report'), sighting.report],
      [say('case.source'), sighting.source],
      [say('case.reference'), sighting.reference],
      [say('case.siteType'), sighting.siteType],
      [say('case.hosting'), sighting.hosting === null ? null : hostingText(sighting.hosting, words)],
      [say('case.referrer'), sighting.referrer === null ? null : defang(sighting.referrer)],
      [say('dossier.narrative'), told],
    ]),
  );
}

function decisionHtml(record: AssessmentRecord, words: DossierWords): string {
  const say = words.text;
  const { judgement, route } = record;
  const { hosting } = judgement;
  const one = (name: string, group: string, value: string | undefined): Row => [
    say(name),
    value === undefined ? null : say(`enum.${group}.${value}`),
  ];
  const flags = (['virtual', 'selfGenerated', 'modelling'] as const).filter((flag) => judgement[flag]);
  return article(
    say('decided.by', { name: record.by.name, at: words.dateTime(record.assessedAt) }),
    rowsHtml([
      one('assess.legality', 'legality', judgement.legality),
      one('assess.classification', 'classification', judgement.classification),
      one('assess.age', 'age', judgement.age),
      one('assess.gender', 'gender', judgement.gender),
      [say('assess.flags'), flags.map((flag) => say(`assess.${flag}`)).join(', ') || null],
      [
        say('assess.hosting'),
        `${hostingText(hosting.country, words)} · ${say(`enum.hostingSource.${hosting.source}`)}`,
      ],
      [
        say('assess.reasons'),
        judgement.reasons.map((reason) => say(`enum.reason.${reason}`)).join(', ') || null,
      ],
      [say('assess.note'), judgement.note || null],
      [
        say('assess.route'),
        [
          say('assess.category', { code: route.category }),
          say(`enum.outcome.${route.outcome}`),
          ...route.destinations.map(words.destination),
        ].join(' · '),
      ],
      [say('dossier.policy'), `${route.policy.id} ${route.policy.version}`],
      [
        say('dossier.corrects'),
        record.corrects === null ? null : `${record.corrects.assessment}: ${record.corrects.reason}`,
      ],
      [say('dossier.assessment'), record.id],
    ]),
  );
}

function referralHtml(referral: ReferralSummary, words: DossierWords): string {
  const say = words.text;
  const steps = referral.takedown.map(({ status, at, note }) =>
    [words.dateTime(at), say(`enum.takedown.${status}`), note].filter((part) => part !== '').join(' · '),
  );
  return article(
    `${words.destination(referral.destination)} · ${say(`enum.purpose.${referral.purpose}`)}`,
    rowsHtml([
      [say('outbox.column.state'), say(`enum.referralState.${referral.state}`)],
      [say('outbox.column.queued'), words.dateTime(referral.queuedAt)],
      [say('dossier.delivered'), referral.deliveredAt === null ? null : words.dateTime(referral.deliveredAt)],
      [say('outbox.column.receipt'), referral.reference],
      [say('dossier.takedown'), steps.join('\n') || null],
      [say('dossier.referral'), referral.id],
    ]),
  );
}

function proofHtml({ proof, checkpoint, key }: DossierMaterial, words: DossierWords): string {
  const say = words.text;
  return section(
    say('dossier.proof'),
    [
      `<p>${escaped(say('dossier.proofText'))}</p>`,
      rowsHtml([[say('dossier.key'), key]]),
      `<h3>${escaped(say('ledger.checkpoint'))}</h3>`,
      `<p class="soft">${escaped(say('dossier.checkpointText'))} <code>hashline-verify.mjs ledger.jsonl --anchor checkpoint.txt</code></p>`,
      `<pre id="checkpoint">${escaped(checkpoint)}</pre>`,
      `<h3>${escaped(say('dossier.entries'))}</h3>`,
      `<p class="soft">${escaped(say('dossier.entriesText'))} <code>hashline audit check-proof case.jsonl --key …</code></p>`,
      `<pre id="entries">${escaped(proof)}</pre>`,
    ].join('\n'),
  );
}

/** The texts of a dossier's proofs again, for example to check them. Null where it has none. */
export function proofsOf(html: string): { checkpoint: string; entries: string } | null {
  const textOf = (id: string) => {
    const found = new RegExp(`<pre id="${id}">([^<]*)</pre>`).exec(html)?.[1];
    return found === undefined ? null : unescaped(found);
  };
  const [checkpoint, entries] = [textOf('checkpoint'), textOf('entries')];
  return checkpoint === null || entries === null ? null : { checkpoint, entries };
}

const hostingText = (country: string | null, words: DossierWords): string =>
  country === null ? words.text('common.unknown') : `${words.country(country)} (${country})`;

const nothing = (words: DossierWords): string => `<p class="soft">${escaped(words.text('dossier.none'))}</p>`;

const section = (title: string, html: string): string =>
  `<section><h2>${escaped(title)}</h2>${html}</section>`;

const article = (title: string, html: string): string =>
  `<article><h3>${escaped(title)}</h3>${html}</article>`;

function rowsHtml(rows: readonly Row[]): string {
  const said = rows.filter(([, value]) => value !== null && value !== undefined && value !== '');
  return `<dl>${said
    .map(([name, value]) => `<dt>${escaped(name)}</dt><dd>${escaped(value ?? '')}</dd>`)
    .join('')}</dl>`;
}

const tableHtml = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  `<table><thead><tr>${head.map((name) => `<th scope="col">${escaped(name)}</th>`).join('')}</tr></thead><tbody>${rows
    .map((cells) => `<tr>${cells.map((cell) => `<td>${escaped(cell)}</td>`).join('')}</tr>`)
    .join('')}</tbody></table>`;

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

const escaped = (text: string): string => text.replace(/[&<>"']/g, (found) => ENTITIES[found] ?? found);

function unescaped(text: string): string {
  const plain = Object.entries(ENTITIES).map(([character, entity]) => [entity, character] as const);
  const by = new Map(plain);
  return text.replace(/&(?:amp|lt|gt|quot|#39);/g, (entity) => by.get(entity) ?? entity);
}

/** Black on white: it is made to be printed. */
const STYLE = `
:root { color-scheme: light; }
* { box-sizing: border-box; }
body { margin: 0; background: #fff; color: #111; font: 11pt/1.45 "Segoe UI", "Noto Sans", "Liberation Sans", system-ui, sans-serif; }
main { max-width: 190mm; margin: 0 auto; padding: 12mm 8mm; }
h1 { font-size: 18pt; margin: 0 0 2mm; }
h2 { font-size: 13pt; margin: 8mm 0 2mm; border-bottom: 1px solid #999; }
h3 { font-size: 11pt; margin: 4mm 0 1mm; }
h1, h2, h3 { break-after: avoid; }
.subject { font-family: monospace; font-size: 12pt; overflow-wrap: anywhere; }
.soft { color: #444; }
article { break-inside: avoid; margin-bottom: 3mm; }
dl { display: grid; grid-template-columns: minmax(28mm, 30%) 1fr; gap: 0.5mm 4mm; margin: 0; }
dt { color: #444; }
dd { margin: 0; white-space: pre-wrap; overflow-wrap: anywhere; }
table { width: 100%; border-collapse: collapse; font-size: 9pt; }
th, td { padding: 1mm 2mm; border-bottom: 1px solid #ccc; text-align: left; vertical-align: top; overflow-wrap: anywhere; }
td:last-child { font-family: monospace; font-size: 7.5pt; width: 34%; }
tr { break-inside: avoid; }
thead { display: table-header-group; }
pre { padding: 2mm; border: 1px solid #999; font-size: 7.5pt; white-space: pre-wrap; overflow-wrap: anywhere; }
@page { size: A4; margin: 14mm 12mm; }
@media print { main { padding: 0; max-width: none; } }
@media (max-width: 480px) { dl { grid-template-columns: 1fr; } dt { margin-top: 1mm; } }
`;
