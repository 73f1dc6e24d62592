import type { CommandId, SecondReviewId } from '../../../shared/domain/ids.ts';
import { newCommand } from '../../transport/new-command.ts';

/**
 * Remembers the command id under which each intention was last sent. An intention that is sent again, because its
 * answer was lost, uses the same id and is carried out once.
 */
export class LastCommands {
  private readonly last = new Map<SecondReviewId, { intention: string; command: CommandId }>();

  of(review: SecondReviewId, intention: unknown): CommandId {
    const text = JSON.stringify(intention);
    const known = this.last.get(review);
    if (known?.intention === text) return known.command;
    const command = newCommand();
    this.last.set(review, { intention: text, command });
    return command;
  }
}
