import type { NetworkTls } from '../../../ports/network.ts';

/** The connection settings that the channels over mutual TLS have in common. */
export interface TlsSettings {
  ca: string;
  cert: string;
  key: string;
  pin?: string | undefined;
  nextPin?: string | undefined;
}

/** How a server is connected to: its own authority and, where there are pins, one of these keys. */
export function tlsOf({ ca, cert, key, pin, nextPin }: TlsSettings): NetworkTls {
  const pins = [pin, nextPin].filter((one) => one !== undefined);
  return { ca, cert, key, ...(pins.length === 0 ? {} : { pins }) };
}

/** The pins as the ledger states them. */
export const statedPins = ({ pin, nextPin }: Pick<TlsSettings, 'pin' | 'nextPin'>) => ({
  ...(pin === undefined ? {} : { pin }),
  ...(nextPin === undefined ? {} : { nextPin }),
});
