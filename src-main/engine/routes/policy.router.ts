import { rooms, typedStream } from '../whole/procedure.ts';

const { policy } = rooms;

export const policyRouter = {
  inForce: policy.inForce.handler(({ context }) => context.open.policies.inForce()),
  versions: policy.versions.handler(({ context }) => context.open.policies.versions()),
  version: policy.version.handler(({ context, input }) =>
    context.open.policies.version(input.id, input.version),
  ),
  check: policy.check.handler(({ context, input }) => context.open.policies.check(input.rules)),
  proposals: policy.proposals.handler(({ context }) => context.open.policies.proposals()),
  propose: policy.propose.handler(({ context, input }) =>
    context.open.policies.propose(input.command, input.rules, input.digests),
  ),
  withdraw: policy.withdraw.handler(({ context, input }) =>
    context.open.policies.withdraw(input.command, input.proposal),
  ),
  activate: policy.activate.handler(({ context, input }) =>
    context.open.policies.activate(input.command, input.proposal, input.digests),
  ),
  dryRun: policy.dryRun.handler(({ context, input }) =>
    typedStream(context.open.dryRun(input.rules, input.last)),
  ),
  labelSets: policy.labelSets.handler(({ context }) => context.open.labelSets.list()),
  loadLabels: policy.loadLabels.handler(({ context, input }) =>
    context.open.labelSets.load(input.command, input.text),
  ),
};
