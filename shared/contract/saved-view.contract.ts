import { z } from 'zod';
import { CommandId, PersonId } from '../domain/ids.ts';
import { inboundText } from '../domain/inbound-text.ts';
import { repeatable } from './procedure.ts';
import { QueueView } from './queue-filter.ts';

export const SAVED_VIEWS = 30;

/** The name by which everybody at this workstation knows a view. */
export const ViewName = inboundText(60).refine((text) => text.trim().length > 0, {
  error: 'must have a name',
});

/** A list of cases that somebody named, for all who work here. */
export const SavedView = z.object({
  name: z.string(),
  view: QueueView,
  savedBy: z.object({ id: PersonId, name: z.string() }),
  /** Number of its cases for the person who asks; at least so many, where `isExact` is false. */
  total: z.int(),
  isExact: z.boolean(),
  /** Whether the person who asks begins with it. */
  isDefault: z.boolean(),
});
export type SavedView = z.infer<typeof SavedView>;

const Views = z.array(SavedView);

export const savedViewsContract = {
  /** In the order of their names. */
  all: repeatable('review').output(Views),
  /** Names a view; one of the same name is replaced. CONFLICT where there are as many as are allowed. */
  save: repeatable('review')
    .input(z.strictObject({ command: CommandId, name: ViewName, view: QueueView }))
    .output(z.object({ name: z.string() })),
  /** Forgets a view, for everybody; whoever began with it begins with the open cases again. */
  remove: repeatable('review')
    .input(z.strictObject({ command: CommandId, name: ViewName }))
    .output(z.object({ removed: z.boolean() })),
  /** The view with which the person begins; null for the open cases. */
  beginWith: repeatable('review')
    .input(z.strictObject({ command: CommandId, name: ViewName.nullable() }))
    .output(z.object({ name: z.string().nullable() })),
};
