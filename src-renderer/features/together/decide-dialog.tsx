import { type KeyboardEvent, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { defangSubject } from '../../../shared/domain/subject.ts';
import { Banner } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { failureText } from '../../ui/failure-text.ts';
import { Progress } from '../../ui/progress.tsx';
import { combinationOf } from '../../ui/shortcuts.ts';
import { SwitchField } from '../../ui/switch-field.tsx';
import { useFormat } from '../../ui/use-format.ts';
import { useNow } from '../../ui/use-now.ts';
import {
  ageOfDigit,
  type Change,
  type FormFields,
  JudgementFields,
  MissingLine,
  nextGender,
  UndoButtons,
} from '../review/index.ts';
import { LeftOutLines, PreviewTable } from './preview-table.tsx';
import css from './together.module.css';
import { useTogether, useTogetherStores } from './together-context.tsx';

const LOOK_MS = 150;
const SHOWN_CASES = 50;

/** One form for several cases, what it would do, and then what was recorded. */
export function DecideDialog() {
  const { t } = useTranslation();
  const { together } = useTogetherStores();
  const isOpen = useTogether((state) => state.isOpen);
  const count = useTogether((state) => state.cases.length);
  const phase = useTogether((state) => state.phase);
  return (
    <Dialog
      width="l"
      title={t('together.title', { count })}
      isOpen={isOpen}
      onClose={() => together.getState().close()}
    >
      {phase === 'judging' ? <Judging /> : <Recorded />}
    </Dialog>
  );
}

/** The keys of the form; in a window the keys of the page do nothing. */
const KEYS: Readonly<Record<string, Change>> = {
  i: { legality: 'illegal' },
  l: { legality: 'legal' },
  u: { legality: 'undetermined' },
  b: { classification: 'baseline' },
  n: { classification: 'national' },
  1: { age: ageOfDigit(1) },
  2: { age: ageOfDigit(2) },
  3: { age: ageOfDigit(3) },
  4: { age: ageOfDigit(4) },
};
const TYPING = 'input:not([type=radio]):not([type=checkbox]), textarea, [role=listbox]';

function Judging() {
  const { t } = useTranslation();
  const { together } = useTogetherStores();
  const editing = useTogether((state) => state.editing);
  const asReported = useTogether((state) => state.asReported);
  const preview = useTogether((state) => state.preview?.is ?? null);
  const failure = useTogether((state) => state.failure);
  const act = together.getState();
  const fields: FormFields = {
    hosting: useRef<HTMLInputElement>(null),
    reasons: useRef<HTMLDivElement>(null),
    note: useRef<HTMLTextAreaElement>(null),
    labels: useRef<HTMLDivElement>(null),
  };
  const form = useRef<HTMLDivElement>(null);
  // The keys of the form work at once, and not only once something in it was focused.
  useEffect(() => form.current?.focus(), []);
  const { judgement } = editing;
  // biome-ignore lint/correctness/useExhaustiveDependencies: every change of the form asks again
  useEffect(() => {
    const timer = setTimeout(() => void together.getState().look(), LOOK_MS);
    return () => clearTimeout(timer);
  }, [judgement, asReported, together]);
  const fieldOf: Readonly<Record<string, () => HTMLElement | null | undefined>> = {
    h: () => fields.hosting.current,
    p: () => fields.labels.current?.querySelector('button'),
    r: () => fields.reasons.current?.querySelector('button'),
    t: () => fields.note.current,
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const keys = combinationOf(event.nativeEvent);
    const isTyping = (event.target as Element).closest(TYPING) !== null;
    const change = keys === null || isTyping ? undefined : KEYS[keys];
    const focused = keys === null || isTyping ? undefined : fieldOf[keys]?.();
    if (keys === 'ctrl+enter') void act.sign();
    else if (keys === 'ctrl+z' && !isTyping) act.undo();
    else if (keys === 'g' && !isTyping) act.change({ gender: nextGender(judgement.gender) });
    else if (focused) focused.focus();
    else if (change !== undefined) act.change(change);
    else return;
    event.preventDefault();
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the controls within have these keys
    <div ref={form} tabIndex={-1} className={css.judging} onKeyDown={onKeyDown}>
      <div className={css.form}>
        <SelectedCases />
        <div className={css.head}>
          <SwitchField isSelected={asReported} onChange={act.letReportsSay}>
            {t('together.asReported')}
          </SwitchField>
          <UndoButtons editing={editing} undo={act.undo} clear={act.clear} />
        </div>
        <JudgementFields
          judgement={judgement}
          fields={fields}
          hostingInstead={asReported ? <p className={css.soft}>{t('together.asReportedHint')}</p> : undefined}
          change={act.change}
        />
      </div>
      <section className={css.preview} aria-label={t('together.preview')}>
        <h3>{t('together.preview')}</h3>
        <div className={css.what}>
          {preview === null ? (
            <p className={css.soft}>{t('together.noPreview')}</p>
          ) : (
            <>
              {preview.routes.length > 0 && <PreviewTable routes={preview.routes} />}
              <LeftOutLines left={preview.left} />
            </>
          )}
        </div>
      </section>
      {failure !== null && <Banner tone="danger">{failureText(t, failure)}</Banner>}
      {editing.missing.length > 0 && <MissingLine missing={editing.missing} />}
      <div className={css.acts}>
        <Button onPress={act.close}>{t('common.cancel')}</Button>
        <Button
          look="primary"
          keys="Ctrl ↵"
          isDisabled={preview?.decides === 0}
          onPress={() => void act.sign()}
        >
          {t('together.sign', { count: preview?.decides ?? 0 })}
        </Button>
      </div>
    </div>
  );
}

function SelectedCases() {
  const { t } = useTranslation();
  const cases = useTogether((state) => state.cases);
  const more = cases.length - SHOWN_CASES;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a list that scrolls is reached by keyboard
    <ul className={css.cases} aria-label={t('together.cases')} tabIndex={0}>
      {cases.slice(0, SHOWN_CASES).map(({ id, kind, subject }) => (
        <li key={id}>
          <code>{defangSubject(kind, subject)}</code>
        </li>
      ))}
      {more > 0 && <li className={css.soft}>{t('kin.notShown', { count: more })}</li>}
    </ul>
  );
}

/** How far recording is, and what it came to. */
function Recorded() {
  const { t } = useTranslation();
  const format = useFormat();
  const { together } = useTogetherStores();
  const recording = useTogether((state) => state.recording);
  const phase = useTogether((state) => state.phase);
  const failure = useTogether((state) => state.failure);
  if (recording === null) return null;
  const { decided, left, done, of, perSecond } = recording;
  const reasons = Object.groupBy(left, ({ why }) => why);
  const act = together.getState();
  return (
    <div className={css.dialog}>
      {phase === 'recording' ? (
        <div className={css.progress}>
          <Progress label={t('together.signing')} value={done} max={of} />
          <span className={css.soft} role="status">
            {t('together.progress', {
              done: format.number(done),
              of: format.number(of),
              rate: format.number(Math.round(perSecond)),
            })}
          </span>
        </div>
      ) : (
        <p role="status" className={css.done}>
          {[
            t('together.done', { count: decided.length }),
            ...(phase === 'stopped' ? [t('together.stopped')] : []),
            ...(phase === 'cut-off' ? [t('together.cutOff')] : []),
          ].join(' ')}
        </p>
      )}
      <LeftOutLines
        left={Object.entries(reasons).map(([why, those]) => ({
          why: why as (typeof left)[number]['why'],
          cases: those.length,
          some: [],
        }))}
      />
      {failure !== null && phase !== 'cut-off' && <Banner tone="danger">{failureText(t, failure)}</Banner>}
      <div className={css.acts}>
        {phase === 'recording' && (
          <Button autoFocus onPress={act.stop}>
            {t('together.stop')}
          </Button>
        )}
        {phase === 'cut-off' && (
          <Button look="primary" onPress={() => void act.goOn()}>
            {t('together.goOn')}
          </Button>
        )}
        {phase !== 'recording' && <TakeBackButton />}
        {phase !== 'recording' && (
          <Button autoFocus onPress={act.close}>
            {t('common.close')}
          </Button>
        )}
      </div>
    </div>
  );
}

/** Takes back what was just recorded, with the seconds that are left for it. */
function TakeBackButton() {
  const { t } = useTranslation();
  const { together } = useTogetherStores();
  const until = useTogether(
    (state) => state.recording?.decided.map(({ heldUntil }) => heldUntil ?? '').sort()[0] ?? '',
  );
  const nowMs = useNow(250);
  const seconds = until === '' ? 0 : Math.ceil((Date.parse(until) - nowMs) / 1000);
  if (seconds <= 0) return null;
  return (
    <Button onPress={() => void together.getState().takeBack()}>
      {t('together.takeBack')}{' '}
      <span aria-hidden="true" className={css.seconds}>
        {t('assess.seconds', { n: seconds })}
      </span>
    </Button>
  );
}
