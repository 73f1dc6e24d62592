import { z } from 'zod';
import type { Figures } from '../figures/figures.ts';
import type { PublicationTexts } from './publication-texts.ts';

/** Figures of a period in a document that stands alone, by the reader it is made for. */
export const PublicationKind = z.enum(['national', 'inhope', 'dsa', 'board']);
export type PublicationKind = z.infer<typeof PublicationKind>;

/** A number, or null where it is not known. */
export type Figure = number | null;

export interface TableRow {
  readonly name: string;
  readonly values: readonly Figure[];
  /** Another table of the document has this number as its total, so it cannot be hidden here alone. */
  readonly isTotalElsewhere?: boolean;
}

export interface FigureTable {
  readonly caption: string;
  /** The heads of the columns of numbers. */
  readonly columns: readonly string[];
  readonly rows: readonly TableRow[];
  /** `parts`: the rows of a column add up to a total, which is shown. `apart`: each number stands by itself. */
  readonly adds: 'parts' | 'apart';
  /** Rows stand only for what occurred, so that a row's name alone says something; small ones become one row. */
  readonly pools?: boolean;
  /** The two columns are a period and the one before; their difference is shown. */
  readonly compares?: boolean;
  readonly note?: string;
  /** What is counted, for one who looks at it on the page. */
  readonly meaning?: string;
}

export type Block =
  | { readonly table: FigureTable }
  /** A heading and a text, or either. An empty text is shown as missing. */
  | { readonly heading?: string; readonly text?: string };

export interface Section {
  readonly title: string;
  /** 2 for a chapter, 3 for a part of one. */
  readonly level: 2 | 3;
  readonly blocks: readonly Block[];
}

/** What a publication is made of. */
export interface PublicationMaterial {
  readonly hotline: string;
  readonly madeAt: string;
  readonly figures: Figures;
  /** The figures of the period before. */
  readonly before: Figures;
  /** The record of which they are the figures. */
  readonly checkpoint: {
    readonly origin: string;
    readonly size: number;
    readonly root: string;
    /** The signed note (C2SP); null where only the size and root were verified. */
    readonly note: string | null;
  };
  readonly source: 'vault' | 'export';
  /** Subjects of the reports received in the period, as the vault knows them; null where the record alone is there. */
  readonly subjects: { readonly all: number; readonly duplicates: number } | null;
  readonly texts: PublicationTexts;
  /** Numbers below it are hidden; null where all are shown. */
  readonly suppressBelow: number | null;
}

/** What tables that compare two periods are made of. */
export type Compared = Pick<PublicationMaterial, 'figures' | 'before' | 'texts'>;

/** The words of a publication, in the language of its readers. */
export interface PublicationWords {
  readonly language: string;
  /** A text of the page by its key. */
  readonly text: (key: string, values?: Readonly<Record<string, string | number>>) => string;
  readonly number: (count: number) => string;
  readonly date: (day: string) => string;
  readonly dateTime: (instant: string) => string;
  readonly country: (code: string) => string;
}
