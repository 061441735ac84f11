export { csvRecord, decimal } from './csv.js';
export { grouped, PdfDocument, type Column } from './pdf-document.js';
