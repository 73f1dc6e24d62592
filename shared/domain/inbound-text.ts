import { z } from 'zod';
import { findMedia } from './hash-only.ts';

/**
 * C1 controls (U+0080 to U+009F) are let in: text in UTF-8 that somebody read as Latin-1 is full of them, and a report must not be lost for
 * it. What is shown on a terminal escapes them.
 */
const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/;

/**
 * Schema of every free text that enters Hashline: bounded, free of control characters except line breaks and tabs,
 * writable as UTF-8, and never media in disguise. Every door uses it; there is no other way in for text.
 * @param maximum longest allowed text, in UTF-16 code units
 */
export const inboundText = (maximum: number) =>
  z
    .string()
    .max(maximum)
    .superRefine((text, context) => {
      // Longer text was refused already; scanning it would only cost time.
      if (text.length > maximum) return;
      if (CONTROL.test(text)) {
        context.addIssue({
          code: 'custom',
          message: 'contains control characters',
          params: { reason: 'control-character' },
        });
      }
      if (!text.isWellFormed()) {
        context.addIssue({
          code: 'custom',
          message: 'contains half a character (a lone surrogate)',
          params: { reason: 'not-utf8' },
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
