import { Button } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { classNames } from '../../ui/class-names.ts';
import { useFormat } from '../../ui/use-format.ts';
import { useNow } from '../../ui/use-now.ts';
import { contactOf } from './contact.ts';
import css from './team.module.css';
import { useTeam } from './team-store.ts';

/**
 * Says on every screen that the other seats are out of reach, since when, and how much waits for them. In contact it says
 * nothing, and where a person has to look into it, it stands out.
 */
export function ContactLine({ onOpen }: { onOpen: () => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const nowMs = useNow();
  const contact = contactOf(useTeam((state) => state.status));
  if (contact.kind !== 'apart') return null;
  const { since, waiting, needsPerson } = contact;
  return (
    <span role="status">
      <Button className={classNames(css.line, needsPerson && css.grave)} onPress={onOpen}>
        {t('seats.line.apart', { since: format.sinceWhen(since, nowMs) })}
        {waiting > 0 && ` · ${t('seats.line.waiting', { count: waiting, n: format.number(waiting) })}`}
      </Button>
    </span>
  );
}
