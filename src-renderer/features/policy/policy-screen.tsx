import { useEffect } from 'react';
import { FileTrigger } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { savedFileName } from '../../../shared/contract/saved-file.ts';
import { mayDo } from '../../../shared/domain/duty.ts';
import { refusalsIn } from '../../transport/failure.ts';
import { Banner } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';
import { failureText } from '../../ui/failure-text.ts';
import { Screen } from '../../ui/screen.tsx';
import { Segments } from '../../ui/segments.tsx';
import { useFormat } from '../../ui/use-format.ts';
import { openFileSink } from '../audit/index.ts';
import { detailText } from '../intake/index.ts';
import { useSession } from '../vault/index.ts';
import { CompareView } from './compare-view.tsx';
import { DraftView } from './draft-view.tsx';
import { DryRunDialog } from './dry-run-dialog.tsx';
import { InForceView } from './in-force-view.tsx';
import { MemberView } from './member-view.tsx';
import css from './policy.module.css';
import { writePolicyFile } from './policy-file.ts';
import type { PolicyView } from './policy-state.ts';
import { usePolicy, usePolicyStore } from './policy-store.ts';
import { SigningDialog } from './signing-dialog.tsx';

/** The policies the hotline works by: to read, compare, draft, run dry and sign. */
export function PolicyScreen() {
  const { t } = useTranslation();
  const format = useFormat();
  const store = usePolicyStore();
  const view = usePolicy((state) => state.view);
  const draft = usePolicy((state) => state.draft);
  const failure = usePolicy((state) => state.failure);
  const { person } = useSession();
  const { load, show, forgetFailure } = store.getState();
  useEffect(() => {
    void load();
  }, [load]);
  const decides = mayDo(person.role, 'manage-policy');
  const views: PolicyView[] = [
    'inForce',
    'compare',
    'members',
    ...(draft === null ? [] : ['draft' as const]),
  ];
  const shown = view === 'draft' && draft === null ? 'inForce' : view;
  return (
    <Screen title={t('policy.title')} actions={<Files decides={decides} />}>
      <div className={css.top}>
        <div className={css.views}>
          <Segments<PolicyView>
            label=""
            hiddenLabel={t('policy.view.label')}
            segments={views.map((id) => ({ id, label: t(`policy.view.${id}`) }))}
            value={shown}
            onChange={show}
          />
        </div>
        {failure !== null && (
          <Banner
            tone="danger"
            actions={
              <Button size="s" look="quiet" onPress={forgetFailure}>
                {t('common.dismiss')}
              </Button>
            }
          >
            <p>{failureText(t, failure)}</p>
            {refusalsIn(failure)
              .slice(0, 8)
              .map(({ field, detail }) => (
                <p key={`${field} ${detail.code}`}>
                  {field !== null && <code>{field}</code>} {detailText(t, format, detail)}
                </p>
              ))}
          </Banner>
        )}
      </div>
      {shown === 'inForce' && <InForceView />}
      {shown === 'compare' && <CompareView />}
      {shown === 'members' && <MemberView />}
      {shown === 'draft' && <DraftView />}
      <SigningDialog />
      <DryRunDialog />
    </Screen>
  );
}

/** Exports a policy as a file, imports one, or starts a new version from the one in force. */
function Files({ decides }: { decides: boolean }) {
  const { t } = useTranslation();
  const store = usePolicyStore();
  const draft = usePolicy((state) => state.draft);
  const inForce = usePolicy((state) => state.inForce);
  const view = usePolicy((state) => state.view);
  const { begin, importFile } = store.getState();
  const policy = draft?.policy ?? inForce?.policy ?? null;
  const save = async () => {
    if (policy === null) return;
    const sink = await openFileSink(savedFileName('policy', `${policy.id}-v${policy.version}`));
    await sink?.write(writePolicyFile(policy));
    await sink?.close();
  };
  return (
    <>
      <Button size="s" isDisabled={policy === null} onPress={() => void save()}>
        {t('policy.act.export')}
      </Button>
      {decides && (
        <>
          <FileTrigger
            acceptedFileTypes={['application/json', '.json']}
            onSelect={(files) => void files?.[0]?.text().then(importFile)}
          >
            <Button size="s" isDisabled={policy === null}>
              {t('policy.act.import')}
            </Button>
          </FileTrigger>
          {(draft === null || view !== 'draft') && (
            <Button size="s" look="primary" isDisabled={policy === null} onPress={() => begin()}>
              {t(draft === null ? 'policy.act.begin' : 'policy.act.goOn')}
            </Button>
          )}
        </>
      )}
    </>
  );
}
