import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { WatchedFile, Watching } from '../../../shared/contract/intake.contract.ts';
import { Banner } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { failureText } from '../../ui/failure-text.ts';
import { SelectField } from '../../ui/select-field.tsx';
import { SwitchField } from '../../ui/switch-field.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { useFormat } from '../../ui/use-format.ts';
import css from './import-screen.module.css';
import { useIntake, useIntakeStore } from './intake-store.ts';

const RECOGNISED = '';

/** Sets the folder whose files this seat imports by itself. */
export function WatchCard() {
  const { t } = useTranslation();
  const store = useIntakeStore();
  const { watching, watchFailure, profiles } = useIntake((state) => state);
  const [folder, setFolder] = useState('');
  const [profile, setProfile] = useState(RECOGNISED);
  const [keepGood, setKeepGood] = useState(false);
  useEffect(() => {
    void store.getState().loadWatching();
    void store.getState().loadProfiles();
  }, [store]);
  if (watching === null) return null;
  const { watchFolder } = store.getState();
  return (
    <Card title={t('intake.watch.title')}>
      <div className={css.settings}>
        <p>{t('intake.watch.about')}</p>
        {watching.plan === null ? (
          <>
            <div className={css.two}>
              <TextField
                label={t('intake.watch.folder')}
                mono
                value={folder}
                onChange={setFolder}
                hint={t('intake.watch.folderHint')}
              />
              <SelectField<string>
                label={t('intake.watch.reads')}
                choices={[
                  { id: RECOGNISED, label: t('intake.formatAuto') },
                  ...profiles.map(({ name }) => ({ id: name, label: t('intake.profile.as', { name }) })),
                ]}
                value={profile}
                onChange={setProfile}
              />
            </div>
            <SwitchField isSelected={keepGood} onChange={setKeepGood}>
              {t('intake.keepGood')}
            </SwitchField>
          </>
        ) : (
          <WatchNews watching={watching} />
        )}
        {watchFailure && <Banner tone="danger">{failureText(t, watchFailure)}</Banner>}
        <div>
          {watching.plan === null ? (
            <Button
              isDisabled={folder.trim() === ''}
              onPress={() =>
                void watchFolder({
                  ...{ folder: folder.trim(), keepGood },
                  profile: profile === RECOGNISED ? null : profile,
                })
              }
            >
              {t('intake.watch.begin')}
            </Button>
          ) : (
            <Button onPress={() => void watchFolder(null)}>{t('intake.watch.end')}</Button>
          )}
        </div>
      </div>
    </Card>
  );
}

/** What came of the watched folder, beside the files that people import; nothing where none is watched. */
export function WatchedCard() {
  const { t } = useTranslation();
  const store = useIntakeStore();
  const watching = useIntake((state) => state.watching);
  useEffect(() => {
    void store.getState().loadWatching();
  }, [store]);
  if (watching === null || watching.plan === null) return null;
  return (
    <Card title={t('intake.watch.title')}>
      <WatchNews watching={watching} />
    </Card>
  );
}

function WatchNews({
  watching: { plan, imported, failed, waiting, files, problem },
}: {
  watching: Watching;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const counts = {
    imported: format.number(imported),
    failed: format.number(failed),
    waiting: format.number(waiting),
  };
  return (
    <div className={css.watched}>
      <p>
        <b>{t('intake.watch.watched', { folder: plan?.folder ?? '' })}</b>
        {plan?.profile && <span> · {t('intake.profile.as', { name: plan.profile })}</span>}
      </p>
      <p role="status">{t('intake.watch.counts', counts)}</p>
      {problem !== null && <Banner tone="warn">{t('intake.watch.problem', { problem })}</Banner>}
      {files.length > 0 && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a part that scrolls must be reachable by keyboard
        <ul className={css.finds} tabIndex={0} aria-label={t('intake.watch.title')}>
          {files.map((file) => (
            <li key={`${file.at} ${file.name}`}>
              {format.dateTime(file.at)} ·{' '}
              {t(`intake.watch.file.${wordOf(file)}`, {
                name: file.name,
                n: format.number(file.casesNew),
                refused: format.number(file.refused),
              })}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

const wordOf = ({ to, alreadyImported }: WatchedFile): 'done' | 'failed' | 'again' =>
  alreadyImported ? 'again' : to;
