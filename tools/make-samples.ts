/**
 * Writes the sample files of assets/samples: `node tools/make-samples.ts`. All content is invented, from a fixed seed,
 * so that demonstrations and screenshots look the same everywhere. Hosts only have names that can never exist (RFC 2606
 * and 6761) or random onion names.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { SAMPLES_WRITTEN_MS } from '../src-main/engine/intake/sample-dates.ts';
import {
  fakeHex,
  fakeOnion,
  fakePhotoDna,
  fakeText,
  fakeUuid,
  pick,
  type SeededRandom,
  seededRandom,
} from './fake-data.ts';

interface Place {
  host: string;
  country: string;
  siteType: string;
}

interface Sighting {
  url: string;
  referrer: string;
  place: Place;
}

interface FakeFile {
  md5: string;
  sha1: string;
  sha256: string;
  pdq: string;
  photodna: string;
  sizeBytes: number;
  mimeType: string;
}

const SITE_TYPES = [
  'website',
  'image-host',
  'forum',
  'image-board',
  'file-host',
  'social-networking',
] as const;
const COUNTRIES = ['BE', 'NL', 'US', 'DE', 'FR', 'BE', 'NL', 'US', 'LA', 'VN'] as const;
const NOTES = [
  'Reporter came across the address in a chat group.',
  'Anonymous report through the public form.',
  'Caller asks to be told what becomes of it; no contact details left.',
  'Second report of the same address this week.',
  'Partner hotline asks for a quick look; hosting may move.',
  'Address was posted in a forum; the post is gone.',
] as const;
const HOUR_MS = 3_600_000;
/** The oldest reports are a little beyond the policy's day; most have hours left. */
const FIRST_MS = SAMPLES_WRITTEN_MS - 28 * HOUR_MS;

/** The sample files by name. */
export function sampleFiles(): Readonly<Record<string, string>> {
  const random = seededRandom(20_261_121);
  const places = Array.from({ length: 24 }, (_value, index) => fakePlace(random, index));
  const sightings = Array.from({ length: 52 }, (_value, index) =>
    fakeSighting(random, places[index % places.length]),
  );
  const files = Array.from({ length: 36 }, () => fakeFile(random));
  return {
    'scart.csv': scartSample(random, sightings),
    'vics.json': vicsSample(random, files.slice(0, 28)),
    'hashline.jsonl': hashlineSample(random, sightings, files),
  };
}

function fakePlace(random: SeededRandom, index: number): Place {
  if (index % 12 === 11) return { host: fakeOnion(random), country: '', siteType: 'forum' };
  const domain = `${pick(random, ['alder', 'birch', 'cedar', 'elm', 'fir', 'hazel', 'maple', 'oak'])}${index + 1}`;
  return {
    host: `${pick(random, ['www', 'img', 'cdn', 'files'])}.${domain}.${pick(random, ['example', 'test', 'invalid'])}`,
    country: COUNTRIES[index % COUNTRIES.length] ?? 'BE',
    siteType: pick(random, SITE_TYPES),
  };
}

function fakeSighting(random: SeededRandom, place: Place = fakePlace(random, 0)): Sighting {
  const path = pick(random, [
    () => `/g/${fakeText(random, 11)}`,
    () => `/board/${Math.floor(random() * 90_000) + 10_000}`,
    () => `/f/${fakeHex(random, 16)}?page=${Math.floor(random() * 9) + 1}`,
    () => `/item/${fakeUuid(random)}`,
  ])();
  const scheme = place.host.endsWith('.onion') ? 'http' : 'https';
  return {
    url: `${scheme}://${place.host}${path}`,
    referrer: random() < 0.4 ? `https://talk.linden.example/t/${Math.floor(random() * 9000) + 1000}` : '',
    place,
  };
}

function fakeFile(random: SeededRandom): FakeFile {
  return {
    md5: fakeHex(random, 32),
    sha1: fakeHex(random, 40),
    sha256: fakeHex(random, 64),
    pdq: fakeHex(random, 64),
    photodna: fakePhotoDna(random),
    sizeBytes: Math.floor(random() * 4_000_000) + 20_000,
    mimeType: pick(random, ['image/jpeg', 'image/jpeg', 'image/png', 'video/mp4']),
  };
}

const instant = (random: SeededRandom, step: number): string =>
  new Date(FIRST_MS + Math.floor((step * 0.44 + random() * 0.5) * HOUR_MS)).toISOString();

function scartSample(random: SeededRandom, sightings: readonly Sighting[]): string {
  // Some addresses are reported again, one with another scheme and a fragment, which makes it no other subject.
  const again = [3, 3, 9, 14, 14, 14, 22, 31].flatMap((index) => sightings[index] ?? []);
  const rows = [...sightings, ...again].map((sighting, index) => {
    const url = index === sightings.length ? `${sighting.url.replace('https:', 'http:')}#top` : sighting.url;
    const source = pick(random, ['webform', 'webform', 'police', 'helpline', 'analyst']);
    const note = random() < 0.35 ? pick(random, NOTES) : '';
    const quoted = /[;"]/.test(note) ? `"${note}"` : note;
    // One date is unbelievable: the row is accepted without a date, with a notice.
    const received = index === 17 ? '9999-12-31T00:00:00Z' : instant(random, index);
    return [
      url,
      sighting.referrer,
      pick(random, ['an.analyst@hotline.example', 'bo.analyst@hotline.example', '']),
      `BE-2026-${String(1001 + index)}`,
      source,
      sighting.place.siteType,
      sighting.place.country,
      received,
      quoted,
    ].join(';');
  });
  return `${['URL;REFERER;WORKUSER-EMAIL;REFERENCE;SOURCE;TYPE;HOSTING;RECEIVED;NOTE', ...rows].join('\r\n')}\r\n`;
}

/** A VICS file as real exports write it: upper case, dates in three forms, strings for booleans, repeated MediaIDs. */
function vicsSample(random: SeededRandom, files: readonly FakeFile[]): string {
  const media = files.map((file, index) => {
    const at = instant(random, index);
    return {
      MediaID: index === 20 ? 20 : index + 1,
      Category: pick(random, [1, 2, 0, null, null]),
      MD5: index % 3 === 0 ? file.md5.toUpperCase() : file.md5,
      ...(index % 5 === 4 ? {} : { SHA1: index % 3 === 0 ? file.sha1.toUpperCase() : file.sha1 }),
      MediaSize: index % 4 === 0 ? String(file.sizeBytes) : file.sizeBytes,
      MimeType: file.mimeType,
      DateUpdated: index % 6 === 5 ? `/Date(${Date.parse(at)}+0000)/` : at,
      VictimIdentified: 'false',
      IsPrecategorized: index % 2 === 0 ? 'true' : false,
      Comments: index % 7 === 0 ? 'Seized device, synthetic sample.' : '',
      ...(index % 2 === 0
        ? {
            AlternativeHashes: [
              { HashName: 'PhotoDNA', HashValue: file.photodna },
              ...(index % 4 === 0 ? [{ HashName: 'PDQ', HashValue: file.pdq }] : []),
            ],
          }
        : {}),
    };
  });
  const document = {
    '@odata.context': 'http://github.com/VICSDATAMODEL/ProjectVic/DataModels/2.0.xml/CUSTOM/$metadata#Cases',
    value: [
      {
        CaseID: fakeUuid(random),
        CaseNumber: 'SYN-2026-0042',
        ContactOrganization: 'Example Police Unit',
        SourceApplicationName: 'Hashline samples',
        SourceApplicationVersion: '1',
        TotalMediaFiles: media.length + 3,
        Media: media,
      },
    ],
  };
  return `\ufeff${JSON.stringify(document, null, 2)}\n`;
}

function hashlineSample(
  random: SeededRandom,
  sightings: readonly Sighting[],
  files: readonly FakeFile[],
): string {
  const lines = Array.from({ length: 24 }, (_value, index) => {
    const seen = sightings[(index * 5) % sightings.length];
    const fresh = fakeSighting(random, seen?.place);
    const file = files[(index * 3) % files.length];
    const sighting = index % 3 === 0 && seen ? seen : fresh;
    const { country } = sighting.place;
    return JSON.stringify({
      format: 'hashline-report/1',
      receivedAt: index === 11 ? null : instant(random, index * 2),
      channel: pick(random, ['partner', 'police', 'web-form', 'phone']),
      source: pick(random, ['Example Hotline', 'Sample Hotline', 'Example Police Unit']),
      reference: `EX-${fakeHex(random, 8)}`,
      ...(index % 2 === 0 ? { narrative: pick(random, NOTES) } : {}),
      subjects: [
        {
          kind: 'url',
          url: sighting.url,
          ...(sighting.referrer === '' ? {} : { referrer: sighting.referrer }),
          siteType: sighting.place.siteType,
          ...(country === ''
            ? {}
            : { hosting: { country, ip: `192.0.2.${(index % 200) + 1}`, network: 'AS64496' } }),
        },
        ...(index % 4 === 3 || !file
          ? []
          : [
              {
                kind: 'file',
                hashes: { sha256: file.sha256, sha1: file.sha1, md5: file.md5, pdq: file.pdq },
                sizeBytes: file.sizeBytes,
                mimeType: file.mimeType,
                ...(country === '' ? {} : { hosting: { country } }),
              },
            ]),
      ],
    });
  });
  return `${lines.join('\n')}\n`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const folder = new URL('../assets/samples/', import.meta.url);
  mkdirSync(folder, { recursive: true });
  for (const [name, text] of Object.entries(sampleFiles())) writeFileSync(new URL(name, folder), text);
}
