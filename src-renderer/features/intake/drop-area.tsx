import { DropZone, type FileDropItem, FileTrigger } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { IntakeFormat } from '../../../shared/contract/intake.contract.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { Icon } from '../../ui/icon.tsx';
import { SelectField } from '../../ui/select-field.tsx';
import { SwitchField } from '../../ui/switch-field.tsx';
import css from './import-screen.module.css';
import { useIntake, useIntakeStore } from './intake-context.ts';

const AUTO = 'auto';

/** Takes files by chooser and by drop, and says how to read them. */
export function DropArea() {
  const { t } = useTranslation();
  const store = useIntakeStore();
  const settings = useIntake((state) => state.settings);
  const take = (files: readonly File[]) => void store.getState().importFiles(files);
  return (
    <div className={css.drop}>
      <DropZone
        className={css.zone ?? ''}
        aria-label={t('intake.drop')}
        getDropOperation={() => 'copy'}
        onDrop={async (event) => {
          const dropped = event.items.filter((item): item is FileDropItem => item.kind === 'file');
          take(await Promise.all(dropped.map((item) => item.getFile())));
        }}
      >
        <Icon name="import" size={20} />
        <h2>{t('intake.drop')}</h2>
        <p>{t('intake.dropHint')}</p>
        <FileTrigger allowsMultiple onSelect={(files) => take([...(files ?? [])])}>
          <Button icon="file">{t('intake.choose')}</Button>
        </FileTrigger>
      </DropZone>
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
