import { rooms } from '../whole/procedure.ts';

/** The instant at which a UTC date begins. */
const startOf = (date: string | undefined): string | null =>
  date === undefined ? null : `${date}T00:00:00.000Z`;

export const insightRouter = {
  figures: rooms.insight.figures.handler(({ context, input: { size, ...period } }) =>
    context.open.recordFigures.of(period, size),
  ),
  summary: rooms.insight.summary.handler(({ context, input }) => {
    const now = new Date(context.ports.clock.nowMs()).toISOString();
    const period = { from: startOf(input.from), to: startOf(input.to) };
    return context.open.insight.summary(period, now);
  }),
  load: rooms.insight.load.handler(({ context, input }) => context.open.workload.ofTeam(input)),
  ownLoad: rooms.insight.ownLoad.handler(({ context, input }) => context.open.workload.own(input)),
};
