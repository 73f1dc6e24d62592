import { useTranslation } from 'react-i18next';
import type { MatchProposal } from '../../../shared/domain/case-match.ts';
import { Banner } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';
import { useReviewStores, useWork } from '../review/index.ts';

/** Shows what the lists suggest and a button that fills it into the form. */
export function ProposalLine({ proposal, onTake }: { proposal: MatchProposal | null; onTake: () => void }) {
  const { t } = useTranslation();
  const stands = useWork(
    ({ judgement }) =>
      proposal !== null &&
      judgement !== null &&
      judgement.legality === proposal.legality &&
      judgement.classification === proposal.classification,
  );
  const open = useWork(({ judgement }) => judgement !== null);
  if (proposal === null) return null;
  const what = [
    t(`enum.legality.${proposal.legality}`),
    proposal.classification && t(`enum.classification.${proposal.classification}`),
  ]
    .filter(Boolean)
    .join(' · ');
  return (
    <Banner
      tone="accent"
      actions={
        open &&
        !stands && (
          <Button size="s" keys="A" onPress={onTake}>
            {t('matches.proposal.take')}
          </Button>
        )
      }
    >
      <b>{t('matches.proposal.says', { what })}</b>{' '}
      {stands ? t('matches.proposal.stands') : t(`matches.proposal.because.${proposal.because}`)}
    </Banner>
  );
}

/** Fills the suggestion into the form as if it were typed there: it can be changed and undone. */
export function useTakeOver(proposal: MatchProposal | null): () => void {
  const { work } = useReviewStores();
  return () => {
    const { judgement, change } = work.getState();
    if (proposal === null || judgement === null) return;
    const { legality, classification, reasons } = proposal;
    change({ legality, classification, reasons: [...new Set([...judgement.reasons, ...reasons])] });
  };
}
