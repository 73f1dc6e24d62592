import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/button.tsx';
import { TextField } from '../../ui/text-field.tsx';
import css from './feedback.module.css';
import { emptyReason, type ReasonForm } from './feedback-form.ts';

/** Reasons typed by hand, named as in the owner's list of reasons. */
export function TypedReasons(props: {
  rows: readonly ReasonForm[];
  /** The number of rows that cannot be removed. */
  least: number;
  wrong: ReadonlySet<string>;
  onChange: (rows: readonly ReasonForm[]) => void;
}) {
  const { rows, least, wrong, onChange } = props;
  const { t } = useTranslation();
  const change = (at: number, part: Partial<ReasonForm>) =>
    onChange(rows.map((row, index) => (index === at ? { ...row, ...part } : row)));
  return (
    <>
      {rows.map((row, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: rows are only added at the end or taken from it
        <div key={at} className={css.pair}>
          <TextField
            label={t('lists.feedback.reason')}
            value={row.name}
            error={wrong.has(`${at} name`) ? t('lists.needed') : null}
            onChange={(name) => change(at, { name })}
          />
          <TextField
            mono
            label={t('lists.feedback.guid')}
            placeholder="00000000-0000-0000-0000-000000000000"
            value={row.guid}
            error={wrong.has(`${at} guid`) ? t('lists.doesNotFit') : null}
            onChange={(guid) => change(at, { guid })}
          />
        </div>
      ))}
      <div className={css.rowActs}>
        <Button size="s" onPress={() => onChange([...rows, emptyReason()])}>
          {t(rows.length === 0 ? 'lists.feedback.type' : 'lists.feedback.more')}
        </Button>
        {rows.length > least && (
          <Button size="s" look="quiet" onPress={() => onChange(rows.slice(0, -1))}>
            {t('lists.feedback.fewer')}
          </Button>
        )}
      </div>
    </>
  );
}
