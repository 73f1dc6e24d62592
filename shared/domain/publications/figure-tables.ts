import {
  AgeCategory,
  Classification,
  Commerciality,
  GenderCategory,
  Legality,
  SiteType,
} from '../assessment.ts';
import type { Figures } from '../figures/figures.ts';
import { HostingZone } from '../policy.ts';
import { Channel } from '../report.ts';
import { DayBucket, TakedownStatus } from '../takedown.ts';
import type { Compared, FigureTable, PublicationWords, TableRow } from './publication.ts';
import { AddresseeClass } from './publication-texts.ts';

type Counts = Readonly<Record<string, number>>;

/** The tables that publications are made of, each of one group of figures. */
export class FigureTables {
  readonly #material: Compared;
  readonly #words: PublicationWords;
  /** The figures that stand in the columns: those of the period, and of the one before where the two are compared. */
  readonly #shown: readonly Figures[];

  constructor(material: Compared, words: PublicationWords, compares = false) {
    this.#material = material;
    this.#words = words;
    this.#shown = compares ? [material.figures, material.before] : [material.figures];
  }

  reports(): FigureTable {
    const unknown = this.#material.figures.reports.ofUnknownDay;
    return {
      ...this.#parts('reports', Channel.options, 'enum.channel', ({ reports }) => reports.byChannel),
      ...(unknown === 0 ? {} : { note: this.#say('ofUnknownDay', { n: this.#words.number(unknown) }) }),
    };
  }

  /** Its number of illegal cases is the total of other tables. */
  legality(): FigureTable {
    const table = this.#parts(
      'legality',
      Legality.options,
      'enum.legality',
      ({ decided }) => decided.byLegality,
    );
    return {
      ...table,
      rows: table.rows.map((row, index) =>
        Legality.options[index] === 'illegal' ? { ...row, isTotalElsewhere: true } : row,
      ),
    };
  }

  classification(): FigureTable {
    const counts = ({ illegal }: Figures) => illegal.byClassification;
    return this.#stated('classification', Classification.options, counts);
  }

  age(): FigureTable {
    return this.#stated('age', AgeCategory.options, ({ illegal }) => illegal.byAge);
  }

  gender(): FigureTable {
    return this.#stated('gender', GenderCategory.options, ({ illegal }) => illegal.byGender);
  }

  siteType(): FigureTable {
    return this.#stated('siteType', SiteType.options, ({ illegal }) => illegal.bySiteType);
  }

  commerciality(): FigureTable {
    return this.#stated('commerciality', Commerciality.options, ({ illegal }) => illegal.byCommerciality);
  }

  zone(): FigureTable {
    return this.#parts('zone', HostingZone.options, 'enum.zone', ({ illegal }) => illegal.byZone);
  }

  country(): FigureTable {
    const { byCountry } = this.#material.figures.illegal;
    return {
      ...this.#head('country', 'parts'),
      pools: true,
      rows: Object.entries(byCountry)
        .sort(([a, one], [b, other]) => other - one || (a < b ? -1 : 1))
        .map(([code, count]) => ({
          name: code === 'unknown' ? this.#words.text('common.unknown') : this.#words.country(code),
          values: [count],
        })),
    };
  }

  marks(): FigureTable {
    return {
      ...this.#head('marks', 'apart'),
      rows: (['selfGenerated', 'modelling', 'virtual'] as const).map((mark) => ({
        name: this.#words.text(`assess.${mark}`),
        values: this.#shown.map(({ illegal }) => illegal[mark]),
      })),
    };
  }

  /** Referrals by whom they are for. */
  addressees(): FigureTable {
    const { addressees } = this.#material.texts;
    const byClass = (counts: Counts, wanted: string) =>
      Object.entries(counts)
        .filter(([id]) => ((addressees as Record<string, string>)[id] ?? 'other') === wanted)
        .reduce((sum, [, count]) => sum + count, 0);
    return {
      ...this.#head('addressees', 'parts'),
      columns: [this.#say('column.ordered'), this.#say('column.delivered')],
      rows: AddresseeClass.options.map((wanted) => ({
        name: this.#say(`addressee.${wanted}`),
        values: this.#shown.flatMap(({ referrals }) => [
          byClass(referrals.ordered, wanted),
          byClass(referrals.delivered, wanted),
        ]),
      })),
    };
  }

  takedown(): FigureTable {
    return {
      ...this.#parts(
        'takedown',
        TakedownStatus.options,
        'enum.takedown',
        ({ takedown }) => takedown.casesByStatus,
      ),
      adds: 'apart',
    };
  }

  /** Cases by the days of one or more spans. */
  days(caption: string, spans: readonly (keyof Figures['days'])[]): FigureTable {
    return {
      ...this.#head(caption, 'parts'),
      ...(this.#shown.length > 1
        ? {}
        : { columns: spans.map((span) => this.#say(`column.${span}`)), compares: false }),
      rows: [...DayBucket.options, 'unknown' as const].map((bucket) => ({
        name: this.#say(`bucket.${bucket === '4-5' ? 'b4to5' : bucket === '6+' ? 'b6' : `b${bucket}`}`),
        values: this.#shown.flatMap(({ days }) => spans.map((span) => days[span][bucket])),
      })),
    };
  }

  secondReviews(): FigureTable {
    return this.#rows('secondReviews', 'parts', {
      agreed: ({ secondReviews }) => secondReviews.agreed,
      differed: ({ secondReviews }) => secondReviews.made - secondReviews.agreed,
    });
  }

  changes(): FigureTable {
    return this.#rows('changes', 'apart', {
      corrected: ({ changes }) => changes.corrected,
      overturned: ({ changes }) => changes.overturned,
      withdrawn: ({ changes }) => changes.withdrawn,
      reopened: ({ changes }) => changes.reopened,
    });
  }

  matches(): FigureTable {
    return this.#rows('matches', 'apart', {
      confirmed: ({ matches }) => matches.confirmed,
      rejected: ({ matches }) => matches.rejected,
    });
  }

  referrals(): FigureTable {
    const sum = (counts: Counts) => Object.values(counts).reduce((all, count) => all + count, 0);
    return this.#rows('referrals', 'apart', {
      ordered: ({ referrals }) => sum(referrals.ordered),
      delivered: ({ referrals }) => sum(referrals.delivered),
      refused: ({ referrals }) => referrals.refused,
      parked: ({ referrals }) => referrals.parked,
    });
  }

  /** Numbers of single figures, in the order of their names. */
  #rows(
    caption: string,
    adds: FigureTable['adds'],
    rows: Readonly<Record<string, (figures: Figures) => number>>,
  ): FigureTable {
    return {
      ...this.#head(caption, adds),
      rows: Object.entries(rows).map(([name, count]) => ({
        name: this.#say(`row.${name}`),
        values: this.#shown.map(count),
      })),
    };
  }

  /** Illegal cases by what their decision may leave unsaid. */
  #stated(name: string, options: readonly string[], counts: (figures: Figures) => Counts): FigureTable {
    const table = this.#parts(name, options, `enum.${name}`, counts);
    const unstated: TableRow = {
      name: this.#say('unstated'),
      values: this.#shown.map((figures) => counts(figures).unstated ?? 0),
    };
    return { ...table, rows: [...table.rows, unstated] };
  }

  #parts(
    caption: string,
    options: readonly string[],
    names: string,
    counts: (figures: Figures) => Counts,
  ): FigureTable {
    return {
      ...this.#head(caption, 'parts'),
      rows: options.map((id) => ({
        name: this.#words.text(`${names}.${id}`),
        values: this.#shown.map((figures) => counts(figures)[id] ?? 0),
      })),
    };
  }

  #head(caption: string, adds: FigureTable['adds']): Omit<FigureTable, 'rows'> {
    const compares = this.#shown.length > 1;
    return {
      caption: this.#say(`caption.${caption}`),
      columns: compares
        ? [this.#say('column.now'), this.#say('column.before')]
        : [this.#say('column.number')],
      ...(compares ? { meaning: this.#say(`meaning.${caption}`) } : {}),
      compares,
      adds,
    };
  }

  #say(key: string, values: Readonly<Record<string, string | number>> = {}): string {
    return this.#words.text(`publication.${key}`, values);
  }
}
