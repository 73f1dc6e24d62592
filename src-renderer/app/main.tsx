import './clear-without-markup.ts';
import './zod-without-eval.ts';
import '../ui/tokens.css';
import '../ui/base.css';
import { createRoot } from 'react-dom/client';
import { createVaultStore } from '../features/vault/index.ts';
import { openWorkingSet } from '../storage/open-working-set.ts';
import type { WorkingSet } from '../storage/working-set.ts';
import { openConnection } from '../transport/open-connection.ts';
import { keepLanguage, startLanguage } from './language.ts';
import { Page } from './page.tsx';
import { PageBroke } from './page-broke.tsx';
import { refuseStrayDrops } from './refuse-stray-drops.ts';

startLanguage();
refuseStrayDrops();

let beforeLock: (() => Promise<void>) | null = null;
const connection = openConnection();
const vault = createVaultStore(connection.client, async () => beforeLock?.());
keepLanguage(vault, connection.client);
connection.onLocked(() => void vault.getState().wasLocked());

let opening: Promise<WorkingSet> | null = null;
const workingSet = (): Promise<WorkingSet> => {
  const capabilities = vault.getState().hello?.host.capabilities ?? [];
  opening ??= openWorkingSet(capabilities.includes('ephemeral-indexeddb'));
  return opening;
};

const root = document.getElementById('page');
if (root) {
  createRoot(root).render(
    <PageBroke>
      <Page
        connection={connection}
        vault={vault}
        workingSet={workingSet}
        onBeforeLock={(act) => {
          beforeLock = act;
        }}
      />
    </PageBroke>,
  );
}
