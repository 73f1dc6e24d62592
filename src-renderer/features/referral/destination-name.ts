import { useTranslation } from 'react-i18next';

const NAMED = ['police', 'iccam', 'provider'] as const;

/** The name people use for a destination; one only this policy knows keeps its own. */
export function useDestinationName(): (id: string) => string {
  const { t } = useTranslation();
  return (id) => {
    const named = NAMED.find((candidate) => candidate === id);
    return named === undefined ? id : t(`enum.destination.${named}`);
  };
}
