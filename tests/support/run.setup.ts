import { keepPrepared } from './prepared-vault.ts';

/** What vitest and Playwright run before the tests; what it answers they run after them. */
// biome-ignore lint/style/noDefaultExport: both take the default export
export default (): (() => void) => keepPrepared();
