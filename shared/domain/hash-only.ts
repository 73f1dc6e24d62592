import { z } from 'zod';

/** A kind of file that must never enter the record, whatever encoding it hides in. */
export type MediaKind =
  | 'jpeg'
  | 'png'
  | 'gif'
  | 'webp'
  | 'avif-heic'
  | 'mp4'
  | 'matroska'
  | 'pdf'
  | 'zip'
  | 'gzip'
  | 'data-uri';

export interface MediaFinding {
  kind: MediaKind;
  encoding: 'bytes' | 'latin1' | 'base64' | 'hex' | 'percent' | 'data-uri';
}

const at = (bytes: Uint8Array, offset: number, text: string): boolean => {
  for (let i = 0; i < text.length; i++) if (bytes[offset + i] !== text.charCodeAt(i)) return false;
  return bytes.length >= offset + text.length;
};

/**
 * Names the media or container format whose signature opens `bytes`, or null.
 * Signatures: the formats' own specifications; ISO base media brands from ISO/IEC 14496-12.
 */
export function mediaSignature(bytes: Uint8Array): Exclude<MediaKind, 'data-uri'> | null {
  if (bytes.length < 4) return null;
  if (bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff) return 'jpeg';
  if (at(bytes, 0, '\x89PNG')) return 'png';
  if (at(bytes, 0, 'GIF87a') || at(bytes, 0, 'GIF89a')) return 'gif';
  if (at(bytes, 0, 'RIFF') && at(bytes, 8, 'WEBP')) return 'webp';
  if (at(bytes, 4, 'ftyp'))
    return /^(avif|avis|heic|heix|hevc|mif1|msf1)/.test(ascii(bytes, 8, 4)) ? 'avif-heic' : 'mp4';
  if (at(bytes, 0, '\x1a\x45\xdf\xa3')) return 'matroska';
  if (at(bytes, 0, '%PDF-')) return 'pdf';
  if (at(bytes, 0, 'PK\x03\x04') || at(bytes, 0, 'PK\x05\x06')) return 'zip';
  if (at(bytes, 0, '\x1f\x8b\x08')) return 'gzip';
  return null;
}

const ascii = (bytes: Uint8Array, from: number, length: number): string =>
  String.fromCharCode(...bytes.subarray(from, from + length));

/**
 * Looks for media hidden in a text: as latin-1 characters, a `data:` URI of a media type, or a run of base64,
 * base64url, hexadecimal or percent-encoded characters that decodes to a media signature.
 */
export function findMedia(text: string): MediaFinding | null {
  if (/data:\s*(image|video|audio|application\/(pdf|zip|octet-stream))/i.test(text)) {
    return { kind: 'data-uri', encoding: 'data-uri' };
  }
  const latin1 = mediaSignature(fromLatin1(text.trimStart().slice(0, 16)));
  if (latin1) return { kind: latin1, encoding: 'latin1' };
  if (text.length < MINIMUM_RUN) return null;
  for (const run of text.matchAll(/[A-Za-z0-9+/_-]{24,}/g)) {
    const kind = decodedSignature(run[0], fromBase64) ?? null;
    if (kind) return { kind, encoding: 'base64' };
  }
  for (const run of text.matchAll(/(?:[0-9a-fA-F]{2}[\s:,-]?){12,}/g)) {
    const kind = mediaSignature(fromHex(run[0].replace(/[^0-9a-fA-F]/g, '').slice(0, 32)));
    if (kind && run[0].length > LONGEST_HASH_HEX) return { kind, encoding: 'hex' };
  }
  for (const run of text.matchAll(/(?:%[0-9a-fA-F]{2}){4,}/g)) {
    const kind = mediaSignature(fromHex(run[0].replaceAll('%', '').slice(0, 32)));
    if (kind) return { kind, encoding: 'percent' };
  }
  return null;
}

const MINIMUM_RUN = 12;
/** A SHA-512 in hexadecimal; a shorter run of hexadecimal is taken to be a hash, whatever it begins with. */
const LONGEST_HASH_HEX = 128;

function decodedSignature(run: string, decode: (text: string) => Uint8Array) {
  const kind = mediaSignature(decode(run.slice(0, 24)));
  // A PhotoDNA value is 192 base64 characters of arbitrary bytes and may begin like anything.
  return kind !== null && run.length !== 192 ? kind : null;
}

const fromLatin1 = (text: string): Uint8Array =>
  Uint8Array.from(text, (character) => character.charCodeAt(0) & 0xff);

function fromBase64(text: string): Uint8Array {
  const standard = text.replaceAll('-', '+').replaceAll('_', '/');
  return fromLatin1(atob(standard.slice(0, standard.length - (standard.length % 4))));
}

const fromHex = (text: string): Uint8Array => {
  const bytes = new Uint8Array(text.length >> 1);
  for (let i = 0; i < bytes.length; i++) bytes[i] = Number.parseInt(text.slice(2 * i, 2 * i + 2), 16);
  return bytes;
};

/**
 * Schema of every free text that enters Hashline: bounded, free of control characters except line breaks and tabs,
 * and never media in disguise. Every door uses it; there is no other way in for text.
 * @param maximum longest allowed text, in UTF-16 code units
 */
export const inboundText = (maximum: number) =>
  z
    .string()
    .max(maximum)
    .superRefine((text, context) => {
      if (/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/.test(text)) {
        context.addIssue({
          code: 'custom',
          message: 'contains control characters',
          params: { reason: 'control-character' },
        });
      }
      const media = findMedia(text);
      if (media) {
        context.addIssue({
          code: 'custom',
          message: `looks like ${media.kind} media (${media.encoding}); Hashline takes no media`,
          params: { reason: 'media' },
        });
      }
    });
