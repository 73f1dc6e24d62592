import { useTranslation } from 'react-i18next';
import type { BlindCase } from '../../../shared/contract/second-review.contract.ts';
import { hostingZone } from '../../../shared/domain/member-table.ts';
import { Banner } from '../../ui/banner.tsx';
import { Card } from '../../ui/card.tsx';
import { Facts } from '../../ui/facts.tsx';
import { failureText } from '../../ui/failure-text.ts';
import { useFormat } from '../../ui/use-format.ts';
import { HashTable, SightingList, SubjectHeading } from '../review/index.ts';
import { useSession } from '../vault/index.ts';
import css from './second-review.module.css';
import { useBlind, useSecondReviewStores } from './second-review-context.tsx';

/** A case as it was reported, without anything about its decision. */
export function BlindView({ blind }: { blind: BlindCase }) {
  const { t } = useTranslation();
  const stores = useSecondReviewStores();
  const failure = useBlind((state) => state.failure);
  return (
    // The React key makes each case start at its top and with its narratives closed.
    <div key={blind.review} className={css.view}>
      <SubjectHeading kind={blind.kind} subject={blind.subject} />
      {failure && <Banner tone="danger">{failureText(t, failure)}</Banner>}
      <Banner tone="accent">{t('secondReview.waiting.blind')}</Banner>
      <BlindFacts blind={blind} />
      <SightingList
        sightings={blind.sightings}
        total={blind.sightingsTotal}
        reveal={stores.blind.getState().reveal}
        readOn={stores.blind.getState().readOn}
      />
      {blind.hashes && <HashTable hashes={blind.hashes} />}
    </div>
  );
}

function BlindFacts({ blind: { hosting, receivedAt } }: { blind: BlindCase }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { policy, members } = useSession();
  const zone = hostingZone(hosting, policy.jurisdiction, members);
  return (
    <Card>
      <Facts
        rows={[
          [
            t('case.hosting'),
            hosting === null
              ? t('common.unknown')
              : `${format.country(hosting)} (${hosting}) · ${t(`enum.zone.${zone}`)}`,
          ],
          [t('case.received'), receivedAt === null ? t('case.unknownDate') : format.dateTime(receivedAt)],
        ]}
      />
    </Card>
  );
}
