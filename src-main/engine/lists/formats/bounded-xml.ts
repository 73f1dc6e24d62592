import { SaxesParser } from 'saxes';
import { ListRefused } from './list-event.ts';
import { LIST_LIMITS } from './list-limits.ts';

export type XmlAttributes = Readonly<Record<string, string>>;

/** Receives the parts of a document, in order. */
export interface XmlVisitor {
  /** @param name local name; `namespace` is '' where there is none. Attributes of a namespace are left out. */
  open(name: string, namespace: string, attributes: XmlAttributes): void;
  close(): void;
  text(text: string): void;
  comment(text: string): void;
}

/**
 * Reads XML 1.0 with namespaces as a stream of whole UTF-8 characters. Active content is refused: document types (and
 * with them entities) and processing instructions. Nothing is fetched. Memory is bounded: a parser holds a text or a
 * tag until it ends, so one that does not end within the limit is refused.
 */
export class BoundedXml {
  readonly #parser = new SaxesParser({ xmlns: true, position: true });
  readonly #decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  /** Characters given to the parser before this slice, and the position up to which it has reported. */
  #given = 0;
  #told = 0;
  #depth = 0;
  #isEnding = false;

  constructor(visitor: XmlVisitor) {
    const parser = this.#parser;
    parser.on('opentag', ({ local, uri, attributes }) => {
      this.#tell();
      if (++this.#depth > LIST_LIMITS.maxXmlDepth) {
        throw new ListRefused('too-deep', { code: 'too-deep', maximum: LIST_LIMITS.maxXmlDepth });
      }
      const plain: Record<string, string> = Object.create(null);
      for (const attribute of Object.values(attributes)) {
        if (attribute.uri === '') plain[attribute.local] = attribute.value;
      }
      visitor.open(local, uri, plain);
    });
    parser.on('closetag', () => {
      this.#tell();
      this.#depth--;
      visitor.close();
    });
    const text = (content: string): void => {
      this.#tell();
      visitor.text(content);
    };
    parser.on('text', text);
    parser.on('cdata', text);
    parser.on('comment', (content) => {
      this.#tell();
      visitor.comment(content);
    });
    parser.on('doctype', () => {
      throw this.#active('document-type');
    });
    parser.on('processinginstruction', () => {
      throw this.#active('processing-instruction');
    });
    parser.on('error', () => {
      if (this.#isEnding) throw new ListRefused('truncated', { code: 'ends-early' });
      throw new ListRefused('bad-xml', { code: 'not-xml' }, this.#place);
    });
  }

  /** The line being read, from 1. */
  get line(): number {
    return this.#parser.line;
  }

  /** Outside the root element the parser reports faults only at the end of a slice, so a line number would be wrong. */
  get #place(): { line?: number } {
    return this.#depth === 0 ? {} : { line: this.line };
  }

  write(slice: Uint8Array): void {
    const text = this.#decoder.decode(slice);
    this.#parser.write(text);
    this.#given += text.length;
    this.#measure(this.#given);
  }

  end(): void {
    this.#isEnding = true;
    this.#parser.close();
  }

  #tell(): void {
    const { position } = this.#parser;
    this.#measure(position);
    this.#told = position;
  }

  #measure(position: number): void {
    if (position - this.#told <= LIST_LIMITS.maxXmlTokenChars) return;
    throw new ListRefused('too-long', { code: 'xml-part-too-long', maximum: LIST_LIMITS.maxXmlTokenChars });
  }

  #active(code: 'document-type' | 'processing-instruction'): ListRefused {
    return new ListRefused('active-xml', { code }, this.#place);
  }
}
