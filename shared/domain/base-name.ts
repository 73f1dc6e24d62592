import { inboundText } from './inbound-text.ts';

/**
 * The name of a base of known material, such as ICSE or TWINS. Only the hotline knows which there are, so it is text; it
 * decides nothing about who gets what.
 */
export const BaseName = inboundText(60)
  .min(1)
  .regex(/^[^\p{Cc}]+$/u, { error: 'is not one line' });
