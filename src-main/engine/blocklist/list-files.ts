import type { BlockItem } from '../../../shared/domain/blocklist.ts';
import { canonicalText } from '../../../shared/ledger/canonical-json.ts';
import { sha256Hex } from '../../exchange/sha256-hex.ts';
import type { ListedItem } from './blocklist.store.ts';

export interface ListFile {
  name: string;
  text: string;
}

export interface WholeList {
  serial: number;
  previous: number | null;
  at: string;
  hotline: { name: string; country: string };
  items: readonly ListedItem[];
  /** Where a difference was asked for: since which serial, and what it is. */
  since: { serial: number; added: readonly BlockItem[]; removed: readonly BlockItem[] } | null;
}

/** Seconds for which a resolver may keep what it answered. */
const TTL = 300;

/** The list in every form, and the difference where one was asked for. */
export function listFiles(list: WholeList): ListFile[] {
  const { since } = list;
  const files = [
    { name: 'blocklist.txt', text: plain(list.items) },
    { name: 'blocklist.csv', text: csv(list.items) },
    { name: 'blocklist.rpz', text: zone(list.serial, list.items) },
    ...(since === null
      ? []
      : [
          { name: 'blocklist-added.txt', text: plain(since.added) },
          { name: 'blocklist-removed.txt', text: plain(since.removed) },
        ]),
  ];
  const about = {
    format: 'hashline-blocklist/1',
    serial: list.serial,
    previous: list.previous,
    since: since?.serial ?? null,
    at: list.at,
    hotline: list.hotline,
    files: files.map(({ name, text }) => ({ name, sha256: sha256Hex(text) })),
  };
  return [...files, { name: 'blocklist.json', text: `${canonicalText(about)}\n` }];
}

/** Digests as `sha256sum --check` reads them. */
export const sumsOf = (files: readonly ListFile[]): string =>
  files.map(({ name, text }) => `${sha256Hex(text)}  ${name}\n`).join('');

/** One item a line: an address with its scheme, or a host alone. */
const plain = (items: readonly BlockItem[]): string => items.map(({ value }) => `${value}\n`).join('');

/** RFC 4180. */
const csv = (items: readonly ListedItem[]): string =>
  ['kind,value,since', ...items.map(({ kind, value, since }) => `${kind},${quoted(value)},${since}`)]
    .map((line) => `${line}\r\n`)
    .join('');

const quoted = (value: string): string =>
  /[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;

/**
 * A response policy zone (draft-vixie-dnsop-dns-rpz) in the form of RFC 1035, relative to whatever the resolver calls the
 * zone: a listed name does not exist. Only the name itself, because a name below it may be somebody else's.
 */
function zone(serial: number, items: readonly ListedItem[]): string {
  const hosts = items.filter(({ kind }) => kind === 'host');
  return [
    `$TTL ${TTL}`,
    `@ IN SOA localhost. nobody.invalid. ${serial} 3600 600 1209600 ${TTL}`,
    '@ IN NS localhost.',
    ...hosts.map(({ value }) => `${value} IN CNAME .`),
    '',
  ].join('\n');
}
