import { createStore, type StoreApi } from 'zustand/vanilla';
import type { EngineClient } from '../../../shared/contract/contract.ts';
import type {
  DecidingStep,
  TakingBackStep,
  TogetherPreview,
} from '../../../shared/contract/together.contract.ts';
import type { CaseId, CommandId } from '../../../shared/domain/ids.ts';
import type { LabelSet } from '../../../shared/domain/label-set.ts';
import type { SaidOfMany } from '../../../shared/domain/together.ts';
import { type Failure, failureOf } from '../../transport/failure.ts';
import { newCommand } from '../../transport/new-command.ts';
import {
  assessmentOf,
  beginEditing,
  type Change,
  type Editing,
  editChange,
  editClear,
  editUndo,
  missingIn,
  type ReviewStores,
  type SelectedCase,
  startJudgement,
} from '../review/index.ts';

export interface TogetherParts {
  client: Pick<EngineClient, 'together' | 'review'>;
  review: ReviewStores;
  /** The labels in force now. */
  labels: () => LabelSet | null;
}

/** How far decisions are recorded, and what was said of the cases so far. */
export type Recording = Pick<DecidingStep, 'decided' | 'left' | 'done' | 'of' | 'perSecond'>;

/** Several cases, and the one form by which they are decided. */
export interface TogetherState {
  isOpen: boolean;
  cases: readonly SelectedCase[];
  editing: Editing;
  /** Each case is hosted where its own reports say. */
  asReported: boolean;
  /** What the judgement would do, and of which judgement that is; null while it is not known. */
  preview: { of: string; is: TogetherPreview } | null;
  /** What is recorded; null before the person signs. */
  recording: Recording | null;
  phase: 'judging' | 'recording' | 'stopped' | 'cut-off' | 'done';
  failure: Failure | null;
  /** What became of decisions that were taken back together; shown beside the selection. */
  news: Pick<TakingBackStep, 'taken' | 'kept'> | null;
  /** Opens the form for the selected cases. */
  open: () => void;
  close: () => void;
  change: (change: Change) => void;
  undo: () => void;
  clear: () => void;
  letReportsSay: (asReported: boolean) => void;
  /** Asks what the judgement would do; says nothing while it is incomplete. */
  look: () => Promise<void>;
  /** Records the decisions that the preview shows; does nothing where it shows another judgement. */
  sign: () => Promise<void>;
  /** Ends recording after the few cases that are under way. */
  stop: () => void;
  /** Goes on where recording was cut off, under the same command. */
  goOn: () => Promise<void>;
  /** Takes back what was just recorded, as long as it is held, and selects the cases again. */
  takeBack: () => Promise<void>;
  forgetNews: () => void;
}

export type TogetherStore = StoreApi<TogetherState>;

const emptyForm = () => beginEditing(startJudgement({ hosting: null }));

export function createTogetherStore({ client, review, labels }: TogetherParts): TogetherStore {
  return createStore<TogetherState>((set, get) => {
    const { queue, work, selection } = review;
    let command: CommandId | null = null;
    let running: { end: () => void } | null = null;
    /** What was taken back is judged again from where it was. */
    let isAgain = false;

    /** The judgement as it is sent; null while it is incomplete. */
    const said = (): SaidOfMany | null => {
      const { editing, asReported } = get();
      if (missingIn(editing.judgement, labels()).length > 0) return null;
      const assessment = assessmentOf(editing.judgement, labels());
      return asReported ? { ...assessment, hosting: 'as-reported' } : assessment;
    };
    const ids = (): CaseId[] => get().cases.map(({ id }) => id);
    const showChanged = async () => {
      await queue.getState().refresh(true);
      await work.getState().refresh();
      await work.getState().follow();
    };

    /** Keeps the decisions for taking back, as one. */
    const hold = ({ decided }: Recording) => {
      const held = decided.flatMap(({ heldUntil, ...one }) =>
        heldUntil === null ? [] : [{ ...one, heldUntil }],
      );
      const [first] = held.toSorted((a, b) => (a.heldUntil < b.heldUntil ? -1 : 1));
      const shown = get().cases.find(({ id }) => id === first?.case);
      if (first === undefined || shown === undefined) return;
      work.getState().hold([
        {
          ...{ case: first.case, subject: shown.subject, caseKind: shown.kind },
          ...{ assessment: first.assessment, heldUntil: first.heldUntil },
          together: { count: held.length, takeBack: () => get().takeBack() },
        },
      ]);
    };

    const record = async () => {
      const judgement = said();
      if (judgement === null || command === null || running !== null) return;
      const before = { decided: [], left: [], done: 0, of: get().cases.length, perSecond: 0 };
      set({ phase: 'recording', recording: before, failure: null });
      let isStopped = false;
      running = {
        end: () => {
          isStopped = true;
        },
      };
      let recording: Recording = before;
      try {
        for await (const step of await client.together.decide({ command, cases: ids(), judgement })) {
          recording = {
            ...step,
            decided: [...recording.decided, ...step.decided],
            left: [...recording.left, ...step.left],
          };
          set({ recording });
          if (isStopped && step.done < step.of) break;
        }
        set({ phase: recording.done < recording.of ? 'stopped' : 'done' });
      } catch (error) {
        const failure = failureOf(error);
        set({
          failure,
          phase: failure.code === 'CONNECTION' ? 'cut-off' : recording.done > 0 ? 'stopped' : 'judging',
        });
        if (recording.done === 0) set({ recording: null });
      } finally {
        running = null;
      }
      if (recording.decided.length === 0) return;
      hold(recording);
      selection.getState().clear();
      await showChanged();
    };

    const edit = (editing: Editing | null) => editing !== null && set({ editing, failure: null });
    return {
      isOpen: false,
      cases: [],
      editing: emptyForm(),
      asReported: true,
      preview: null,
      recording: null,
      phase: 'judging',
      failure: null,
      news: null,

      open: () => {
        const cases = [...selection.getState().cases.values()];
        if (cases.length === 0) return;
        set({
          ...{
            isOpen: true,
            cases,
            preview: null,
            recording: null,
            failure: null,
            news: null,
            phase: 'judging',
          },
          ...(isAgain ? {} : { editing: emptyForm(), asReported: true }),
        });
        isAgain = false;
        void get().look();
      },

      close: () => {
        get().stop();
        set({ isOpen: false });
      },

      change: (change) => edit(editChange(get().editing, change, labels())),
      undo: () => edit(editUndo(get().editing)),
      clear: () => edit(editClear(get().editing, startJudgement({ hosting: null }))),
      letReportsSay: (asReported) => set({ asReported }),

      look: async () => {
        const judgement = said();
        if (judgement === null) return set({ preview: null });
        const of = JSON.stringify(judgement);
        try {
          const is = await client.together.preview({ cases: ids(), judgement });
          if (JSON.stringify(said()) === of) set({ preview: { of, is }, failure: null });
        } catch (error) {
          if (JSON.stringify(said()) === of) set({ preview: null, failure: failureOf(error) });
        }
      },

      sign: async () => {
        const { preview, phase, editing } = get();
        if (phase !== 'judging') return;
        const judgement = said();
        set({ editing: { ...editing, missing: missingIn(editing.judgement, labels()) } });
        // Nobody signs what they were not shown.
        if (judgement === null || preview?.of !== JSON.stringify(judgement)) return;
        if (preview.is.decides === 0) return;
        command = newCommand();
        await record();
      },

      stop: () => running?.end(),

      goOn: async () => {
        if (get().phase === 'cut-off') await record();
      },

      takeBack: async () => {
        const { recording, cases } = get();
        const made = recording?.decided.filter(({ heldUntil }) => heldUntil !== null) ?? [];
        if (made.length === 0) return;
        const decisions = made.map(({ case: id, assessment }) => ({ case: id, assessment }));
        const news: NonNullable<TogetherState['news']> = { taken: [], kept: [] };
        work.setState({ held: work.getState().held.filter(({ together }) => together === undefined) });
        try {
          const steps = await client.together.takeBack({ command: newCommand(), decisions });
          for await (const { taken, kept } of steps) {
            news.taken.push(...taken);
            news.kept.push(...kept);
          }
        } catch (error) {
          set({ failure: failureOf(error) });
        }
        isAgain = true;
        const taken = new Set(news.taken);
        selection.getState().clear();
        selection.getState().add(cases.filter(({ id }) => taken.has(id)));
        set({ news, isOpen: false, recording: null, phase: 'judging' });
        await showChanged();
      },

      forgetNews: () => set({ news: null }),
    };
  });
}
