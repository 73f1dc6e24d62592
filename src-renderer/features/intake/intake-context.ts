import { storeContext } from '../../ui/store-context.tsx';
import type { IntakeState } from './intake-store.ts';

const context = storeContext<IntakeState>('the intake');
export const IntakeProvider = context.Provider;
export const useIntake = context.useState;
export const useIntakeStore = context.useApi;
