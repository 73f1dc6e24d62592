import { z } from 'zod';
import { CountryCode } from './country.ts';
import { inboundText } from './inbound-text.ts';
import { isWithin, readIp, readNetwork } from './ip-network.ts';
import { MailAddress, plainDomain } from './mail-address.ts';
import { told } from './refusal.ts';
import type { RefusalDetail } from './refusal-detail.ts';

/** What a contact answers for, the most specific first. */
export const ContactScope = z.enum(['domain', 'network', 'asn', 'country']);
export type ContactScope = z.infer<typeof ContactScope>;

/** The languages that a notice can be written in. */
export const NoticeLanguage = z.enum(['en', 'nl', 'fr', 'de']);
export type NoticeLanguage = z.infer<typeof NoticeLanguage>;

/** An address for notices about illegal content, and what it answers for. */
export const Contact = z.strictObject({
  scope: ContactScope,
  /**
   * The domain in ASCII, the network in CIDR notation, the number of the autonomous system without `AS`, or the country
   * as ISO 3166-1 alpha-2.
   */
  value: z.string().min(1).max(253),
  address: MailAddress,
  /** As the book says it (RFC 5646); a notice is in English where it cannot be written in this language. */
  language: z
    .string()
    .regex(/^[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8}){0,3}$/, { ...told({ code: 'not-a-language-tag' }) }),
  /** The provider's name; empty where the book has none. */
  name: inboundText(200),
});
export type Contact = z.infer<typeof Contact>;

/** Far above what a hotline writes to; each notice is looked up in all of them. */
export const MOST_CONTACTS = 20_000;

/** The value in the one spelling in which it is kept, or why it is none. */
export function plainScopeValue(scope: ContactScope, text: string): string | { detail: RefusalDetail } {
  switch (scope) {
    case 'domain':
      return plainDomain(text) ?? { detail: { code: 'not-a-domain' } };
    case 'network':
      return readNetwork(text) === null ? { detail: { code: 'not-a-network' } } : text.toLowerCase();
    case 'asn': {
      const number = Number(/^(?:AS)?(\d{1,10})$/i.exec(text)?.[1] ?? 0);
      return number >= 1 && number <= 0xffff_ffff ? String(number) : { detail: { code: 'not-an-asn' } };
    }
    case 'country': {
      const country = CountryCode.safeParse(text);
      return country.success ? country.data : { detail: { code: 'not-a-country' } };
    }
  }
}

/** The facts about a subject that say who can remove it. */
export interface HostedAt {
  host: string | null;
  ip: string | null;
  asn: number | null;
  country: string | null;
}

/**
 * The contact that answers for a subject most specifically: its host or the nearest domain above it, the smallest
 * network with its address, its autonomous system, its country. Depends on nothing but its arguments, and not on their
 * order: no two contacts of a book are for the same.
 */
export function contactFor(book: readonly Contact[], { host, ip, asn, country }: HostedAt): Contact | null {
  const of = (scope: ContactScope) => book.filter((contact) => contact.scope === scope);
  const domains = new Map(of('domain').map((contact) => [contact.value, contact]));
  for (let name = host; name !== null; name = parentOf(name)) {
    const found = domains.get(name);
    if (found) return found;
  }
  const address = ip === null ? null : readIp(ip);
  const networks = of('network').flatMap((contact) => {
    const network = readNetwork(contact.value);
    return network !== null && address !== null && isWithin(address, network)
      ? [{ contact, prefix: network.prefix }]
      : [];
  });
  const smallest = networks.sort((a, b) => b.prefix - a.prefix)[0];
  if (smallest) return smallest.contact;
  return (
    of('asn').find(({ value }) => asn !== null && value === String(asn)) ??
    of('country').find(({ value }) => value === country) ??
    null
  );
}

function parentOf(name: string): string | null {
  const dot = name.indexOf('.');
  return dot < 0 ? null : name.slice(dot + 1);
}

/** The number of the autonomous system that a report's text about the network begins with, for example `AS64496 Example`. */
export function asnIn(network: string | null): number | null {
  const number = Number(/^AS\s?(\d{1,10})\b/i.exec(network?.trim() ?? '')?.[1] ?? 0);
  return number >= 1 && number <= 0xffff_ffff ? number : null;
}
