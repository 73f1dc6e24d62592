import { randomBytes } from 'node:crypto';
import { CommandId, uuidv7 } from '../../shared/domain/ids.ts';

/** The id of one intended change, made as a page or a terminal makes it. */
export const aCommand = (): CommandId => CommandId.parse(uuidv7(Date.now(), randomBytes(10)));
