import { z } from 'zod';
import { told } from './refusal.ts';

/** Dot-atom of RFC 5322, section 3.2.3. Quoted local parts and address literals are of no use to a hotline. */
const LOCAL_PART = /^[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/;
const LONGEST_LOCAL_PART = 64;

/**
 * The address as mail servers need it: the domain in ASCII (IDNA) and lower case. Null where it is none, or where its
 * part before the @ is not ASCII, which not every server on the way can carry (RFC 6531).
 */
export function plainMailAddress(text: string): string | null {
  const at = text.lastIndexOf('@');
  const local = text.slice(0, Math.max(0, at));
  const domain = plainDomain(text.slice(at + 1));
  return local.length <= LONGEST_LOCAL_PART && LOCAL_PART.test(local) && domain !== null
    ? `${local}@${domain}`
    : null;
}

/** A domain name in ASCII (IDNA) and lower case, of two or more parts; null where the text is none. */
export function plainDomain(text: string): string | null {
  if (text.length > 253 || /[\s/?#@:\\[\]%]/.test(text)) return null;
  const host = hostOf(text.replace(/\.$/, ''));
  // The URL standard reads numbers as IPv4 addresses.
  return /^(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]$/.test(host)
    ? host
    : null;
}

function hostOf(text: string): string {
  try {
    return new URL(`http://${text}/`).hostname;
  } catch {
    return '';
  }
}

/** The part of an address behind the @. */
export const domainOf = (address: string): string => address.slice(address.lastIndexOf('@') + 1);

/** A mail address; its domain becomes ASCII. No control character, so nothing that could end a header, fits it. */
export const MailAddress = z
  .string()
  .max(320)
  .refine((text) => plainMailAddress(text) !== null, { ...told({ code: 'not-a-mail-address' }), abort: true })
  .overwrite((text) => plainMailAddress(text) ?? text);
