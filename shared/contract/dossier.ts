import { escaped, paperHtml, unescaped } from '../domain/paper.ts';
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
  return paperHtml({
    language: words.language,
    title: `${say('dossier.title')} ${summary.id}`,
    style: STYLE,
    body: parts.join('\n'),
  });
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

const STYLE = `
.subject { font-family: monospace; font-size: 12pt; overflow-wrap: anywhere; }
article { break-inside: avoid; margin-bottom: 3mm; }
td:last-child { font-family: monospace; font-size: 7.5pt; width: 34%; }
`;
