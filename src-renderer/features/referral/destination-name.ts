import { useTranslation } from 'react-i18next';

const NAMED = ['police', 'iccam', 'provider'] as const;

/** The name of a destination; one that only this policy knows is shown by its id. */
export function useDestinationName(): (id: string) => string {
  const { t } = useTranslation();
  return (id) => {
    const named = NAMED.find((candidate) => candidate === id);
    return named === undefined ? id : t(`enum.destination.${named}`);
  };
}
