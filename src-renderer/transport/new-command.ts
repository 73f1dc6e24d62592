import { CommandId, uuidv7 } from '../../shared/domain/ids.ts';

/** A name for one intended change. Whoever repeats the change repeats the name. */
export const newCommand = (): CommandId =>
  CommandId.parse(uuidv7(Date.now(), crypto.getRandomValues(new Uint8Array(10))));
