import { useTranslation } from 'react-i18next';
import type { SideId } from './policy-state.ts';
import { usePolicy } from './policy-store.ts';
import { proposalSide, versionSide } from './side.ts';

/** Every policy that can be compared, with its name for people. */
export function useSides(): { id: SideId; label: string }[] {
  const { t } = useTranslation();
  const versions = usePolicy((state) => state.versions);
  const proposals = usePolicy((state) => state.proposals);
  const draft = usePolicy((state) => state.draft);
  return [
    ...versions.map((one) => ({
      id: versionSide(one),
      label: t(one.inForce ? 'policy.side.inForce' : 'policy.side.version', {
        id: one.id,
        version: one.version,
      }),
    })),
    ...proposals.map(({ id, policy }) => ({
      id: proposalSide(id),
      label: t('policy.side.proposal', { id: policy.id, version: policy.version }),
    })),
    ...(draft === null
      ? []
      : [
          {
            id: 'draft' as const,
            label: t('policy.side.draft', {
              id: draft.policy.id,
              version: Number.isNaN(draft.policy.version) ? '—' : draft.policy.version,
            }),
          },
        ]),
  ];
}
