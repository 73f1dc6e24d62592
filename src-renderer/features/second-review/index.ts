export { MakeGolden } from './make-golden.tsx';
export { SecondReviewProvider, type SecondReviewStores } from './second-review-context.tsx';
export { SecondReviewScreen } from './second-review-screen.tsx';
export { createSecondReviewStores, loadSecondReview } from './second-review-stores.ts';
export { useWaitingCount } from './use-waiting-count.ts';
export { WithheldNotice } from './withheld-notice.tsx';
