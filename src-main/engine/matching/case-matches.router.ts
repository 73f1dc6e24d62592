import { Failure } from '../failure.ts';
import { rooms } from '../procedure.ts';

const { matching } = rooms;

const notYet = () => new Failure({ code: 'CONFLICT', data: { reason: 'matching is not there yet' } });

export const caseMatchesRouter = {
  progress: matching.progress.handler(() => ({ state: 'idle' as const })),
  confirm: matching.confirm.handler(() => {
    throw notYet();
  }),
  reject: matching.reject.handler(() => {
    throw notYet();
  }),
  quarantine: matching.quarantine.handler(() => []),
  release: matching.release.handler(() => {
    throw notYet();
  }),
  feedback: matching.feedback.handler(() => {
    throw notYet();
  }),
};
