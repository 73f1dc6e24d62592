/** How long before its end a certificate is told about: time enough to have a new one issued. */
export const TOLD_DAYS_BEFORE = 30;

/** Whether the end of a certificate must be told: it is near, or over. */
export const endsSoon = (expiresAt: string, nowMs: number): boolean =>
  Date.parse(expiresAt) - nowMs <= TOLD_DAYS_BEFORE * 86_400_000;

/**
 * Whether a new certificate with a new key would end the deliveries: one key of the server is pinned, and none to come.
 */
export const needsNextPin = ({ pin, nextPin }: Readonly<Record<string, string>>): boolean =>
  pin !== undefined && nextPin === undefined;
