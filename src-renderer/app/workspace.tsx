import { type ReactNode, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { BatchId, CaseId } from '../../shared/domain/ids.ts';
import {
  DossierButton,
  LedgerClientProvider,
  LedgerProvider,
  LedgerScreen,
} from '../features/audit/index.ts';
import { BackupProvider } from '../features/backup/index.ts';
import { BlocklistProvider, BlocklistView } from '../features/blocklist/index.ts';
import { FiguresScreen, InsightProvider } from '../features/insight/index.ts';
import { ImportScreen, IntakeProvider, ManualReport } from '../features/intake/index.ts';
import { ArrivingCard, ListsProvider, ListsScreen } from '../features/lists/index.ts';
import {
  CaseMatches,
  FeedbackDialog,
  MatchesProvider,
  MatchingProvider,
  OneStroke,
  QuarantineView,
} from '../features/matching/index.ts';
import { PeopleProvider } from '../features/people/index.ts';
import { PolicyProvider, PolicyScreen } from '../features/policy/index.ts';
import {
  ContactsProvider,
  OutageBanner,
  OutboxProvider,
  OutboxScreen,
  RecheckLine,
} from '../features/referral/index.ts';
import { RetentionProvider } from '../features/retention/index.ts';
import { QueueScreen, ReviewProvider, useWork } from '../features/review/index.ts';
import {
  MakeGolden,
  SecondReviewProvider,
  SecondReviewScreen,
  WithheldNotice,
} from '../features/second-review/index.ts';
import { SeatsScreen, TeamProvider } from '../features/team/index.ts';
import { SelectionPart, TogetherProvider } from '../features/together/index.ts';
import { SessionProvider, useVault } from '../features/vault/index.ts';
import { ApplyPreferences, EndOfDuty, RestNotice, WellbeingProvider } from '../features/wellbeing/index.ts';
import { classNames } from '../ui/class-names.ts';
import { CommandPalette } from './command-palette.tsx';
import { DutyNotice } from './duty-notice.tsx';
import { FirstSteps } from './first-steps.tsx';
import { KeyOverview } from './key-overview.tsx';
import { LockWatch } from './lock-watch.tsx';
import { NavigationProvider, useNavigation } from './navigation-context.ts';
import { NavigationRail } from './navigation-rail.tsx';
import page from './page.module.css';
import { ReadOnlyNotice } from './read-only-notice.tsx';
import type { SessionStores } from './session-stores.ts';
import { SettingsScreen } from './settings-screen.tsx';
import { StatusBar } from './status-bar.tsx';
import { useFocusKeeper } from './use-focus-keeper.ts';
import { useWorkspaceKeys } from './use-workspace-keys.ts';
import css from './workspace.module.css';

/** The open workstation. */
export function Workspace({ stores }: { stores: SessionStores }) {
  return (
    <Providers stores={stores}>
      <Frame stores={stores} />
    </Providers>
  );
}

function Frame({ stores }: { stores: SessionStores }) {
  const screen = useNavigation((state) => state.screen);
  const { go, setFocus, show } = stores.navigation.getState();
  const focus = useNavigation((state) => state.focus && state.screen === 'queue');
  const overlay = useNavigation((state) => state.overlay);
  const restRefused = useWork((state) => state.failure?.code === 'REST_DUE');
  const { t } = useTranslation();
  const main = useRef<HTMLElement>(null);
  useFocusKeeper(main);
  useWorkspaceKeys();
  const showCase = (id: CaseId) => {
    go('queue');
    void stores.review.work.getState().open(id);
  };
  const showBatch = (batch: BatchId) => {
    go('queue');
    const { queue, work } = stores.review;
    void queue
      .getState()
      .load({ state: 'open', batch })
      .then(() => work.getState().follow());
  };
  const showLife = (id: CaseId) => {
    go('ledger');
    void stores.ledger.getState().openLife(id);
  };
  const showRechecks = () => {
    stores.outbox.getState().look('rechecks');
    go('outbox');
  };
  return (
    <div className={classNames(css.frame, focus && css.focus)}>
      <ReadOnlyNotice />
      {!focus && <NavigationRail />}
      <main ref={main} tabIndex={-1} className={css.main} aria-label={t(`nav.${screen}`)}>
        <OutageBanner onOutbox={() => go('outbox')} />
        {screen === 'queue' && (
          <QueueScreen
            onImport={() => go('import')}
            focus={focus}
            onFocus={setFocus}
            onLife={showLife}
            listTools={
              <>
                <OneStroke />
                <RecheckLine onOpen={showRechecks} />
              </>
            }
            selection={<SelectionPart />}
            firstSteps={<FirstSteps onOpen={go} />}
            matches={(detail) => <CaseMatches detail={detail} />}
            tools={(summary) => (
              <>
                <DossierButton key={`dossier ${summary.id}`} id={summary.id} />
                <MakeGolden key={summary.id} summary={summary} />
              </>
            )}
            withheld={(id) => (
              <WithheldNotice
                key={id}
                id={id}
                onJudge={() => {
                  stores.review.work.getState().dismiss();
                  go('secondReview');
                }}
                onRevealed={() => showCase(id)}
              />
            )}
          />
        )}
        {screen === 'secondReview' && <SecondReviewScreen onCase={showCase} />}
        {screen === 'import' && <ImportScreen onCases={showBatch} />}
        {screen === 'lists' && (
          <ListsScreen
            onCase={showCase}
            quarantine={<QuarantineView onCase={showCase} />}
            feedback={(list, onClose) => <FeedbackDialog list={list} onClose={onClose} />}
          />
        )}
        {screen === 'outbox' && <OutboxScreen onCase={showCase} blocklist={<BlocklistView />} />}
        {screen === 'ledger' && <LedgerScreen onCase={showCase} />}
        {screen === 'figures' && <FiguresScreen />}
        {screen === 'policy' && <PolicyScreen />}
        {screen === 'seats' && <SeatsScreen arriving={(lists) => <ArrivingCard lists={lists} />} />}
        {screen === 'settings' && <SettingsScreen />}
      </main>
      {!focus && <StatusBar />}
      <KeyOverview />
      <CommandPalette onCase={showCase} />
      <DutyNotice />
      <RestNotice className={page.near ?? ''} isRefused={restRefused} />
      <EndOfDuty isOpen={overlay === 'day'} onClose={() => show(null)} />
      {overlay === 'report' && <ManualReport onClose={() => show(null)} />}
      <ApplyPreferences />
      <LockWatch />
    </div>
  );
}

function Providers({ stores, children }: { stores: SessionStores; children: ReactNode }) {
  // The stores stay the same when a policy comes into force, so the session shown is read from the vault store.
  const session = useVault((state) => state.session) ?? stores.session;
  return (
    <SessionProvider value={session}>
      <NavigationProvider store={stores.navigation}>
        <PeopleProvider store={stores.people}>
          <PolicyProvider store={stores.policy}>
            <ReviewProvider stores={stores.review}>
              <SecondReviewProvider stores={stores.secondReview}>
                <IntakeProvider store={stores.intake}>
                  <OutboxProvider store={stores.outbox}>
                    <LedgerProvider store={stores.ledger}>
                      <LedgerClientProvider value={stores.client}>
                        <InsightProvider store={stores.insight}>
                          <MatchingProvider value={stores.client}>
                            <ListsProvider store={stores.lists}>
                              <MatchesProvider store={stores.matches}>
                                <BackupProvider store={stores.backup}>
                                  <RetentionProvider store={stores.retention}>
                                    <ContactsProvider store={stores.contacts}>
                                      <BlocklistProvider store={stores.blocklist}>
                                        <TeamProvider store={stores.team}>
                                          <WellbeingProvider store={stores.wellbeing}>
                                            <TogetherProvider stores={stores.together}>
                                              {children}
                                            </TogetherProvider>
                                          </WellbeingProvider>
                                        </TeamProvider>
                                      </BlocklistProvider>
                                    </ContactsProvider>
                                  </RetentionProvider>
                                </BackupProvider>
                              </MatchesProvider>
                            </ListsProvider>
                          </MatchingProvider>
                        </InsightProvider>
                      </LedgerClientProvider>
                    </LedgerProvider>
                  </OutboxProvider>
                </IntakeProvider>
              </SecondReviewProvider>
            </ReviewProvider>
          </PolicyProvider>
        </PeopleProvider>
      </NavigationProvider>
    </SessionProvider>
  );
}
