import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { IntakeFormat } from '../../../shared/contract/intake.contract.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { SelectField } from '../../ui/select-field.tsx';
import { SwitchField } from '../../ui/switch-field.tsx';
import { FileDrop } from './file-drop.tsx';
import css from './import-screen.module.css';
import { useIntake, useIntakeStore } from './intake-store.ts';
import { ProfileDialog } from './profile-dialog.tsx';

const AUTO = 'auto';
/** Stands before the name of a profile among the formats. */
const PROFILE = 'profile:';

/** Takes report files by chooser and by drop, with the choice of format. */
export function DropArea() {
  const { t } = useTranslation();
  const store = useIntakeStore();
  const settings = useIntake((state) => state.settings);
  const profiles = useIntake((state) => state.profiles);
  const [mapping, setMapping] = useState(false);
  useEffect(() => {
    void store.getState().loadProfiles();
  }, [store]);
  return (
    <div className={css.drop}>
      <FileDrop
        title={t('intake.drop')}
        hint={t('intake.dropHint')}
        choose={t('intake.choose')}
        onFiles={(files) => void store.getState().importFiles(files)}
      />
      <Card>
        <div className={css.settings}>
          <SelectField<string>
            label={t('intake.format')}
            choices={[
              { id: AUTO, label: t('intake.formatAuto') },
              ...IntakeFormat.options.map((id) => ({ id, label: t(`enum.format.${id}`) })),
              ...profiles.map(({ name }) => ({
                id: PROFILE + name,
                label: t('intake.profile.as', { name }),
              })),
            ]}
            value={settings.profile === null ? (settings.format ?? AUTO) : PROFILE + settings.profile}
            onChange={(chosen) => {
              const format = IntakeFormat.safeParse(chosen).data ?? null;
              const profile = chosen.startsWith(PROFILE) ? chosen.slice(PROFILE.length) : null;
              store.getState().set({ format, profile });
            }}
          />
          <Button icon="lists" onPress={() => setMapping(true)}>
            {t('intake.profile.open')}
          </Button>
          <div>
            <SwitchField isSelected={settings.dryRun} onChange={(dryRun) => store.getState().set({ dryRun })}>
              {t('intake.trial.first')}
            </SwitchField>
            <p className={css.hint}>{t('intake.trial.firstHint')}</p>
          </div>
          <div>
            <SwitchField
              isSelected={settings.keepGood}
              onChange={(keepGood) => store.getState().set({ keepGood })}
            >
              {t('intake.keepGood')}
            </SwitchField>
            <p className={css.hint}>{t('intake.keepGoodHint')}</p>
          </div>
        </div>
      </Card>
      {mapping && <ProfileDialog onClose={() => setMapping(false)} />}
    </div>
  );
}
