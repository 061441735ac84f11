export { TaxFilingsModule } from './tax-filings.module.js';
