import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { fittedTo, isOfDecided, QueueState, type QueueView } from '../../../shared/contract/queue-filter.ts';
import { Legality } from '../../../shared/domain/assessment.ts';
import { canHoldCases } from '../../../shared/domain/assignment.ts';
import { SubjectKind } from '../../../shared/domain/case.ts';
import { KnownAs } from '../../../shared/domain/case-match.ts';
import { HostingZone } from '../../../shared/domain/policy.ts';
import { Channel } from '../../../shared/domain/report.ts';
import { countryChoices } from '../../ui/country-choices.ts';
import { DateField } from '../../ui/date-field.tsx';
import { type Choice, SelectField } from '../../ui/select-field.tsx';
import { useFormat } from '../../ui/use-format.ts';
import { useInLanguage } from '../../ui/use-in-language.ts';
import { usePeople } from '../people/index.ts';
import { useSession } from '../vault/index.ts';
import css from './filter-panel.module.css';
import { beginningOf, dayOf } from './queue-views.ts';
import { useQueue } from './review-context.tsx';
import { useChooseView } from './use-choose-view.ts';

const ANY = 'any';

/** Everything a list can be filtered by: parts that decided or undecided cases alone have are shown for these. */
export function FilterPanel() {
  const { t, i18n } = useTranslation();
  const format = useFormat();
  const inLanguage = useInLanguage();
  const { policy } = useSession();
  const view = useQueue((state) => state.filter);
  const counts = useQueue((state) => state.counts);
  const choose = useChooseView();
  const countries = useMemo(() => countryChoices(i18n.language), [i18n.language]);
  const people = usePeople((state) => state.people)
    .filter(({ role, state }) => canHoldCases({ role, isDisabled: state === 'disabled' }))
    .map(({ id, name }) => ({ id, label: name }));
  const who = [{ id: 'me' as const, label: t('queue.filter.me') }, ...people];
  const decided = (counts.referred ?? 0) + (counts.closed ?? 0);
  const countOf = (state: QueueState) => (state === 'decided' ? decided : (counts[state] ?? 0));
  const states = QueueState.options.map((id) => ({
    id,
    label: `${id === 'decided' ? t('queue.filter.decided') : t(`enum.state.${id}`)} · ${format.number(countOf(id))}`,
  }));
  const set = (change: Partial<QueueView>) => void choose({ ...view, ...change });
  return (
    <div className={css.panel} id="queue-filters">
      <SelectField
        small
        label={t('queue.filter.state')}
        choices={states}
        value={view.state ?? 'open'}
        onChange={(state) => void choose(fittedTo(state, view))}
      />
      <Part
        label={t('queue.filter.zone')}
        choices={HostingZone.options.map((id) => ({ id, label: t(`enum.zone.${id}`) }))}
        value={view.zone}
        onChange={(zone) => set({ zone })}
      />
      <Part
        label={t('queue.filter.hosting')}
        choices={countries}
        value={view.hosting}
        onChange={(hosting) => set({ hosting })}
      />
      <Part
        label={t('queue.filter.kind')}
        choices={SubjectKind.options.map((id) => ({ id, label: t(`enum.kind.${id}`) }))}
        value={view.kind}
        onChange={(kind) => set({ kind })}
      />
      <Part
        label={t('queue.filter.known')}
        choices={KnownAs.options.map((id) => ({ id, label: t(`enum.knownAs.${id}`) }))}
        value={view.knownAs}
        onChange={(knownAs) => set({ knownAs })}
      />
      <Part
        label={t('queue.filter.channel')}
        choices={Channel.options.map((id) => ({ id, label: t(`enum.channel.${id}`) }))}
        value={view.channel}
        onChange={(channel) => set({ channel })}
      />
      {isOfDecided(view) ? (
        <>
          <Part
            label={t('queue.filter.decidedBy')}
            choices={who}
            value={view.decidedBy}
            onChange={(decidedBy) => set({ decidedBy })}
          />
          <Part
            label={t('queue.filter.legality')}
            choices={Legality.options.map((id) => ({ id, label: t(`enum.legality.${id}`) }))}
            value={view.legality}
            onChange={(legality) => set({ legality })}
          />
          <Part
            label={t('queue.filter.category')}
            choices={policy.categories.map(({ code, name }) => ({ id: code, label: inLanguage(name) }))}
            value={view.category}
            onChange={(category) => set({ category })}
          />
        </>
      ) : (
        <>
          <Part
            label={t('queue.filter.heldBy')}
            choices={who}
            value={view.heldBy}
            onChange={(heldBy) => set({ heldBy })}
          />
          <DateField
            small
            label={t('queue.filter.dueBefore')}
            value={dayOf(view.dueBefore)}
            onChange={(day) => {
              const dueBefore = beginningOf(day);
              if (dueBefore !== view.dueBefore && (day === '' || dueBefore !== undefined)) set({ dueBefore });
            }}
          />
        </>
      )}
    </div>
  );
}

interface PartProps<Value extends string> {
  label: string;
  choices: readonly Choice<Value>[];
  value: Value | undefined;
  onChange: (value: Value | undefined) => void;
}

/** One part of the filter, which may be left open. */
function Part<Value extends string>({ label, choices, value, onChange }: PartProps<Value>) {
  const { t } = useTranslation();
  return (
    <SelectField<Value | typeof ANY>
      small
      label={label}
      choices={[{ id: ANY, label: t('queue.filter.any') }, ...choices]}
      value={value ?? ANY}
      onChange={(chosen) => onChange(chosen === ANY ? undefined : (chosen as Value))}
    />
  );
}
