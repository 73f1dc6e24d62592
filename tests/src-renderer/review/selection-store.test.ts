import { describe, expect, it } from 'vitest';
import { createSelectionStore } from '../../../src-renderer/features/review/selection-store.ts';
import { aCase } from '../support/a-case.ts';

const rows = Array.from({ length: 10 }, (_, index) => aCase(index));
const numbers = (selection: ReturnType<typeof createSelectionStore>) =>
  [...selection.getState().cases.keys()].map((id) => rows.findIndex((row) => row.id === id));

describe('the selection', () => {
  it('has what was selected, in that order, and no longer what was selected twice', () => {
    const selection = createSelectionStore(() => 50);
    for (const at of [3, 1, 5, 3]) selection.getState().toggle(rows[at]!);
    expect(numbers(selection)).toEqual([1, 5]);
  });

  it('reaches from the last case that was selected by itself to another, in either direction', () => {
    const selection = createSelectionStore(() => 50);
    selection.getState().toggle(rows[4]!);
    selection.getState().range(rows, rows[6]!);
    selection.getState().range(rows, rows[2]!);
    expect(numbers(selection).sort()).toEqual([2, 3, 4, 5, 6]);
  });

  it('begins where nothing was selected before, and where the first case has left the list', () => {
    const selection = createSelectionStore(() => 50);
    selection.getState().range(rows, rows[6]!);
    selection.getState().range(rows.slice(7), rows[9]!);
    expect(numbers(selection)).toEqual([6, 9]);
  });

  it('has no more than the policy allows, and says that it was cut', () => {
    let most = 3;
    const selection = createSelectionStore(() => most);
    selection.getState().add(rows);
    const cut = [numbers(selection), selection.getState().isCut];
    // What is selected is not one more.
    selection.getState().add(rows.slice(0, 2));
    const same = selection.getState().isCut;
    most = 4;
    selection.getState().toggle(rows[9]!);
    expect([cut, same, numbers(selection), selection.getState().isCut]).toEqual([
      [[0, 1, 2], true],
      false,
      [0, 1, 2, 9],
      false,
    ]);
  });
});
