import { inboundText } from './inbound-text.ts';

/**
 * Brings a name into one form: composed letters (Unicode NFC) and single blanks. Systems may deliver the same person's
 * name in different forms.
 */
export const personName = (text: string): string => text.normalize('NFC').replace(/\s+/g, ' ').trim();

export const PersonName = inboundText(120).overwrite(personName);
