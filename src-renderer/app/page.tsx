import { useEffect, useMemo, useState } from 'react';
import { I18nProvider } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import {
  CreateVault,
  RecoveryKeyScreen,
  UnlockVault,
  VaultProvider,
  type VaultStore,
} from '../features/vault/index.ts';
import type { WorkingSet } from '../storage/working-set.ts';
import type { Connection } from '../transport/connection.ts';
import { Banner } from '../ui/banner.tsx';
import { Notice } from './notice.tsx';
import css from './page.module.css';
import { createSessionStores, fillSessionStores, followTopics } from './session-stores.ts';
import { watchEngine } from './watch-engine.ts';
import { Workspace } from './workspace.tsx';

export interface PageParts {
  connection: Connection;
  vault: VaultStore;
  workingSet: () => Promise<WorkingSet>;
  /** Registers the work that must reach the vault before it is locked. */
  onBeforeLock: (act: (() => Promise<void>) | null) => void;
}

/** The whole page: connecting to the engine, then entering the vault, then the workspace. */
export function Page(parts: PageParts) {
  const { t, i18n } = useTranslation();
  const { phase, epoch } = useStore(parts.connection.status);
  const vaultPhase = useStore(parts.vault, (state) => state.phase);
  const recovery = useStore(parts.vault, (state) => state.recovery);
  const session = useStore(parts.vault, (state) => state.session);
  useEffect(() => {
    if (epoch > 0) void parts.vault.getState().start();
  }, [epoch, parts.vault]);
  // The working set is also emptied when the page finds the vault locked as it starts: a crash may have left cases
  // behind.
  const { workingSet } = parts;
  useEffect(() => {
    if (vaultPhase === 'locked') void workingSet().then((kept) => kept.empty());
  }, [vaultPhase, workingSet]);
  return (
    <I18nProvider locale={i18n.language}>
      <VaultProvider store={parts.vault}>
        {phase === 'refused' ? (
          <Notice title={t('app.refused.title')}>{t('app.refused.text')}</Notice>
        ) : vaultPhase === 'starting' ? (
          phase === 'connecting' && <Notice quiet>{t('app.connecting')}</Notice>
        ) : vaultPhase === 'absent' ? (
          <CreateVault />
        ) : vaultPhase === 'locked' ? (
          <UnlockVault />
        ) : recovery !== null && session !== null ? (
          <RecoveryKeyScreen recovery={recovery} session={session} />
        ) : (
          <OpenVault key={session?.person.id} {...parts} />
        )}
        {phase === 'lost' && (
          <div className={css.lost}>
            <Banner tone="warn">{t('app.lost')}</Banner>
          </div>
        )}
      </VaultProvider>
    </I18nProvider>
  );
}

/** The open vault: makes the stores of the session, keeps them fresh, and drops them at the end. */
function OpenVault({ connection, vault, workingSet, onBeforeLock }: PageParts) {
  // The session of the person who unlocked the vault. The session in the store changes with the policy; this one does
  // not, so that what is being typed stays.
  const [session] = useState(() => vault.getState().session);
  const epoch = useStore(connection.status, (status) => status.epoch);
  const [kept, setKept] = useState<WorkingSet | null>(null);
  useEffect(() => {
    let gone = false;
    void workingSet().then((set) => {
      if (gone) return;
      set.open();
      setKept(set);
    });
    return () => {
      gone = true;
    };
  }, [workingSet]);
  const stores = useMemo(
    () =>
      session && kept
        ? createSessionStores(
            connection,
            kept,
            session,
            () => vault.getState().session?.labels ?? null,
            () => (vault.getState().session ?? session).policy,
          )
        : null,
    [session, kept, connection, vault],
  );
  useEffect(() => {
    if (stores === null || kept === null) return;
    const over = new AbortController();
    const flush = () => void stores.review.work.getState().flush();
    onBeforeLock(() => stores.review.work.getState().flush());
    window.addEventListener('pagehide', flush);
    void watchEngine(connection, over.signal, async (topics) => {
      if (topics.has('vault') || topics.has('policy')) await vault.getState().start();
      if (!over.signal.aborted) await followTopics(stores, topics);
    });
    return () => {
      over.abort();
      window.removeEventListener('pagehide', flush);
      onBeforeLock(null);
      void kept.empty();
    };
  }, [stores, kept, connection, vault, onBeforeLock]);
  // After a new connection everything is read again, because changes were not announced meanwhile.
  useEffect(() => {
    if (stores !== null && epoch > 0) void fillSessionStores(stores);
  }, [stores, epoch]);
  return stores && <Workspace stores={stores} />;
}
