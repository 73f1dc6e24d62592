import { FileTrigger } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { FeedbackAlgorithm, type OfferedReason } from '../../../shared/domain/feedback-reason.ts';
import { Button } from '../../ui/button.tsx';
import { Toggles } from '../../ui/toggles.tsx';
import { ALGORITHM_NAMES } from '../review/index.ts';
import css from './feedback.module.css';
import { reasonKey } from './feedback-form.ts';

/** The reasons that the owner offers, by kind of value, with a button to read them from the owner's file. */
export function OfferedReasons(props: {
  offered: readonly OfferedReason[];
  /** The chosen reasons by `reasonKey`. */
  chosen: ReadonlySet<string>;
  isNeeded: boolean;
  onChoose: (chosen: ReadonlySet<string>) => void;
  onFiles: (files: readonly File[]) => void;
}) {
  const { offered, chosen, isNeeded, onChoose, onFiles } = props;
  const { t } = useTranslation();
  const kinds = FeedbackAlgorithm.options.filter((kind) =>
    offered.some(({ algorithm }) => algorithm === kind),
  );
  return (
    <>
      {kinds.map((kind) => {
        const reasons = offered.filter(({ algorithm }) => algorithm === kind);
        const keys = new Set(reasons.map(reasonKey));
        return (
          <Toggles
            key={kind}
            label={t('lists.feedback.for', { kind: ALGORITHM_NAMES[kind] })}
            choices={reasons.map((reason) => ({ id: reasonKey(reason), label: reason.name }))}
            value={[...chosen].filter((key) => keys.has(key))}
            onChange={(now) => onChoose(new Set([...[...chosen].filter((key) => !keys.has(key)), ...now]))}
          />
        );
      })}
      {isNeeded && (
        <p className={css.error} role="status">
          {t('lists.feedback.chooseOne')}
        </p>
      )}
      <div className={css.reasonFile}>
        <FileTrigger
          allowsMultiple
          acceptedFileTypes={['.xml']}
          onSelect={(files) => onFiles([...(files ?? [])])}
        >
          <Button size="s" icon="file">
            {t(offered.length > 0 ? 'lists.feedback.newerFile' : 'lists.feedback.file')}
          </Button>
        </FileTrigger>
        <span className={css.soft}>{t('lists.feedback.fileHint')}</span>
      </div>
    </>
  );
}
