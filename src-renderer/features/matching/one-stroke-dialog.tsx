import { type ReactNode, useEffect, useState } from 'react';
import { Checkbox } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import type { CaseDetail } from '../../../shared/contract/review.contract.ts';
import type { ChosenLabels } from '../../../shared/domain/assessed-labels.ts';
import type { CaseId } from '../../../shared/domain/ids.ts';
import { defangSubject } from '../../../shared/domain/subject.ts';
import { type Failure, failureOf } from '../../transport/failure.ts';
import { newCommand } from '../../transport/new-command.ts';
import { Banner } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Empty } from '../../ui/empty.tsx';
import { failureText } from '../../ui/failure-text.ts';
import { Icon } from '../../ui/icon.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { useFormat } from '../../ui/use-format.ts';
import { LabelGroups, useReviewStores } from '../review/index.ts';
import { useSession } from '../vault/index.ts';
import { knownCases } from './known-cases.ts';
import { useMatches, useMatchesStore } from './matches-store.ts';
import { useMatching } from './matching-context.ts';
import css from './one-stroke-dialog.module.css';
import { StillMatching } from './still-matching.tsx';

/** Known cases to choose from, and one decision for those chosen. No case is chosen beforehand. */
export function OneStrokeDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const client = useMatching();
  const { queue, work } = useReviewStores();
  const matches = useMatchesStore();
  const isMatching = useMatches(({ progress }) => progress !== null && progress.state !== 'idle');
  const [reading, setReading] = useState(0);
  /** Matching went on while the cases were read, so there may be more known cases by now. */
  const [mayLack, setMayLack] = useState(false);
  const [cases, setCases] = useState<readonly CaseDetail[] | null>(null);
  const [chosen, setChosen] = useState<ReadonlySet<CaseId>>(new Set());
  const [note, setNote] = useState('');
  const { labels: set } = useSession();
  const [labels, setLabels] = useState<ChosenLabels>({});
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the cases are read again whenever `reading` counts on
  useEffect(() => {
    let gone = false;
    const read = async () => {
      await matches.getState().loadProgress();
      const known = await knownCases(client);
      if (gone) return;
      setCases(known);
      const ids = new Set(known.map(({ summary }) => summary.id));
      setChosen((before) => new Set([...before].filter((id) => ids.has(id))));
    };
    read().catch((error: unknown) => gone || setFailure(failureOf(error)));
    return () => {
      gone = true;
    };
  }, [client, matches, reading]);
  useEffect(() => {
    if (isMatching && cases !== null) setMayLack(true);
  }, [isMatching, cases]);
  const readAgain = () => {
    setMayLack(false);
    setReading((times) => times + 1);
  };
  const choose = (id: CaseId, on: boolean) => {
    const next = new Set(chosen);
    if (on) next.add(id);
    else next.delete(id);
    setChosen(next);
  };
  const sign = async () => {
    setBusy(true);
    setFailure(null);
    try {
      const { assessed } = await client.review.assessKnown({
        command: newCommand(),
        cases: [...chosen],
        classification: 'baseline',
        note: note.trim(),
        ...(set === null || Object.keys(labels).length === 0
          ? {}
          : { labels: { set: { id: set.id, version: set.version }, chosen: labels } }),
      });
      const summaries = new Map(cases?.map(({ summary }) => [summary.id, summary]));
      work.getState().hold(
        assessed.map(({ case: id, assessment, heldUntil }) => ({
          case: id,
          subject: summaries.get(id)?.subject ?? id,
          caseKind: summaries.get(id)?.kind ?? 'file',
          assessment,
          heldUntil,
        })),
      );
      onClose();
      await queue.getState().refresh(true);
      await work.getState().refresh();
    } catch (error) {
      setFailure(failureOf(error));
      setBusy(false);
    }
  };
  const all = cases !== null && cases.length > 0 && chosen.size === cases.length;
  return (
    <Dialog width="l" title={t('oneStroke.title')} isOpen onClose={onClose}>
      <div className={css.dialog}>
        <p>{t('oneStroke.text')}</p>
        <StillMatching />
        {mayLack && !isMatching && (
          <Banner
            tone="accent"
            actions={
              <Button size="s" onPress={readAgain}>
                {t('oneStroke.again')}
              </Button>
            }
          >
            {t('oneStroke.matched')}
          </Banner>
        )}
        {cases === null && failure === null && <p className={css.soft}>{t('oneStroke.reading')}</p>}
        {cases?.length === 0 && <Empty icon="check">{t('oneStroke.none')}</Empty>}
        {cases !== null && cases.length > 0 && (
          <>
            <div className={css.head}>
              <Tick
                on={all}
                part={!all && chosen.size > 0}
                onChange={(on) => setChosen(new Set(on ? cases.map(({ summary }) => summary.id) : []))}
              >
                {t('oneStroke.all')}
              </Tick>
              <span className={css.soft} role="status">
                {t('oneStroke.chosen', { n: chosen.size, total: cases.length })}
              </span>
            </div>
            <ul className={css.cases} aria-label={t('oneStroke.cases')}>
              {cases.map((detail) => (
                <KnownCase
                  key={detail.summary.id}
                  detail={detail}
                  on={chosen.has(detail.summary.id)}
                  onChange={(on) => choose(detail.summary.id, on)}
                />
              ))}
            </ul>
            {set !== null && <LabelGroups set={set} chosen={labels} onChange={setLabels} />}
            <TextField label={t('assess.note')} value={note} onChange={setNote} />
          </>
        )}
        {failure !== null && <Banner tone="danger">{failureText(t, failure)}</Banner>}
        <div className={css.acts}>
          <Button onPress={onClose}>{t('common.cancel')}</Button>
          <Button look="primary" isDisabled={chosen.size === 0 || busy} onPress={() => void sign()}>
            {t('oneStroke.sign', { count: chosen.size })}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}

function KnownCase(props: { detail: CaseDetail; on: boolean; onChange: (on: boolean) => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { summary, matches } = props.detail;
  const lists = [
    ...new Set(
      matches
        .filter(({ meaning, standing }) => meaning === 'baseline' && standing === 'counts')
        .map(({ listName }) => listName),
    ),
  ];
  return (
    <li>
      <Tick on={props.on} onChange={props.onChange}>
        <span className={css.case}>
          <code>{defangSubject(summary.kind, summary.subject)}</code>
          <span className={css.soft}>
            {lists.join(', ')} ·{' '}
            {summary.hosting === null ? t('common.unknown') : format.country(summary.hosting)}
          </span>
        </span>
      </Tick>
    </li>
  );
}

function Tick(props: { on: boolean; part?: boolean; onChange: (on: boolean) => void; children: ReactNode }) {
  return (
    <Checkbox
      className={css.tick ?? ''}
      isSelected={props.on}
      isIndeterminate={props.part ?? false}
      onChange={props.onChange}
    >
      <span className={css.box}>
        {props.on && <Icon name="check" size={12} />}
        {props.part && <span className={css.part} />}
      </span>
      {props.children}
    </Checkbox>
  );
}
