import { keepPostgres } from './a-postgres.ts';
import { keepPrepared } from './prepared-vault.ts';
import { bundlePrograms } from './programs.ts';

/** What vitest and Playwright run before the tests; what it answers they run after them. */
// biome-ignore lint/style/noDefaultExport: both take the default export
export default async (): Promise<() => void> => {
  const forgetPrepared = keepPrepared();
  const endPostgres = keepPostgres();
  const removePrograms = await bundlePrograms();
  return () => {
    removePrograms();
    endPostgres();
    forgetPrepared();
  };
};
