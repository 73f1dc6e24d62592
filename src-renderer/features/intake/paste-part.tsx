import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import type { Known } from '../../../shared/contract/what-is-known.ts';
import type { Find } from '../../../shared/domain/find-in-text.ts';
import { defangSubject } from '../../../shared/domain/subject.ts';
import { Button } from '../../ui/button.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { useFormat } from '../../ui/use-format.ts';
import css from './import-screen.module.css';
import { useIntake, useIntakeStore } from './intake-store.ts';
import { LONGEST_PASTED, listed, type Pasted, readPasted, tick } from './pasted.ts';

/** So long after the last change the finds are looked up: every question is recorded. */
const LOOK_UP_AFTER_MS = 400;

/** Takes a whole e-mail or note, and lists the addresses and hashes in it. */
export function PastePart(props: {
  pasted: Pasted;
  onChange: (pasted: Pasted) => void;
  /** Puts what is ticked into the form. */
  onFill: () => void;
}) {
  const { pasted, onChange, onFill } = props;
  const { t } = useTranslation();
  const format = useFormat();
  const store = useIntakeStore();
  const finds = listed(pasted.found);
  const asked = finds.map(({ key }) => key).join('\n');
  // biome-ignore lint/correctness/useExhaustiveDependencies: the keys say which finds they are
  useEffect(() => {
    if (finds.length === 0) return;
    const timer = setTimeout(() => void store.getState().lookUp(finds), LOOK_UP_AFTER_MS);
    return () => clearTimeout(timer);
  }, [asked, store]);
  const { found } = pasted;
  return (
    <div className={css.paste}>
      <TextField
        autoFocus
        label={t('intake.manual.paste.label')}
        hint={t('intake.manual.paste.hint')}
        error={pasted.text.length > LONGEST_PASTED ? t('intake.manual.paste.tooLong') : null}
        rows={3}
        value={pasted.text}
        onChange={(text) => onChange(readPasted(text, pasted))}
      />
      {found && (
        <>
          <p role="status">
            {finds.length === 0
              ? t('intake.manual.paste.nothing')
              : t('intake.manual.paste.found', { count: found.finds.length })}
          </p>
          <ul className={css.finds}>
            {finds.map((find) => (
              <li key={find.key}>
                <label>
                  <input
                    type="checkbox"
                    checked={pasted.ticked.has(find.key)}
                    onChange={(event) => onChange(tick(pasted, find.key, event.target.checked))}
                  />
                  <FindLine find={find} />
                </label>
              </li>
            ))}
          </ul>
          {finds.length < found.finds.length && (
            <p className={css.warning}>
              {t('intake.manual.paste.onlyFirst', {
                shown: format.number(finds.length),
                total: format.number(found.finds.length),
              })}
            </p>
          )}
          {found.beyond > 0 && (
            <p className={css.warning}>{t('intake.manual.paste.beyond', { count: found.beyond })}</p>
          )}
          {found.longWords > 0 && (
            <p className={css.warning}>{t('intake.manual.paste.longWords', { count: found.longWords })}</p>
          )}
          <div className={css.actions}>
            <Button keys="Ctrl Enter" onPress={onFill}>
              {pasted.ticked.size === 0
                ? t('intake.manual.paste.fillNone')
                : t('intake.manual.paste.fill', { count: pasted.ticked.size })}
            </Button>
          </div>
        </>
      )}
    </div>
  );
}

function FindLine({ find }: { find: Find }) {
  const { t } = useTranslation();
  const known = useIntake((state) => state.known.get(find.key));
  const asking = useIntake((state) => state.asking);
  const lines = find.places.slice(0, 5).map(({ line }) => line);
  return (
    <span className={css.find}>
      <code>
        {find.kind === 'file' ? `${find.algorithm}:${find.value}` : defangSubject(find.kind, find.value)}
      </code>
      <span>{t('intake.manual.paste.lines', { lines: [...new Set(lines)].join(', ') })}</span>
      {find.kind === 'file' && !find.isNamed && <span>{t('intake.manual.paste.byLength')}</span>}
      {!find.isSure && <span>{t('intake.manual.paste.doubtful')}</span>}
      {known ? (
        <KnownWords known={known} />
      ) : (
        <span>{t(asking ? 'intake.manual.paste.asking' : 'intake.manual.paste.notAsked')}</span>
      )}
    </span>
  );
}

function KnownWords({ known }: { known: Known }) {
  const { t } = useTranslation();
  const format = useFormat();
  const words = [
    ...known.cases.map(({ state, decidedAt }) =>
      decidedAt === null
        ? t('intake.manual.paste.case', { state: t(`enum.state.${state}`) })
        : t('intake.manual.paste.decided', { state: t(`enum.state.${state}`), date: format.date(decidedAt) }),
    ),
    ...(known.waiting > 0 ? [t('intake.manual.paste.waiting')] : []),
    ...(known.lists ?? []).map((name) => t('intake.manual.paste.list', { name })),
  ];
  return (
    <>
      {words.map((each) => (
        <b key={each}>{each}</b>
      ))}
      {known.lists === null && <span>{t('intake.manual.paste.listsUnasked')}</span>}
      {words.length === 0 && known.lists !== null && <span>{t('intake.manual.paste.isNew')}</span>}
    </>
  );
}
