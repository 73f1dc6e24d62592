import { describe, expect, it } from 'vitest';
import { CommandId } from '../../../shared/domain/ids.ts';
import { aCase, aCaseDetail } from '../support/a-case.ts';
import { aSession } from '../support/a-session.ts';
import { aWorkingSet } from '../support/a-working-set.ts';
import { anId } from '../support/an-id.ts';

const detail = (number: number) => aCaseDetail(aCase(number));

describe('the working set', () => {
  it('gives back what it was given', async () => {
    const set = aWorkingSet();
    await set.keepCases([detail(1), detail(2)]);
    await set.keepDraft(aCase(1).id, '{}');
    await set.keepPlace('open-case', 'x');
    expect((await set.case(aCase(2).id))?.summary).toEqual(aCase(2));
    expect((await set.casesAtHand([aCase(2).id, aCase(3).id])).map((found) => found !== undefined)).toEqual([
      true,
      false,
    ]);
    expect(await set.drafts()).toEqual([{ case: aCase(1).id, json: '{}' }]);
    expect(await set.place('open-case')).toBe('x');
  });

  it('keeps nothing that comes after a lock, until the next session', async () => {
    const set = aWorkingSet();
    await set.empty();
    await set.keepCases([detail(1)]);
    await set.keepDraft(aCase(1).id, '{}');
    await set.keepPlace('open-case', 'x');
    expect([await set.case(aCase(1).id), await set.drafts(), await set.place('open-case')]).toEqual([
      undefined,
      [],
      undefined,
    ]);
    set.open();
    await set.keepCases([detail(1)]);
    expect((await set.case(aCase(1).id))?.summary).toEqual(aCase(1));
  });

  it('forgets everything at lock but decisions under way, which only their person gets back', async () => {
    const set = aWorkingSet();
    const by = aSession().person.id;
    await set.keepCases([detail(1)]);
    await set.keepDraft(aCase(1).id, '{}');
    await set.keepPlace('open-case', 'x');
    await set.keepPending({
      command: CommandId.parse(anId(9)),
      by,
      case: aCase(1).id,
      judgement: { legality: 'legal', hosting: { country: null, source: 'unknown' }, reasons: [], note: '' },
    });
    await set.empty();
    expect(await set.case(aCase(1).id)).toBeUndefined();
    expect(await set.drafts()).toEqual([]);
    expect(await set.place('open-case')).toBeUndefined();
    expect(await set.pendingOf(by)).toHaveLength(1);
    expect(await set.pendingOf(aSession().device as never)).toEqual([]);
  });
});
