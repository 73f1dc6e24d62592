import { CommandId, uuidv7 } from '../../shared/domain/ids.ts';

/** Makes the id of one intended change. Repeating the change repeats the id. */
export const newCommand = (): CommandId =>
  CommandId.parse(uuidv7(Date.now(), crypto.getRandomValues(new Uint8Array(10))));
