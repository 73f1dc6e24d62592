import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { EntryView } from '../../../shared/contract/audit.contract.ts';
import { useFormat } from '../../ui/use-format.ts';
import { usePeople } from '../people/index.ts';
import { useCategoryName, useDestinationName } from '../referral/index.ts';
import { useSession } from '../vault/index.ts';
import { entrySentence, shortId } from './entry-sentence.ts';
import { kindKey } from './entry-words.ts';

export interface EntryWords {
  /** The time of an entry; blank where it is withheld. */
  when: (entry: EntryView) => string;
  who: (entry: EntryView) => string;
  kind: (entry: EntryView) => string;
  /** One plain sentence; for a kind without one, the person and the name of the kind. */
  sentence: (entry: EntryView) => string;
  /** Whether the sentence says too little, so that the facts are shown beside it. */
  isGeneric: (entry: EntryView) => boolean;
}

/** Puts entries into words in the chosen language. */
export function useEntryWords(): EntryWords {
  const { t, i18n } = useTranslation();
  const format = useFormat();
  const { device, policy } = useSession();
  const destination = useDestinationName();
  const people = usePeople((state) => state.people);
  const categoryName = useCategoryName(policy);
  const language = i18n.language;
  const lists = useMemo(() => new Intl.ListFormat(language), [language]);
  const who = ({ actor }: EntryView) =>
    actor.id === device
      ? t('ledger.byWorkstation')
      : actor.id === 'recovery'
        ? t('ledger.byRecovery')
        : actor.name;
  const when = ({ at }: EntryView) => (at === '' ? '' : format.dateTime(at));
  const kind = (entry: EntryView) =>
    entry.kind === ''
      ? t('outbox.withheld')
      : t(`enum.entry.${kindKey(entry.kind)}`, { defaultValue: entry.kind });
  const say = (entry: EntryView) =>
    entrySentence(entry, {
      t,
      format,
      who: who(entry),
      destination,
      person: (id) => people.find((person) => person.id === id)?.name ?? shortId(id),
      category: (code) => (/^\d/.test(code) ? t('ledger.say.category', { code }) : categoryName(code).title),
      list: (parts) => lists.format(parts),
    });
  return {
    when,
    who,
    kind,
    sentence: (entry) =>
      (entry.withheld ? t('ledger.withheld') : say(entry)) ??
      t('ledger.say.generic', { who: who(entry), what: kind(entry) }),
    isGeneric: (entry) => !entry.withheld && say(entry) === null,
  };
}
