export { FeeInvoices } from './fee-invoices.js';
export { FeeInvoicesModule } from './fee-invoices.module.js';
export { countryName, Parties, type Party } from './parties.js';
