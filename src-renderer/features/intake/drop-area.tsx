import { useTranslation } from 'react-i18next';
import { IntakeFormat } from '../../../shared/contract/intake.contract.ts';
import { Card } from '../../ui/card.tsx';
import { SelectField } from '../../ui/select-field.tsx';
import { SwitchField } from '../../ui/switch-field.tsx';
import { FileDrop } from './file-drop.tsx';
import css from './import-screen.module.css';
import { useIntake, useIntakeStore } from './intake-store.ts';

const AUTO = 'auto';

/** Takes report files by chooser and by drop, with the choice of format. */
export function DropArea() {
  const { t } = useTranslation();
  const store = useIntakeStore();
  const settings = useIntake((state) => state.settings);
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
          <SelectField
            label={t('intake.format')}
            choices={[
              { id: AUTO, label: t('intake.formatAuto') },
              ...IntakeFormat.options.map((id) => ({ id, label: t(`enum.format.${id}`) })),
            ]}
            value={settings.format ?? AUTO}
            onChange={(format) => store.getState().set({ format: format === AUTO ? null : format })}
          />
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
    </div>
  );
}
