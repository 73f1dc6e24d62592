import type { IncomingMessage } from 'node:http';

/**
 * Whether a request names one host, once. A server must refuse any other (RFC 9112, section 3.2): Node takes the first of two, and what
 * stands before it may take the other.
 */
export const namesOneHost = ({ headersDistinct }: IncomingMessage): boolean =>
  headersDistinct.host?.length === 1;
