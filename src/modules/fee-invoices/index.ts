export { FeeInvoices } from './fee-invoices.js';
export { FeeInvoicesModule } from './fee-invoices.module.js';
export { letterHeadOf, Parties, type Party } from './parties.js';
export { PartyView, partyView } from './party.dto.js';
