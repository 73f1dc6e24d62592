import type { Anchors, WitnessAnchor } from '../../../shared/contract/audit.contract.ts';

/** Somebody outside who holds a checkpoint of the ledger, or a witness that is named and holds none yet. */
export interface OutsideHolder {
  kind: 'witness' | 'desk';
  by: string;
  size: number;
  at: string | null;
  standing: WitnessAnchor['standing'] | 'desk';
}

/** Witnesses first: only those the policy named when they signed make the ledger anchored. */
export const holdersIn = ({ witnesses, desks }: Anchors): OutsideHolder[] => [
  ...witnesses.map((witness) => ({ ...witness, kind: 'witness' as const })),
  ...desks.map((desk) => ({ ...desk, kind: 'desk' as const, standing: 'desk' as const })),
];
