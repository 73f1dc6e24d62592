import { FeedbackAlgorithm } from '../../../../shared/domain/feedback-reason.ts';
import { type Migration, oneOf } from '../../storage/migration.ts';

export const feedbackReasonsSchema: Migration = {
  number: 13,
  reason:
    'The reasons for disagreeing that the owner of a list offers are kept with the list, to choose from',
  sql: `
    CREATE TABLE feedback_reasons (
      list_id TEXT NOT NULL, algorithm TEXT NOT NULL CHECK (${oneOf('algorithm', FeedbackAlgorithm.options)}),
      guid TEXT NOT NULL, name TEXT NOT NULL, PRIMARY KEY (list_id, algorithm, guid)
    ) STRICT, WITHOUT ROWID;
  `,
};
