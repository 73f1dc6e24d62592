import type { IncomingMessage } from 'node:http';

/**
 * Whether a request names exactly one host. A server must refuse any other (RFC 9112, section 3.2): of two, Node takes
 * the first, while a proxy in front of it may take the other.
 */
export const namesOneHost = ({ headersDistinct }: IncomingMessage): boolean =>
  headersDistinct.host?.length === 1;
