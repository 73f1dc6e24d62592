import type { Anchors, WitnessAnchor } from '../../../shared/contract/audit.contract.ts';

/** A party outside the hotline that holds a checkpoint of the ledger, or a named witness that holds none yet. */
export interface OutsideHolder {
  kind: 'witness' | 'desk';
  by: string;
  size: number;
  at: string | null;
  standing: WitnessAnchor['standing'] | 'desk';
}

/** Lists witnesses first: only those that the policy named when they signed make the ledger anchored. */
export const holdersIn = ({ witnesses, desks }: Anchors): OutsideHolder[] => [
  ...witnesses.map((witness) => ({ ...witness, kind: 'witness' as const })),
  ...desks.map((desk) => ({ ...desk, kind: 'desk' as const, standing: 'desk' as const })),
];
