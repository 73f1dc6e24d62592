/** What the engine may know of its surroundings: where things are and which language and time is spoken here. */
const PASSED_ON = [
  'HOME',
  'LANG',
  'LC_ALL',
  'LD_LIBRARY_PATH',
  'PATH',
  'SYSTEMROOT',
  'TEMP',
  'TMP',
  'TMPDIR',
  'TZ',
  'USERPROFILE',
];

/**
 * The environment of the engine process. Everything not named is left out: NODE_OPTIONS, NODE_EXTRA_CA_CERTS,
 * NODE_TLS_REJECT_UNAUTHORIZED, SSLKEYLOGFILE, ELECTRON_NO_ASAR and whatever else changes how Node behaves.
 */
export function engineEnvironment(environment: NodeJS.ProcessEnv): Record<string, string> {
  const wanted = Object.entries(environment).filter(
    ([name, value]) => value !== undefined && PASSED_ON.includes(name.toUpperCase()),
  );
  return Object.fromEntries(wanted.map(([name, value]) => [name, value ?? '']));
}
