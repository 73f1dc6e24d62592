import { inboundText } from './inbound-text.ts';

/**
 * A name in one form: composed letters (Unicode NFC) and single blanks. Systems hand the same name over in two forms, and
 * it is the same person's.
 */
export const personName = (text: string): string => text.normalize('NFC').replace(/\s+/g, ' ').trim();

export const PersonName = inboundText(120).overwrite(personName);
