import { z } from 'zod';
import { findMedia } from './hash-only.ts';
import { told } from './refusal.ts';
import { mediaDetail } from './refusal-detail.ts';

/**
 * C1 controls (U+0080 to U+009F) are accepted: UTF-8 text that was decoded as Latin-1 is full of them, and a report
 * must not be lost because of it. Output to a terminal escapes them.
 */
const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/;

/**
 * Schema of every free text that enters Hashline: bounded, without control characters except line breaks and tabs,
 * encodable as UTF-8, and never media in disguise. All inputs use it; text has no other way in.
 * @param maximum longest allowed text, in UTF-16 code units
 */
export const inboundText = (maximum: number) =>
  z
    .string()
    .max(maximum)
    .superRefine((text, context) => {
      // A text that is too long has already been refused; scanning it would only cost time.
      if (text.length > maximum) return;
      if (CONTROL.test(text)) {
        context.addIssue({
          code: 'custom',
          ...told({ code: 'control-characters' }, 'control-character'),
        });
      }
      if (!text.isWellFormed()) {
        context.addIssue({
          code: 'custom',
          ...told({ code: 'half-a-character' }, 'not-utf8'),
        });
      }
      const media = findMedia(text);
      if (media) {
        context.addIssue({
          code: 'custom',
          ...told(mediaDetail(media), 'media'),
        });
      }
    });
