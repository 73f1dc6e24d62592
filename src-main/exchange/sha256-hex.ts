import { hash } from 'node:crypto';

/** SHA-256 as lower-case hexadecimal, the form of every digest that is stated or compared. Text is hashed as UTF-8. */
export const sha256Hex = (content: string | Uint8Array): string => hash('sha256', content, 'hex');
