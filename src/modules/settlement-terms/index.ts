export { SettlementTermsModule } from './settlement-terms.module.js';
