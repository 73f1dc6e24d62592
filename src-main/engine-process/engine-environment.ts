/** Variables that the engine may see: places of files, language and time zone. */
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
 * The environment of an engine process. Only the variables named above are passed on, and so none that changes how
 * Node behaves, such as NODE_OPTIONS, NODE_EXTRA_CA_CERTS, NODE_TLS_REJECT_UNAUTHORIZED, SSLKEYLOGFILE or
 * ELECTRON_NO_ASAR.
 */
export function engineEnvironment(environment: NodeJS.ProcessEnv): Record<string, string> {
  const wanted = Object.entries(environment).filter(
    ([name, value]) => value !== undefined && PASSED_ON.includes(name.toUpperCase()),
  );
  return Object.fromEntries(wanted.map(([name, value]) => [name, value ?? '']));
}
