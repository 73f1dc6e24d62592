import { useTranslation } from 'react-i18next';
import type { PersonId } from '../../../shared/domain/ids.ts';
import { usePeople } from './people-store.ts';

/** The name of a person, also once they are disabled. */
export function usePersonName(): (id: PersonId) => string {
  const { t } = useTranslation();
  const people = usePeople((state) => state.people);
  return (id) => people.find((person) => person.id === id)?.name ?? t('handOver.somebody');
}
