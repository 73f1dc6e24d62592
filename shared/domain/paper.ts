const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

export const escaped = (text: string): string =>
  text.replace(/[&<>"']/g, (found) => ENTITIES[found] ?? found);

export function unescaped(text: string): string {
  const plain = Object.entries(ENTITIES).map(([character, entity]) => [entity, character] as const);
  const by = new Map(plain);
  return text.replace(/&(?:amp|lt|gt|quot|#39);/g, (entity) => by.get(entity) ?? entity);
}

/** A document to print that stands alone: it loads nothing and runs nothing. */
export function paperHtml(paper: { language: string; title: string; style: string; body: string }): string {
  return [
    '<!doctype html>',
    `<html lang="${escaped(paper.language)}">`,
    '<head><meta charset="utf-8">',
    // Whatever stood in a text by mistake: nothing is loaded, nothing is run.
    '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; style-src \'unsafe-inline\'">',
    '<meta name="viewport" content="width=device-width">',
    `<title>${escaped(paper.title)}</title>`,
    `<style>${PAPER_STYLE}${paper.style}</style></head>`,
    `<body><main>${paper.body}</main></body>`,
    '</html>',
    '',
  ].join('\n');
}

/** Black on white: it is made to be printed. */
const PAPER_STYLE = `
:root { color-scheme: light; }
* { box-sizing: border-box; }
body { margin: 0; background: #fff; color: #111; font: 11pt/1.45 "Segoe UI", "Noto Sans", "Liberation Sans", system-ui, sans-serif; }
main { max-width: 190mm; margin: 0 auto; padding: 12mm 8mm; }
h1 { font-size: 18pt; margin: 0 0 2mm; }
h2 { font-size: 13pt; margin: 8mm 0 2mm; border-bottom: 1px solid #999; }
h3 { font-size: 11pt; margin: 4mm 0 1mm; }
h1, h2, h3 { break-after: avoid; }
.soft { color: #444; }
table { width: 100%; border-collapse: collapse; font-size: 9pt; }
th, td { padding: 1mm 2mm; border-bottom: 1px solid #ccc; text-align: left; vertical-align: top; overflow-wrap: anywhere; }
tr { break-inside: avoid; }
thead { display: table-header-group; }
dl { display: grid; grid-template-columns: minmax(28mm, 30%) 1fr; gap: 0.5mm 4mm; margin: 0; }
dt { color: #444; }
dd { margin: 0; white-space: pre-wrap; overflow-wrap: anywhere; }
pre { padding: 2mm; border: 1px solid #999; font-size: 7.5pt; white-space: pre-wrap; overflow-wrap: anywhere; }
@page { size: A4; margin: 14mm 12mm; }
@media print { main { padding: 0; max-width: none; } }
@media (max-width: 480px) { dl { grid-template-columns: 1fr; } dt { margin-top: 1mm; } }
`;
